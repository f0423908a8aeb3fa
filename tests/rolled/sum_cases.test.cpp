// SPDX-License-Identifier: BSL-1.0
//
// Rolled sums that are used as benchmarks: of neighbours, and of log densities.
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/sum.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto rolled = sum(window<2>(), [](auto x, auto y) { return sin(x * y) * exp(-x); });

std::vector<double> some_numbers(std::size_t n, double from = 0.1, double to = 1.5) {
    std::mt19937_64 random(n + 1);
    std::uniform_real_distribution<double> uniform(from, to);
    std::vector<double> x(n);
    for (double& each : x)
        each = uniform(random);
    return x;
}
double distance(const auto& a, const auto& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i] - b[i])));
    return worst;
}

// The log density of independent normal numbers, and the posterior of a linear regression.
constexpr auto normal =
    sum(over(passive(each()), shared(), shared()), [](auto x, auto mu, auto log_sigma) {
        const auto z = (x - mu) * exp(-log_sigma);
        return -z * z / 2 - log_sigma - 0.91893853320467274;
    });
constexpr auto posterior = sum(
    over(passive(rows<3>()), passive(each()), shared(), shared()),
    [](const auto& x, auto y, const auto& beta, auto log_sigma) {
        const auto r = y - beta[0] * x[0] - beta[1] * x[1] - beta[2] * x[2];
        return -r * r * exp(-2 * log_sigma) / 2 - log_sigma;
    },
    [](auto likelihood, const auto& beta, auto log_sigma) {
        return likelihood - (beta[0] * beta[0] + beta[1] * beta[1] + beta[2] * beta[2]) / 20 -
               log_sigma * log_sigma / 2;
    });

double difference(const auto& f, double x) {
    const double h = 1e-5;
    return (f(x + h) - f(x - h)) / (2 * h);
}

} // namespace

BOOST_AUTO_TEST_CASE(sixty_four_terms_with_fifty_digits) {
    using number = boost::multiprecision::cpp_bin_float_50;
    const auto x = some_numbers(65);
    const std::vector<number> exact(x.begin(), x.end());
    const auto [value, g] = value_and_gradient(rolled)(exact);
    BOOST_TEST(distance(gradient(rolled)(x), g) <= 1e-14);
    for (const std::size_t i : {0u, 1u, 31u, 64u}) {
        auto right = exact, left = exact;
        const number h = 1e-15;
        right[i] += h;
        left[i] -= h;
        const number slope = (rolled(right) - rolled(left)) / (2 * h);
        BOOST_TEST(abs(slope - g[i]) < 1e-28);
    }
    BOOST_TEST(near(rolled(x), static_cast<double>(value), 1e-14));
}

BOOST_AUTO_TEST_CASE(a_million_numbers_against_a_loop) {
    const std::size_t n = 1'000'000;
    const auto x = some_numbers(n);
    std::vector<double> g(n), expected(n);
    const double value = value_and_gradient(rolled)(into(g), x);
    double total = 0;
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const double p = x[i] * x[i + 1], e = std::exp(-x[i]), slope = std::cos(p) * e;
        total += std::sin(p) * e;
        expected[i] += slope * x[i + 1] - std::sin(p) * e;
        expected[i + 1] += slope * x[i];
    }
    BOOST_TEST(near(value, total, 1e-11));
    BOOST_TEST(distance(g, expected) <= 1e-14);
}

BOOST_AUTO_TEST_CASE(shared_parameters) {
    const auto x = some_numbers(101, -1, 2);
    const auto [value, g] = value_and_gradient(normal)(x, 0.3, -0.2);
    const auto [dmu, dlog_sigma] = g;
    double s1 = 0, s2 = 0;
    for (const double each : x) {
        s1 += each - 0.3;
        s2 += (each - 0.3) * (each - 0.3);
    }
    const double precision = std::exp(0.4);
    BOOST_TEST(near(value, 101 * (0.2 - 0.91893853320467274) - s2 * precision / 2, 1e-13));
    BOOST_TEST(near(dmu, s1 * precision, 1e-12));
    BOOST_TEST(near(dlog_sigma, s2 * precision - 101, 1e-12));

    double mu = 0, log_sigma = 0;
    BOOST_TEST(value_and_gradient(normal)(into(mu, log_sigma), x, 0.3, -0.2) == value);
    BOOST_TEST(mu == dmu);
    BOOST_TEST(log_sigma == dlog_sigma);
}

BOOST_AUTO_TEST_CASE(posterior_of_a_regression) {
    const auto x = some_numbers(3 * 77, -1, 1);
    const auto y = some_numbers(77, -1, 1);
    const std::array beta{0.3, -0.2, 0.5};
    const auto [value, g] = value_and_gradient(posterior)(x, y, beta, 0.1);
    const auto [dbeta, dlog_sigma] = g;
    double expected = -(0.09 + 0.04 + 0.25) / 20 - 0.005;
    for (std::size_t i = 0; i < y.size(); ++i) {
        double r = y[i];
        for (std::size_t k = 0; k < 3; ++k)
            r -= beta[k] * x[3 * i + k];
        expected += -r * r * std::exp(-0.2) / 2 - 0.1;
    }
    BOOST_TEST(near(value, expected, 1e-13));
    for (std::size_t k = 0; k < 3; ++k)
        BOOST_TEST(near(dbeta[k],
                        difference(
                            [&](double b) {
                                auto changed = beta;
                                changed[k] = b;
                                return posterior(x, y, changed, 0.1);
                            },
                            beta[k]),
                        1e-8));
    BOOST_TEST(near(dlog_sigma, difference([&](double s) { return posterior(x, y, beta, s); }, 0.1),
                    1e-8));
    // Without data it is the prior.
    const std::vector<double> none;
    BOOST_TEST(near(posterior(none, none, beta, 0.1), -0.38 / 20 - 0.005));
    BOOST_TEST(near(std::get<1>(gradient(posterior)(none, none, beta, 0.1)), -0.1));
}
