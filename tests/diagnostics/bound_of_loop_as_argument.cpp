// SPDX-License-Identifier: BSL-1.0
//
// The loop of a function runs while compiling: its bound is a constant.
// expect: ctgrad: a condition on a traced or typed value has no truth value
#include <ctgrad.hpp>

using namespace ctgrad;
#ifdef FIXED
template <int Count>
constexpr auto power = function([](auto x) {
    auto product = x;
    for (int i = 1; i < Count; ++i)
        product *= x;
    return product;
});
#else
constexpr auto power = function([](auto x, auto count) {
    auto product = x;
    for (int i = 1; i < count; ++i)
        product *= x;
    return product;
});
#endif

int main() {
#ifdef FIXED
    return power<3>(2.0) > 0 ? 0 : 1;
#else
    return power(2.0, 3) > 0 ? 0 : 1;
#endif
}
