// SPDX-License-Identifier: BSL-1.0
//
// What random formulas are made and checked with: a generator of seeds, and forward-mode dual
// numbers of long double, which share no code with the library.
#pragma once

#include "draws.hpp"

#include <array>
#include <cmath>
#include <cstdint>

#include <boost/test/unit_test.hpp>

namespace reference {

struct dual {
    long double value = 0;
    std::array<long double, 3> partial{};

    dual() = default;
    dual(double number) : value(number) {}
    dual(long double number, const std::array<long double, 3>& partials)
        : value(number), partial(partials) {}
};

// f(a, b) with the partials da and db.
inline dual chain(long double f, const dual& a, long double da, const dual& b = {},
                  long double db = 0) {
    dual out{f, {}};
    for (std::size_t i = 0; i < 3; ++i)
        out.partial[i] = (a.partial[i] == 0 ? 0 : da * a.partial[i]) +
                         (b.partial[i] == 0 ? 0 : db * b.partial[i]);
    return out;
}

inline dual operator+(const dual& a, const dual& b) {
    return chain(a.value + b.value, a, 1, b, 1);
}
inline dual operator-(const dual& a, const dual& b) {
    return chain(a.value - b.value, a, 1, b, -1);
}
inline dual operator*(const dual& a, const dual& b) {
    return chain(a.value * b.value, a, b.value, b, a.value);
}
inline dual operator/(const dual& a, const dual& b) {
    return chain(a.value / b.value, a, 1 / b.value, b, -a.value / (b.value * b.value));
}
inline dual operator-(const dual& a) {
    return chain(-a.value, a, -1);
}
inline bool operator<(const dual& a, const dual& b) {
    return a.value < b.value;
}
inline bool operator<=(const dual& a, const dual& b) {
    return a.value <= b.value;
}
inline dual exp(const dual& a) {
    return chain(std::exp(a.value), a, std::exp(a.value));
}
inline dual log(const dual& a) {
    return chain(std::log(a.value), a, 1 / a.value);
}
inline dual sin(const dual& a) {
    return chain(std::sin(a.value), a, std::cos(a.value));
}
inline dual cos(const dual& a) {
    return chain(std::cos(a.value), a, -std::sin(a.value));
}
inline dual tan(const dual& a) {
    return chain(std::tan(a.value), a, 1 / (std::cos(a.value) * std::cos(a.value)));
}
inline dual tanh(const dual& a) {
    return chain(std::tanh(a.value), a, 1 / (std::cosh(a.value) * std::cosh(a.value)));
}
inline dual sqrt(const dual& a) {
    return chain(std::sqrt(a.value), a, 0.5L / std::sqrt(a.value));
}
inline dual erf(const dual& a) {
    return chain(std::erf(a.value), a, 1.128379167095512574L * std::exp(-a.value * a.value));
}
inline dual erfc(const dual& a) {
    return chain(std::erfc(a.value), a, -1.128379167095512574L * std::exp(-a.value * a.value));
}
inline dual abs(const dual& a) {
    return chain(std::fabs(a.value), a, a.value > 0 ? 1 : a.value < 0 ? -1 : 0);
}
inline dual relu(const dual& a) {
    return chain(a.value > 0 ? a.value : 0, a, a.value > 0 ? 1 : 0);
}
inline dual max(const dual& a, const dual& b) {
    const long double to_a = a.value > b.value ? 1 : a.value < b.value ? 0 : 0.5L;
    return chain(a.value < b.value ? b.value : a.value, a, to_a, b, 1 - to_a);
}
inline dual min(const dual& a, const dual& b) {
    const long double to_a = a.value < b.value ? 1 : a.value > b.value ? 0 : 0.5L;
    return chain(b.value < a.value ? b.value : a.value, a, to_a, b, 1 - to_a);
}
inline dual pow(const dual& a, double p) {
    return chain(std::pow(a.value, p), a, p == 0 ? 0 : p * std::pow(a.value, p - 1));
}
inline dual pow(const dual& a, const dual& b) {
    const long double f = std::pow(a.value, b.value);
    return chain(f, a, b.value * std::pow(a.value, b.value - 1), b, f * std::log(a.value));
}
inline dual select(bool condition, const dual& a, const dual& b) {
    return condition ? a : b;
}

} // namespace reference

namespace random_formulas {

using random_choices::scrambled;

inline bool close(double computed, long double exact) {
    // Cancellation inside a random formula costs some digits.
    return std::fabs(computed - exact) <= 1e-11L * std::fmax(1.0L, std::fabs(exact));
}

inline void check(const char* front_end, double value, double dx, double dy, double dz,
                  const reference::dual& exact) {
    BOOST_TEST_CONTEXT(front_end) {
        BOOST_TEST(close(value, exact.value), value << " is not " << exact.value);
        BOOST_TEST(close(dx, exact.partial[0]), "d/dx " << dx << " is not " << exact.partial[0]);
        BOOST_TEST(close(dy, exact.partial[1]), "d/dy " << dy << " is not " << exact.partial[1]);
        BOOST_TEST(close(dz, exact.partial[2]), "d/dz " << dz << " is not " << exact.partial[2]);
    }
}

/// Whether a formula is tame enough at a point for its digits to be compared.
inline bool is_tame(const reference::dual& exact) {
    return std::fabs(exact.value) < 1e6L && std::fabs(exact.partial[0]) < 1e6L &&
           std::fabs(exact.partial[1]) < 1e6L && std::fabs(exact.partial[2]) < 1e6L;
}

constexpr std::array<std::array<double, 3>, 4> points{
    {{0.7, -1.3, 0.4}, {-0.6, 0.9, 1.1}, {1.7, 0.2, -2.1}, {-1.1, -0.3, 0.8}}};

/// The reference at a point.
template <class Formula>
auto at_point(const Formula& formula, const std::array<double, 3>& p) {
    return formula(reference::dual{p[0], {1, 0, 0}}, reference::dual{p[1], {0, 1, 0}},
                   reference::dual{p[2], {0, 0, 1}});
}

} // namespace random_formulas
