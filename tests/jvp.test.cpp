// SPDX-License-Identifier: BSL-1.0
//
// Derivatives along a direction, back along an adjoint, and power series.
#include <ctgrad/hessian.hpp>
#include <ctgrad/jvp.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <limits>
#include <tuple>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

// J*v and J^T*w of a function with the Jacobian [y x; 1 -1; 2x 0].
constexpr auto f = function([](auto x, auto y) { return std::array{x * y, x - y, x * x}; });
constexpr auto forward = jvp(f)(3.0, 5.0, 10.0, 100.0);
static_assert(forward.value == f(3.0, 5.0) && forward.tangent == std::array{350.0, -90.0, 60.0});
constexpr auto back = vjp(f)(3.0, 5.0, std::array{1.0, 10.0, 100.0});
static_assert(back.value == f(3.0, 5.0) && back.gradient == std::tuple(615.0, -7.0));

// In the shapes of arguments and results.
constexpr auto shaped = function([](const auto& a, const auto& p) {
    return std::tuple(a[0][1] * p.first, std::pair(p.second, std::array{a[1][0]}));
});
using matrix = std::array<std::array<double, 2>, 2>;
constexpr matrix a{{{2, 3}, {5, 7}}}, da{{{1, 10}, {100, 1000}}};
constexpr auto t = jvp(shaped)(a, std::pair(11.0, 13.0), da, std::pair(-1.0, 0.5));
static_assert(t.tangent == std::tuple(110.0 - 3, std::pair(0.5, std::array{100.0})));
constexpr auto w =
    vjp(shaped)(a, std::pair(11.0, 13.0), std::tuple(2.0, std::pair(20.0, std::array{200.0})));
static_assert(w.gradient == std::tuple(matrix{{{0, 22}, {200, 0}}}, std::pair(6.0, 20.0)));

// The scalar is the common one of point and direction.
constexpr auto square = function([](auto x) { return x * x; });
static_assert(std::is_same_v<decltype(jvp(square)(1.0f, 1.0f).tangent), float>);
static_assert(std::is_same_v<decltype(jvp(square)(1.0f, 1.0).tangent), double>);
static_assert(std::is_same_v<decltype(vjp(square)(1.0, 1.0L).gradient), long double>);
static_assert(jvp(square)(3, 1).tangent == 6 && vjp(square)(3, 2).gradient == 12);

// Linear in the direction: 0 gives 0, also where a slope is infinite.
static_assert(jvp(f)(3.0, 5.0, 0.0, 0.0).tangent == std::array{0.0, 0.0, 0.0});
constexpr auto root = function([](auto x) { return sqrt(x); });
static_assert(jvp(root)(0.0, 0.0).tangent == 0);
static_assert(jvp(root)(0.0, 1.0).tangent == std::numeric_limits<double>::infinity());
static_assert(taylor<4>(root)(0.0, 0.0) == std::array{0.0, 0.0, 0.0, 0.0, 0.0});

static_assert(taylor<0>(square)(3.0, 1.0) == std::array{9.0});

// Along a line in several dimensions: f(3 + 10t, 5 + 100t), multiplied out.
constexpr auto line = taylor<3>(f)(3.0, 5.0, 10.0, 100.0);
static_assert(line[0] == f(3.0, 5.0) && line[1] == forward.tangent);
static_assert(line[2] == std::array{1000.0, 0.0, 100.0} && line[3] == std::array{0.0, 0.0, 0.0});

// Functions like any other: of gradients, gradients of them, in traced functions.
constexpr auto cubic = function([](auto x, auto y) { return x * x * x * y; });
static_assert(jvp(gradient(cubic))(2.0, 5.0, 1.0, 10.0).tangent == hvp(cubic)(2.0, 5.0, 1.0, 10.0));
static_assert(taylor<2>(gradient(cubic))(2.0, 5.0, 1.0, 0.0)[2] == std::tuple(15.0, 6.0));
static_assert(jacobian(jvp(square))(3.0, 10.0).tangent == std::tuple(20.0, 6.0));
static_assert(jacobian(vjp(square))(3.0, 10.0).gradient == std::tuple(20.0, 6.0));
static_assert(vjp(jvp(square))(3.0, 10.0, value_with_tangent<double, double>{0, 1}).gradient ==
              std::tuple(20.0, 6.0));
constexpr auto slope_along_diagonal = function(
    [](auto x) { return jvp(cubic)(x, x, 1, 1).tangent - taylor<2>(cubic)(x, x, 1, 1)[1]; });
static_assert(slope_along_diagonal(3.0) == 0 && gradient(slope_along_diagonal)(3.0) == 0);

// Typed expressions, by name.
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;
constexpr auto e = k * x * x * y + 7;
constexpr auto named = jvp(e, at(x = 2.0, y = 3.0, k = 5.0), at(x = 1.0, y = 10.0));
static_assert(named.value == 67 && named.tangent == 60 + 200);
static_assert(taylor<3>(e, at(x = 2.0, y = 3.0, k = 5.0), at(x = 1.0, y = 10.0)) ==
              std::array{67.0, 260.0, 15.0 + 200, 50.0});
static_assert(std::is_same_v<decltype(jvp(x, at(x = 1.0f), at(x = 1.0f)).tangent), float>);

// What was not chosen poisons nothing, to any order.
constexpr bool clean_beside_poison(double zero) {
    constexpr auto safe =
        function([](auto z) { return select(z > 0, sqrt(z) * log(z), z * z + z); });
    constexpr auto quotient =
        function([](auto z) { return select(z == 0, 1 - z * z / 6, sin(z) / z); });
    return taylor<3>(safe)(zero, 2.0) == std::array{0.0, 2.0, 4.0, 0.0} &&
           jvp(quotient)(zero, 1.0).tangent == 0 && taylor<2>(quotient)(zero, 1.0)[2] == -1.0 / 6;
}
static_assert(clean_beside_poison(0));

} // namespace

BOOST_AUTO_TEST_CASE(directions_at_run_time) {
    volatile double zero = 0, three = 3;
    BOOST_TEST(clean_beside_poison(zero));
    BOOST_TEST((jvp(f)(double{three}, 5.0, 10.0, 100.0).tangent == forward.tangent));
    BOOST_TEST(
        (vjp(f)(double{three}, 5.0, std::array{1.0, 10.0, 100.0}).gradient == back.gradient));
    BOOST_TEST(
        (taylor<4>(root)(double{zero}, double{zero}) == std::array{0.0, 0.0, 0.0, 0.0, 0.0}));
}
