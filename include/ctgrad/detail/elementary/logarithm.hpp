// SPDX-License-Identifier: BSL-1.0
//
// log, log2 and log10: x = 2^k m with m between 1/sqrt(2) and sqrt(2), log x = k ln 2 + 2 artanh f,
// f = (m - 1)/(m + 1), |f| < 0.172. log1p: the same with f = x/(2 + x), where k is 0.
#pragma once

#include <ctgrad/detail/elementary/double_double.hpp>

namespace ctgrad::detail::elementary {

/// 2 artanh f for |f| < 0.172; relative error below 2^-69. The series 1 + z/3 + z^2/5 + ...,
/// z = f^2, is plain double from z^3/7 on.
constexpr double_double twice_artanh(double_double f) {
    const double_double z = f * f;
    double tail = 0;
    for (int i = 29; i >= 7; i -= 2)
        tail = z.high * (tail + 1.0 / i);
    constexpr double_double one_third{0x1.5555555555555p-2, 0x1.5555555555555p-56};
    constexpr double_double one_fifth{0x1.999999999999ap-3, -0x1.999999999999ap-57};
    return times_power_of_two(f + f * (z * (one_third + z * (one_fifth + tail))), 2);
}

/// log x for finite x > 0; relative error below 2^-69, which pow needs: it multiplies the absolute
/// error by up to 745.
constexpr double_double log_double_double(double x) {
    const normalized n = normalize(x);
    int k = exponent_of(n.value);
    double m = n.value;
    m = from_bits((bits_of(m) & 0xfffffffffffff) | bits_of(1.0));
    if (m > 0x1.6a09e667f3bcdp0) {
        m *= 0.5;
        ++k;
    }
    k += n.exponent;
    constexpr double_double ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    return ln2 * k + twice_artanh(double_double{m - 1, 0} / exact_sum(m, 1));
}

/// log(1 + x) for finite x > -1. Away from 0 the rounding error of 1 + x is added to first order:
/// its square is below 2^-106.
constexpr double_double log1p_double_double(double_double x) {
    if (-0.29 < x.high && x.high < 0.41)
        return twice_artanh(x / (x + 2.0));
    const double_double sum = x + 1.0;
    return log_double_double(sum.high) + sum.low / sum.high;
}

constexpr double log(double x) {
    if (is_nan(x) || x == infinity)
        return x;
    if (x == 0)
        return -infinity;
    if (x < 0)
        return not_a_number;
    return log_double_double(x).high;
}

/// log x / log base, exact where x is a whole power of the base.
constexpr double log_to_base(double x, double_double log_of_base) {
    return is_nan(x) || x == infinity || x <= 0 ? log(x)
                                                : (log_double_double(x) / log_of_base).high;
}
constexpr double log2(double x) {
    return log_to_base(x, {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56});
}
constexpr double log10(double x) {
    return log_to_base(x, {0x1.26bb1bbb55516p+1, -0x1.f48ad494ea3e9p-53});
}

/// Below 2^-54 the next term of the series, -x^2/2, is less than a quarter unit of x.
constexpr double log1p(double x) {
    if (is_nan(x) || x == infinity || magnitude(x) < 0x1p-54)
        return x;
    if (x == -1)
        return -infinity;
    if (x < -1)
        return not_a_number;
    return log1p_double_double({x, 0}).high;
}

} // namespace ctgrad::detail::elementary
