// SPDX-License-Identifier: BSL-1.0
//
// The derivatives of a first course, as equations between expressions.
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/to_string.hpp>

#include <cmath>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr param<"k"> k;

// Each primitive.
static_assert(derivative(x, x) == 1_c);
static_assert(derivative(x + y, x) == 1_c);
static_assert(derivative(x - y, y) == -1_c);
static_assert(derivative(-x, x) == -1_c);
static_assert(derivative(x * y, x) == y);
static_assert(derivative(x * y, y) == x);
static_assert(derivative(x / y, x) == 1_c / y);
static_assert(derivative(x / y, y) == -(x / y / y));
static_assert(derivative(exp(x), x) == exp(x));
static_assert(derivative(log(x), x) == 1_c / x);
static_assert(derivative(sqrt(x), x) == 0.5_c / sqrt(x));
static_assert(derivative(sin(x), x) == cos(x));
static_assert(derivative(cos(x), x) == -sin(x));
static_assert(derivative(tan(x), x) == 1_c + tan(x) * tan(x));
static_assert(derivative(tanh(x), x) == 1_c - tanh(x) * tanh(x));
static_assert(derivative(sigmoid(x), x) == sigmoid(x) * (1_c - sigmoid(x)));
static_assert(derivative(softplus(x), x) == sigmoid(x));
static_assert(to_string(derivative(erf(x), x)) == "2/sqrt(pi)*exp(-(x*x))");
static_assert(to_string(derivative(erfc(x), x)) == "-(2/sqrt(pi)*exp(-(x*x)))");
static_assert(derivative(atan2(y, x), y) == 1_c / (x * x + y * y) * x);
static_assert(derivative(atan2(y, x), x) == -(1_c / (x * x + y * y) * y));
static_assert(derivative(pow(x, 3_c), x) == 3_c * pow(x, 2_c));
static_assert(derivative(pow(x, 2.5_c), x) == 2.5_c * pow(x, 1.5_c));
static_assert(derivative(pow(x, -1_c), x) == -pow(x, -2_c));
static_assert(derivative(pow(x, 2_c), x) == 2_c * x);
static_assert(derivative(pow(x, 1_c), x) == 1_c);
static_assert(derivative(pow(x, 0_c), x) == 0_c);
static_assert(to_string(derivative(pow(x, y), x)) ==
              "t1 = y*pow(x, y - 1); select(x == 0, select(y == 0, 0, t1), t1)");
static_assert(to_string(derivative(pow(x, y), y)) ==
              "t1 = pow(x, y)*log(x); select(x == 0, select(0 <= y, 0, t1), t1)");
static_assert(derivative(select(x < y, sin(x), y), x) == select(x < y, cos(x), 0_c));
static_assert(derivative(select(x < y, y, z), x) == 0_c);
static_assert(to_string(derivative(relu(x), x)) == "select(0 < x, 1, select(x <= 0, 0, x))");
static_assert(to_string(derivative(abs(x), x)) == "select(0 < x, 1, select(x < 0, -1, x - x))");
static_assert(to_string(derivative(max(x, y), x)) ==
              "select(y < x, 1, select(x < y, 0, select(x == y, 0.5, max(x, y))))");
static_assert(to_string(derivative(min(x, y), y)) ==
              "select(y < x, 1, select(x < y, 0, select(x == y, 0.5, min(x, y))))");

// The rules.
static_assert(derivative(x + sin(x), x) == 1_c + cos(x));
static_assert(derivative(x * sin(x), x) == sin(x) + x * cos(x));
static_assert(derivative(x * x, x) == 2_c * x);
static_assert(derivative(exp(sin(x)), x) == cos(x) * exp(sin(x)));
static_assert(derivative(sin(3_c * x), x) == 3_c * cos(3_c * x));
static_assert(derivative(exp(-x), x) == -exp(-x));
static_assert(derivative(3_c * x + y, x) == 3_c);

// What is constant: other variables, parameters, numbers.
static_assert(derivative(y, x) == 0_c && derivative(2_c, x) == 0_c && derivative(k, x) == 0_c);
static_assert(derivative(sin(k) * x, x) == sin(k));
static_assert(derivative(0_c * x, y) == 0_c);

// Of higher order, in any order.
static_assert(derivative(sin(x), x, x) == -sin(x));
static_assert(derivative(exp(x), x, x, x, x) == exp(x));
static_assert(derivative(pow(x, 5_c), x, x) == 20_c * pow(x, 3_c));
static_assert(derivative(pow(x, 3_c), x, x, x, x) == 0_c);
static_assert(derivative(sin(x) * y, x, y) == cos(x));
static_assert(derivative(derivative(sin(x) * y, y), x) == derivative(sin(x) * y, x, y));
static_assert(derivative(x * y * z, x, y, z) == 1_c);

// A derivative is an expression like any other: part of others, evaluated, differentiated.
constexpr auto bell = exp(-x * x);
constexpr auto slope = derivative(bell, x);
static_assert(near(value(slope, at(x = 1.0)), -0.73575888234288464));
static_assert(near(value(slope / bell, at(x = 3.0)), -6));
static_assert(near(gradient(slope, at(x = 1.0))[x], 0.73575888234288464));
static_assert(gradient(bell, at(x = 1.0))[x] == value(slope, at(x = 1.0)));

// Plain numbers stay in the object.
constexpr auto scaled(double a, double b) {
    return a * x * x + b * x;
}
static_assert(
    std::is_same_v<decltype(derivative(scaled(1, 2), x)), decltype(derivative(scaled(3, 4), x))>);
static_assert(value(derivative(scaled(3, 4), x), at(x = 10.0)) == 64);
static_assert(value(derivative(scaled(5, 6), x), at(x = 10.0)) == 106);
static_assert(value(derivative(scaled(3, 4), x, x), at(x = 10.0)) == 6);
static_assert(value(derivative(scaled(3, 4) + scaled(5, 6), x), at(x = 10.0)) == 170);
static_assert(std::is_empty_v<decltype(derivative(x + scaled(1, 2), x, x, x))> ||
              value(derivative(x + scaled(1, 2), x, x, x), at(x = 1.0)) == 0);

// Of functions of one number: in the shape of the results, and of any order.
constexpr auto wave = function([](auto t) { return sin(2 * t); });
static_assert(derivative(wave)(0.0) == 2 && derivative<1>(wave)(0.0) == 2);
static_assert(derivative<0>(wave)(0.0) == 0);
static_assert(derivative<3>(wave)(0.0) == -8 && derivative<5>(wave)(0.0) == 32);
static_assert(derivative(derivative(wave))(0.0) == derivative<2>(wave)(0.0));
constexpr auto spiral = function([](auto t) {
    return std::pair(std::array{t * cos(t), t * sin(t)}, t * t);
});
static_assert(derivative(spiral)(0.0) == std::pair(std::array{1.0, 0.0}, 0.0));
static_assert(derivative<2>(spiral)(0.0) == std::pair(std::array{0.0, 2.0}, 2.0));
static_assert(std::is_same_v<decltype(derivative(wave)(0.0f)), float>);
static_assert(std::is_same_v<decltype(derivative(wave)(0)), double>);
static_assert(derivative<4>(function([](auto t) { return pow(t, 4); }))(-3.0L) == 24);
static_assert(derivative(function([](auto) { return 7; }))(1.0) == 0);
constexpr auto curvature = function([](auto t) {
    const auto [first, second] = std::pair(derivative(wave)(t), derivative<2>(wave)(t));
    return second / pow(1 + first * first, 1.5);
});
static_assert(curvature(0.0) == 0 && near(derivative(curvature)(0.0), -8 / 11.180339887498949));

} // namespace

BOOST_AUTO_TEST_CASE(derivatives_at_run_time) {
    volatile double half = 0.5;
    BOOST_TEST(near(value(derivative(exp(sin(x)), x, x), at(x = double{half})),
                    std::exp(std::sin(0.5)) * (std::cos(0.5) * std::cos(0.5) - std::sin(0.5)),
                    1e-14));
    BOOST_TEST(near(derivative<7>(wave)(double{half}), -128 * std::cos(1.0), 1e-14));
}
