// SPDX-License-Identifier: BSL-1.0
//
// A traced value decides a branch by if.
// expect: ctgrad: a condition on a traced or typed value has no truth value
// expect: write select(condition, a, b) instead of if, ?:, && or std::max
#include <ctgrad/jacobian.hpp>

using namespace ctgrad;

constexpr auto f = function([](auto x) {
#ifdef FIXED
    return select(x < 0, -x, x);
#else
    if (x < 0)
        return -x;
    return x;
#endif
});

int main() {
    return gradient(f)(-2.0) > 0 ? 0 : 1;
}
