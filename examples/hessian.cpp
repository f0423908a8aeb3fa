// SPDX-License-Identifier: BSL-1.0
//
// Second derivatives: Newton's method in Rosenbrock's valley.

#include <ctgrad.hpp>

#include <cmath>
#include <iostream>
#include <tuple>

namespace {

using namespace ctgrad;

//! [hessian]
constexpr auto valley =
    function([](auto x, auto y) { return pow(1 - x, 2) + 100 * pow(y - x * x, 2); });
static_assert(hessian(valley)(1.0, 1.0) ==
              std::tuple(std::tuple(802.0, -400.0), std::tuple(-400.0, 200.0)));
static_assert(hvp(valley)(1.0, 1.0, 1.0, 2.0) == std::tuple(2.0, 0.0)); // along the valley: flat
//! [hessian]

//! [typed]
constexpr var<"u"> u;
constexpr var<"v"> v;
constexpr auto h = hessian(u * u * v, at(u = 2.0, v = 3.0));
static_assert(h[u][u] == 6 && h[u][v] == 4 && h[v][u] == 4 && h[v][v] == 0);
//! [typed]

} // namespace

int main() {
    //! [newton]
    double x = -1.2, y = 1;
    for (int step = 0; step < 7; ++step) {
        const auto [value, gradient, hessian] = value_gradient_and_hessian(valley)(x, y);
        const auto [gx, gy] = gradient;
        const auto [row_x, row_y] = hessian;
        const auto [xx, xy] = row_x;
        const double yy = std::get<1>(row_y), determinant = xx * yy - xy * xy;
        std::cout << "f(" << x << ", " << y << ") = " << value << '\n';
        x -= (yy * gx - xy * gy) / determinant;
        y -= (xx * gy - xy * gx) / determinant;
    }
    //! [newton]
    return std::fabs(x - 1) < 1e-12 && std::fabs(y - 1) < 1e-12 ? 0 : 1;
}
