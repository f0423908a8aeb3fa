// SPDX-License-Identifier: BSL-1.0
//
// The elementary functions beside those of elementary.test.cpp, measured in the same way: other
// bases, roots, hyperbolic and inverse functions, half turns, logarithms of sums, the normal
// distribution.
#define BOOST_TEST_MODULE elementary_more
#include "accuracy.hpp"

#include <ctgrad/detail/elementary.hpp>

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/erf.hpp>

namespace elementary = ctgrad::detail::elementary;

namespace {

using namespace accuracy;

// The function of the same name with 50 digits.
constexpr auto precisely(auto function) {
    return [=](double x) { return reference(function(reference(x))); };
}

points whole_line() {
    points p;
    p.logarithmic(2000, smallest, largest).even(2000, -3, 3).logarithmic(2000, 0x1p-35, 50);
    p.logarithmic(250, smallest, smallest_normal).edges({1, -1, 0x1p-27, 40, 0x1p30, largest});
    return p;
}
points unit_interval() {
    points p;
    p.logarithmic(1500, smallest, 1).even(2000, -1, 1).logarithmic(500, 0x1p-35, 1);
    p.edges({0.7071067811865476, 0.5, 0.17, 0x1p-27});
    for (int i = 1; i < 53; ++i)
        for (const double x : {1 - std::ldexp(1.0, -i), std::ldexp(1.0, -i) - 1})
            p.edges({x});
    for (double& x : p.values)
        x = std::fmin(std::fmax(x, -1), 1);
    return p;
}

} // namespace

BOOST_AUTO_TEST_CASE(other_bases) {
    points p;
    p.logarithmic(2000, 0x1p-70, 1074).even(2000, -1076, 1025).even(500, -1076, -1020);
    p.edges({1024, -1022, -1074, -1075, 0.5, -0.5, 0x1p-60, 1100, -1100, largest});
    measure("exp2", elementary::exp2, precisely([](auto x) { return pow(reference(2), x); }), p);
    points q;
    q.logarithmic(4000, smallest, largest, false).even(2000, 0.5, 2).even(1000, 0.99, 1.01);
    q.edges({1, 2, 10, 1000, smallest_normal, 1.4142135623730951, 0.7071067811865476});
    measure("log2", elementary::log2, precisely([](auto x) { return log2(x); }), q);
    measure("log10", elementary::log10, precisely([](auto x) { return log10(x); }), q);
    for (int k = -1074; k < 1024; ++k) {
        BOOST_TEST(elementary::exp2(k) == std::ldexp(1.0, k));
        BOOST_TEST(elementary::log2(std::ldexp(1.0, k)) == k);
    }
    double power = 1;
    for (int k = 0; k <= 22; ++k, power *= 10)
        BOOST_TEST(elementary::log10(power) == k);
}

BOOST_AUTO_TEST_CASE(roots) {
    points p = whole_line();
    p.logarithmic(2000, 1, 8);
    for (int i = 1; i < 1000; ++i)
        p.edges({1.0 * i * i * i});
    measure("cbrt", elementary::cbrt, precisely([](auto x) {
                return x < 0 ? reference(-cbrt(reference(-x))) : reference(cbrt(x));
            }),
            p);
    for (int i = 1; i < 1000; ++i)
        BOOST_TEST(elementary::cbrt(1.0 * i * i * i) == i);
    points y;
    for (const double x : p.values) {
        const double near = std::ldexp(x, static_cast<int>(y.random() % 120) - 60);
        y.values.push_back(near * std::ldexp(static_cast<double>(y.random() >> 11), -53));
    }
    p.logarithmic(1000, smallest, largest);
    y.logarithmic(1000, smallest, largest);
    measure(
        "hypot", [](double a, double b) { return elementary::hypot(a, b); },
        [](double a, double b) { return reference(sqrt(reference(a) * a + reference(b) * b)); }, p,
        y);
    measure(
        "hypot3", [](double a, double b) { return elementary::hypot(a, b, a / 3); },
        [](double a, double b) {
            const reference third(a / 3);
            return reference(sqrt(reference(a) * a + reference(b) * b + third * third));
        },
        p, y);
}

BOOST_AUTO_TEST_CASE(hyperbolic) {
    points p = whole_line();
    p.even(2000, -711, 711).edges({710.4758600739439, 711, 0.34657359027997264, 37});
    measure("sinh", elementary::sinh, precisely([](auto x) { return sinh(x); }), p);
    measure("cosh", elementary::cosh, precisely([](auto x) { return cosh(x); }), p);
    measure("asinh", elementary::asinh, precisely([](auto x) {
                const reference a = abs(x), r = log1p(a + a * a / (1 + sqrt(1 + a * a)));
                return x < 0 ? reference(-r) : r;
            }),
            p);
    points q;
    q.logarithmic(2000, 1, largest, false).even(2000, 1, 3).even(500, 1, 1.001).edges({0x1p30});
    for (int i = 1; i < 53; ++i)
        q.edges({1 + 2 * std::ldexp(1.0, -i)});
    measure("acosh", elementary::acosh, precisely([](auto x) {
                const reference u = x - 1;
                return reference(log1p(u + sqrt(u * (x + 1))));
            }),
            q);
    measure("atanh", elementary::atanh, precisely([](auto x) {
                const reference a = abs(x), r = a == 1 ? reference(ldexp(reference(1), 1024))
                                                       : reference(log1p(2 * a / (1 - a)) / 2);
                return x < 0 ? reference(-r) : r;
            }),
            unit_interval());
}

BOOST_AUTO_TEST_CASE(inverse_trigonometric) {
    const points p = unit_interval();
    measure("asin", elementary::asin,
            precisely([](auto x) { return atan2(x, reference(sqrt((1 - x) * (1 + x)))); }), p);
    measure("acos", elementary::acos,
            precisely([](auto x) { return atan2(reference(sqrt((1 - x) * (1 + x))), x); }), p);
}

BOOST_AUTO_TEST_CASE(half_turns) {
    points p = whole_line();
    p.even(4000, -40, 40).logarithmic(2000, 0x1p-40, 0x1p54).edges({0x1p51, 0x1p52, 0x1p53});
    for (int i = -50; i < 50; ++i)
        p.edges({0.25 * i});
    const reference pi = boost::math::constants::pi<reference>();
    // The rest of whole turns is exact in 50 digits: of larger numbers, which are even, it is 0.
    const auto turn = [&](double x) { return reference(pi * std::remainder(x, 2.0)); };
    const auto exact_sine = [&](double x) {
        return std::trunc(x) == x ? reference(0) : reference(sin(turn(x)));
    };
    const auto exact_cosine = [&](double x) {
        const double rest = std::fabs(std::remainder(x, 2.0));
        return rest == 0.5 || rest == 1.5 ? reference(0) : reference(cos(turn(x)));
    };
    measure("sinpi", elementary::sinpi, exact_sine, p);
    measure("cospi", elementary::cospi, exact_cosine, p);
}

BOOST_AUTO_TEST_CASE(logarithms_of_odds_and_sums) {
    points p;
    p.logarithmic(2000, smallest, 1, false).even(2000, 0, 1).even(500, 0.499, 0.501);
    p.edges({0.25, 0.75, 0.5, 0x1p-60});
    for (int i = 1; i < 53; ++i)
        p.edges({0.5 + std::ldexp(1.0, -i - 1), 0.5 - std::ldexp(1.0, -i - 1)});
    for (double& x : p.values)
        x = std::fmin(std::fmax(x, smallest), 1 - 0x1p-53);
    measure("logit", elementary::logit, precisely([](auto x) {
                return x < 0.1 ? reference(log(x / (1 - x)))
                               : reference(log1p((2 * x - 1) / (1 - x)));
            }),
            p);
    points x;
    points y;
    x.even(2000, 0, 40).even(1000, -40, -1).logarithmic(1000, smallest, largest, false);
    x.logarithmic(500, smallest, 1, false);
    for (const double a : x.values) // the sum of the exponentials stays away from 1
        y.values.push_back(a - std::ldexp(static_cast<double>(y.random() >> 11), -46) * (a < 1e3));
    const auto exact = [](double a, double b) {
        const reference larger = a < b ? b : a, smaller = a < b ? a : b;
        return reference(larger + log1p(exp(smaller - larger)));
    };
    points first;
    points second;
    for (std::size_t i = 0; i < x.values.size(); ++i)
        if (abs(exact(x.values[i], y.values[i])) > 0.01 * std::fabs(x.values[i])) {
            first.values.push_back(x.values[i]);
            second.values.push_back(y.values[i]);
        }
    BOOST_TEST(2 * first.values.size() > x.values.size());
    measure("logaddexp", elementary::logaddexp, exact, first, second);
}

BOOST_AUTO_TEST_CASE(normal_distribution) {
    points p;
    p.logarithmic(500, 0x1p-60, 39).even(1000, -38.7, 38.7).even(1000, -4, 4);
    p.even(250, -38.6, -37).logarithmic(125, smallest, 0x1p-60);
    p.edges({1.7677669529663687, -1.7677669529663687, 8.3, 9, -38.4, 38.6, -39});
    const reference pi = boost::math::constants::pi<reference>();
    measure(
        "density", elementary::normal_pdf,
        [&](double x) { return reference(exp(-reference(x) * x / 2) / sqrt(2 * pi)); }, p);
    measure(
        "cdf", elementary::normal_cdf,
        [&](double x) {
            return reference(boost::math::erfc(reference(-reference(x) / sqrt(reference(2)))) / 2);
        },
        p);
    p.logarithmic(1000, 1, 1e154).edges({0x1p490, 0x1.6a09e667f3bccp512});
    measure(
        "log", elementary::normal_log_density,
        [&](double x) { return reference(-reference(x) * x / 2 - log(2 * pi) / 2); }, p);
}

BOOST_AUTO_TEST_CASE(special_values_are_those_of_the_standard_library) {
    for (const double x : {0.0,     -0.0,     1.0,       -1.0,     0.5,       -0.5,        2.0,
                           -2.0,    8.0,      -27.0,     1000.0,   -1000.0,   1e300,       -1e300,
                           largest, smallest, -smallest, infinity, -infinity, not_a_number}) {
        // Where a result is exact, zero, infinite or NaN there is nothing to round.
        const auto exact = [](double v) { return v != v || v == 0 || std::fabs(v) == infinity; };
        const auto check = [&](double ours, double theirs) {
            BOOST_TEST((exact(ours) || exact(theirs) ? same(ours, theirs) : true),
                       ours << " for " << theirs << " at " << x);
        };
        check(elementary::exp2(x), std::exp2(x));
        check(elementary::log2(x), std::log2(x));
        check(elementary::log10(x), std::log10(x));
        check(elementary::cbrt(x), std::cbrt(x));
        check(elementary::sinh(x), std::sinh(x));
        check(elementary::cosh(x), std::cosh(x));
        check(elementary::asinh(x), std::asinh(x));
        check(elementary::acosh(x), std::acosh(x));
        check(elementary::atanh(x), std::atanh(x));
        check(elementary::asin(x), std::asin(x));
        check(elementary::acos(x), std::acos(x));
        for (const double y : {0.0, -1.0, 3.0, 1e300, largest, smallest, -infinity, not_a_number}) {
            check(elementary::hypot(x, y), std::hypot(x, y));
            check(elementary::hypot(y, 0, x), std::hypot(x, y));
        }
    }
}

// The same under constant evaluation: every branch once, so that none holds an operation that a
// constant expression may not contain.

static_assert(elementary::exp2(10.0) == 1024 && elementary::exp2(0.5) == 1.4142135623730951);
static_assert(elementary::exp2(-1074) == smallest && elementary::exp2(1e300) == infinity);
static_assert(elementary::exp2(-infinity) == 0 && elementary::exp2(smallest) == 1);
static_assert(elementary::log2(8.0) == 3 && elementary::log2(smallest) == -1074);
static_assert(elementary::log10(1e22) == 22 && elementary::log10(2.0) == 0.3010299956639812);
static_assert(elementary::log10(0.0) == -infinity && elementary::log2(infinity) == infinity);
static_assert(same(elementary::log2(-1.0), not_a_number));
static_assert(elementary::cbrt(-27.0) == -3 && elementary::cbrt(2.0) == 1.2599210498948732);
static_assert(elementary::cbrt(smallest) == 1.7031839360032603e-108);
static_assert(elementary::hypot(3.0, -4.0) == 5 && elementary::hypot(1.0, 2.0, 2.0) == 3);
static_assert(elementary::hypot(largest, largest) == infinity);
static_assert(elementary::hypot(3 * smallest, 4 * smallest) == 5 * smallest);
static_assert(elementary::hypot(not_a_number, -infinity) == infinity);
static_assert(same(elementary::hypot(largest, largest, not_a_number), not_a_number));
static_assert(elementary::sinh(1.0) == 1.1752011936438014 && same(elementary::sinh(-0.0), -0.0));
static_assert(elementary::sinh(-1000.0) == -infinity && elementary::sinh(50.0) > 2.5e21);
static_assert(elementary::cosh(1.0) == 1.5430806348152437 && elementary::cosh(smallest) == 1);
static_assert(elementary::cosh(710.4) < infinity && elementary::cosh(-infinity) == infinity);
static_assert(elementary::asinh(1.0) == 0.881373587019543 && elementary::asinh(1e300) > 691);
static_assert(elementary::acosh(2.0) == 1.3169578969248168 && elementary::acosh(1.0) == 0);
static_assert(same(elementary::acosh(0.5), not_a_number) && elementary::acosh(1e300) > 691);
static_assert(elementary::atanh(0.5) == 0.5493061443340549 && elementary::atanh(0.1) > 0.1);
static_assert(elementary::atanh(-1.0) == -infinity && same(elementary::atanh(2.0), not_a_number));
static_assert(elementary::asin(1.0) == 1.5707963267948966 && elementary::asin(smallest) > 0);
static_assert(elementary::asin(0.5) == 0.5235987755982989 && elementary::acos(0.5) > 1.047);
static_assert(elementary::acos(1.0) == 0 && elementary::acos(-1.0) == 3.141592653589793);
static_assert(same(elementary::asin(-1.5), not_a_number));
static_assert(same(elementary::acos(infinity), not_a_number));
static_assert(elementary::sinpi(0.5) == 1 && elementary::sinpi(1.0 / 6) == 0.5);
static_assert(same(elementary::sinpi(3.0), 0.0) && same(elementary::sinpi(-2.0), -0.0));
static_assert(same(elementary::cospi(0.5), 0.0) && elementary::cospi(1e300) == 1);
static_assert(elementary::cospi(0.25) == 0.7071067811865476 && elementary::cospi(-7.0) == -1);
static_assert(elementary::sinpi(smallest) == 3 * smallest);
static_assert(same(elementary::sinpi(infinity), not_a_number));
static_assert(elementary::logit(0.5) == 0 && elementary::logit(0.0) == -infinity);
static_assert(elementary::logit(1.0) == infinity && same(elementary::logit(1.5), not_a_number));
static_assert(elementary::logit(0.9) == 2.1972245773362196 && elementary::logit(1e-300) < -690);
static_assert(elementary::logaddexp(0.0, 0.0) == 0.6931471805599453);
static_assert(elementary::logaddexp(-infinity, 2.0) == 2);
static_assert(elementary::logaddexp(1e300, -1e300) == 1e300);
static_assert(elementary::logaddexp(0.0, -740.0) == elementary::exp(-740.0));
static_assert(elementary::logaddexp(infinity, infinity) == infinity);
static_assert(elementary::normal_pdf(0.0) == 0.3989422804014327);
static_assert(elementary::normal_pdf(infinity) == 0 && elementary::normal_pdf(38.5) > 0);
static_assert(elementary::normal_cdf(0.0) == 0.5 && elementary::normal_cdf(infinity) == 1);
static_assert(elementary::normal_cdf(-1.96) == 0.024997895148220435);
static_assert(elementary::normal_cdf(3.0) == 0.9986501019683699);
static_assert(elementary::normal_cdf(-38.0) > 0 && elementary::normal_cdf(-infinity) == 0);
static_assert(elementary::normal_log_density(0.0) == -0.9189385332046728);
static_assert(elementary::normal_log_density(1e154) == -5e307);
static_assert(elementary::normal_log_density(-infinity) == -infinity);
