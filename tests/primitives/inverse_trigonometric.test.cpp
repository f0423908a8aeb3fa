// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/inverse_trigonometric.hpp>
#include <ctgrad/to_string.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr double pi = 3.14159265358979323846;

constexpr bool values_and_slopes(double one) {
    return near(of(asin(x), 0.5 * one), pi / 6) && near(of(acos(x), 0.5 * one), pi / 3) &&
           near(of(atan(x), one), pi / 4) && //
           near(slope(asin(x), 0.6 * one), 1.25) && near(slope(acos(x), 0.6 * one), -1.25) &&
           slope(atan(x), one) == 0.5 && near(slope(atan(2 * x), 0.5 * one), 1);
}
static_assert(values_and_slopes(1));

// Close to 1 the difference 1 - x^2 would have lost half of its digits.
constexpr bool close_to_one(double one) {
    return near(slope(asin(x), 1 - 0x1p-40 * one), 741455.20018963384) &&
           near(slope(acos(x), -1 + 0x1p-40 * one), -741455.20018963384) &&
           near(of(acos(x), 1 - 0x1p-53 * one), 1.4901161193847656e-8);
}
static_assert(close_to_one(1));

constexpr bool at_the_ends(double one) {
    return of(asin(x), one) == pi / 2 && of(acos(x), -one) == pi && of(acos(x), one) == 0 &&
           slope(asin(x), -one) == inf && slope(acos(x), one) == -inf &&
           of(atan(x), inf * one) == pi / 2 && slope(atan(x), -inf * one) == 0;
}
static_assert(at_the_ends(1));

static_assert(to_string(derivative(asin(x), x)) == "1/sqrt((1 - x)*(1 + x))");
static_assert(to_string(derivative(atan(x), x)) == "1/(1 + x*x)");
static_assert(op::arc_sine::domain(0.5) && !op::arc_sine::domain(1.0) &&
              !op::arc_cosine::domain(-1.0) && op::arc_tangent::domain(7.0));

} // namespace

BOOST_AUTO_TEST_CASE(inverse_trigonometric_functions_at_run_time) {
    volatile double one = 1;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(close_to_one(one));
    BOOST_TEST(at_the_ends(one));
}
