// SPDX-License-Identifier: BSL-1.0
//
// First derivatives of functions: shapes, modes, chosen arguments, and gradients as functions.
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto polar = function([](auto r, auto t) { return std::array{r * cos(t), r * sin(t)}; });
constexpr double c = 0.87758256189037276, s = 0.47942553860420301; // cos and sin of 1/2

// [cos t, -r sin t; sin t, r cos t], whichever way it is computed.
constexpr bool is_polar_jacobian(const auto& J) {
    return near(std::get<0>(J[0]), c) && near(std::get<1>(J[0]), -2 * s) &&
           near(std::get<0>(J[1]), s) && near(std::get<1>(J[1]), 2 * c);
}
static_assert(is_polar_jacobian(jacobian(polar)(2.0, 0.5)));
static_assert(is_polar_jacobian(jacobian(polar, forward_mode)(2.0, 0.5)));
static_assert(is_polar_jacobian(jacobian(polar, reverse_mode)(2.0, 0.5)));
static_assert(is_polar_jacobian(value_and_jacobian(polar)(2.0, 0.5).jacobian));
static_assert(value_and_jacobian(polar, forward_mode)(2.0, 0.5).value == polar(2.0, 0.5));
static_assert(value_and_jacobian(polar, reverse_mode)(2.0, 0.5).value == polar(2.0, 0.5));

// By itself it takes the mode with fewer sweeps: forward for one argument and many results.
template <class Jacobian, class... Args>
constexpr bool is_forward = false;
template <class Function, class Wrt, class Mode, class... Args>
constexpr bool is_forward<traced_function<detail::jacobian_of<Function, Wrt, Mode>>, Args...> =
    detail::runs_forward<typename detail::differentiated<Function, Wrt, Args...>::chosen_formula,
                         Mode>;
constexpr auto tall = function([](auto t) { return std::array{t, t * t, exp(t)}; });
constexpr auto wide = function([](auto x, auto y, auto z) { return x * y * z; });
static_assert(is_forward<decltype(jacobian(tall)), double>);
static_assert(!is_forward<decltype(jacobian(wide)), double, double, double>);
static_assert(!is_forward<decltype(jacobian(polar)), double, double>, "of as many: reverse");
static_assert(is_forward<decltype(jacobian(polar, wrt<0>())), double, double>);
static_assert(is_forward<decltype(jacobian(polar, forward_mode)), double, double>);
static_assert(!is_forward<decltype(jacobian(tall, reverse_mode)), double>);

// Shapes: the results', with a gradient in the place of each number.
static_assert(jacobian(tall)(0.0) == std::array{1.0, 0.0, 1.0});
static_assert(jacobian(wide)(2.0, 3.0, 5.0) == std::tuple(15.0, 10.0, 6.0));
constexpr auto nested = function([](const auto& a, const auto& p) {
    return std::tuple(a[0][1] * p.first,
                      std::pair(p.second, std::array{a[1][0], a[1][1] * a[0][0]}));
});
using matrix = std::array<std::array<double, 2>, 2>;
constexpr matrix a{{{2, 3}, {5, 7}}};
constexpr auto J = jacobian(nested)(a, std::pair(11.0, 13.0));
static_assert(std::get<0>(J) == std::tuple(matrix{{{0, 11}, {0, 0}}}, std::pair(3.0, 0.0)));
static_assert(std::get<1>(J).first == std::tuple(matrix{}, std::pair(0.0, 1.0)));
static_assert(std::get<1>(J).second[1] ==
              std::tuple(matrix{{{7, 0}, {0, 2}}}, std::pair(0.0, 0.0)));
static_assert(J == jacobian(nested, forward_mode)(a, std::pair(11.0, 13.0)));

// With respect to some of the arguments: their order, and their shapes.
static_assert(gradient(wide, wrt<1>())(2.0, 3.0, 5.0) == 10);
static_assert(gradient(wide, wrt<0, 2>())(2.0, 3.0, 5.0) == std::tuple(15.0, 6.0));
static_assert(value_and_gradient(wide, wrt<2>())(2.0, 3.0, 5.0).gradient == 6);
static_assert(jacobian(nested, wrt<1>())(a, std::pair(11.0, 13.0)) ==
              std::tuple(std::pair(3.0, 0.0),
                         std::pair(std::pair(0.0, 1.0),
                                   std::array{std::pair(0.0, 0.0), std::pair(0.0, 0.0)})));
static_assert(value_and_jacobian(polar, wrt<0>(), reverse_mode)(3.0, 0.0).jacobian ==
              std::array{1.0, 0.0});

// The scalar is that of the arguments.
static_assert(std::is_same_v<decltype(jacobian(tall)(0.0f)), std::array<float, 3>>);
static_assert(std::is_same_v<decltype(gradient(wide)(1.0f, 2.0f, 3.0L)),
                             std::tuple<long double, long double, long double>>);
static_assert(std::is_same_v<decltype(jacobian(tall, forward_mode)(0)), std::array<double, 3>>);

// A gradient is a function: differentiated, traced, called in other functions.
constexpr auto cubic = function([](auto x, auto y) { return x * x * x * y; });
static_assert(jacobian(gradient(cubic))(2.0, 5.0) ==
              std::tuple(std::tuple(60.0, 12.0), std::tuple(12.0, 0.0)));
static_assert(jacobian(jacobian(gradient(cubic)))(2.0, 5.0) ==
              std::tuple(std::tuple(std::tuple(30.0, 12.0), std::tuple(12.0, 0.0)),
                         std::tuple(std::tuple(12.0, 0.0), std::tuple(0.0, 0.0))));
constexpr auto quintic = function([](auto x) { return pow(x, 5); });
static_assert(gradient(gradient(gradient(quintic)))(2.0) == 240);
static_assert(jacobian(gradient(cubic, wrt<0>()))(2.0, 5.0) == std::tuple(60.0, 12.0));
static_assert(gradient(gradient(cubic, wrt<0>()), wrt<1>())(2.0, 5.0) == 12);
constexpr auto both = value_and_jacobian(value_and_gradient(quintic))(2.0);
static_assert(both.value.value == 32 && both.value.gradient == 80);
static_assert(both.jacobian.value == 80 && both.jacobian.gradient == 160);
constexpr auto steepness = function([](auto x, auto y) {
    const auto [fx, fy] = gradient(cubic)(x, y);
    return sqrt(fx * fx + fy * fy);
});
static_assert(near(steepness(1.0, 4.0 / 3), 4.1231056256176605)); // sqrt(17)
static_assert(near(std::get<0>(gradient(steepness)(1.0, 4.0 / 3)), (32 + 3) / 4.1231056256176605));
constexpr auto of_traced = function([](auto x) { return gradient(quintic)(x) / 5; });
static_assert(jacobian(of_traced)(2.0) == 32);

// Nothing to differentiate by; results without arguments.
static_assert(jacobian(function([](auto, auto y) { return std::pair(3, y); }),
                       wrt<0>())(1.0, 2.0) == std::pair(0.0, 0.0));
static_assert(gradient(function([](auto x) { return select(x > 0, 1, 2); }))(5.0) == 0);

// An alternative that was not chosen poisons neither mode, nor a second derivative.
constexpr auto guarded = function([](auto x) {
    return std::array{select(x > 0, sqrt(x) + log(x), 3 * x),
                      select(x == 0, 1 - x * x / 6, sin(x) / x)};
});
static_assert(jacobian(guarded)(0.0) == std::array{3.0, 0.0});
static_assert(jacobian(guarded, reverse_mode)(0.0) == std::array{3.0, 0.0});
static_assert(jacobian(jacobian(guarded))(0.0) == std::array{0.0, -1.0 / 3});
static_assert(jacobian(jacobian(guarded, reverse_mode), reverse_mode)(0.0) ==
              std::array{0.0, -1.0 / 3});

} // namespace

BOOST_AUTO_TEST_CASE(jacobians_at_run_time) {
    volatile double half = 0.5, zero = 0;
    BOOST_TEST(is_polar_jacobian(jacobian(polar)(2.0, double{half})));
    BOOST_TEST(is_polar_jacobian(jacobian(polar, forward_mode)(2.0, double{half})));
    BOOST_TEST((jacobian(guarded)(double{zero}) == std::array{3.0, 0.0}));
    BOOST_TEST((jacobian(jacobian(guarded))(double{zero}) == std::array{0.0, -1.0 / 3}));
    const auto [value, rows] = value_and_jacobian(polar)(2.0, double{half});
    BOOST_TEST((value == polar(2.0, double{half})));
    BOOST_TEST(is_polar_jacobian(rows));
}
