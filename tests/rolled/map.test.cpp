// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/map.hpp>

#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto scaled = map(over(each(), passive(each()), shared()),
                            [](auto x, auto c, auto k) { return k * x * x * c; });
constexpr std::array a{1.0, 2.0, 3.0}, c{2.0, 1.0, 0.5};
static_assert(scaled(a, c, 2.0) == std::array{4.0, 8.0, 9.0});

// Back: the adjoints of the results, times the Jacobian.
constexpr auto back = vjp(scaled)(a, c, 2.0, std::array{1.0, 10.0, 100.0});
static_assert(back.value == scaled(a, c, 2.0));
static_assert(std::get<0>(back.gradient) == std::array{8.0, 80.0, 600.0});
static_assert(std::get<1>(back.gradient) == 2 + 40 + 450);

// Along a direction: one part per differentiated argument.
constexpr auto ahead = jvp(scaled)(a, c, 2.0, std::array{1.0, 0.0, 0.0}, 1.0);
static_assert(ahead.value == back.value);
static_assert(ahead.tangent == std::array{8.0 + 2.0, 4.0, 4.5});

// Windows give fewer results than they take numbers, arrays as results give rows.
constexpr auto differences = map(window<2>(), [](auto x, auto y) { return y - x; });
static_assert(differences(std::array{1.0, 4.0, 9.0}) == std::array{3.0, 5.0});
static_assert(vjp(differences)(std::array{1.0, 4.0, 9.0}, std::array{1.0, 10.0}).gradient ==
              std::array{-1.0, -9.0, 10.0});
constexpr auto two_powers = map(over(each()), [](auto x) { return std::array{x, x * x}; });
static_assert(two_powers(std::array{2.0, 3.0}) == std::array{2.0, 4.0, 3.0, 9.0});
static_assert(vjp(two_powers)(std::array{2.0, 3.0}, std::array{1.0, 1.0, 0.0, 1.0}).gradient ==
              std::array{5.0, 6.0});

} // namespace

BOOST_AUTO_TEST_CASE(any_length) {
    constexpr auto layer = map(over(each(), shared()), [](auto x, auto k) { return tanh(k * x); });
    for (const std::size_t n : {0u, 1u, 3u, 8u, 16u, 37u, 1000u}) {
        std::vector<double> x(n), adjoint(n), dx(n);
        for (std::size_t i = 0; i < n; ++i) {
            x[i] = std::sin(static_cast<double>(i));
            adjoint[i] = std::cos(3.0 * static_cast<double>(i));
            dx[i] = std::cos(static_cast<double>(i));
        }
        const auto y = layer(x, 0.7);
        const auto [values, g] = vjp(layer)(x, 0.7, adjoint);
        const auto [again, tangent] = jvp(layer)(x, 0.7, dx, -0.5);
        const auto& [gx, gk] = g;
        double one_way = 0, other_way = -0.5 * gk;
        for (std::size_t i = 0; i < n; ++i) {
            BOOST_TEST(near(y[i], std::tanh(0.7 * x[i]), 1e-14));
            BOOST_TEST(near(values[i], y[i], 1e-14));
            BOOST_TEST(near(again[i], y[i], 1e-14));
            BOOST_TEST(near(gx[i], adjoint[i] * 0.7 * (1 - y[i] * y[i]), 1e-13));
            one_way += adjoint[i] * tangent[i];
            other_way += gx[i] * dx[i];
        }
        BOOST_TEST(std::abs(one_way - other_way) <= 1e-12);
        std::vector<double> into_y(n, 7), into_x(n, 7);
        double into_k = 7;
        layer(into(into_y), x, 0.7);
        vjp(layer)(into(into_x, into_k), x, 0.7, adjoint);
        BOOST_TEST(into_y == y, boost::test_tools::per_element());
        BOOST_TEST(into_x == gx, boost::test_tools::per_element());
        BOOST_TEST(into_k == gk);
    }
}

BOOST_AUTO_TEST_CASE(lengths_must_fit) {
    const std::vector<double> three(3);
    std::vector<double> two(2);
    BOOST_CHECK_THROW(two_powers(into(two), three), size_error);
    BOOST_CHECK_THROW(static_cast<void>(vjp(differences)(three, three)), size_error);
}
