// SPDX-License-Identifier: BSL-1.0
//
// Is the gradient right? A report for a gradient that is, and for one that was written wrongly by
// hand: the forgotten factor of the chain rule.

#include <ctgrad.hpp>
#include <ctgrad/check_gradient.hpp>
#include <ctgrad/custom.hpp>

#include <array>
#include <iostream>
#include <vector>

namespace {

using namespace ctgrad;

//! [right]
constexpr auto length =
    function([](const auto& v, auto scale) { return scale * sqrt(v[0] * v[0] + v[1] * v[1]); });
//! [right]

//! [wrong]
// The slope of sin(2x) is 2cos(2x).
constexpr auto wave = custom_vjp<"wave">(
    [](const auto& x) { return ctgrad::sin(2 * x); },
    [](const auto& x, const auto&, const auto& adjoint) { return cos(2 * x) * adjoint; });
constexpr var<"x"> x;
constexpr var<"y"> y;
//! [wrong]

} // namespace

int main() {
    //! [call]
    const auto right = check_gradient(length, std::array{3.0, 4.0}, 2.0);
    std::cout << right << '\n';
    //! [call]

    //! [expression]
    const auto wrong = check_gradient(wave(x) + y * y, at(x = 0.5, y = 3.0));
    std::cout << wrong << '\n';
    //! [expression]

    //! [compare]
    // A gradient from elsewhere, of a function of a std::vector: here d/dx of x*x*y is forgotten.
    const auto product = [](const std::vector<double>& v) { return v[0] * v[0] * v[1]; };
    const auto elsewhere = compare_gradient(product, {3.0, 5.0}, {0.0, 9.0}, {"x", "y"});
    std::cout << elsewhere;
    //! [compare]
    return right && !wrong && !elsewhere ? 0 : 1;
}
