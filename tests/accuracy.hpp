// SPDX-License-Identifier: BSL-1.0
//
// How accurate an elementary function is: points of its whole domain, references of 50 digits, and
// the largest error in units of the last place. `--log_level=message` prints the errors.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

namespace accuracy {

using reference = boost::multiprecision::cpp_bin_float_50;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double smallest_normal = std::numeric_limits<double>::min();

// Equal with the sign of zero; NaN equals NaN.
constexpr bool same(double a, double b) {
    return (a != a && b != b) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// |computed - exact| in units of the last place of the exact value. Infinity stands for 2^1024,
// which is what a number too large rounds to.
inline double error_in_ulp(double computed, const reference& exact) {
    if (computed != computed)
        return infinity;
    const reference rounded =
        std::isinf(computed)
            ? reference(computed > 0 ? ldexp(reference(1), 1024) : -ldexp(reference(1), 1024))
            : reference(computed);
    if (exact == 0)
        return rounded == 0 ? 0 : infinity;
    int exponent = static_cast<int>(ilogb(exact));
    if (exponent < -1022)
        exponent = -1022;
    if (exponent > 1023)
        exponent = 1023;
    if (std::isinf(computed) && abs(exact) > abs(rounded))
        return 0;
    return static_cast<double>(abs(rounded - exact) * ldexp(reference(1), 52 - exponent));
}

struct points {
    std::mt19937_64 random{20};
    std::vector<double> values{};

    // Random bits between those of low and high: even in log x.
    points& logarithmic(int count, double low, double high, bool both_signs = true) {
        const auto first = std::bit_cast<std::uint64_t>(low);
        const auto last = std::bit_cast<std::uint64_t>(high);
        for (int i = 0; i < count; ++i) {
            const double x = std::bit_cast<double>(first + random() % (last - first + 1));
            values.push_back(both_signs && random() % 2 == 0 ? -x : x);
        }
        return *this;
    }

    points& even(int count, double low, double high) {
        for (int i = 0; i < count; ++i)
            values.push_back(low +
                             (high - low) * std::ldexp(static_cast<double>(random() >> 11), -53));
        return *this;
    }

    // Each point with its neighbours.
    points& edges(std::initializer_list<double> list) {
        for (const double x : list)
            for (const double y : {std::nextafter(x, -infinity), x, std::nextafter(x, infinity)})
                if (std::isfinite(y))
                    values.push_back(y);
        return *this;
    }
};

inline void report(const std::string& name, double worst, const std::string& where,
                   std::size_t count) {
    std::ostringstream line;
    line << std::left << std::setw(8) << name << std::right << std::fixed << std::setprecision(5)
         << std::setw(9) << worst << " ulp at " << where << " (" << count << " points)";
    BOOST_TEST_MESSAGE(line.str());
    BOOST_TEST(worst <= 1.0, line.str());
}

template <class Computed, class Exact>
double measure(const std::string& name, Computed computed, Exact exact, const points& p) {
    double worst = 0;
    double where = 0;
    for (const double x : p.values) {
        const double error = error_in_ulp(computed(x), exact(x));
        if (error > worst) {
            worst = error;
            where = x;
        }
    }
    std::ostringstream place;
    place << std::hexfloat << where;
    report(name, worst, place.str(), p.values.size());
    return worst;
}

template <class Computed, class Exact>
double measure(const std::string& name, Computed computed, Exact exact, const points& first,
               const points& second) {
    double worst = 0;
    std::ostringstream place;
    for (std::size_t i = 0; i < first.values.size(); ++i) {
        const double x = first.values[i];
        const double y = second.values[i];
        const double error = error_in_ulp(computed(x, y), exact(x, y));
        if (error > worst) {
            worst = error;
            place.str("");
            place << std::hexfloat << '(' << x << ", " << y << ')';
        }
    }
    report(name, worst, place.str(), first.values.size());
    return worst;
}

} // namespace accuracy
