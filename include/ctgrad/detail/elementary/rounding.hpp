// SPDX-License-Identifier: BSL-1.0
//
// ceil and round, fmod and fma: all of them exact, or rounded once. fmod is long division of whole
// numbers. fma adds three doubles, the product's two and c: two error-free sums, whose errors are
// added with rounding to odd, so that the last addition rounds as if it saw the whole sum
// (S. Boldo, G. Melquiond, IEEE Trans. Computers 57, 2008).
#pragma once

#include <ctgrad/detail/elementary/arithmetic.hpp>
#include <ctgrad/detail/elementary/double_double.hpp>

namespace ctgrad::detail::elementary {

constexpr double ceil(double x) {
    return -floor(-x);
}

constexpr double copysign(double x, double y) {
    return with_sign_of(y, x);
}

/// The nearest whole number; of two the one further from 0.
constexpr double round(double x) {
    if (!is_finite(x))
        return x;
    const double whole = trunc(x);
    return magnitude(x - whole) < 0.5 ? whole : whole + with_sign_of(x, 1);
}

/// |x| = integer * 2^exponent, of finite x.
struct whole_significand {
    std::uint64_t integer;
    int exponent;
};

constexpr whole_significand significand_of(double x) {
    const int field = static_cast<int>((bits_of(x) >> 52) & 0x7ff);
    const std::uint64_t fraction = bits_of(x) & 0xfffffffffffff;
    return field == 0 ? whole_significand{fraction, -1074}
                      : whole_significand{fraction | (std::uint64_t{1} << 52), field - 1075};
}

/// x - n y with n = trunc(x/y), which is exact, and has the sign of x.
constexpr double fmod(double x, double y) {
    if (is_nan(y) || !is_finite(x) || y == 0)
        return not_a_number;
    if (magnitude(x) < magnitude(y))
        return x;
    const whole_significand a = significand_of(x);
    const whole_significand b = significand_of(y);
    std::uint64_t rest = a.integer % b.integer;
    int shift = a.exponent - b.exponent;
    for (; shift >= 11; shift -= 11) // eleven bits more than 53 are a word
        rest = (rest << 11) % b.integer;
    rest = (rest << shift) % b.integer;
    const double half_scale = power_of_two(b.exponent / 2);
    const double rest_scale = power_of_two(b.exponent - b.exponent / 2);
    return with_sign_of(x, static_cast<double>(rest) * half_scale * rest_scale);
}

/// a + b, rounded to a neighbour with an odd last bit unless it is exact: rounding the result
/// again, to fewer bits, is then rounding the exact sum.
constexpr double odd_sum(double a, double b) {
    const double_double sum = exact_sum(a, b);
    if (sum.low == 0 || (bits_of(sum.high) & 1) != 0)
        return sum.high;
    return from_bits((sum.low < 0) == (sum.high < 0) ? bits_of(sum.high) + 1
                                                     : bits_of(sum.high) - 1);
}

/// (high + rest) * 2^k, rounded once, high > 0, rest rounded to odd. Subnormal results are rounded
/// by the addition of 2^52 units of their last place.
constexpr double rounded_sum(double high, double rest, int k) {
    const double sum = high + rest;
    const int exponent = exponent_of(sum) + k;
    if (exponent > 1023)
        return infinity;
    if (exponent < -1076)
        return 0;
    double result = sum;
    if (exponent < -1022) {
        const double anchor = power_of_two(-1022 - k);
        const double_double coarse = exact_sum(anchor, high);
        result = (coarse.high + odd_sum(coarse.low, rest)) - anchor;
    }
    return result * power_of_two(k / 2) * power_of_two(k - k / 2);
}

/// The number scaled to between 1 and 2, and by how much, of finite x other than 0.
struct unit_significand {
    double value;
    int exponent;
};

constexpr unit_significand unit_of(double x) {
    const normalized n = normalize(x);
    const int exponent = exponent_of(n.value);
    return {with_sign_of(x, from_bits((bits_of(n.value) & 0xfffffffffffff) | bits_of(1.0))),
            exponent + n.exponent};
}

/// a*b + c, rounded once.
constexpr double fma(double a, double b, double c) {
    if (!is_finite(a) || !is_finite(b) || a == 0 || b == 0)
        return sum(product(a, b), c);
    if (!is_finite(c))
        return c;
    if (c == 0)
        return product(a, b);
    const unit_significand x = unit_of(a);
    const unit_significand y = unit_of(b);
    const unit_significand z = unit_of(c);
    // Where one summand is so much smaller than the other's last place that only its sign matters,
    // it is moved nearer.
    int k = x.exponent + y.exponent;
    int distance = z.exponent - k;
    if (distance > 110) {
        k += distance - 110;
        distance = 110;
    }
    distance = distance < -110 ? -110 : distance;
    const double_double xy = exact_product(x.value, y.value);
    const double_double inner = exact_sum(z.value * power_of_two(distance), xy.low);
    const double_double outer = exact_sum(xy.high, inner.high);
    const double rest = odd_sum(inner.low, outer.low);
    if (outer.high == 0) // then the rest is exact, and 0 unless it is all there is
        return rest == 0 ? 0 : with_sign_of(rest, rounded_sum(magnitude(rest), 0, k));
    const bool negative = outer.high < 0;
    const double size = rounded_sum(magnitude(outer.high), negative ? -rest : rest, k);
    return negative ? -size : size;
}

} // namespace ctgrad::detail::elementary
