// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <deque>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using ctgrad::random_source;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

std::string complaint(auto wrong) {
    try {
        wrong();
    } catch (const ctgrad::run_time_error& problem) {
        return problem.what();
    }
    return "";
}

} // namespace

static_assert(!std::convertible_to<int, random_source>); // a seed is written as one

// To the last bit, as computed on x86-64 with g++ 12. Whoever changes these numbers changes the
// result of every training.
BOOST_AUTO_TEST_CASE(the_numbers_of_a_seed_never_change) {
    random_source random(42);
    for (const double expected :
         {0x1.82a3befaddcbcp-1, 0x1.472f1f73724ap-1, 0x1.81192cfe1cbcfp-1, 0x1.171621fc50d68p-3})
        BOOST_TEST(random.uniform() == expected);
    for (const double expected :
         {0x1.9cf28a3934d86p-1, -0x1.9fac8e758e02ep-1, 0x1.3170a1965d42p-3, -0x1.0453742e0a424p-2})
        BOOST_TEST(random.uniform(-1, 1) == expected);
    for (const double expected : {0x1.95c23685de9cp-7, 0x1.4b8748514650ap-2, -0x1.7cbf83f11e4bdp-1,
                                  -0x1.d67776adb8e46p-2, 0x1.f8e8e23fea16p-2, 0x1.773cba004ec68p-4})
        BOOST_TEST(random.normal() == expected);
    for (const std::uint64_t expected : {7U, 0U, 7U, 5U, 3U, 2U, 5U, 8U})
        BOOST_TEST(random.below(10) == expected);
    BOOST_TEST(random.below(std::numeric_limits<std::uint64_t>::max()) == 15195899463999599281U);
    std::vector<int> order(10);
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    BOOST_TEST((order == std::vector{3, 6, 2, 7, 0, 8, 4, 5, 9, 1}));
}

BOOST_AUTO_TEST_CASE(a_copy_continues_with_the_same_numbers) {
    random_source random(1);
    random.normal();
    random_source copy = random;
    BOOST_TEST(random.normal() == copy.normal());
    BOOST_TEST(random_source(1).uniform() != random_source(2).uniform());
    BOOST_TEST(random_source(0).uniform() == random_source(0).uniform());
}

BOOST_AUTO_TEST_CASE(uniform_fills_its_interval) {
    random_source random(3);
    constexpr int n = 100000;
    double sum = 0, squares = 0, least = 1, greatest = 0;
    for (int i = 0; i < n; ++i) {
        const double u = random.uniform();
        sum += u;
        squares += u * u;
        least = std::min(least, u);
        greatest = std::max(greatest, u);
    }
    BOOST_TEST(least >= 0);
    BOOST_TEST(greatest < 1);
    BOOST_TEST(least < 1e-3);
    BOOST_TEST(greatest > 1 - 1e-3);
    // Within five standard errors.
    BOOST_TEST(std::abs(sum / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
    BOOST_TEST(std::abs(squares / n - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / n));
}

BOOST_AUTO_TEST_CASE(uniform_between_bounds_never_gives_the_upper_one) {
    random_source random(4);
    const double next = std::nextafter(1.0, 2.0);
    for (int i = 0; i < 1000; ++i) {
        BOOST_TEST_REQUIRE(random.uniform(1.0, next) == 1.0); // half of the sums round to next
        const double x = random.uniform(-3, -2);
        BOOST_TEST_REQUIRE((-3 <= x && x < -2));
        const double wide = random.uniform(-largest / 2, largest / 2);
        BOOST_TEST_REQUIRE(std::abs(wide) <= largest / 2);
    }
    const double least = std::numeric_limits<double>::denorm_min();
    BOOST_TEST(random.uniform(0.0, least) == 0.0);
}

BOOST_AUTO_TEST_CASE(uniform_requires_an_interval) {
    random_source random(5);
    const auto says = [&](double lo, double hi, const std::string& found) {
        BOOST_TEST(complaint([&] { random.uniform(lo, hi); }) ==
                   "ctgrad: uniform(lo, hi) requires lo < hi, both finite and not further apart "
                   "than the largest double, found " +
                       found + ": give the smaller bound first");
    };
    says(2, 1, "lo = 2, hi = 1");
    says(0.5, 0.5, "lo = 0.5, hi = 0.5");
    says(0, infinity, "lo = 0, hi = inf");
    says(std::nan(""), 1, "lo = nan, hi = 1");
    says(0, std::nan(""), "lo = 0, hi = nan");
    says(-largest, largest, "lo = -1.7976931348623157e+308, hi = 1.7976931348623157e+308");
}

// Kolmogorov and Smirnov's distance to the normal distribution, and its first moments.
BOOST_AUTO_TEST_CASE(normal_is_normal) {
    random_source random(6);
    constexpr std::size_t n = 200000;
    std::vector<double> z(n);
    double sum = 0, squares = 0, fourth = 0;
    for (double& x : z) {
        x = random.normal();
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
    }
    BOOST_TEST(std::abs(sum / n) < 5 * std::sqrt(1.0 / n));
    BOOST_TEST(std::abs(squares / n - 1) < 5 * std::sqrt(2.0 / n));
    BOOST_TEST(std::abs(fourth / n - 3) < 5 * std::sqrt(96.0 / n));
    std::sort(z.begin(), z.end());
    double distance = 0;
    for (std::size_t i = 0; i < n; ++i)
        distance = std::max(distance, std::abs(std::erfc(-z[i] / std::sqrt(2.0)) / 2 -
                                               (static_cast<double>(i) + 0.5) / n));
    BOOST_TEST(distance * std::sqrt(n) < 1.95); // exceeded once in a thousand seeds
    BOOST_TEST(z.back() > 4);
    BOOST_TEST(z.front() < -4);
}

BOOST_AUTO_TEST_CASE(below_is_even) {
    random_source random(7);
    constexpr int n = 70000;
    std::array<int, 7> count{};
    for (int i = 0; i < n; ++i)
        ++count.at(random.below(7));
    double chi_squared = 0;
    for (const int c : count)
        chi_squared += (c - n / 7.0) * (c - n / 7.0) / (n / 7.0);
    BOOST_TEST(chi_squared < 22.5); // 6 degrees of freedom, once in a thousand seeds
    BOOST_TEST(random.below(1) == 0);
    // Of 3 * 2^62 numbers, the remainder of 2^64 would hit the lowest third twice as often.
    const std::uint64_t third = std::uint64_t{1} << 62U;
    int low = 0;
    for (int i = 0; i < n; ++i)
        low += random.below(3 * third) < third ? 1 : 0;
    BOOST_TEST(std::abs(low - n / 3.0) < 5 * std::sqrt(n * 2.0 / 9));
}

BOOST_AUTO_TEST_CASE(below_nothing_there_is_no_number) {
    random_source random(8);
    BOOST_TEST(complaint([&] { random.below(0); }) ==
               "ctgrad: below(n) gives a number smaller than n and requires n > 0, found n = 0: is "
               "a container empty?");
}

BOOST_AUTO_TEST_CASE(shuffle_gives_every_order_equally_often) {
    random_source random(9);
    constexpr int n = 24000;
    std::array<int, 256> count{};
    for (int i = 0; i < n; ++i) {
        std::array<std::size_t, 4> order{0, 1, 2, 3};
        random.shuffle(order);
        ++count.at(order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]);
    }
    BOOST_TEST(std::count_if(count.begin(), count.end(), [](int c) { return c > 0; }) == 24);
    double chi_squared = 0;
    for (const int c : count)
        if (c > 0)
            chi_squared += (c - 1000.0) * (c - 1000.0) / 1000;
    BOOST_TEST(chi_squared < 49.7); // 23 degrees of freedom, once in a thousand seeds
}

BOOST_AUTO_TEST_CASE(shuffle_takes_any_range_that_can_be_indexed) {
    random_source random(10);
    std::vector<int> none;
    random.shuffle(none);
    std::array one{1};
    random.shuffle(one);
    BOOST_TEST(one[0] == 1);
    std::deque<std::string> words{"a", "b", "c"};
    random.shuffle(words);
    std::sort(words.begin(), words.end());
    BOOST_TEST((words == std::deque<std::string>{"a", "b", "c"}));
    std::array numbers{1, 2, 3, 4};
    random.shuffle(std::span(numbers).first(2)); // a view, by value
    BOOST_TEST((numbers[2] == 3 && numbers[3] == 4 && numbers[0] + numbers[1] == 3));
    int plain[] = {1, 2, 3};
    random.shuffle(plain);
    BOOST_TEST(plain[0] + plain[1] + plain[2] == 6);
    std::vector<std::unique_ptr<int>> pointers(5); // what can only be moved
    random.shuffle(pointers);
}
