// SPDX-License-Identifier: BSL-1.0
//
// Vector functions against 50 digits, at points of all magnitudes and at the edges, in every lane
// beside a different neighbour.
#include <ctgrad/pack_math.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using exact = boost::multiprecision::cpp_bin_float_50;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// The distance of x from the exact result in units of the last place of a T.
template <class T>
double error_in_ulps(T x, const exact& expected) {
    using limits = std::numeric_limits<T>;
    const T nearest = static_cast<T>(expected);
    if (std::isinf(nearest) || std::isinf(x) || std::isnan(x))
        return x == nearest ? 0 : infinity;
    const T ulp = std::abs(nearest) < limits::min()
                      ? limits::denorm_min()
                      : std::ldexp(T(1), std::ilogb(nearest) + 1 - limits::digits);
    return static_cast<double>(abs(exact(x) - expected) / exact(ulp));
}

struct range {
    double least, most;
    bool by_magnitude = false; // uniform logarithms, both signs if `least` is negative
};

std::vector<double> points_in(const range& r, std::size_t count) {
    std::mt19937_64 random{1};
    std::vector<double> points(count);
    const double low = std::abs(r.least), high = r.most;
    for (std::size_t i = 0; i < count; ++i) {
        const double u = static_cast<double>(random() >> 11) * 0x1p-53;
        points[i] = r.by_magnitude ? std::exp(std::log(low) + u * (std::log(high) - std::log(low)))
                                   : r.least + u * (r.most - r.least);
        if (r.by_magnitude && r.least < 0 && i % 2 == 1)
            points[i] = -points[i];
    }
    return points;
}

// The worst error of f over some ranges.
template <class T>
double worst_error(auto f, auto exact_f, const std::vector<range>& ranges,
                   std::size_t count = 160) {
    double worst = 0;
    for (const range& r : ranges) {
        const std::vector<double> points = points_in(r, count);
        for (std::size_t i = 0; i + pack<T>::size <= count; i += pack<T>::size) {
            pack<T> x = 0;
            for (std::size_t lane = 0; lane < pack<T>::size; ++lane)
                x.set(lane, static_cast<T>(points[i + lane]));
            const pack<T> y = f(x);
            for (std::size_t lane = 0; lane < pack<T>::size; ++lane) {
                const double error = error_in_ulps(y[lane], exact_f(exact(x[lane])));
                BOOST_REQUIRE_MESSAGE(error < 10, "at " << x[lane]);
                worst = std::max(worst, error);
            }
        }
    }
    return worst;
}

constexpr auto vector_exp = [](auto x) { return exp(x); };
constexpr auto vector_log = [](auto x) { return log(x); };
constexpr auto vector_log1p = [](auto x) { return log1p(x); };
constexpr auto vector_sin = [](auto x) { return sin(x); };
constexpr auto vector_cos = [](auto x) { return cos(x); };
constexpr auto vector_tan = [](auto x) { return tan(x); };
constexpr auto vector_tanh = [](auto x) { return tanh(x); };
constexpr auto vector_erf = [](auto x) { return erf(x); };
constexpr auto vector_erfc = [](auto x) { return erfc(x); };
constexpr auto exact_log1p = [](const exact& x) { return boost::math::log1p(x); };
constexpr auto exact_erf = [](const exact& x) { return boost::math::erf(x); };
constexpr auto exact_erfc = [](const exact& x) { return boost::math::erfc(x); };

// f(x) in every lane, beside neighbours of 1/2.
double in_every_lane(auto f, double x) {
    double result = 0;
    for (std::size_t lane = 0; lane < pack<double>::size; ++lane) {
        pack<double> all = 0.5;
        all.set(lane, x);
        const pack<double> y = f(all);
        result = y[lane];
        const std::size_t next = (lane + 1) % pack<double>::size;
        BOOST_TEST(y[next] == f(pack<double>(0.5))[0]);
    }
    return result;
}
bool same(double a, double b) {
    return (a == b && std::signbit(a) == std::signbit(b)) || (std::isnan(a) && std::isnan(b));
}

} // namespace

BOOST_AUTO_TEST_CASE(doubles_within_2_ulps) {
    const auto sine = [](const exact& x) { return exact(sin(x)); };
    const auto cosine = [](const exact& x) { return exact(cos(x)); };
    const auto tangent = [](const exact& x) { return exact(tan(x)); };
    const std::vector<range> angles{{-10, 10}, {-1e6, 1e6}, {-1e-300, 1, true}};
    BOOST_TEST(worst_error<double>(vector_exp, [](const exact& x) { return exact(exp(x)); },
                                   {{-745, 709.7}, {-1, 1}, {-1e-300, 1, true}}) <= 1);
    BOOST_TEST(worst_error<double>(vector_log, [](const exact& x) { return exact(log(x)); },
                                   {{1e-320, 1e308, true}, {0.5, 2}}) <= 1);
    BOOST_TEST(worst_error<double>(vector_log1p, exact_log1p,
                                   {{1e-300, 1e300, true}, {-1, 3}, {-1e-20, 1, true}}) <= 1);
    BOOST_TEST(worst_error<double>(vector_sin, sine, angles) <= 1);
    BOOST_TEST(worst_error<double>(vector_cos, cosine, angles) <= 1);
    BOOST_TEST(worst_error<double>(vector_tan, tangent, angles) <= 2);
    BOOST_TEST(worst_error<double>(vector_tanh, [](const exact& x) { return exact(tanh(x)); },
                                   {{-3, 3}, {-25, 25}, {-1e-300, 1, true}}) <= 1.5);
}

BOOST_AUTO_TEST_CASE(error_functions_of_packs) {
    BOOST_TEST(worst_error<double>(vector_erf, exact_erf, {{-2, 2}, {-1e-300, 6, true}}, 80) <= 2);
    BOOST_TEST(worst_error<double>(vector_erfc, exact_erfc, {{-6, 0.5}, {0.5, 4}, {4, 27.2}}, 80) <=
               3);
}

BOOST_AUTO_TEST_CASE(floats) {
    BOOST_TEST(worst_error<float>(vector_exp, [](const exact& x) { return exact(exp(x)); },
                                  {{-103, 88.7}, {-1, 1}}) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_log, [](const exact& x) { return exact(log(x)); },
                                  {{1e-44, 1e38, true}}) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_sin, [](const exact& x) { return exact(sin(x)); },
                                  {{-100, 100}}) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_cos, [](const exact& x) { return exact(cos(x)); },
                                  {{-100, 100}}) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_tanh, [](const exact& x) { return exact(tanh(x)); },
                                  {{-10, 10}}) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_erf, exact_erf, {{-4, 4}}, 40) <= 0.51);
    BOOST_TEST(worst_error<float>(vector_erfc, exact_erfc, {{-4, 10}}, 40) <= 0.51);
}

// Where the standard function has an exact result, or none, so has this one.
BOOST_AUTO_TEST_CASE(edges) {
    for (const double x :
         {0.0, -0.0, infinity, -infinity, not_a_number, -1.0, -2.0, 1.0, 1e300, -1e300}) {
        const auto check = [&](const char* name, auto vector, double (*standard)(double)) {
            const double expected = standard(x);
            if (expected == 0 || std::abs(expected) == 1 || !std::isfinite(expected))
                BOOST_TEST(same(in_every_lane(vector, x), expected), name << " at " << x);
        };
        check("exp", vector_exp, std::exp);
        check("log", vector_log, std::log);
        check("log1p", vector_log1p, std::log1p);
        check("sin", vector_sin, std::sin);
        check("cos", vector_cos, std::cos);
        check("tan", vector_tan, std::tan);
        check("tanh", vector_tanh, std::tanh);
        check("erf", vector_erf, std::erf);
        check("erfc", vector_erfc, std::erfc);
        check(
            "sqrt", [](auto each) { return sqrt(each); }, std::sqrt);
    }
    BOOST_TEST(in_every_lane(vector_exp, 709.79) == infinity);
    BOOST_TEST(in_every_lane(vector_exp, -745.2) == 0);
    BOOST_TEST(in_every_lane(vector_exp, -745.0) == 5e-324);
    BOOST_TEST(in_every_lane(vector_erfc, 27.3) == 0);
    BOOST_TEST(in_every_lane(vector_erfc, 26.7) > 0);
}

// Beyond 2^20 the lane is the standard library's, of which all doubles are arguments.
BOOST_AUTO_TEST_CASE(large_angles) {
    for (const double x : {1.1e6, -1e10, 1e22, 6381956970095103 * 0x1p797}) {
        BOOST_TEST(in_every_lane(vector_sin, x) == std::sin(x));
        BOOST_TEST(in_every_lane(vector_cos, x) == std::cos(x));
        BOOST_TEST(in_every_lane(vector_tan, x) == std::tan(x));
    }
    // Close to multiples of pi/2.
    for (const double n : {1.0, 2.0, 710.0, 573204.0, 667543.0}) {
        const double x = n * 1.5707963267948966;
        BOOST_TEST(error_in_ulps(in_every_lane(vector_sin, x), exact(sin(exact(x)))) <= 1);
        BOOST_TEST(error_in_ulps(in_every_lane(vector_cos, x), exact(cos(exact(x)))) <= 1);
    }
}

BOOST_AUTO_TEST_CASE(sqrt_is_rounded_right) {
    for (const double x : points_in({1e-320, 1e308, true}, 400)) {
        BOOST_TEST(sqrt(pack<double>(x))[1] == std::sqrt(x));
        const auto single = static_cast<float>(x);
        BOOST_TEST(sqrt(pack<float>(single))[1] == std::sqrt(single));
    }
}

BOOST_AUTO_TEST_CASE(other_functions_lane_by_lane) {
    pack<double> x = 0.5, y = 2;
    x.set(1, 0.25);
    y.set(1, 3);
    BOOST_TEST(pow(x, y)[0] == 0.25);
    BOOST_TEST(pow(x, y)[1] == 0.015625);
    BOOST_TEST(atan2(y, x)[1] == std::atan2(3.0, 0.25));
    BOOST_TEST(asin(x)[1] == std::asin(0.25));
    BOOST_TEST(floor(pack<float>(-0.5F))[0] == -1);
}
