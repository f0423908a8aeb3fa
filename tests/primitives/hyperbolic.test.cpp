// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/hyperbolic.hpp>
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

constexpr bool values_and_slopes(double one) {
    return near(of(sinh(x), one), 1.1752011936438015) &&
           near(of(cosh(x), one), 1.5430806348152437) &&
           near(slope(sinh(x), one), 1.5430806348152437) &&
           near(slope(cosh(x), one), 1.1752011936438015) && //
           near(of(asinh(x), one), 0.88137358701954303) &&
           near(slope(asinh(x), one), 0.70710678118654752) && //
           near(of(acosh(x), 2 * one), 1.3169578969248167) &&
           near(slope(acosh(x), 2 * one), 0.57735026918962576) && //
           near(of(atanh(x), 0.5 * one), 0.54930614433405485) &&
           near(slope(atanh(x), 0.5 * one), 4 / 3.0);
}
static_assert(values_and_slopes(1));

// The inverse functions undo the others, and the product of the slopes is 1.
constexpr bool inverses(double one) {
    for (double a = 0.25; a < 20; a += 0.625)
        if (!near(of(asinh(sinh(x)), -a * one), -a, 1e-15) ||
            !near(of(acosh(cosh(x)), a * one), a, 1e-14) ||
            !near(slope(asinh(sinh(x)), a * one), 1, 1e-15) ||
            !near(slope(acosh(cosh(x)), a * one), 1, 1e-14))
            return false;
    return near(slope(atanh(tanh(x)), one), 1, 1e-14);
}
static_assert(inverses(1));

// 1 + x^2 and x^2 - 1 would overflow, 1 - x^2 would cancel.
constexpr bool slopes_far_out(double one) {
    return near(slope(asinh(x), 1e200 * one), 1e-200) &&
           near(slope(acosh(x), 1e200 * one), 1e-200) &&
           near(slope(acosh(x), 1 + 0x1p-52 * one), 0x1p26 / 1.4142135623730950) &&
           near(slope(atanh(x), 1 - 0x1p-53 * one), 0x1p52);
}
static_assert(slopes_far_out(1));

constexpr bool at_infinity(double infinity) {
    return of(sinh(x), -infinity) == -inf && of(cosh(x), -infinity) == inf &&
           of(asinh(x), infinity) == inf && of(acosh(x), infinity) == inf &&
           slope(asinh(x), infinity) == 0 && slope(acosh(x), infinity) == 0;
}
static_assert(at_infinity(inf));

static_assert(to_string(derivative(asinh(x), x)) == "1/hypot(x, 1)");
static_assert(to_string(derivative(sinh(x) + cosh(x), x)) == "sinh(x) + cosh(x)");
static_assert(op::inverse_hyperbolic_cosine::domain(1.5) &&
              !op::inverse_hyperbolic_cosine::domain(1.0));
static_assert(op::inverse_hyperbolic_tangent::domain(0.5) &&
              !op::inverse_hyperbolic_tangent::domain(-1.0));

} // namespace

BOOST_AUTO_TEST_CASE(hyperbolic_functions_at_run_time) {
    volatile double one = 1, infinity = inf;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(inverses(one));
    BOOST_TEST(slopes_far_out(one));
    BOOST_TEST(at_infinity(infinity));
}
