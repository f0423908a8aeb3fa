// SPDX-License-Identifier: BSL-1.0
//
// Second derivatives against those taken by hand, and against each other.
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <tuple>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

// A quadratic form: the Hessian is its matrix, everywhere.
using matrix = std::array<std::array<double, 3>, 3>;
constexpr matrix A{{{2, -1, 4}, {-1, 6, 3}, {4, 3, -8}}};
constexpr auto form = function([](const auto& x) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            sum += 0.5 * A[i][j] * x[i] * x[j];
    return sum;
});
static_assert(hessian(form)(std::array{1.0, 2.0, 3.0}) == A);
static_assert(hessian(form)(std::array{-7.0, 0.0, 0.5}) == A);
static_assert(hvp(form)(std::array{7.0, 8.0, 9.0}, std::array{1.0, 10.0, 100.0}) ==
              std::array{392.0, 359.0, -766.0});

// Rosenbrock's valley: [1200 x^2 - 400 y + 2, -400 x; -400 x, 200].
constexpr auto valley =
    function([](auto x, auto y) { return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x); });
static_assert(hessian(valley)(1.5, -2.0) ==
              std::tuple(std::tuple(3502.0, -600.0), std::tuple(-600.0, 200.0)));
constexpr auto all = value_gradient_and_hessian(valley)(1.5, -2.0);
static_assert(all.value == valley(1.5, -2.0) && all.gradient == gradient(valley)(1.5, -2.0) &&
              all.hessian == hessian(valley)(1.5, -2.0));
static_assert(hvp(valley)(1.5, -2.0, 1.0, 10.0) == std::tuple(-2498.0, 1400.0));

// A gradient of gradients, in the shapes of the arguments.
constexpr auto mixed = function([](const auto& p, auto s, const auto& q) {
    return exp(p[0] * s) * sin(q.first) + pow(p[1], 3) * q.second / s;
});
constexpr auto H = hessian(mixed)(std::array{0.5, 2.0}, 4.0, std::pair(1.0, 3.0));
constexpr double e2 = 7.3890560989306502, sin1 = 0.8414709848078965, cos1 = 0.54030230586813972;
static_assert(near(std::get<0>(std::get<0>(H)[0])[0], 16 * e2 * sin1));         // dp0 dp0
static_assert(std::get<0>(std::get<0>(H)[0])[1] == 0);                          // dp0 dp1
static_assert(std::get<0>(std::get<0>(H)[1])[1] == 6 * 2 * 3 / 4.0);            // dp1 dp1
static_assert(near(std::get<1>(std::get<0>(H)[0]), (1 + 0.5 * 4) * e2 * sin1)); // dp0 ds
static_assert(near(std::get<1>(std::get<1>(H)), 0.25 * e2 * sin1 + 2 * 24.0 / 64));
static_assert(near(std::get<2>(std::get<1>(H)).first, 0.5 * e2 * cos1)); // ds dq1
static_assert(std::get<2>(std::get<1>(H)).second == -8.0 / 16);          // ds dq2
static_assert(std::get<1>(std::get<2>(H).second) == -8.0 / 16);          // dq2 ds
static_assert(std::get<2>(std::get<2>(H).second) == std::pair(0.0, 0.0));

// All entries of a Hessian, of a Jacobian of a gradient, and of products with unit vectors.
constexpr auto tangled = function([](const auto& x) {
    const auto a = x[0] * exp(x[1]), b = sqrt(x[2]) / (1 + x[1] * x[1]);
    return select(a < b, sin(a * b), log(x[2]) * x[0]) + max(a, x[2]) * tanh(b);
});
constexpr bool is_symmetric_and_a_jacobian(const std::array<double, 3>& x) {
    const auto h = hessian(tangled)(x);
    const auto by_reverse = jacobian(gradient(tangled))(x);
    const auto by_forward = jacobian(gradient(tangled), forward_mode)(x);
    const auto with_value = value_gradient_and_hessian(tangled)(x);
    bool agree = with_value.value == tangled(x);
    for (std::size_t i = 0; i < 3; ++i) {
        std::array<double, 3> unit{};
        unit[i] = 1;
        const auto column = hvp(tangled)(x, unit);
        const auto tangent = jvp(gradient(tangled))(x, unit).tangent;
        agree = agree && near(with_value.gradient[i], gradient(tangled)(x)[i]);
        for (std::size_t j = 0; j < 3; ++j)
            agree = agree && h[i][j] == h[j][i] && near(h[i][j], by_reverse[i][j]) &&
                    near(h[i][j], by_forward[i][j]) && near(h[i][j], column[j]) &&
                    near(h[i][j], tangent[j]) && near(h[i][j], with_value.hessian[i][j]);
    }
    return agree;
}
static_assert(is_symmetric_and_a_jacobian({0.5, -0.25, 1.5}));
static_assert(is_symmetric_and_a_jacobian({2, 1, 0.75}));

// With respect to some of the arguments, of one number, in other scalars.
static_assert(hessian(valley, wrt<0>())(1.5, -2.0) == 3502);
constexpr auto chosen = hessian(mixed, wrt<1, 2>())(std::array{0.5, 2.0}, 4.0, std::pair(1.0, 3.0));
static_assert(std::get<1>(std::get<0>(chosen)).second == -8.0 / 16);
static_assert(std::get<0>(std::get<1>(chosen).second) == -8.0 / 16);
static_assert(value_gradient_and_hessian(valley, wrt<1>())(1.5, -2.0).hessian == 200);
static_assert(hessian(function([](auto t) { return t * t * t; }))(2.0) == 12);
static_assert(std::is_same_v<decltype(hessian(valley)(1.0f, 2.0f)),
                             std::tuple<std::tuple<float, float>, std::tuple<float, float>>>);
static_assert(hessian(valley)(1.5L, -2.0L) ==
              std::tuple(std::tuple(3502.0L, -600.0L), std::tuple(-600.0L, 200.0L)));
static_assert(hessian(function([](auto, auto) { return 7; }))(1.0, 2.0) ==
              std::tuple(std::tuple(0.0, 0.0), std::tuple(0.0, 0.0)));

// A function like any other: traced, differentiated.
constexpr auto trace = function([](auto x, auto y) {
    const auto h = hessian(valley)(x, y);
    return std::get<0>(std::get<0>(h)) + std::get<1>(std::get<1>(h));
});
static_assert(trace(1.5, -2.0) == 3702 && gradient(trace)(1.5, -2.0) == std::tuple(3600.0, -400.0));
static_assert(std::get<0>(std::get<0>(std::get<0>(jacobian(hessian(valley))(1.5, -2.0)))) == 3600);

// An alternative that was not chosen poisons nothing.
constexpr bool at_edges(double zero) {
    constexpr auto safe = function([](auto x) { return select(x > 0, sqrt(x) * log(x), x * x); });
    constexpr auto product = function([](auto x, auto y) { return y * sqrt(x); });
    constexpr auto ramp = function([](auto x, auto y) { return relu(x) * abs(x) * y; });
    const auto h = hessian(product)(zero, zero);
    return hessian(safe)(zero) == 2 && hvp(safe)(zero, 1.0) == 2 &&
           std::get<0>(std::get<0>(h)) == 0 && std::get<1>(std::get<1>(h)) == 0 &&
           hessian(ramp)(zero, 1.0) == std::tuple(std::tuple(0.0, 0.0), std::tuple(0.0, 0.0)) &&
           hessian(function([](auto x) { return pow(x, 2); }))(zero) == 2 &&
           hessian(function([](auto x) { return pow(x, 1); }))(zero) == 0;
}
static_assert(at_edges(0));

// Typed expressions, by name.
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;
constexpr auto e = k * x * x * y + 3 * y * y;
constexpr auto point = at(x = 2.0, y = 3.0, k = 10.0);
constexpr auto h = hessian(e, point);
static_assert(h[x][x] == 60 && h[x][y] == 40 && h[y][x] == 40 && h[y][y] == 6);
static_assert(hessian<e>(point)[x][y] == 40);
static_assert(hessian(e, point, wrt(y))[y][y] == 6);
static_assert(hvp(e, point, at(x = 1.0, y = 100.0))[x] == 4060);
static_assert(hvp(e, point, at(x = 1.0, y = 100.0))[y] == 640);
static_assert(std::is_same_v<decltype(hessian(x * x, at(x = 1.0f))[x][x]), float>);

} // namespace

BOOST_AUTO_TEST_CASE(hessians_at_run_time) {
    volatile double zero = 0, half = 0.5;
    BOOST_TEST(at_edges(zero));
    BOOST_TEST(is_symmetric_and_a_jacobian({double{half}, -0.25, 1.5}));
    BOOST_TEST((hessian(valley)(1 + double{half}, -2.0) == hessian(valley)(1.5, -2.0)));
    BOOST_TEST(hessian(e, at(x = 4 * half, y = 3.0, k = 10.0))[x][y] == 40);
}
