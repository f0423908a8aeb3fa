// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/distribution.hpp>
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
    return near(of(normal_pdf(x), 0 * one), 0.39894228040143268) &&
           near(of(normal_pdf(x), one), 0.24197072451914337) &&
           near(slope(normal_pdf(x), one), -0.24197072451914337) && //
           near(of(normal_log_density(x), 2 * one), -2.9189385332046727) &&
           slope(normal_log_density(x), 2 * one) == -2 && //
           of(normal_cdf(x), 0 * one) == 0.5 &&
           near(of(normal_cdf(x), 1.96 * one), 0.97500210485177956) &&
           near(slope(normal_cdf(x), one), 0.24197072451914337);
}
static_assert(values_and_slopes(1));

// The lower tail keeps its digits, and the logarithm where the density is 0.
constexpr bool tails(double one) {
    return near(of(normal_cdf(x), -10 * one), 7.6198530241605261e-24) &&
           near(of(normal_cdf(x), -37 * one), 5.7255712225245768e-300) &&
           of(normal_pdf(x), 40 * one) == 0 &&
           near(of(normal_log_density(x), 40 * one), -800.91893853320467) &&
           of(normal_cdf(x), -inf * one) == 0 && of(normal_cdf(x), inf * one) == 1;
}
static_assert(tails(1));

// With mean and deviation, differentiable by all three; as a likelihood it is.
constexpr var<"mean"> mean;
constexpr var<"deviation"> deviation;
constexpr bool with_parameters(double one) {
    const auto point = at(x = 3 * one, mean = 1.0, deviation = 2.0);
    const auto log_density = gradient(normal_log_density(x, mean, deviation), point);
    const auto probability = gradient(normal_cdf(x, mean, deviation), point);
    return near(value(normal_pdf(x, mean, deviation), point), 0.12098536225957168) &&
           near(value(normal_cdf(x, mean, deviation), point), 0.84134474606854293) &&
           near(log_density[x], -0.5) && near(log_density[mean], 0.5) &&
           near(log_density[deviation], 0) && // (z^2 - 1)/deviation, z = 1
           near(probability[x], 0.12098536225957168) &&
           near(probability[mean], -0.12098536225957168) &&
           near(probability[deviation], -0.12098536225957168);
}
static_assert(with_parameters(1));
static_assert(near(normal_pdf(3.0, 1, 2), 0.12098536225957168));

static_assert(to_string(derivative(normal_cdf(x), x)) == "normal_pdf(x)");
static_assert(op::peak_of_normal_density::value<double>() == 0.3989422804014327);

} // namespace

BOOST_AUTO_TEST_CASE(distributions_at_run_time) {
    volatile double one = 1;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(tails(one));
    BOOST_TEST(with_parameters(one));
}
