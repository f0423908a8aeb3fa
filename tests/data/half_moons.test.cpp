// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/data/half_moons.hpp>
#include <ctgrad/near.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <class Error>
std::string complaint(auto wrong) {
    try {
        wrong();
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

struct point {
    double x, y;
};
std::vector<point> with_target(const dataset& moons, double target) {
    std::vector<point> points;
    for (std::size_t i = 0; i < moons.size(); ++i)
        if (moons.targets[i] == target)
            points.push_back({moons.row(i)[0], moons.row(i)[1]});
    std::sort(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; });
    return points;
}

} // namespace

BOOST_AUTO_TEST_CASE(without_noise_the_points_lie_on_two_half_circles) {
    const dataset moons = half_moons(100, 0, 1);
    BOOST_TEST((moons.size() == 100 && moons.features == 2 && moons.inputs.size() == 200));
    BOOST_TEST((moons.names == std::vector<std::string>{"x", "y"}));
    BOOST_TEST((moons.target_name == "moon" && moons.classes.empty()));
    const auto upper = with_target(moons, -1), lower = with_target(moons, 1);
    BOOST_TEST((upper.size() == 50 && lower.size() == 50));
    for (std::size_t i = 0; i < 50; ++i) {
        BOOST_TEST(near(std::hypot(upper[i].x, upper[i].y), 1.0));
        BOOST_TEST(upper[i].y >= 0);
        BOOST_TEST(near(std::hypot(lower[i].x - 1, lower[i].y - 0.5), 1.0));
        BOOST_TEST(lower[i].y <= 0.5);
        // Evenly spaced: one is the other turned by half a circle about (1/2, 1/4).
        const double t = std::acos(-1.0) * static_cast<double>(i) / 49;
        BOOST_TEST(near(upper[i].x, -std::cos(t)));
        BOOST_TEST(near(lower[i].x, 1 - std::cos(t)));
    }
}

BOOST_AUTO_TEST_CASE(an_odd_number_gives_the_lower_moon_one_more) {
    for (const std::size_t points : {2U, 3U, 4U, 5U, 101U}) {
        const dataset moons = half_moons(points, 0, 1);
        BOOST_TEST(with_target(moons, -1).size() == points / 2);
        BOOST_TEST(with_target(moons, 1).size() == points - points / 2);
    }
    // The first point of each moon, where there is no second.
    const dataset two = half_moons(2, 0, 1);
    BOOST_TEST((with_target(two, -1)[0].x == 1 && with_target(two, -1)[0].y == 0));
    BOOST_TEST((with_target(two, 1)[0].x == 0 && with_target(two, 1)[0].y == 0.5));
}

BOOST_AUTO_TEST_CASE(noise_has_its_deviation_in_both_coordinates) {
    constexpr std::size_t n = 20000;
    random_source with(1), without(1);
    const dataset noisy = half_moons(n, 0.1, with), exact = half_moons(n, 0, without);
    double sum = 0, squares[2] = {0, 0}, product = 0;
    for (std::size_t i = 0; i < n; ++i) { // the same draws, so the same order
        BOOST_TEST_REQUIRE(noisy.targets[i] == exact.targets[i]);
        const double dx = noisy.row(i)[0] - exact.row(i)[0];
        const double dy = noisy.row(i)[1] - exact.row(i)[1];
        sum += dx + dy;
        squares[0] += dx * dx;
        squares[1] += dy * dy;
        product += dx * dy;
    }
    BOOST_TEST(std::abs(sum / n) < 5 * 0.1 * std::sqrt(2.0 / n));
    BOOST_TEST(std::abs(std::sqrt(squares[0] / n) - 0.1) < 5 * 0.1 * std::sqrt(0.5 / n));
    BOOST_TEST(std::abs(std::sqrt(squares[1] / n) - 0.1) < 5 * 0.1 * std::sqrt(0.5 / n));
    BOOST_TEST(std::abs(product / n) < 5 * 0.01 * std::sqrt(1.0 / n));
}

BOOST_AUTO_TEST_CASE(a_seed_gives_the_same_moons) {
    const dataset moons = half_moons(100, 0.1, 42);
    random_source random(42);
    BOOST_TEST((half_moons(100, 0.1, random).inputs == moons.inputs));
    BOOST_TEST((half_moons(100, 0.1, random).inputs != moons.inputs)); // other draws
    BOOST_TEST((half_moons(100, 0.1, 43).inputs != moons.inputs));
    // Shuffled: the moons alternate irregularly.
    BOOST_TEST(!std::is_sorted(moons.targets.begin(), moons.targets.end()));
}

BOOST_AUTO_TEST_CASE(moons_that_cannot_be) {
    for (const std::size_t points : {0U, 1U})
        BOOST_TEST(complaint<data_error>([&] { static_cast<void>(half_moons(points, 0.1, 1)); }) ==
                   "ctgrad: half_moons(points, noise, random) requires two points, one on each "
                   "moon, found points = " +
                       std::to_string(points) + ": 100 make a good picture");
    for (const auto& [noise, found] : {std::pair<double, std::string>{-0.1, "-0.1"},
                                       {std::nan(""), "nan"},
                                       {std::numeric_limits<double>::infinity(), "inf"}})
        BOOST_TEST(complaint<run_time_error>(
                       [size = noise] { static_cast<void>(half_moons(10, size, 1)); }) ==
                   "ctgrad: half_moons(points, noise, random) requires a finite noise, 0 or more, "
                   "found " +
                       found + ": it is the standard deviation of both coordinates; 0.1 is usual");
}
