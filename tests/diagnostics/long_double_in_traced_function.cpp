// SPDX-License-Identifier: BSL-1.0
//
// A number in a traced function is a double.
// expect: ctgrad: a number in a traced function is kept as a double, here it is a long double
// expect: write a double, or pass the number as an argument
#include <ctgrad/function.hpp>

#ifdef FIXED
constexpr auto f = ctgrad::function([](auto x, auto third) { return third * x; });
#else
constexpr auto f = ctgrad::function([](auto x, auto) { return 1.0L / 3 * x; });
#endif

int main() {
    return f(2.0L, 1.0L / 3) > 0 ? 0 : 1;
}
