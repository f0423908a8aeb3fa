// SPDX-License-Identifier: BSL-1.0
//
// The derivative of an expression is an expression: compared, printed, evaluated, differentiated.

#include <ctgrad.hpp>

#include <iostream>

namespace {

using namespace ctgrad;
using namespace ctgrad::literals;

constexpr var<"x"> x;
constexpr var<"y"> y;

//! [equations]
static_assert(derivative(sin(x), x) == cos(x));
static_assert(derivative(pow(x, 3_c), x) == 3_c * pow(x, 2_c));
static_assert(derivative(x * sin(x), x) == sin(x) + x * cos(x));
static_assert(derivative(sin(x) * y, x, x, y) == -sin(x));
//! [equations]

//! [functions]
constexpr auto fall = function([](auto t) { return std::array{3 * t, 20 - 4.9 * t * t}; });
static_assert(derivative(fall)(0.0) == std::array{3.0, 0.0});     // velocity
static_assert(derivative<2>(fall)(0.0) == std::array{0.0, -9.8}); // acceleration
//! [functions]

} // namespace

int main() {
    //! [print]
    const auto bell = exp(-x * x);
    const auto slope = derivative(bell, x);
    std::cout << "d/dx " << to_string(bell).view() << " = " << to_string(slope).view() << '\n';
    // Where the slope is steepest the second derivative is 0: Newton's method on an expression.
    const auto second = derivative(slope, x);
    const auto third = derivative(second, x);
    double inflection = 0.5;
    for (int step = 0; step < 6; ++step)
        inflection -= value(second / third, at(x = inflection));
    //! [print]
    std::cout << "it is steepest at " << inflection << '\n';
    return near(inflection, 0.70710678118654752) ? 0 : 1;
}
