// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/logsumexp.hpp>

#include <array>
#include <limits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr auto of_three = logsumexp(x, y, z);
constexpr auto traced = function([](auto a, auto b, auto c) {
    return logsumexp(std::array{a, b, c});
});

// Value and partials of the typed expression, the same as those of the traced function.
using row = std::array<double, 4>;
constexpr bool are(double a, double b, double c, const row& expected) {
    const auto typed = value_and_gradient(of_three, at(x = a, y = b, z = c));
    const auto [value, g] = value_and_gradient(traced)(a, b, c);
    const row first{typed.value, typed[x], typed[y], typed[z]};
    const row second{value, std::get<0>(g), std::get<1>(g), std::get<2>(g)};
    bool right = true;
    for (std::size_t i = 0; i < 4; ++i) {
        const bool undefined = expected[i] != expected[i];
        right = right && (undefined ? first[i] != first[i] && second[i] != second[i]
                                    : (first[i] == expected[i] || near(first[i], expected[i])) &&
                                          (second[i] == first[i] || near(second[i], first[i])));
    }
    return right;
}

constexpr bool values_and_slopes(double one) {
    constexpr double log2 = 0.69314718055994531, log3 = 1.0986122886681098;
    return are(1 * one, 2, 3,
               {3.4076059644443804, 0.090030573170380458, 0.24472847105479765,
                0.66524095577482191}) &&
           are(0 * one, 0, 0, {log3, 1. / 3, 1. / 3, 1. / 3}) &&
           are(1000 * one, 1000, -1000, {1000 + log2, 0.5, 0.5, 0}) &&
           are(-1000 * one, -1000, -1e300, {-1000 + log2, 0.5, 0.5, 0}) &&
           are(1e308 * one, -1e308, 0, {1e308, 1, 0, 0});
}
static_assert(values_and_slopes(1));

constexpr bool at_the_edges(double infinity, double nan) {
    return are(-infinity, 2, -infinity, {2, 0, 1, 0}) &&
           are(-infinity, -infinity, -infinity, {-inf, 1. / 3, 1. / 3, 1. / 3}) &&
           are(infinity, 0, 1, {inf, 1, 0, 0}) &&
           are(infinity, -infinity, infinity, {inf, 0.5, 0, 0.5}) &&
           are(nan, 0, 1, {not_a_number, not_a_number, not_a_number, not_a_number});
}
static_assert(at_the_edges(inf, not_a_number));

// d/dx d/dy = -p q, d/dx d/dx = p (1 - p).
constexpr auto curvature = derivative(derivative(of_three, x), x);
constexpr auto mixed = derivative(derivative(of_three, x), y);
static_assert(near(value(mixed, at(x = 1.0, y = 2.0, z = 3.0)), -0.022033044520174298));
static_assert(near(value(curvature, at(x = 1.0, y = 2.0, z = 3.0)), 0.081925069064993218, 1e-14));

static_assert(logsumexp(std::array{2.5}) == 2.5 && logsumexp(std::array{-inf}) == -inf);
static_assert(near(logsumexp(1.0, 2), 2.3132616875182228) && logsumexp(1.0f, 1.0f) > 1.69f);

constexpr bool shares(double one) {
    const auto p = softmax(std::array{1 * one, 2 * one, 3 * one});
    const auto q = softmax(std::array{inf * one, 0 * one, inf * one});
    return near(p[0], 0.090030573170380458) && near(p[1], 0.24472847105479765) &&
           near(p[2], 0.66524095577482191) && q == std::array{0.5, 0.0, 0.5};
}
static_assert(shares(1));

constexpr auto second_share = function([](auto a, auto b, auto c) {
    return softmax(std::array{a, b, c})[1];
});
static_assert(near(std::get<1>(gradient(second_share)(1.0, 2.0, 3.0)), 0.18483644650997860, 1e-14));

} // namespace

BOOST_AUTO_TEST_CASE(logsumexp_at_run_time) {
    volatile double one = 1, infinity = inf, nan = not_a_number;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(at_the_edges(infinity, nan));
    BOOST_TEST(shares(one));
}

// The largest is not differentiated, but what it cancels is right in 50 digits.
BOOST_AUTO_TEST_CASE(slopes_are_the_limits_of_difference_quotients) {
    using number = boost::multiprecision::cpp_bin_float_50;
    const number h("1e-16");
    const auto at_x = [](const number& a) {
        return value(of_three, at(x = a, y = number(2), z = number(-1)));
    };
    for (const double point : {-3.0, 1.5, 2.0, 7.0}) {
        const number a = point;
        const auto g = gradient(of_three, at(x = a, y = number(2), z = number(-1)));
        BOOST_TEST(abs((at_x(a + h) - at_x(a - h)) / (2 * h) - g[x]) < 1e-30);
        BOOST_TEST(abs(g[x] + g[y] + g[z] - 1) < 1e-48);
    }
}
