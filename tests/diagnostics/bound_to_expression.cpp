// SPDX-License-Identifier: BSL-1.0
//
// A binding does not substitute one expression in another.
// expect: ctgrad: a variable is bound to a number, here it is given an expression
// expect: write the formula as a generic function and call it with the expression
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    constexpr auto square = [](const auto& a) { return a * a; };
    return value(square(2_c * y) + x, at(x = 1.0, y = 3.0)) > 0 ? 0 : 1;
#else
    return value(x * x + x, at(x = 2_c * y, y = 3.0)) > 0 ? 0 : 1;
#endif
}
