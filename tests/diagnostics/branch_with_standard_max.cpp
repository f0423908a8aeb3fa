// SPDX-License-Identifier: BSL-1.0
//
// A traced value decides a branch by std::max.
// expect: ctgrad: a condition on a traced or typed value has no truth value
// expect: write select(condition, a, b) instead of if, ?:, && or std::max
#include <ctgrad/function.hpp>

#include <algorithm>

using namespace ctgrad;

constexpr auto f = function([](auto x, auto y) {
#ifdef FIXED
    return max(x, y);
#else
    return std::max(x, y);
#endif
});

int main() {
    return f(2.0, 3.0) > 0 ? 0 : 1;
}
