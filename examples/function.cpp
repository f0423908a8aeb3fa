// SPDX-License-Identifier: BSL-1.0
//
// Traced functions: an ordinary generic lambda, with loops, arrays, helper functions and several
// results, becomes a formula while compiling.

#include <ctgrad.hpp>

#include <array>
#include <iostream>

namespace {

using namespace ctgrad;

//! [first]
constexpr auto f = function([](auto x, auto y) { return x * exp(x * y); });
static_assert(f(1.0, 0.0) == 1.0);

constexpr auto df = gradient(f)(1.0, 0.0); // one partial derivative for each argument
static_assert(std::get<0>(df) == 1.0 && std::get<1>(df) == 1.0);
//! [first]

//! [loop]
// Rosenbrock's valley in N dimensions. The loop runs while compiling; what it computes is left.
constexpr auto valley = function([]<class T, std::size_t N>(const std::array<T, N>& x) {
    T sum = 0;
    for (std::size_t i = 0; i + 1 < N; ++i)
        sum += 100 * pow(x[i + 1] - x[i] * x[i], 2) + pow(1 - x[i], 2);
    return sum;
});
constexpr std::array start{-1.2, 1.0, -1.2, 1.0};
static_assert(near(valley(start), 532.4));
// Of one argument the gradient is the bare shape of that argument: here a std::array.
static_assert(near(gradient(valley)(start)[0], -215.6));
static_assert(gradient(valley)(std::array{1.0, 1.0, 1.0}) == std::array{0.0, 0.0, 0.0});
//! [loop]

//! [several]
// Several results: a Jacobian, one row for each.
constexpr auto to_cartesian = function([](auto r, auto angle) {
    return std::array{r * cos(angle), r * sin(angle)};
});
constexpr auto J = jacobian(to_cartesian)(2.0, 0.5);
constexpr auto determinant =
    std::get<0>(J[0]) * std::get<1>(J[1]) - std::get<1>(J[0]) * std::get<0>(J[1]);
static_assert(near(determinant, 2.0)); // the r of r*dr*dangle
//! [several]

//! [helpers]
// Helper functions are generic functions, arguments may be arrays.
template <class T>
using vector = std::array<T, 3>;

template <class T>
constexpr T squared_distance(const vector<T>& a, const vector<T>& b) {
    T sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}
constexpr auto spring = function([](const auto& a, const auto& b, auto stiffness) {
    const auto stretch = sqrt(squared_distance(a, b)) - 1;
    return stiffness * stretch * stretch / 2;
});
//! [helpers]
constexpr vector<double> here{0, 0, 0}, there{2, 3, 6}; // 7 apart
static_assert(spring(here, there, 0.5) == 9.0);
static_assert(near(std::get<1>(gradient(spring)(here, there, 0.5))[2], 0.5 * 6 * 6 / 7));

} // namespace

int main() {
    //! [bindings]
    const auto [fx, fy] = gradient(f)(1.0, 2.0);
    const auto [energy, slopes] = value_and_gradient(spring)(here, there, 0.5);
    const auto [force_here, force_there, by_stiffness] = slopes;
    //! [bindings]
    std::cout << "df/dx = " << fx << ", df/dy = " << fy << '\n'
              << "the spring holds " << energy << ", pulls along x with " << force_there[0]
              << " and gains " << by_stiffness << " per unit of stiffness\n";
    if (!near(fx, 22.16716829679195) || !near(force_here[0], -force_there[0]))
        return 1;

    // Steepest descent down the valley, far too slow and therefore many gradients: no allocation,
    // no graph at run time, the loop below is all there is.
    std::array x = start;
    for (int step = 0; step < 20000; ++step) {
        const auto slope = gradient(valley)(x);
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] -= 1e-3 * slope[i];
    }
    std::cout << "the valley's bottom:";
    for (const double each : x)
        std::cout << ' ' << each;
    std::cout << '\n';
    return valley(x) < 1e-6 ? 0 : 1;
}
