// SPDX-License-Identifier: BSL-1.0
//
// Each elementary function at the edges of its pieces, against the standard library's in long
// double; without optimisation, so that every line is executed as it is written.
#include <ctgrad/detail/elementary.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace elementary = ctgrad::detail::elementary;

namespace {

using wide = long double;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Both signs of sizes from the smallest double to the largest, and what is none.
std::vector<double> edges() {
    std::vector<double> points{not_a_number};
    for (const double size : {0.0,       0x1p-1074,
                              0x1p-1022, 1e-300,
                              1e-100,    1e-20,
                              1e-9,      1e-4,
                              0.1,       0.25,
                              0.3,       0.4999,
                              0.5,       0.75,
                              0.9,       0x1.fffffffffffffp-1,
                              1.0,       0x1.0000000000001p0,
                              1.1,       1.5,
                              2.0,       2.5,
                              3.0,       4.0,
                              6.5,       8.0,
                              9.5,       20.0,
                              22.5,      27.0,
                              40.0,      100.0,
                              700.0,     709.9,
                              720.5,     745.2,
                              1e4,       1e6,
                              1e9,       1e16,
                              1e22,      1e100,
                              1e300,     0x1.fffffffffffffp1023,
                              infinity}) {
        points.push_back(size);
        points.push_back(-size);
    }
    return points;
}

bool is_within_one_ulp(double found, wide exact) {
    const auto nearest = static_cast<double>(exact);
    return found == nearest || (found != found && nearest != nearest) ||
           std::nextafter(found, nearest) == nearest;
}

void check(const char* name, double (*function)(double), wide (*reference)(wide)) {
    for (const double x : edges()) {
        const double found = function(x);
        const wide exact = reference(x);
        BOOST_TEST(is_within_one_ulp(found, exact),
                   name << "(" << x << ") is " << exact << ", found " << found);
    }
}
void check(const char* name, double (*function)(double, double), wide (*reference)(wide, wide)) {
    for (const double x : edges())
        for (const double y : edges()) {
            const double found = function(x, y);
            const wide exact = reference(x, y);
            BOOST_TEST(is_within_one_ulp(found, exact),
                       name << "(" << x << ", " << y << ") is " << exact << ", found " << found);
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(exponentials_and_logarithms) {
    check("exp", elementary::exp, std::exp);
    check("exp2", elementary::exp2, std::exp2);
    check("expm1", elementary::expm1, std::expm1);
    check("log", elementary::log, std::log);
    check("log2", elementary::log2, std::log2);
    check("log10", elementary::log10, std::log10);
    check("log1p", elementary::log1p, std::log1p);
    check("sigmoid", elementary::sigmoid, [](wide x) { return 1 / (1 + std::exp(-x)); });
    check("softplus", elementary::softplus,
          [](wide x) { return x > 100 ? x : std::log1p(std::exp(x)); });
    check("logit", elementary::logit, [](wide p) {
        return p < wide(0.1) ? std::log(p) - std::log1p(-p) : 2 * std::atanh(2 * p - 1);
    });
}

// Where the sum cancels its error is an absolute one.
BOOST_AUTO_TEST_CASE(logarithm_of_a_sum) {
    for (const double x : edges())
        for (const double y : edges()) {
            const double found = elementary::logaddexp(x, y);
            const wide large = std::fmax(x, y), small = std::fmin(x, y);
            const wide exact = std::isinf(large) || std::isinf(small)
                                   ? large
                                   : large + std::log1p(std::exp(small - large));
            if (std::isnan(x) || std::isnan(y))
                BOOST_TEST(std::isnan(found));
            else
                BOOST_TEST((found == exact ||
                            std::abs(found - exact) <= 0x1p-52L * std::abs(exact) + 0x1p-59L),
                           "logaddexp(" << x << ", " << y << ") is " << exact << ", found "
                                        << found);
        }
}

BOOST_AUTO_TEST_CASE(powers_and_roots) {
    check("pow", elementary::pow, std::pow);
    check("sqrt", elementary::sqrt, std::sqrt);
    check("cbrt", elementary::cbrt, std::cbrt);
    check("hypot", elementary::hypot, std::hypot);
}

BOOST_AUTO_TEST_CASE(angles) {
    check("sin", elementary::sin, std::sin);
    check("cos", elementary::cos, std::cos);
    check("tan", elementary::tan, std::tan);
    check("asin", elementary::asin, std::asin);
    check("acos", elementary::acos, std::acos);
    check("atan", elementary::atan, std::atan);
    check("atan2", elementary::atan2, std::atan2);
}

BOOST_AUTO_TEST_CASE(half_turns) {
    BOOST_TEST((elementary::sinpi(0.5) == 1 && elementary::sinpi(-2.5) == -1));
    BOOST_TEST((elementary::sinpi(1e15) == 0 && elementary::cospi(1e15 + 1) == -1));
    BOOST_TEST(is_within_one_ulp(elementary::sinpi(0.25), std::sqrt(wide(0.5))));
    BOOST_TEST(is_within_one_ulp(elementary::cospi(-1.25), -std::sqrt(wide(0.5))));
    for (const double none : {infinity, -infinity, not_a_number}) {
        BOOST_TEST(std::isnan(elementary::sinpi(none)));
        BOOST_TEST(std::isnan(elementary::cospi(none)));
    }
}

BOOST_AUTO_TEST_CASE(hyperbolic) {
    check("sinh", elementary::sinh, std::sinh);
    check("cosh", elementary::cosh, std::cosh);
    check("tanh", elementary::tanh, std::tanh);
    check("asinh", elementary::asinh, std::asinh);
    check("acosh", elementary::acosh, std::acosh);
    check("atanh", elementary::atanh, std::atanh);
}

BOOST_AUTO_TEST_CASE(error_function) {
    check("erf", elementary::erf, std::erf);
    check("erfc", elementary::erfc, std::erfc);
}

BOOST_AUTO_TEST_CASE(whole_numbers) {
    check("floor", elementary::floor, std::floor);
    check("ceil", elementary::ceil, std::ceil);
    check("trunc", elementary::trunc, std::trunc);
    check("round", elementary::round, std::round);
    check("fmod", elementary::fmod, std::fmod);
    check("copysign", elementary::copysign, std::copysign);
}

// What a processor does, bit by bit: the sums of two doubles are rounded once.
BOOST_AUTO_TEST_CASE(arithmetic) {
    const auto is_same = [](double found, double expected) {
        return found == expected ? std::signbit(found) == std::signbit(expected)
                                 : found != found && expected != expected;
    };
    for (const double x : edges())
        for (const double y : edges()) {
            BOOST_TEST(is_same(elementary::sum(x, y), x + y), x << " + " << y);
            BOOST_TEST(is_same(elementary::difference(x, y), x - y), x << " - " << y);
            BOOST_TEST(is_same(elementary::product(x, y), x * y), x << " * " << y);
            BOOST_TEST(is_same(elementary::quotient(x, y), x / y), x << " / " << y);
            for (const double z : {0.0, -0x1p-1074, 1.0, -1e-20, 1e300, infinity, not_a_number})
                BOOST_TEST(is_same(elementary::fma(x, y, z), std::fma(x, y, z)),
                           x << " * " << y << " + " << z);
        }
}
