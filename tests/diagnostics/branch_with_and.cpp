// SPDX-License-Identifier: BSL-1.0
//
// A traced value decides a branch by &&.
// expect: ctgrad: a condition on a traced or typed value has no truth value
// expect: write select(condition, a, b) instead of if, ?:, && or std::max
#include <ctgrad/function.hpp>

using namespace ctgrad;

constexpr auto f = function([](auto x, auto y) {
#ifdef FIXED
    return select(0 < x && x < y, x, y);
#else
    return bool(0 < x) && bool(x < y) ? x : y;
#endif
});

int main() {
    return f(2.0, 3.0) > 0 ? 0 : 1;
}
