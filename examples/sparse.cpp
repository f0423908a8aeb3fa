// SPDX-License-Identifier: BSL-1.0
//
// Newton's method where most second derivatives are 0. In the chained Rosenbrock function each term
// links two neighbours, so its Hessian is tridiagonal: of 64 entries 22 are not 0, 15 are computed.

#include <ctgrad.hpp>
#include <ctgrad/sparse.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iostream>

namespace {

using namespace ctgrad;

//! [hessian]
constexpr std::size_t n = 8;
using vector = std::array<double, n>;

constexpr auto rosenbrock = function([](const auto& x) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const auto a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100 * b * b;
    }
    return sum;
});

constexpr auto second = sparse_hessian(rosenbrock);
using matrix = decltype(second(vector{}));
static_assert(matrix::row_offsets == std::array{0, 1, 3, 5, 7, 9, 11, 13, 15});
static_assert(matrix::columns == std::array{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7});
//! [hessian]

//! [solve]
// H = L*D*L^T for a tridiagonal H, which its lower half defines, and then H*step = g.
constexpr vector solve(const matrix& h, vector step) {
    vector d{}, l{};
    for (std::size_t r = 0; r < n; ++r) {
        d[r] = h(r, r);
        if (r > 0) {
            l[r] = h(r, r - 1) / d[r - 1];
            d[r] -= l[r] * h(r, r - 1);
            step[r] -= l[r] * step[r - 1];
        }
    }
    for (std::size_t r = n; r-- > 0;) {
        step[r] /= d[r];
        if (r + 1 < n)
            step[r] -= l[r + 1] * step[r + 1];
    }
    return step;
}
//! [solve]

//! [jacobian]
// Jacobians, too: each difference has two arguments.
constexpr auto differences = function([](const auto& x) {
    return std::array{x[1] - x[0], x[2] - x[1], x[3] - x[2]};
});
constexpr auto J = sparse_jacobian(differences)(std::array{1.0, 4.0, 9.0, 16.0});
static_assert(J.row_offsets == std::array{0, 2, 4, 6});
static_assert(J.columns == std::array{0, 1, 1, 2, 2, 3});
static_assert(J.values == std::array{-1.0, 1.0, -1.0, 1.0, -1.0, 1.0});
static_assert(J(1, 2) == 1 && J(2, 0) == 0);
//! [jacobian]

} // namespace

int main() {
    //! [newton]
    vector x;
    x.fill(1.5);
    double size = 1;
    for (int i = 0; i < 30 && size > 1e-12; ++i) {
        const vector step = solve(second(x), gradient(rosenbrock)(x));
        size = 0;
        for (std::size_t k = 0; k < n; ++k) {
            x[k] -= step[k];
            size += std::abs(step[k]);
        }
        std::cout << "step " << i + 1 << ": " << rosenbrock(x) << '\n';
    }
    //! [newton]
    for (const double component : x)
        if (!near(component, 1.0))
            return 1;
}
