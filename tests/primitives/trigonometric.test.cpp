// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/trigonometric.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double pi = 3.14159265358979323846;

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr bool values_and_slopes(double one) {
    return near(of(sin(x), pi / 6 * one), 0.5) && near(of(cos(x), pi / 3 * one), 0.5) &&
           near(of(tan(x), pi / 4 * one), 1) && //
           near(slope(sin(x), pi / 3 * one), 0.5) && near(slope(cos(x), pi / 6 * one), -0.5) &&
           near(slope(tan(x), pi / 4 * one), 2) && slope(cos(x), 0 * one) == 0 &&
           near(slope(sin(3 * x), 0 * one), 3) && near(slope(sin(x) * cos(x), 0 * one), 1);
}
static_assert(values_and_slopes(1));

// The derivatives go round.
constexpr bool the_slope_of_sin_is_cos(double one) {
    for (double a = -7; a < 7; a += 0.5)
        if (slope(sin(x), one * a) != of(cos(x), one * a) ||
            slope(cos(x), one * a) != -of(sin(x), one * a))
            return false;
    return true;
}
static_assert(the_slope_of_sin_is_cos(1));

// Large arguments are reduced with all digits of pi.
constexpr bool far_from_zero(double one) {
    return near(of(sin(x), 1e22 * one), -0.8522008497671888) &&
           near(slope(sin(x), 1e22 * one), 0.5232147853951389) &&
           near(of(cos(x), 1e300 * one), -0.5753861119575491);
}
static_assert(far_from_zero(1));

constexpr bool undefined_at_infinity(double infinity) {
    const double values[] = {of(sin(x), infinity),    of(cos(x), infinity),
                             of(tan(x), infinity),    slope(sin(x), infinity),
                             slope(cos(x), infinity), slope(tan(x), infinity)};
    for (const double v : values)
        if (v == v)
            return false;
    return true;
}
static_assert(undefined_at_infinity(std::numeric_limits<double>::infinity()));

// The angle of a point, in all quadrants and on the axes. d/dy is x/r^2, d/dx is -y/r^2.
constexpr var<"y"> y;
constexpr bool angle_is(double at_y, double at_x, double angle) {
    const auto [value, g] = value_and_gradient(atan2(y, x), at(x = at_x, y = at_y));
    const double square = at_x * at_x + at_y * at_y;
    return near(value, angle) && near(g[y], at_x / square) && near(g[x], -at_y / square);
}
constexpr bool angles(double one) {
    return angle_is(one, one, pi / 4) && angle_is(one, -one, 3 * pi / 4) &&
           angle_is(-one, -one, -3 * pi / 4) && angle_is(-one, one, -pi / 4) && //
           angle_is(0, one, 0) && angle_is(0, -one, pi) && angle_is(one, 0, pi / 2) &&
           angle_is(-one, 0, -pi / 2) && angle_is(3 * one, 4 * one, 0.64350110879328437);
}
static_assert(angles(1));
constexpr bool no_angle_at_the_origin(double zero) {
    const auto [value, g] = value_and_gradient(atan2(y, x), at(x = zero, y = zero));
    return value == 0 && g[x] != g[x] && g[y] != g[y];
}
static_assert(no_angle_at_the_origin(0));
static_assert(near(ctgrad::atan2(1.0, -1.0f), 3 * pi / 4) && near(of(atan2(x, 2), 2), pi / 4));

} // namespace

BOOST_AUTO_TEST_CASE(trigonometric_functions_at_run_time) {
    volatile double one = 1, infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(the_slope_of_sin_is_cos(one));
    BOOST_TEST(far_from_zero(one));
    BOOST_TEST(undefined_at_infinity(infinity));
    BOOST_TEST(angles(one));
    BOOST_TEST(no_angle_at_the_origin(one - 1.0));
}
