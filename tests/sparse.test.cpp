// SPDX-License-Identifier: BSL-1.0
//
// Which entries are stored, that they are those of the dense matrices, and that the others are 0.
#include <ctgrad/near.hpp>
#include <ctgrad/sparse.hpp>

#include <array>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// The chained Rosenbrock function: each term uses two neighbours.
constexpr auto rosenbrock = function([](const auto& x) {
    auto sum = x[0];
    sum = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const auto a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100 * b * b;
    }
    return sum;
});
constexpr std::array<double, 5> start{-1.2, 1, 0.5, 0.25, 2};

constexpr auto curvature = sparse_hessian(rosenbrock)(start);
constexpr auto dense = hessian(rosenbrock)(start);

// Tridiagonal: five entries on the diagonal, four below.
static_assert(curvature.values.size() == 9);
static_assert(curvature.row_offsets == std::array{0, 1, 3, 5, 7, 9});
static_assert(curvature.columns == std::array{0, 0, 1, 1, 2, 2, 3, 3, 4});
constexpr bool all_near(const auto& a, const auto& b) {
    for (std::size_t r = 0; r < a.size(); ++r)
        for (std::size_t c = 0; c < a[r].size(); ++c)
            if (!near(a[r][c], b[r][c]))
                return false;
    return true;
}
static_assert(all_near(curvature.dense(), dense));
// Symmetric: what is above the diagonal is read below it.
static_assert(curvature(0, 1) == dense[0][1] && curvature(1, 0) == dense[1][0]);
static_assert(curvature(0, 2) == 0 && curvature(4, 0) == 0);
static_assert(curvature(0, 0) == 2 + 1200 * 1.2 * 1.2 - 400 * 1.0);

// Each residual has its own arguments.
constexpr auto residuals = function([](const auto& x, auto scale) {
    return std::array{x[0] * scale, x[1] + x[2], 0 * x[0] + 3, sin(x[2])};
});
constexpr auto jacobian_entries = sparse_jacobian(residuals)(std::array{2.0, 3.0, 0.0}, 5.0);
static_assert(jacobian_entries.row_offsets == std::array{0, 2, 4, 4, 5});
static_assert(jacobian_entries.columns == std::array{0, 3, 1, 2, 2});
static_assert(jacobian_entries.values == std::array{5.0, 2.0, 1.0, 1.0, 1.0});
static_assert(jacobian_entries(2, 1) == 0 && jacobian_entries(3, 2) == 1);

constexpr auto of_scale = sparse_jacobian(residuals, wrt<1>())(std::array{2.0, 3.0, 0.0}, 5.0);
static_assert(of_scale.row_offsets == std::array{0, 1, 1, 1, 1} && of_scale.values[0] == 2);

// A linear function has an empty Hessian.
constexpr auto linear = sparse_hessian(function([](const auto& x) { return x[0] + 2 * x[1]; }));
static_assert(linear(std::array{1.0, 2.0}).values.empty());
static_assert(linear(std::array{1.0, 2.0})(0, 1) == 0);

// Two arguments: rows and columns are the numbers that both are made of, in their order.
constexpr auto coupled = function(
    [](const auto& a, const auto& b) { return a[0] * a[0] * b[1] + sin(a[1]) + 3 * b[0]; });
constexpr std::array first{2.0, 0.0}, other{7.0, 5.0};
constexpr auto both = sparse_hessian(coupled)(first, other);
static_assert(both.row_offsets == std::array{0, 1, 2, 2, 3});
static_assert(both.columns == std::array{0, 1, 0}); // a0a0, a1a1, b1a0
static_assert(both.values == std::array{10.0, 0.0, 4.0});
static_assert(both(0, 3) == 4 && both(2, 2) == 0);
// By one of them: the pattern is that of what is asked for.
constexpr auto by_first = sparse_hessian(coupled, wrt<0>())(first, other);
static_assert(by_first.row_offsets == std::array{0, 1, 2} && by_first.values[0] == 10);
static_assert(sparse_hessian(coupled, wrt<1>())(first, other).values.empty());

// The pattern holds in every point: an entry that one alternative has is there, and may be 0.
constexpr auto branching = function([](const auto& v) {
    return std::array{select(v[0] < 1, v[0] * v[1], v[2]), v[1]};
});
constexpr auto chosen = sparse_jacobian(branching)(std::array{0.5, 3.0, 4.0});
constexpr auto opposite = sparse_jacobian(branching)(std::array{2.0, 3.0, 4.0});
static_assert(chosen.row_offsets == std::array{0, 3, 4});
static_assert(chosen.values == std::array{3.0, 0.5, 0.0, 1.0});
static_assert(opposite.values == std::array{0.0, 0.0, 1.0, 1.0});

// Other scalars, and more columns than rows by wrt.
static_assert(std::is_same_v<decltype(sparse_jacobian(branching)(std::array<float, 3>{}).values),
                             std::array<float, 4>>);
constexpr auto rows_of_b = sparse_jacobian(function([](auto s, const auto& b) {
                                               return std::array{s * b[1], b[0]};
                                           }),
                                           wrt<1>());
static_assert(rows_of_b(2.0, std::array{1.0, 1.0, 1.0}).columns == std::array{1, 0});
static_assert(rows_of_b(2.0, std::array{1.0, 1.0, 1.0}).dense() ==
              std::array{std::array{0.0, 2.0, 0.0}, std::array{1.0, 0.0, 0.0}});
} // namespace

BOOST_AUTO_TEST_CASE(at_run_time) {
    std::array<double, 5> x = start;
    for (double& component : x)
        component *= 1.25;
    const auto h = sparse_hessian(rosenbrock)(x);
    const auto g = gradient(rosenbrock);
    for (std::size_t c = 0; c < 5; ++c) {
        constexpr double step = 1e-6;
        auto above = x, below = x;
        above[c] += step;
        below[c] -= step;
        const auto up = g(above), down = g(below);
        for (std::size_t r = 0; r < 5; ++r)
            BOOST_TEST(near(h(r, c), (up[r] - down[r]) / (2 * step), 1e-6));
    }
}
