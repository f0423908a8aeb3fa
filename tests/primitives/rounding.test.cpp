// SPDX-License-Identifier: BSL-1.0
//
// conventions.test.cpp has the derivatives at jumps and ties, elementary.test.cpp the functions
// while compiling against those at run time.
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/primitives/rounding.hpp>
#include <ctgrad/to_string.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;

static_assert(ctgrad::floor(-2.5) == -3 && ctgrad::ceil(-2.5) == -2 && ctgrad::trunc(-2.5) == -2);
static_assert(ctgrad::round(-2.5) == -3 && ctgrad::round(2.4f) == 2 && ctgrad::round(2.5L) == 3);
static_assert(ctgrad::fmod(-7.5, 2) == -1.5 && ctgrad::fmod(7, 2.5f) == 2);
static_assert(sign(-2.5) == -1 && sign(0.0) == 0 && sign(1e-310) == 1);
static_assert(ctgrad::copysign(2.5, -0.0) == -2.5 && ctgrad::copysign(-2, 1.0) == 2);
static_assert(ctgrad::clamp(2.5, 0, 1) == 1 && ctgrad::clamp(-2.5, 0, 1) == 0);
static_assert(ctgrad::clamp(0.5, 0.0, 1.0) == 0.5 && ctgrad::clamp(5.0, 2, 1) == 1);
// The square of 1 + 2^-30 has 61 bits; what rounding the product leaves is its last one.
static_assert(ctgrad::fma(1 + 0x1p-30, 1 + 0x1p-30, -(1 + 0x1p-29)) == 0x1p-60);

// A whole number is not differentiable, a bound is not, what is between is.
static_assert(op::round_down::domain(0.5) && !op::round_down::domain(-3.0));
static_assert(op::round_up::domain(0.5) && !op::round_up::domain(0.0));
static_assert(op::truncate::domain(0.0) && !op::truncate::domain(1.0));
static_assert(op::round_to_nearest::domain(2.0) && !op::round_to_nearest::domain(-2.5));
static_assert(op::truncated_remainder::domain(0.0, 2.0) &&
              op::truncated_remainder::domain(3.0, 2.0));
static_assert(!op::truncated_remainder::domain(4.0, 2.0) &&
              !op::truncated_remainder::domain(4.0, 0.0));
static_assert(op::sign::domain(2.0) && !op::sign::domain(0.0));
static_assert(op::clamp::domain(1.0, 0.0, 2.0) && !op::clamp::domain(2.0, 0.0, 2.0));

// The derivatives as formulas.
static_assert(to_string(derivative(floor(x) + ceil(x) * y + round(x) + trunc(x), x)) == "0");
static_assert(to_string(derivative(sign(x) * x, x)) == "sign(x)");
static_assert(to_string(derivative(fmod(x, y), x)) == "1");
static_assert(to_string(derivative(fmod(x, y), y)) == "-round((x - fmod(x, y))/y)");
static_assert(to_string(derivative(derivative(fmod(x, y), y), y)) == "0");
static_assert(to_string(derivative(copysign(x, y), x)) == "sign(x)*sign(copysign(x, y))");
static_assert(to_string(derivative(copysign(x, y), y)) == "0");
static_assert(to_string(derivative(fma(x, y, z), x)) == "y");
static_assert(to_string(derivative(derivative(fma(x, y, z), x), y)) == "1");
static_assert(to_string(clamp(x, 0, y)) == "clamp(x, 0, y)");

// clamp is min(max(x, low), high), ties, bounds in the wrong order and NaN included.
constexpr bool clamp_is_a_composition(double one, double nan) {
    const double points[] = {-one, 0 * one, one, 2 * one, nan};
    constexpr auto formula = min(max(x, y), z);
    constexpr auto clamped = clamp(x, y, z);
    const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
    bool right = true;
    for (const double a : points)
        for (const double b : points)
            for (const double c : points) {
                const auto expected = value_and_gradient(formula, at(x = a, y = b, z = c));
                const auto computed = value_and_gradient(clamped, at(x = a, y = b, z = c));
                right = right && same(computed.value, expected.value);
                // Where a bound is NaN all slopes are; the composition has 0 where max is not NaN.
                if (expected.value == expected.value)
                    right = right && computed[x] == expected[x] && computed[y] == expected[y] &&
                            computed[z] == expected[z];
            }
    return right;
}
static_assert(clamp_is_a_composition(1, std::numeric_limits<double>::quiet_NaN()));

// A triangular wave: steps move pieces, between them the slopes are those of the pieces.
constexpr auto wave = function([](auto t) { return abs(t - 2 * floor(t / 2) - 1); });
static_assert(wave(0.25) == 0.75 && wave(7.5) == 0.5 && wave(-0.25) == 0.75);
static_assert(gradient(wave)(0.25) == -1 && gradient(wave)(7.5) == 1 && gradient(wave)(-0.25) == 1);

// Numeric code says `using std::clamp;` and means any type.
template <class T>
constexpr T bounded(const T& t) {
    using std::clamp;
    return clamp(t, T(0), T(1));
}
constexpr auto traced_clamp = function([](auto t) { return bounded(t) * t; });
static_assert(bounded(3) == 1 && bounded(0.5) == 0.5);
static_assert(traced_clamp(0.5) == 0.25 && gradient(traced_clamp)(0.5) == 1);
static_assert(gradient(traced_clamp)(3.0) == 1);

} // namespace

BOOST_AUTO_TEST_CASE(rounding_at_run_time) {
    volatile double one = 1, nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(clamp_is_a_composition(one, nan));
    BOOST_TEST(ctgrad::floor(-2.5 * one) == std::floor(-2.5));
    BOOST_TEST(ctgrad::round(2.5 * one) == 3);
    BOOST_TEST(ctgrad::fmod(7.5 * one, 2) == 1.5);
    BOOST_TEST(ctgrad::copysign(one, -1) == -1);
    BOOST_TEST(ctgrad::fma(one, one, one) == 2);
    BOOST_TEST(gradient(wave)(7.5 * one) == 1);
}
