// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/sum.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto wave = [](auto x, auto y) { return sin(x * y) * exp(-x); };
constexpr auto rolled = sum(window<2>(), wave);
constexpr auto squares =
    sum(window<2>(), [](auto x, auto y) { return (y - x * x) * (y - x * x) + (1 - x) / (1 + y); });

// At compile time, too.
constexpr std::array small{0.5, 1.5, 2.5};
static_assert(near(rolled(small), 0.28590223821702737));
static_assert(near(gradient(sum(window<2>(), [](auto x, auto y) { return x * y * y; }))(small)[1],
                   2 * 0.5 * 1.5 + 2.5 * 2.5));

// No term, no value, no slope: of fewer numbers than a window there is none.
constexpr auto triples = sum(window<3>(), [](auto x, auto y, auto z) { return x * y * z; });
static_assert(triples(std::array<double, 2>{1, 2}) == 0);
static_assert(gradient(triples)(std::array<double, 2>{1, 2}) == std::array{0.0, 0.0});
static_assert(gradient(triples)(std::array<double, 3>{2, 3, 5}) == std::array{15.0, 10.0, 6.0});

// A function of the total and of what is shared.
constexpr auto mean_square = sum(
    over(each(), passive(shared())), [](auto x, auto) { return x * x; },
    [](auto total, auto n) { return sqrt(total / n); });
static_assert(mean_square(std::array{3.0, 4.0, 5.0, 0.0}, 2) == 5);
static_assert(near(gradient(mean_square)(std::array{3.0, 4.0, 5.0, 0.0}, 2)[1], 4.0 / 10));

template <class T = double>
std::vector<T> some_numbers(std::size_t n, double from = 0.1, double to = 1.5) {
    std::mt19937_64 random(n + 1);
    std::uniform_real_distribution<double> uniform(from, to);
    std::vector<T> x(n);
    for (T& each : x)
        each = static_cast<T>(uniform(random));
    return x;
}
double distance(const auto& a, const auto& b) {
    BOOST_TEST_REQUIRE(a.size() == b.size());
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i] - b[i])));
    return worst;
}
// The gradient as a sum of the gradients of the terms, each a traced function of its own.
auto term_by_term(const auto& term, const std::vector<double>& x) {
    const auto slope = value_and_gradient(function(term));
    value_with_gradient<double, std::vector<double>> out{0, std::vector<double>(x.size())};
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const auto [value, partials] = slope(x[i], x[i + 1]);
        out.value += value;
        out.gradient[i] += std::get<0>(partials);
        out.gradient[i + 1] += std::get<1>(partials);
    }
    return out;
}

// Inside a traced function the loop is unrolled.
constexpr std::array weights{2.0, 4.0};
constexpr auto weighted = sum(
    over(window<2>(), passive(each()), shared()),
    [](auto x, auto y, auto d, auto k) { return k * x * y * d; },
    [](auto total, auto k) { return total * total + k; });
constexpr auto outer = function([](const auto& x, auto k) { return 2 * weighted(x, weights, k); });
constexpr std::array point{1.0, 2.0, 3.0};
static_assert(outer(point, 0.5) == 2 * weighted(point, weights, 0.5));
static_assert(gradient(outer)(point, 0.5) ==
              std::tuple(std::array{112.0, 392.0, 224.0}, 2 * (2 * 14 * 28 + 1.0)));

} // namespace

BOOST_AUTO_TEST_CASE(every_length_is_the_sum_of_its_terms) {
    for (std::size_t n : {0u, 1u, 2u, 3u, 5u, 8u, 9u, 16u, 17u, 33u, 64u, 65u, 100u}) {
        const auto x = some_numbers(n);
        const auto check = [&](const auto& f, const auto& term) {
            const auto [value, g] = value_and_gradient(f)(x);
            const auto expected = term_by_term(term, x);
            BOOST_TEST(near(value, expected.value, 1e-13));
            BOOST_TEST(near(f(x), expected.value, 1e-13));
            BOOST_TEST(distance(g, expected.gradient) <= 1e-14);
            BOOST_TEST(distance(gradient(f)(x), g) == 0);
        };
        check(rolled, wave);
        check(squares,
              [](auto a, auto b) { return (b - a * a) * (b - a * a) + (1 - a) / (1 + b); });
    }
}

BOOST_AUTO_TEST_CASE(windows_wider_than_a_register) {
    constexpr auto f = sum(window<20>(), [](auto... x) { return (x * ...); });
    const auto x = some_numbers(43, 0.9, 1.1);
    const auto g = gradient(f)(x);
    for (std::size_t j = 0; j < x.size(); ++j) {
        double expected = 0;
        for (std::size_t i = j < 20 ? 0 : j - 19; i <= j && i + 20 <= x.size(); ++i) {
            double product = 1;
            for (std::size_t k = i; k < i + 20; ++k)
                product *= k == j ? 1 : x[k];
            expected += product;
        }
        BOOST_TEST(near(g[j], expected, 1e-13));
    }
}

BOOST_AUTO_TEST_CASE(a_function_of_the_total_scales_the_gradient) {
    constexpr auto norm = sum(
        over(each()), [](auto x) { return x * x; }, [](auto total) { return sqrt(total); });
    const std::vector<double> x{3, 4, 12};
    const auto [length, g] = value_and_gradient(norm)(x);
    BOOST_TEST(length == 13);
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(near(g[i], x[i] / 13));
}

BOOST_AUTO_TEST_CASE(floats) {
    const auto x = some_numbers<float>(1000);
    const std::vector<double> wide(x.begin(), x.end());
    const auto [value, g] = value_and_gradient(rolled)(x);
    static_assert(std::is_same_v<decltype(value), const float>);
    BOOST_TEST(near(static_cast<double>(value), rolled(wide), 1e-5));
    BOOST_TEST(distance(g, gradient(rolled)(wide)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(not_a_number_stays_where_it_is) {
    auto x = some_numbers(40);
    const auto before = gradient(squares)(x);
    x[17] = std::numeric_limits<double>::quiet_NaN();
    const auto [value, g] = value_and_gradient(squares)(x);
    BOOST_TEST(std::isnan(value));
    for (std::size_t i = 0; i < x.size(); ++i) {
        BOOST_TEST(std::isnan(g[i]) == (i >= 16 && i <= 18));
        if (i < 16 || i > 18)
            BOOST_TEST(g[i] == before[i]);
    }
    x[17] = std::numeric_limits<double>::infinity();
    constexpr auto total = sum(over(each()), [](auto y) { return y * y; });
    BOOST_TEST(total(x) == x[17]);
    BOOST_TEST(gradient(total)(x)[17] == x[17]);
    BOOST_TEST(gradient(total)(x)[16] == 2 * x[16]);
}

BOOST_AUTO_TEST_CASE(alternatives_in_the_body) {
    constexpr auto huber = sum(over(each()), [](auto x) {
        return select(abs(x) < 1, x * x / 2, abs(x) - 0.5) + max(x, 2) + relu(x);
    });
    const auto x = some_numbers(50, -3, 3);
    const auto g = gradient(huber)(x);
    double expected = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = x[i];
        expected +=
            (std::abs(t) < 1 ? t * t / 2 : std::abs(t) - 0.5) + std::max(t, 2.0) + std::max(t, 0.0);
        BOOST_TEST(near(g[i], (std::abs(t) < 1 ? t : t < 0 ? -1 : 1) + (t > 2) + (t > 0)));
    }
    BOOST_TEST(near(huber(x), expected));
}
