// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/logsumexp.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr auto f = logsumexp(each());
static_assert(near(f(std::array{0.0, 0.0}), 0.69314718055994531));
static_assert(near(gradient(f)(std::array{0.0, 0.0, 0.0})[1], 1.0 / 3));
static_assert(f(std::array{1000.0, 0.0}) == 1000);
static_assert(f(std::array<double, 0>{}) == -infinity);

// A mixture of normal densities at one point: terms of means and log weights.
constexpr auto mixture =
    logsumexp(over(each(), each(), shared()), [](auto mean, auto log_weight, auto x) {
        return log_weight - (x - mean) * (x - mean) / 2;
    });

std::vector<double> some_numbers(std::size_t n) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = 5 * std::sin(1.7 * static_cast<double>(i) + 0.3);
    return x;
}

} // namespace

BOOST_AUTO_TEST_CASE(softmax_is_its_gradient) {
    using number = long double;
    for (const std::size_t n : {1u, 2u, 7u, 16u, 31u, 32u, 100u}) {
        const auto x = some_numbers(n);
        number sum = 0;
        for (const double each : x)
            sum += std::exp(number(each));
        const auto [value, weights] = value_and_gradient(f)(x);
        BOOST_TEST(near(value, static_cast<double>(std::log(sum)), 1e-14));
        BOOST_TEST(near(f(x), value, 1e-15));
        for (std::size_t i = 0; i < n; ++i)
            BOOST_TEST(near(weights[i], static_cast<double>(std::exp(number(x[i])) / sum), 1e-14));
        std::vector<double> room(n);
        BOOST_TEST(value_and_gradient(f)(into(room), x) == value);
        BOOST_TEST(room == weights, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(of_terms) {
    const auto means = some_numbers(41), log_weights = some_numbers(41);
    const auto [value, g] = value_and_gradient(mixture)(means, log_weights, 0.4);
    const auto& [gmean, gweight, gx] = g;
    double sum = 0, total = 0;
    for (std::size_t i = 0; i < 41; ++i)
        sum += std::exp(log_weights[i] - std::pow(0.4 - means[i], 2) / 2);
    for (std::size_t i = 0; i < 41; ++i) {
        const double share = std::exp(log_weights[i] - std::pow(0.4 - means[i], 2) / 2) / sum;
        BOOST_TEST(near(gweight[i], share, 1e-13));
        BOOST_TEST(near(gmean[i], share * (0.4 - means[i]), 1e-13));
        total -= share * (0.4 - means[i]);
    }
    BOOST_TEST(near(value, std::log(sum), 1e-14));
    BOOST_TEST(near(mixture(means, log_weights, 0.4), value, 1e-14));
    BOOST_TEST(near(gx, total, 1e-12));
}

BOOST_AUTO_TEST_CASE(edges) {
    for (const std::size_t n : {1u, 3u, 40u}) {
        std::vector<double> x(n, 1e6);
        BOOST_TEST(near(f(x), 1e6 + std::log(static_cast<double>(n))));
        x.assign(n, -1e6);
        BOOST_TEST(near(f(x), -1e6 + std::log(static_cast<double>(n))));
        x.assign(n, -infinity);
        BOOST_TEST(f(x) == -infinity);
        BOOST_TEST(near(gradient(f)(x)[n - 1], 1 / static_cast<double>(n)));
        x.assign(n, 0);
        x[n / 2] = infinity;
        BOOST_TEST(f(x) == infinity);
        BOOST_TEST(gradient(f)(x)[n / 2] == 1);
        if (n > 1)
            BOOST_TEST(gradient(f)(x)[0] == 0);
        x[n / 2] = -infinity;
        if (n > 1)
            BOOST_TEST(gradient(f)(x)[n / 2] == 0);
        x[n / 2] = std::numeric_limits<double>::quiet_NaN();
        BOOST_TEST(std::isnan(f(x)));
    }
    const std::vector<float> floats{1000, 1000};
    BOOST_TEST(near(static_cast<double>(f(floats)), 1000 + 0.69314718, 1e-6));
}
