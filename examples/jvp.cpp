// SPDX-License-Identifier: BSL-1.0
//
// Derivatives along a direction, back along an adjoint, and the power series along a line.

#include <ctgrad.hpp>

#include <array>
#include <iostream>
#include <tuple>

namespace {

using namespace ctgrad;

//! [products]
constexpr auto f = function([](auto x, auto y) { return std::array{x * y, x - y, x * x}; });

constexpr auto forward = jvp(f)(3.0, 5.0, /* direction */ 1.0, 10.0);
static_assert(forward.value == std::array{15.0, -2.0, 9.0});
static_assert(forward.tangent == std::array{35.0, -9.0, 6.0}); // J * direction

constexpr auto back = vjp(f)(3.0, 5.0, /* adjoint */ std::array{1.0, 10.0, 100.0});
static_assert(back.gradient == std::tuple(615.0, -7.0)); // J^T * adjoint
//! [products]

//! [taylor]
constexpr auto growth = function([](auto t) { return exp(t) / (1 - t); });
constexpr auto series = taylor<4>(growth)(0.0, 1.0);
static_assert(near(series[2], 1 + 1 + 0.5) && near(series[4], 1 + 1 + 0.5 + 1 / 6.0 + 1 / 24.0));
//! [taylor]

//! [typed]
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto area = x * y;
static_assert(jvp(area, at(x = 2.0, y = 3.0), at(x = 1.0, y = 10.0)).tangent == 23);
static_assert(taylor<2>(area, at(x = 2.0, y = 3.0), at(x = 1.0, y = 10.0)) ==
              std::array{6.0, 23.0, 10.0});
//! [typed]

} // namespace

int main() {
    // How far the series reaches.
    for (const double t : {0.1, 0.2, 0.3}) {
        double sum = 0, power = 1;
        for (const double coefficient : taylor<12>(growth)(0.0, 1.0)) {
            sum += coefficient * power;
            power *= t;
        }
        std::cout << "at " << t << ": " << sum << " by the series, " << growth(t) << " exactly\n";
        if (!near(sum, growth(t), 1e-5))
            return 1;
    }
}
