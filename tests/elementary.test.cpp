// SPDX-License-Identifier: BSL-1.0
//
// The elementary functions against references of 50 digits: random points spread evenly over the
// logarithm of the whole domain and over the range where a function does something, edge points,
// and the special values of C99, Annex F. `--log_level=message` prints the largest errors.
#include <ctgrad/detail/elementary.hpp>

#define BOOST_TEST_MODULE elementary
#include "accuracy.hpp"

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/erf.hpp>

namespace elementary = ctgrad::detail::elementary;

namespace {

using namespace accuracy;
using long_reference = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<420>>;

// x modulo pi/2: 420 digits leave more than 50 of the largest double.
struct angle {
    reference rest;
    int quadrant;
};

angle reduce(double x) {
    static const long_reference half_pi = boost::math::constants::half_pi<long_reference>();
    if (std::fabs(x) < 0.7)
        return {reference(x), 0};
    const long_reference turns = floor(long_reference(x) / half_pi + 0.5);
    const long_reference quadrant = turns - 4 * floor(turns / 4);
    return {reference(long_reference(long_reference(x) - turns * half_pi)),
            static_cast<int>(quadrant)};
}

reference exact_sin(double x) {
    const angle a = reduce(x);
    const reference s = a.quadrant % 2 == 0 ? sin(a.rest) : cos(a.rest);
    return a.quadrant < 2 ? s : reference(-s);
}

reference exact_cos(double x) {
    const angle a = reduce(x);
    const reference c = a.quadrant % 2 == 0 ? cos(a.rest) : sin(a.rest);
    return a.quadrant == 0 || a.quadrant == 3 ? c : reference(-c);
}

reference exact_tan(double x) {
    const angle a = reduce(x);
    const reference t = sin(a.rest) / cos(a.rest);
    return a.quadrant % 2 == 0 ? t : reference(-1 / t);
}

// Doubles nearest to multiples of pi/2, among them the closest of all: J.-M. Muller, Elementary
// Functions, table 11.1.
const std::initializer_list<double> near_multiples = {0x1.921fb54442d18p0,
                                                      0x1.921fb54442d18p1,
                                                      0x1.2d97c7f3321d2p2,
                                                      0x1.921fb54442d18p-1,
                                                      0x1.6ac5b262ca1ffp849,
                                                      0x1.6ac5b262ca1ffp+850,
                                                      0x1.921fb54442d18p3,
                                                      1e22,
                                                      0x1p1023,
                                                      largest,
                                                      0x1.16a3f5c0b4f7fp30};

points angles() {
    points p;
    p.logarithmic(24000, 0x1p-30, 0x1p30).logarithmic(12000, 0x1p30, largest);
    p.logarithmic(2000, smallest, 0x1p-30).even(24000, -20, 20).edges(near_multiples);
    for (int i = 1; i < 2000; ++i)
        p.edges({i * 1.5707963267948966});
    return p;
}

reference exact_erf(double x) {
    return boost::math::erf(reference(x));
}
reference exact_erfc(double x) {
    return boost::math::erfc(reference(x));
}

} // namespace

BOOST_AUTO_TEST_CASE(exponential) {
    points p;
    p.logarithmic(40000, 0x1p-60, 709.7).even(40000, -745.2, 709.8).even(8000, -745.2, -708);
    p.logarithmic(2000, smallest, 0x1p-50)
        .edges({709.782712893384, -745.1332191019412, -708.4, 745});
    p.edges({-745.1332191019411, 0.34657359027997264, 1.0397207708399179, 710, 1e300, -1e300});
    measure(
        "exp", elementary::exp, [](double x) { return reference(exp(reference(x))); }, p);
    p.logarithmic(40000, 0x1p-10, 50).edges({45, -39});
    measure(
        "expm1", elementary::expm1, [](double x) { return reference(expm1(reference(x))); }, p);
}

BOOST_AUTO_TEST_CASE(logarithm) {
    points p;
    p.logarithmic(40000, smallest, largest, false).even(40000, 0.5, 2).even(20000, 0.99, 1.01);
    p.edges({1.4142135623730951, 0.7071067811865476, 2, smallest_normal, 0x1p-1000});
    for (int i = 1; i < 54; ++i)
        p.edges({1 + std::ldexp(1.0, -i), 1 - std::ldexp(1.0, -i)});
    measure(
        "log", elementary::log, [](double x) { return reference(log(reference(x))); }, p);
}

BOOST_AUTO_TEST_CASE(logarithm_of_one_plus) {
    points p;
    p.logarithmic(40000, 0x1p-60, 0.9).logarithmic(20000, smallest, largest, false);
    p.even(40000, -1, 2).even(20000, -0.3, 0.42);
    p.edges({-0.29, 0.41, 0x1p-54, -0x1p-54, 0x1p-53, -0x1p-53, -1 + 0x1p-53, 0x1p53, 0x1p54});
    measure(
        "log1p", elementary::log1p, [](double x) { return reference(log1p(reference(x))); }, p);
}

BOOST_AUTO_TEST_CASE(logistic) {
    points p;
    p.logarithmic(20000, 0x1p-60, 75).even(40000, -80, 80).even(8000, -745.2, -70);
    p.logarithmic(2000, smallest, 0x1p-50).logarithmic(2000, 80, 700);
    p.edges({75, -75, 0.8915981192837836, 36.7, 37.4, -708.4, -745});
    measure(
        "sigmoid", elementary::sigmoid,
        [](double x) { return reference(1 / (1 + exp(-reference(x)))); }, p);
    measure(
        "softplus", elementary::softplus,
        [](double x) {
            return x > 0 ? reference(x + log1p(exp(-reference(x))))
                         : reference(log1p(exp(reference(x))));
        },
        p);
}

BOOST_AUTO_TEST_CASE(square_root) {
    points p;
    p.logarithmic(100000, smallest, largest, false).logarithmic(20000, smallest, 0x1p-1000, false);
    p.edges({1, 2, 4, smallest_normal});
    for (int i = 1; i < 1000; ++i) // just below and above squares with many digits
        p.edges({(0x1p26 - i) * (0x1p26 - i)});
    const double worst = measure(
        "sqrt", elementary::sqrt, [](double x) { return reference(sqrt(reference(x))); }, p);
    BOOST_TEST(worst <= 0.5);
    for (const double x : p.values)
        BOOST_TEST(elementary::sqrt(x) == std::sqrt(x));
}

BOOST_AUTO_TEST_CASE(circular) {
    const points p = angles();
    measure("sin", elementary::sin, exact_sin, p);
    measure("cos", elementary::cos, exact_cos, p);
    measure("tan", elementary::tan, exact_tan, p);
}

BOOST_AUTO_TEST_CASE(hyperbolic) {
    points p;
    p.logarithmic(40000, 0x1p-35, 40).even(40000, -20, 20).logarithmic(2000, smallest, 0x1p-35);
    p.edges({19.1, 0x1p-27, 0.17328679513998632, 1e300});
    measure(
        "tanh", elementary::tanh, [](double x) { return reference(tanh(reference(x))); }, p);
}

BOOST_AUTO_TEST_CASE(power) {
    points x;
    points y;
    std::mt19937_64 random(7);
    // The result log-uniform: y = (random up to 746)/log x, for x over all doubles and near 1.
    x.logarithmic(48000, smallest, largest, false).even(24000, 0.5, 2).even(12000, 0.999, 1.001);
    for (const double base : x.values) {
        const double result = std::ldexp(static_cast<double>(random() >> 11), -53) * 1490 - 745;
        y.values.push_back(base == 1 ? 1 : result / std::log(base));
    }
    for (int i = 0; i < 24000; ++i) { // near overflow and underflow, where the exponent is largest
        const double base =
            std::exp(std::ldexp(static_cast<double>(random() >> 11), -53) * 20 - 10);
        const double result = i % 2 == 0 ? 709.7 : -708.0 - 0.00155 * i;
        x.values.push_back(base);
        y.values.push_back(result / std::log(base));
    }
    for (int i = 0; i < 12000; ++i) { // whole exponents, negative bases
        x.values.push_back(std::ldexp(static_cast<double>(random() >> 11), -50) - 4);
        y.values.push_back(static_cast<double>(random() % 400) - 200);
    }
    for (const double base : {1 + 0x1p-52, 1 - 0x1p-53, 1 + 0x1p-30})
        for (const double exponent : {1e10, -1e10, 1e17, -1e17, 3.1e18, 0x1p62, -0x1p62}) {
            x.values.push_back(base);
            y.values.push_back(exponent);
        }
    const auto exact = [](double a, double b) {
        const reference magnitude = exp(log(abs(reference(a))) * reference(b));
        const bool negative = a < 0 && std::fmod(b, 2) != 0;
        return negative ? reference(-magnitude) : magnitude;
    };
    measure("pow", elementary::pow, exact, x, y);
}

BOOST_AUTO_TEST_CASE(error_function) {
    points p;
    p.logarithmic(6000, 0x1p-32, 8).even(6000, -6.5, 6.5).logarithmic(800, smallest, 0x1p-32);
    p.edges({1.25, 0x1p-30, smallest_normal, 6});
    measure("erf", elementary::erf, exact_erf, p);
    p.even(6000, -6.5, 27.3).even(4000, 0, 3).even(2400, 26.4, 27.25);
    p.edges({26.543258454250988, 27.226017111108363, 27.3, 28});
    measure("erfc", elementary::erfc, exact_erfc, p);
}

BOOST_AUTO_TEST_CASE(arc_tangent) {
    points x;
    x.logarithmic(32000, 0x1p-32, 0x1p32).even(32000, -3, 3).logarithmic(2000, smallest, largest);
    for (int i = 0; i < 200; ++i)
        x.edges({i / 16.0});
    measure(
        "atan", elementary::atan, [](double t) { return reference(atan(reference(t))); }, x);
    points y;
    y.random.seed(11);
    for (const double a : x.values)
        y.values.push_back(
            std::ldexp(y.random() % 2 == 0 ? -a : a, static_cast<int>(y.random() % 80) - 40) *
            std::ldexp(static_cast<double>((y.random() >> 11) | 1), -53));
    x.logarithmic(12000, smallest, largest);
    y.logarithmic(12000, smallest, largest);
    x.logarithmic(2000, smallest, 0x1p-1020);
    y.logarithmic(2000, smallest, 0x1p-1020);
    const auto exact = [](double b, double a) {
        return reference(atan2(reference(b), reference(a)));
    };
    measure("atan2", elementary::atan2, exact, y, x);
}

// Special values

BOOST_AUTO_TEST_CASE(special_values_are_those_of_the_standard_library) {
    const std::vector<double> special = {
        0.0,       -0.0,       1,           -1,     infinity,   -infinity, not_a_number,
        smallest,  -2,         2,           0.5,    -0.5,       3,         -3,
        largest,   2.5,        -2.5,        0x1p53, 0x1p52 + 1, -largest,  1e-300,
        -smallest, 0x1p53 + 2, -0x1p52 - 1, 1e5,    -1e5};
    for (const double x : special) {
        // Where a result is exact, zero, infinite or NaN there is nothing to round.
        const auto exact = [](double v) { return v != v || v == 0 || std::fabs(v) == infinity; };
        const auto check = [&](double ours, double theirs) {
            BOOST_TEST((exact(ours) || exact(theirs) ? same(ours, theirs) : true),
                       ours << " for " << theirs << " at " << x);
        };
        check(elementary::exp(x), std::exp(x));
        check(elementary::expm1(x), std::expm1(x));
        check(elementary::log(x), std::log(x));
        check(elementary::log1p(x), std::log1p(x));
        check(elementary::sqrt(x), std::sqrt(x));
        check(elementary::sin(x), std::sin(x));
        check(elementary::cos(x), std::cos(x));
        check(elementary::tan(x), std::tan(x));
        check(elementary::tanh(x), std::tanh(x));
        check(elementary::erf(x), std::erf(x));
        check(elementary::erfc(x), std::erfc(x));
        check(elementary::atan(x), std::atan(x));
        BOOST_TEST(same(elementary::floor(x), std::floor(x)));
        BOOST_TEST(same(elementary::trunc(x), std::trunc(x)));
        for (const double y : special) {
            check(elementary::pow(x, y), std::pow(x, y));
            check(elementary::atan2(x, y), std::atan2(x, y));
        }
    }
}

BOOST_AUTO_TEST_CASE(rounding_is_that_of_the_standard_library) {
    points p;
    p.logarithmic(20000, smallest, largest).even(20000, -100, 100).logarithmic(20000, 0.1, 0x1p56);
    for (int i = -40; i <= 40; ++i)
        p.edges({i * 0.5, std::ldexp(1.0, i), std::ldexp(1.0, i + 13) - 0.5, -0x1p52 + i * 0.5});
    for (const double x : p.values) {
        BOOST_TEST(same(elementary::floor(x), std::floor(x)));
        BOOST_TEST(same(elementary::trunc(x), std::trunc(x)));
        BOOST_TEST(same(elementary::ceil(x), std::ceil(x)));
        BOOST_TEST(same(elementary::round(x), std::round(x)));
    }
}

// Exact, so that every bit pattern has one right answer.
BOOST_AUTO_TEST_CASE(fmod_and_fma_are_those_of_the_standard_library) {
    std::mt19937_64 random(3);
    const double edges[] = {0.0,       -0.0,    1,           -1,       0.5,
                            infinity,  -0.3,    smallest,    -largest, smallest_normal,
                            -infinity, 0x1p-52, -smallest,   0x1p53,   not_a_number,
                            3,         largest, 1 + 0x1p-52, -0x1p52,  -smallest_normal};
    const auto any = [&] {
        const std::uint64_t bits = random();
        if (random() % 4 == 0)
            return edges[bits % std::size(edges)];
        if (random() % 2 == 0)
            return std::bit_cast<double>(bits);
        return std::ldexp(static_cast<double>(bits >> 11), static_cast<int>(bits % 80) - 90);
    };
    std::size_t failures = 0;
    for (int i = 0; i < 300000; ++i) {
        double x = any(), y = any(), z = any();
        if (i % 8 == 0) // the product all but cancels
            z = std::nextafter(-x * y, i % 16 == 0 ? infinity : -infinity);
        if (i % 8 == 1) { // and is subnormal
            x = std::ldexp(1 + std::ldexp(static_cast<double>(random() >> 12), -52), -540);
            y = std::ldexp(1 + std::ldexp(static_cast<double>(random() >> 12), -52), i % 70 - 540);
            z = static_cast<double>(static_cast<int>(random() % 7) - 3) * smallest;
        }
        failures += !same(elementary::fmod(x, y), std::fmod(x, y));
        failures += !same(elementary::fma(x, y, z), std::fma(x, y, z));
    }
    BOOST_TEST(failures == 0);
}

// The same under constant evaluation: every branch once, so that none holds an operation that a
// constant expression may not contain.

static_assert(elementary::exp(1.0) == 2.718281828459045 && elementary::exp(-745) == smallest);
static_assert(elementary::exp(709.0) == 8.218407461554972e307 && elementary::exp(0.0) == 1);
static_assert(elementary::exp(infinity) == infinity && same(elementary::exp(-infinity), 0));
static_assert(elementary::exp(1e300) == infinity &&
              same(elementary::exp(not_a_number), not_a_number));
static_assert(elementary::exp(709.782712893384) == 1.7976931348622732e308);
static_assert(elementary::exp(709.7827128933841) == infinity);
static_assert(same(elementary::expm1(-0.0), -0.0) && elementary::expm1(-infinity) == -1);
static_assert(elementary::expm1(1e-300) == 1e-300 && elementary::expm1(infinity) == infinity);
static_assert(elementary::expm1(1.0) == 1.7182818284590453 && elementary::expm1(50.0) > 5e21);

static_assert(elementary::log(2.0) == 0.6931471805599453 && same(elementary::log(1.0), 0.0));
static_assert(elementary::log(smallest) == -744.4400719213812);
static_assert(elementary::log(largest) == 709.782712893384);
static_assert(elementary::log(0.0) == -infinity && elementary::log(-0.0) == -infinity);
static_assert(elementary::log(infinity) == infinity && same(elementary::log(-1.0), not_a_number));
static_assert(same(elementary::log(-infinity), not_a_number) &&
              same(elementary::log(not_a_number), not_a_number));

static_assert(elementary::log1p(1.0) == 0.6931471805599453 && same(elementary::log1p(-0.0), -0.0));
static_assert(elementary::log1p(1e-10) == 9.999999999500001e-11 && elementary::log1p(smallest) > 0);
static_assert(elementary::log1p(-0.5) == -0.6931471805599453);
static_assert(elementary::log1p(-1.0) == -infinity && elementary::log1p(infinity) == infinity);
static_assert(same(elementary::log1p(-2.0), not_a_number) &&
              same(elementary::log1p(not_a_number), not_a_number));

static_assert(elementary::sigmoid(0.0) == 0.5 && elementary::sigmoid(1.0) == 0.7310585786300049);
static_assert(elementary::sigmoid(-1.0) == 0.2689414213699951);
static_assert(elementary::sigmoid(infinity) == 1 && same(elementary::sigmoid(-infinity), 0.0));
static_assert(elementary::sigmoid(-745.0) == smallest && elementary::sigmoid(1e300) == 1);
static_assert(elementary::softplus(0.0) == 0.6931471805599453);
static_assert(elementary::softplus(1.0) == 1.3132616875182228);
static_assert(elementary::softplus(-1.0) == 0.3132616875182228);
static_assert(elementary::softplus(infinity) == infinity && elementary::softplus(1e300) == 1e300);
static_assert(same(elementary::softplus(-infinity), 0.0) &&
              elementary::softplus(-745.0) == smallest);
static_assert(same(elementary::sigmoid(not_a_number), not_a_number) &&
              same(elementary::softplus(not_a_number), not_a_number));

static_assert(elementary::sqrt(2.0) == 1.4142135623730951 && elementary::sqrt(9.0) == 3);
static_assert(elementary::sqrt(smallest) == 0x1p-537 && elementary::sqrt(infinity) == infinity);
static_assert(elementary::sqrt(largest) == 0x1.fffffffffffffp511);
static_assert(same(elementary::sqrt(-0.0), -0.0) && same(elementary::sqrt(-1.0), not_a_number));
static_assert(same(elementary::sqrt(-infinity), not_a_number) &&
              same(elementary::sqrt(not_a_number), not_a_number));

static_assert(elementary::sin(1.0) == 0.8414709848078965 && same(elementary::sin(-0.0), -0.0));
static_assert(elementary::sin(1e22) == -0.8522008497671888);
static_assert(elementary::cos(1e22) == 0.523214785395139);
static_assert(elementary::tan(1e22) == -1.6287782256068988);
static_assert(elementary::sin(largest) == 0.004961954789184062);
static_assert(elementary::cos(-largest) == -0.9999876894265599);
static_assert(elementary::cos(0x1.6ac5b262ca1ffp849) == -4.687165924254628e-19);
static_assert(elementary::cos(1.0) == 0.5403023058681398 && elementary::cos(smallest) == 1);
static_assert(elementary::tan(1.5707963267948966) == 1.633123935319537e16);
static_assert(elementary::tan(-1.0) == -1.5574077246549023);
static_assert(same(elementary::sin(infinity), not_a_number) &&
              same(elementary::sin(not_a_number), not_a_number));
static_assert(same(elementary::cos(-infinity), not_a_number) &&
              same(elementary::cos(not_a_number), not_a_number));
static_assert(same(elementary::tan(infinity), not_a_number) &&
              same(elementary::tan(smallest), smallest));

static_assert(elementary::tanh(0.8813735870195432) == 0.7071067811865476);
static_assert(elementary::tanh(infinity) == 1 && elementary::tanh(-infinity) == -1);
static_assert(same(elementary::tanh(-0.0), -0.0) &&
              same(elementary::tanh(not_a_number), not_a_number));
static_assert(elementary::tanh(1e300) == 1 && elementary::tanh(smallest) == smallest);

static_assert(elementary::pow(2.0, 10.0) == 1024 && elementary::pow(-2.0, 3.0) == -8);
static_assert(elementary::pow(3.0, 33.0) == 5559060566555523);
static_assert(elementary::pow(2.0, 0.5) == 1.4142135623730951);
static_assert(elementary::pow(2.0, -1074.0) == smallest &&
              elementary::pow(2.0, 1024.0) == infinity);
static_assert(elementary::pow(-2.0, 1025.0) == -infinity && elementary::pow(10.0, 308.0) == 1e308);
static_assert(same(elementary::pow(-2.0, -1081.0), -0.0));
static_assert(same(elementary::pow(-0.0, 3.0), -0.0) && same(elementary::pow(-0.0, 2.0), 0.0));
static_assert(elementary::pow(-0.0, -3.0) == -infinity && elementary::pow(0.0, -0.5) == infinity);
static_assert(elementary::pow(-0.0, -infinity) == infinity);
static_assert(elementary::pow(-1.0, infinity) == 1 && elementary::pow(-1.0, 0x1p53) == 1);
static_assert(elementary::pow(1.0, not_a_number) == 1 && elementary::pow(not_a_number, 0.0) == 1);
static_assert(same(elementary::pow(-8.0, 1.0 / 3), not_a_number) &&
              same(elementary::pow(not_a_number, 1.0), not_a_number));
static_assert(elementary::pow(0.5, -infinity) == infinity && elementary::pow(2.0, -infinity) == 0);
static_assert(elementary::pow(-infinity, 3.0) == -infinity);
static_assert(same(elementary::pow(-infinity, -3.0), -0.0));
static_assert(elementary::pow(-infinity, 0.5) == infinity && elementary::pow(infinity, -1.0) == 0);
static_assert(elementary::pow(2.0, 1e300) == infinity && elementary::pow(0.5, 1e300) == 0);
static_assert(elementary::pow(largest, 1e-300) == 1 &&
              elementary::pow(largest, largest) == infinity);

static_assert(elementary::erf(0.5) == 0.5204998778130465 && elementary::erf(infinity) == 1);
static_assert(same(elementary::erf(-0.0), -0.0) && elementary::erf(-infinity) == -1);
static_assert(elementary::erf(2.0) == 0.9953222650189527 && elementary::erf(smallest) == smallest);
static_assert(same(elementary::erf(not_a_number), not_a_number) &&
              same(elementary::erfc(not_a_number), not_a_number));
static_assert(elementary::erfc(0.5) == 0.4795001221869535 && elementary::erfc(-0.0) == 1);
static_assert(elementary::erfc(3.0) == 2.209049699858544e-5);
static_assert(elementary::erfc(-3.0) == 1.9999779095030015);
static_assert(elementary::erfc(infinity) == 0 && elementary::erfc(-infinity) == 2);
static_assert(elementary::erfc(27.2) == 2 * smallest);
static_assert(elementary::erfc(27.5) == 0 && elementary::erfc(1e300) == 0);

static_assert(elementary::atan(1.0) == 0.7853981633974483 && elementary::atan(0.3) < 0.3);
static_assert(elementary::atan(infinity) == 1.5707963267948966);
static_assert(same(elementary::atan(-0.0), -0.0) &&
              same(elementary::atan(not_a_number), not_a_number));
static_assert(elementary::atan2(0.0, -0.0) == 3.141592653589793);
static_assert(same(elementary::atan2(-0.0, 0.0), -0.0));
static_assert(elementary::atan2(-infinity, -infinity) == -2.356194490192345);
static_assert(elementary::atan2(1.0, -infinity) == 3.141592653589793);
static_assert(same(elementary::atan2(-1.0, infinity), -0.0));
static_assert(elementary::atan2(1.0, 0.0) == 1.5707963267948966);
static_assert(elementary::atan2(smallest, largest) == 0);
static_assert(elementary::atan2(largest, smallest) == 1.5707963267948966);
static_assert(elementary::atan2(largest, -largest) == 2.356194490192345);
static_assert(elementary::atan2(smallest, smallest) == 0.7853981633974483);
static_assert(elementary::atan2(1.0, not_a_number) != 0);

static_assert(elementary::floor(-0.5) == -1 && same(elementary::trunc(-0.5), -0.0));
static_assert(elementary::floor(infinity) == infinity && elementary::floor(2.75) == 2);
static_assert(same(elementary::ceil(-0.5), -0.0) && elementary::ceil(0x1p52 + 1) == 0x1p52 + 1);
static_assert(elementary::round(2.5) == 3 && same(elementary::round(-0.4), -0.0));
static_assert(elementary::round(-infinity) == -infinity &&
              same(elementary::round(not_a_number), not_a_number));
static_assert(elementary::round(0x1.fffffffffffffp-2) == 0 && elementary::trunc(smallest) == 0);

static_assert(elementary::fmod(5.5, 2) == 1.5 && same(elementary::fmod(-6.0, 3), -0.0));
static_assert(elementary::fmod(largest, smallest) == 0 && elementary::fmod(1e22, 7) == 4);
static_assert(elementary::fmod(2.0, infinity) == 2 &&
              same(elementary::fmod(infinity, 2), not_a_number));
static_assert(same(elementary::fmod(1, 0), not_a_number) &&
              same(elementary::fmod(1, not_a_number), not_a_number));
static_assert(elementary::fma(2, 3, 4) == 10 && elementary::fma(largest, 2, -largest) == largest);
static_assert(elementary::fma(1 + 0x1p-52, 1 + 0x1p-52, -1 - 0x1p-51) == 0x1p-104);
static_assert(elementary::fma(0x1p-600, 0x1p-600, smallest) == smallest);
static_assert(same(elementary::fma(-0x1p-600, 0x1p-600, 0), -0.0));
static_assert(elementary::fma(largest, largest, infinity) == infinity &&
              elementary::fma(largest, largest, -largest) == infinity);
static_assert(same(elementary::fma(infinity, 0, 1), not_a_number) &&
              same(elementary::fma(1, infinity, -infinity), not_a_number));
static_assert(same(elementary::copysign(1, -0.0), -1.0));
