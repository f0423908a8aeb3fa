// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/logarithm.hpp>
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

constexpr double log2 = 0.69314718055994531;
constexpr double log10 = 2.3025850929940457;

constexpr bool values_and_slopes(double one) {
    return of(ctgrad::log2(x), 8 * one) == 3 &&
           near(slope(ctgrad::log2(x), 8 * one), 1 / (8 * log2)) &&
           near(of(ctgrad::log10(x), 1000 * one), 3) &&
           near(slope(ctgrad::log10(x), 4 * one), 1 / (4 * log10)) &&      //
           near(of(log1p(x), one), log2) && slope(log1p(x), one) == 0.5 && //
           of(logit(x), 0.5 * one) == 0 && slope(logit(x), 0.5 * one) == 4 &&
           near(of(logit(x), 0.9 * one), 2.1972245773362194) &&
           near(of(logaddexp(x, 0), 0 * one), log2) && slope(logaddexp(x, 0), 0 * one) == 0.5;
}
static_assert(values_and_slopes(1));

// Where 1 + x has lost the digits of x, and where x/(1 - x) has lost those of 2x - 1.
constexpr bool close_to_zero(double one) {
    return near(of(log1p(x), 1e-20 * one), 1e-20) &&
           near(of(logit(x), 0.5 + 0x1p-50 * one), 0x1p-48) &&
           near(of(logit(x), 0.5 - 0x1p-50 * one), -0x1p-48);
}
static_assert(close_to_zero(1));

// logit is the inverse of sigmoid.
constexpr bool there_and_back(double one) {
    for (double a = -20; a <= 20; a += 0.625)
        if (!near(of(logit(sigmoid(x)), a * one), a, 1e-7))
            return false;
    return true;
}
static_assert(there_and_back(1));

// exp would overflow, and underflow.
constexpr var<"y"> y;
constexpr bool sums(double one) {
    const auto sum = logaddexp(x, y);
    const auto high = gradient(sum, at(x = 1000 * one, y = 1000.0 - one));
    const auto low = gradient(sum, at(x = -1000 * one, y = -1000.0 + one));
    return value(sum, at(x = 1000 * one, y = 1000.0)) == 1000 + log2 &&
           near(high[x], 0.73105857863000490) && near(high[y], 0.26894142136999512) &&
           near(low[x], 0.26894142136999512) && near(low[y], 0.73105857863000490) &&
           of(logaddexp(x, 3), -inf) == 3 && slope(logaddexp(x, 3), -inf) == 0;
}
static_assert(sums(1));

static_assert(to_string(derivative(log1p(x), x)) == "1/(1 + x)");
static_assert(to_string(ctgrad::log2(x) + logaddexp(x, y)) == "log2(x) + logaddexp(x, y)");
static_assert(op::logit::domain(0.5) && !op::logit::domain(0.0) && !op::logit::domain(1.0));
static_assert(op::logarithm_of_one_plus::domain(-0.5) && !op::logarithm_of_one_plus::domain(-1.0));

} // namespace

BOOST_AUTO_TEST_CASE(logarithms_at_run_time) {
    volatile double one = 1;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(close_to_zero(one));
    BOOST_TEST(there_and_back(one));
    BOOST_TEST(sums(one));
}
