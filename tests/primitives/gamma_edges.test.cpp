// SPDX-License-Identifier: BSL-1.0
//
// The library's own gamma functions at the edges of their pieces, against the standard library's in
// long double, values in closed form and recurrences; without optimisation, so that every line is
// executed as it is written.
#include <ctgrad/primitives/gamma.hpp>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>

#include <boost/test/unit_test.hpp>

namespace elementary = ctgrad::detail::elementary;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool is_within(double found, long double exact, double tolerance) {
    const auto nearest = static_cast<double>(exact);
    return found == nearest || (found != found && nearest != nearest) ||
           std::abs(found - exact) <= tolerance * std::abs(exact);
}
bool is_nan(double x) {
    return x != x;
}

} // namespace

BOOST_AUTO_TEST_CASE(gamma_and_its_logarithm) {
    for (const double x :
         {0x1p-1074, -0x1p-1074, 1e-300, 1e-20, -1e-20, 0.1,    0.5,    0.9,
          1.0,       1.1,        1.5,    1.9,   2.0,    2.1,    2.5,    3.0,
          7.5,       12.0,       30.5,   100.0, 170.5,  171.7,  1e3,    1e10,
          1e300,     -0.5,       -1.5,   -2.5,  -20.25, -170.5, -190.5, -1e5 - 0.5}) {
        BOOST_TEST(
            is_within(elementary::lgamma(x), std::lgamma(static_cast<long double>(x)), 4e-16),
            "lgamma(" << x << ") = " << elementary::lgamma(x));
        BOOST_TEST(
            is_within(elementary::tgamma(x), std::tgamma(static_cast<long double>(x)), 4e-16),
            "tgamma(" << x << ") = " << elementary::tgamma(x));
    }
    BOOST_TEST((elementary::lgamma(0.0) == infinity && elementary::lgamma(-3.0) == infinity));
    BOOST_TEST(
        (elementary::lgamma(infinity) == infinity && elementary::tgamma(infinity) == infinity));
    BOOST_TEST((elementary::tgamma(0.0) == infinity && elementary::tgamma(-0.0) == -infinity));
    BOOST_TEST((is_nan(elementary::tgamma(-3.0)) && is_nan(elementary::tgamma(-infinity))));
    BOOST_TEST(elementary::lgamma(-infinity) == infinity);
    BOOST_TEST(
        (is_nan(elementary::lgamma(not_a_number)) && is_nan(elementary::tgamma(not_a_number))));
}

BOOST_AUTO_TEST_CASE(digamma) {
    constexpr double euler = std::numbers::egamma, two_log_2 = 2 * std::numbers::ln2;
    BOOST_TEST(is_within(elementary::digamma(1), -euler, 4e-16));
    BOOST_TEST(is_within(elementary::digamma(0.5), -euler - two_log_2, 4e-16));
    // digamma(x + 1) = digamma(x) + 1/x
    for (const double x : {1e-8, 0.25, 0.75, 1.25, 2.5, 7.0, 30.0, 1e6, -0.5, -1.75, -30.25})
        BOOST_TEST(std::abs(elementary::digamma(x + 1) - (elementary::digamma(x) + 1 / x)) <=
                       1e-15 * (std::abs(1 / x) + std::abs(elementary::digamma(x))),
                   "digamma(" << x << ")");
    BOOST_TEST(is_within(elementary::digamma(1e300), std::log(1e300L), 4e-16));
    BOOST_TEST(
        (elementary::digamma(infinity) == infinity && is_nan(elementary::digamma(-infinity))));
    BOOST_TEST((elementary::digamma(0.0) == -infinity && elementary::digamma(-0.0) == infinity));
    BOOST_TEST((is_nan(elementary::digamma(-4.0)) && is_nan(elementary::digamma(not_a_number))));
    // The zero between 1 and 2, nearest double: the slope there is 0.9676720454.
    BOOST_TEST(std::abs(elementary::digamma(0x1.762d86356be3fp0)) < 4e-16);
    // And the one between -1 and 0.
    BOOST_TEST(std::abs(elementary::digamma(-0.5040830082644554)) < 4e-15);
}

BOOST_AUTO_TEST_CASE(polygamma) {
    // polygamma(n, 1) = (-1)^(n+1) n! zeta(n+1), and 2^(n+1) - 1 times as much at 1/2.
    const double pi2 = std::numbers::pi * std::numbers::pi, zeta3 = 1.2020569031595942;
    struct known {
        double n, at_one;
    };
    for (const auto& [n, at_one] :
         {known{1, pi2 / 6}, known{2, -2 * zeta3}, known{3, 6 * pi2 * pi2 / 90}}) {
        BOOST_TEST(is_within(elementary::polygamma(n, 1), at_one, 1e-15));
        BOOST_TEST(
            is_within(elementary::polygamma(n, 0.5), at_one * (std::exp2(n + 1) - 1), 1e-15));
    }
    BOOST_TEST(elementary::polygamma(0, 2.5) == elementary::digamma(2.5));

    // polygamma(n, x + 1) = polygamma(n, x) + (-1)^n n! / x^(n+1)
    for (const double n : {1.0, 2.0, 3.0, 8.0, 25.0, 100.0})
        for (const double x : {0.25, 0.75, 1.5, 5.0, 40.0, 200.0, -0.75, -2.25, -6.5}) {
            const double step =
                (std::fmod(n, 2) == 0 ? 1 : -1) * std::tgamma(n + 1) * std::pow(x, -n - 1);
            const double here = elementary::polygamma(n, x), next = elementary::polygamma(n, x + 1);
            BOOST_TEST(std::abs(next - (here + step)) <=
                           1e-13 * (std::abs(here) + std::abs(step) + std::abs(next)),
                       "polygamma(" << n << ", " << x << ")");
        }
    // Far out polygamma(n, x) is (-1)^(n+1) (n-1)! / x^n.
    BOOST_TEST(is_within(elementary::polygamma(1, 1e100), 1e-100L, 4e-16));
    BOOST_TEST(is_within(elementary::polygamma(3, 1e50), 2e-150L, 1e-15));
    BOOST_TEST(is_within(elementary::polygamma(2, 1e300), -0.0L, 0));
    // Near a pole it is (-1)^(n+1) n! / x^(n+1).
    BOOST_TEST(is_within(elementary::polygamma(1, 1e-100), 1e200L, 1e-15));
    BOOST_TEST((elementary::polygamma(1, 1e-200) == infinity &&
                elementary::polygamma(2, 1e-200) == -infinity));
    BOOST_TEST((elementary::polygamma(2, -1e-200) == infinity &&
                elementary::polygamma(1, -1e-200) == infinity));
    BOOST_TEST((elementary::polygamma(400, 1e-3) == -infinity));

    BOOST_TEST((elementary::polygamma(1, 0.0) == infinity &&
                elementary::polygamma(2, 0.0) == -infinity &&
                elementary::polygamma(2, -0.0) == infinity));
    BOOST_TEST(
        (elementary::polygamma(1, infinity) == 0 && elementary::polygamma(2, infinity) == 0));
    BOOST_TEST(
        (elementary::polygamma(1, -3.0) == infinity && is_nan(elementary::polygamma(2, -3.0))));
    for (const double n : {-1.0, 0.5, 10001.0, not_a_number})
        BOOST_TEST(is_nan(elementary::polygamma(n, 2)));
    BOOST_TEST((is_nan(elementary::polygamma(1, -infinity)) &&
                is_nan(elementary::polygamma(1, not_a_number))));
}
