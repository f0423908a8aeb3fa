// SPDX-License-Identifier: BSL-1.0
//
// Known power series, and the derivatives that they hold.
#include <ctgrad/derivative.hpp>
#include <ctgrad/jvp.hpp>
#include <ctgrad/near.hpp>

#include <array>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Known series, around 0 unless a point is given.
template <class... Coefficients>
constexpr bool is_series(const auto& function_of_one, double x, Coefficients... coefficients) {
    const auto computed = taylor<sizeof...(Coefficients) - 1>(function_of_one)(x, 1.0);
    const std::array expected{static_cast<double>(coefficients)...};
    for (std::size_t k = 0; k < expected.size(); ++k)
        if (!near(computed[k], expected[k], 1e-14) &&
            !(expected[k] == 0 && near(computed[k], 0, 1e-16)))
            return false;
    return true;
}
constexpr double two_over_sqrt_pi = 1.1283791670955126;
static_assert(is_series(function([](auto x) { return exp(x); }), 0, 1, 1, 1 / 2., 1 / 6., 1 / 24.));
static_assert(is_series(function([](auto x) { return exp(-x * x); }), 0, 1, 0, -1, 0, 0.5));
static_assert(is_series(function([](auto x) { return log(1 + x); }), 0, 0, 1, -1 / 2., 1 / 3.,
                        -1 / 4.));
static_assert(is_series(function([](auto x) { return log(x); }), 2, 0.69314718055994531, 0.5,
                        -1 / 8., 1 / 24.));
static_assert(is_series(function([](auto x) { return sqrt(1 + x); }), 0, 1, 1 / 2., -1 / 8.,
                        1 / 16., -5 / 128.));
static_assert(is_series(function([](auto x) { return sin(x); }), 0, 0, 1, 0, -1 / 6., 0, 1 / 120.));
static_assert(is_series(function([](auto x) { return cos(x); }), 0, 1, 0, -1 / 2., 0, 1 / 24.));
static_assert(is_series(function([](auto x) { return tan(x); }), 0, 0, 1, 0, 1 / 3., 0, 2 / 15., 0,
                        17 / 315.));
static_assert(is_series(function([](auto x) { return tanh(x); }), 0, 0, 1, 0, -1 / 3., 0, 2 / 15.,
                        0, -17 / 315.));
static_assert(is_series(function([](auto x) { return sigmoid(x); }), 0, 0.5, 0.25, 0, -1 / 48., 0,
                        1 / 480.));
static_assert(is_series(function([](auto x) { return softplus(x); }), 0, 0.69314718055994531, 0.5,
                        1 / 8., 0, -1 / 192.));
static_assert(is_series(function([](auto x) { return erf(x); }), 0, 0, two_over_sqrt_pi, 0,
                        -two_over_sqrt_pi / 3, 0, two_over_sqrt_pi / 10));
static_assert(is_series(function([](auto x) { return erfc(x); }), 0, 1, -two_over_sqrt_pi, 0,
                        two_over_sqrt_pi / 3));
static_assert(is_series(function([](auto x) { return atan2(x, 1); }), 0, 0, 1, 0, -1 / 3., 0,
                        1 / 5.));
static_assert(is_series(function([](auto x) { return 1 / (1 - x); }), 0, 1, 1, 1, 1, 1, 1));
static_assert(is_series(function([](auto x) { return x / (1 - x - x * x); }), 0, 0, 1, 1, 2, 3, 5,
                        8, 13),
              "Fibonacci");
static_assert(is_series(function([](auto x) { return pow(1 + x, 1.5); }), 0, 1, 1.5, 0.375, -0.0625,
                        3 / 128.));
static_assert(is_series(function([](auto x) { return pow(x, 3); }), 2, 8, 12, 6, 1, 0));
static_assert(is_series(function([](auto x) { return pow(x, -1); }), 1, 1, -1, 1, -1, 1));
static_assert(is_series(function([](auto x) { return pow(1 + x, 1 + x); }), 0, 1, 1, 1, 0.5, 1 / 3.,
                        1 / 12.));
static_assert(is_series(function([](auto x) { return select(x < 1, x * x, log(x - 1)); }), 0, 0, 0,
                        1, 0));
static_assert(is_series(function([](auto x) { return max(x, x * x) + abs(x) + relu(x); }), -1, 2,
                        -3, 1, 0));
static_assert(is_series(function([](auto x) { return min(x, x * x); }), 2, 2, 1, 0));
static_assert(is_series(function([](auto) { return 7; }), 0, 7, 0, 0));
static_assert(is_series(function([](auto x) { return x; }), 3, 3, 1, 0));

// k! times the k-th coefficient is the k-th derivative; a direction scales it by its k-th power.
constexpr auto bumpy =
    function([](auto x) { return sin(x * x) / (2 + cos(x)) + sqrt(x) * exp(-x); });
constexpr bool agrees_with_derivatives(double x) {
    const auto c = taylor<4>(bumpy)(x, 1.0), doubled = taylor<4>(bumpy)(x, 2.0);
    return near(c[0], bumpy(x)) && near(c[1], derivative(bumpy)(x)) &&
           near(2 * c[2], derivative<2>(bumpy)(x)) && near(6 * c[3], derivative<3>(bumpy)(x)) &&
           near(24 * c[4], derivative<4>(bumpy)(x), 1e-11) && near(doubled[4], 16 * c[4]);
}
static_assert(agrees_with_derivatives(0.75) && agrees_with_derivatives(2.5));

} // namespace

BOOST_AUTO_TEST_CASE(series_at_run_time) {
    volatile double three = 3;
    BOOST_TEST(agrees_with_derivatives(three / 4));
    BOOST_TEST(is_series(function([](auto x) { return exp(x - 3); }), three, 1, 1, 0.5, 1 / 6.));
}
