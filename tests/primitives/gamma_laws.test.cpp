// SPDX-License-Identifier: BSL-1.0
//
// The laws of laws.test.cpp, of the gamma functions.
#include "gamma_functions.hpp"

#include <ctgrad/near.hpp>

#include <cmath>
#include <limits>

#include <boost/multiprecision/cpp_bin_float.hpp>

using namespace gamma_laws;

namespace {

using reference = boost::multiprecision::cpp_bin_float_50;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Relative, and absolute for small numbers.
bool close(const reference& a, const reference& b, double tolerance) {
    const reference larger = abs(a) > abs(b) ? abs(a) : abs(b);
    return abs(a - b) <= tolerance * (larger > 0.01 ? larger : reference(0.01));
}

} // namespace

BOOST_AUTO_TEST_CASE(partials_are_the_limits_of_difference_quotients) {
    laws::for_each(functions(), [](auto f) {
        using F = decltype(f);
        for (const double x : laws::steps) {
            const reference h("1e-16");
            const reference quotient =
                (value_of<F>(reference(x + h)) - value_of<F>(reference(x - h))) / (2 * h);
            const reference exact = partial_of<F>(reference(x));
            BOOST_TEST(close(exact, quotient, 1e-27), exact << " is not " << quotient);
            const double computed = partial_of<F>(x);
            BOOST_TEST(close(computed, exact, 1e-13), computed << " is not " << exact);
        }
    });
}

BOOST_AUTO_TEST_CASE(names_are_unique_and_nan_stays) {
    for (const std::string_view name : {"lgamma", "tgamma", "digamma", "polygamma"})
        laws::for_each_primitive([=](auto primitive) { BOOST_TEST(primitive.name != name); });
    laws::for_each(functions(), [](auto f) {
        const double value = value_of<decltype(f)>(not_a_number);
        BOOST_TEST(value != value);
    });
    BOOST_TEST(std::isnan(ctgrad::polygamma(not_a_number, 1.0)));
    for (const double order : {-1.0, 0.5, 10001.0, infinity})
        BOOST_TEST(std::isnan(ctgrad::polygamma(order, 1.0)));
}

// A wrong rule is noticed: of each mutant the first law does not hold somewhere on the grid.
BOOST_AUTO_TEST_CASE(wrong_rules_are_noticed) {
    constexpr double (*mutations[])(double, double) = {
        [](double p, double) { return -p; }, [](double p, double) { return p * 1.0000001; },
        [](double p, double x) { return p - x; }, [](double, double) { return 0.0; },
        [](double p, double) { return 1 / p; }};
    laws::for_each(functions(), [&](auto f) {
        using F = decltype(f);
        for (const auto mutate : mutations) {
            bool caught = false;
            for (const double x : laws::steps) {
                const double h = 0x1p-17;
                const double quotient = (value_of<F>(x + h) - value_of<F>(x - h)) / (2 * h);
                caught = caught || !near(mutate(partial_of<F>(x), x), quotient, 1e-8);
            }
            BOOST_TEST(caught);
        }
    });
}
