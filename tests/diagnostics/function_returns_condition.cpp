// SPDX-License-Identifier: BSL-1.0
//
// A comparison of traced values is no number.
// expect: ctgrad: function(lambda) takes a lambda that returns numbers
// expect: if it is a condition, return select(condition, 1, 0)
#include <ctgrad/function.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr auto is_small = function([](auto x) { return select(x < 2, 1, 0); });
#else
constexpr auto is_small = function([](auto x) { return x < 2; });
#endif

int main() {
    return is_small(1.0) > 0 ? 0 : 1;
}
