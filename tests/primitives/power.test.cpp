// SPDX-License-Identifier: BSL-1.0
//
// conventions.test.cpp has pow and sqrt at 0 and below.
#include "../graphs.hpp"

#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/power.hpp>

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double log2 = 0.69314718055994530942;

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"p"> p;

constexpr double of(const auto& e, double a, double b = 1) {
    return value(e, at(x = a, y = b));
}
constexpr double dx(const auto& e, double a, double b = 1) {
    return gradient(e, at(x = a, y = b))[x];
}
constexpr double dy(const auto& e, double a, double b) {
    return gradient(e, at(x = a, y = b))[y];
}

constexpr bool values_and_slopes(double two) {
    return of(pow(x, y), two, 10) == 1024 && dx(pow(x, y), two, 3) == 12 &&
           near(dy(pow(x, y), two, 3), 8 * log2) && //
           of(sqrt(x), 2 * two) == 2 && dx(sqrt(x), 2 * two) == 0.25 &&
           near(dx(sqrt(3 * x), two), 0.6123724356957945) && //
           near(dx(pow(sqrt(x), 4), two), 4) && near(dy(pow(2, x * y), 1, two), 4 * log2);
}
static_assert(values_and_slopes(2));

// Integer exponents in the type: multiplications, exact for small whole numbers of either sign.
template <int N>
constexpr bool integer_power_is_exact(double one) {
    constexpr auto f = function([](auto a) { return pow(a, N); });
    const auto product = [](double a) {
        double out = 1;
        for (int i = 0; i < (N < 0 ? -N : N); ++i)
            out *= a;
        return N < 0 ? 1 / out : out;
    };
    for (const double a : {one, -one, 2 * one, -2 * one, 0.5 * one, 3 * one}) {
        const double slope = N == 0 ? 0 : N * product(a) / a;
        if (!near(f(a), product(a), 1e-14) || !near(gradient(f)(a), slope, 1e-14))
            return false;
    }
    return true;
}
template <int... N>
constexpr bool integer_powers_are_exact(double one, std::integer_sequence<int, N...>) {
    return (integer_power_is_exact<N>(one) && ...) && (integer_power_is_exact<-N>(one) && ...);
}
constexpr bool integer_powers_are_exact(double one) {
    return integer_powers_are_exact(one, std::make_integer_sequence<int, 10>()) &&
           integer_power_is_exact<63>(one) && integer_power_is_exact<64>(one) &&
           integer_power_is_exact<65>(one) && integer_power_is_exact<-64>(one) &&
           integer_power_is_exact<-65>(one);
}
static_assert(integer_powers_are_exact(1));

// An exponent that is a parameter or a plain number is not differentiated: no logarithm, so a
// negative base is fine.
constexpr bool passive_exponents(double minus_two) {
    const auto of_param = gradient(pow(x, p), at(x = minus_two, p = 3));
    const auto of_number = gradient(pow(x, 3.0), at(x = minus_two));
    const auto of_literal = gradient(pow(x, 3_c), at(x = minus_two));
    const auto at_zero = gradient(pow(x, p), at(x = 0 * minus_two, p = 2));
    return of_param[x] == 12 && of_number[x] == 12 && of_literal[x] == 12 && at_zero[x] == 0;
}
static_assert(passive_exponents(-2));

// Exponents that are nearly integers, or whose difference from 1 is not exact.
constexpr bool awkward_exponents(double two) {
    return near(dx(pow(x, 0.1), two), 0.05358867312681466) && near(dx(pow(x, 1e-20), two), 5e-21) &&
           near(dx(pow(x, 2.5), two), 2.5 * 2.8284271247461901) &&
           near(gradient(function([](auto a) { return pow(a, 1e-20); }))(two), 5e-21) &&
           near(gradient(function([](auto a) { return pow(a, 0.1); }))(two), 0.05358867312681466) &&
           near(gradient(function([](auto a) { return pow(a, 1.0 / 3); }))(8 / two),
                0.13228342099734997) &&
           value_and_gradient(function([](auto a) { return pow(a, inf); }))(two / 4).value == 0;
}
static_assert(awkward_exponents(2));

// Roots of negative numbers, and distances whose squares overflow or underflow.
constexpr bool cube_roots_and_distances(double one) {
    const auto far = gradient(hypot(x, 4e200), at(x = 3e200 * one));
    const auto corner = gradient(smooth_abs(x, 0.5), at(x = 0 * one));
    return near(value(cbrt(x), at(x = -27 * one)), -3) && near(dx(cbrt(x), -27 * one), 1 / 27.0) &&
           near(value(hypot(x, 4e-200), at(x = 3e-200 * one)), 5e-200) && near(far[x], 0.6) &&
           near(value(hypot(x, 2, 2), at(x = one)), 3) && near(dx(hypot(x, 2, 2), one), 1 / 3.0) &&
           near(dx(hypot(2, x, x), one), 2 / 2.4494897427831781) && //
           corner[x] == 0 && near(dx(smooth_abs(x, 0.5), 1.2 * one), 1.2 / 1.3);
}
static_assert(cube_roots_and_distances(1));

// -2_c is a constant too, so the exponent belongs to the operation.
static_assert(graphs::nodes(-2_c) == 1 && graphs::nodes(pow(x, -2_c)) == 3);
static_assert(value(-2_c, at()) == -2 && value(-(-2_c), at()) == 2 && value(-0.0_c, at()) == 0);

} // namespace

BOOST_AUTO_TEST_CASE(powers_at_run_time) {
    volatile double two = 2, one = 1;
    BOOST_TEST(values_and_slopes(two));
    BOOST_TEST(integer_powers_are_exact(one));
    BOOST_TEST(passive_exponents(-two));
    BOOST_TEST(awkward_exponents(two));
    BOOST_TEST(cube_roots_and_distances(one));
}
