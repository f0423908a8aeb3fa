// SPDX-License-Identifier: BSL-1.0
//
// The bits of a double: sign, exponent, exact powers of two, rounding to whole numbers. Everything
// the elementary functions need to take a number apart and put it together again.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace ctgrad::detail::elementary {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr std::uint64_t bits_of(double x) {
    return std::bit_cast<std::uint64_t>(x);
}
constexpr double from_bits(std::uint64_t bits) {
    return std::bit_cast<double>(bits);
}

constexpr bool is_nan(double x) {
    return x != x;
}
constexpr bool is_negative(double x) {
    return (bits_of(x) >> 63) != 0;
}
constexpr double magnitude(double x) {
    return from_bits(bits_of(x) & ~(std::uint64_t{1} << 63));
}
constexpr double with_sign_of(double sign, double x) {
    return from_bits((bits_of(x) & ~(std::uint64_t{1} << 63)) |
                     (bits_of(sign) & (std::uint64_t{1} << 63)));
}

/// floor(log2 |x|) for a normal x.
constexpr int exponent_of(double x) {
    return static_cast<int>((bits_of(x) >> 52) & 0x7ff) - 1023;
}

/// 2^k, -1022 <= k <= 1023.
constexpr double power_of_two(int k) {
    return from_bits(static_cast<std::uint64_t>(k + 1023) << 52);
}

/// |x| as a normal number times 2^exponent: subnormal numbers lack the leading one that the
/// methods working on bits rely on.
struct normalized {
    double value;
    int exponent;
};

constexpr normalized normalize(double x) {
    const double a = magnitude(x);
    if (a < std::numeric_limits<double>::min())
        return {a * 0x1p54, -54};
    return {a, 0};
}

/// The whole number nearest to x, |x| < 2^51: beyond 2^52 a double has no room for a fraction.
constexpr double nearest(double x) {
    return (x + 0x1.8p52) - 0x1.8p52;
}

/// x without its fraction; the sign of zero is kept.
constexpr double trunc(double x) {
    const int exponent = exponent_of(x);
    if (exponent >= 52)
        return x;
    if (exponent < 0)
        return with_sign_of(x, 0);
    return from_bits(bits_of(x) & ~((std::uint64_t{1} << (52 - exponent)) - 1));
}

constexpr double floor(double x) {
    const double whole = trunc(x);
    return whole > x ? whole - 1 : whole;
}

} // namespace ctgrad::detail::elementary
