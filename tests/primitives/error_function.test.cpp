// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/error_function.hpp>

#include <limits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double two_over_sqrt_pi = 1.1283791670955126;

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr bool values_and_slopes(double one) {
    return near(of(erf(x), one), 0.84270079294971487) &&
           near(of(erfc(x), one), 0.15729920705028513) && //
           near(slope(erf(x), 0 * one), two_over_sqrt_pi) &&
           near(slope(erf(x), one), 0.41510749742059470) &&
           near(slope(erfc(x), one), -0.41510749742059470) &&
           near(slope(erf(2 * x), 0.5 * one), 0.83021499484118940);
}
static_assert(values_and_slopes(1));

// 1 - erf(6) has no digit left; erfc(6) has all of them.
constexpr bool the_tail_keeps_its_digits(double one) {
    return near(of(erfc(x), 6 * one), 2.1519736712498913e-17) &&
           near(slope(erfc(x), 6 * one), -2.6173012392492648e-16) &&
           near(of(erfc(x), 25 * one), 8.3001725711965230e-274) &&
           near(slope(erf(x), 25 * one), 4.1534010636398967e-272);
}
static_assert(the_tail_keeps_its_digits(1));

constexpr bool at_infinity(double infinity) {
    return of(erf(x), infinity) == 1 && of(erf(x), -infinity) == -1 && of(erfc(x), infinity) == 0 &&
           of(erfc(x), -infinity) == 2 && slope(erf(x), infinity) == 0 &&
           slope(erfc(x), -infinity) == 0;
}
static_assert(at_infinity(inf));

static_assert(op::two_over_sqrt_pi::value<double>() == two_over_sqrt_pi);
static_assert(op::two_over_sqrt_pi::value<float>() == 1.1283791670955126f);

} // namespace

BOOST_AUTO_TEST_CASE(error_functions_at_run_time) {
    volatile double one = 1, infinity = inf;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(the_tail_keeps_its_digits(one));
    BOOST_TEST(at_infinity(infinity));
}

// The constant has the precision of the scalar.
BOOST_AUTO_TEST_CASE(in_fifty_digits) {
    using number = boost::multiprecision::cpp_bin_float_50;
    const number expected("1.1283791670955125738961589031215451716881012586580");
    BOOST_TEST(abs(gradient(erf(x), at(x = number(0)))[x] - expected) < 1e-48);
    BOOST_TEST(abs(gradient(erfc(x), at(x = number(0)))[x] + expected) < 1e-48);
}
