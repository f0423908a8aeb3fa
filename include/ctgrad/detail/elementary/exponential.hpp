// SPDX-License-Identifier: BSL-1.0
//
// exp, exp2 and expm1: x = k ln 2 + r with |r| <= 0.35, so e^x = 2^k (1 + (e^r - 1)), and e^r - 1
// from its Taylor series, whose first three terms are summed in double-double.
#pragma once

#include <ctgrad/detail/elementary/double_double.hpp>

namespace ctgrad::detail::elementary {

/// e^r - 1 for |r| <= 0.35; relative error below 2^-60. The tail of the series, from r^4/24 on, is
/// nested as r/4 (1 + r/5 (1 + ...)), a factor of the cubic term.
constexpr double_double expm1_reduced(double_double r) {
    double tail = 0;
    for (int n = 17; n >= 4; --n)
        tail = r.high / n * (1 + tail);
    constexpr double_double one_sixth{0x1.5555555555555p-3, 0x1.5555555555555p-57};
    const double_double cubic = r * one_sixth;
    return r + r * (r * (cubic + cubic.high * tail + 0.5));
}

/// e^x = 2^exponent (1 + fraction).
struct split_exponential {
    double_double fraction;
    int exponent;
};

/// |x| < 1100. The first part of ln 2 has 42 bits, so that its product with k is exact.
constexpr split_exponential exp_split(double_double x) {
    constexpr double ln2_high = 0x1.62e42fefa38p-1;
    constexpr double_double ln2_rest{0x1.ef35793c7673p-45, 0x1.f97b57a079a19p-103};
    const double k = nearest(x.high * 0x1.71547652b82fep0);
    const double_double r = exact_sum(x.high, -k * ln2_high) + x.low - ln2_rest * k;
    return {expm1_reduced(r), static_cast<int>(k)};
}

/// e^x rounded once; 0 and infinity beyond the range of double.
constexpr double exp_rounded(double_double x) {
    if (x.high > 710)
        return infinity;
    if (x.high < -746)
        return 0;
    const split_exponential e = exp_split(x);
    return scaled(e.fraction + 1.0, e.exponent);
}

constexpr double exp(double x) {
    return is_nan(x) ? x : exp_rounded({x, 0});
}

/// Of whole x the fraction is less than the 2^-100 that ln 2 is accurate to: the result is exact.
constexpr double exp2(double x) {
    if (is_nan(x))
        return x;
    if (magnitude(x) > 1100)
        return x > 0 ? infinity : 0;
    constexpr double_double ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    return magnitude(x) < 0x1p-60 ? 1 : exp_rounded(ln2 * x);
}

/// e^x - 1, |x| < 50.
constexpr double_double expm1_double_double(double x) {
    const split_exponential e = exp_split({x, 0});
    if (e.exponent == 0)
        return e.fraction;
    const double factor = power_of_two(e.exponent);
    return times_power_of_two(e.fraction, factor) + factor + -1.0;
}

constexpr double expm1(double x) {
    if (is_nan(x) || x == 0)
        return x;
    if (x < -39)
        return -1;
    if (x > 45)
        return exp(x);
    return expm1_double_double(x).high;
}

} // namespace ctgrad::detail::elementary
