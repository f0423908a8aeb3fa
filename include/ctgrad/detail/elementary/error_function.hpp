// SPDX-License-Identifier: BSL-1.0
//
// erf and erfc. Up to 1.25 the Maclaurin series of erf, beyond it Laplace's continued fraction of
// erfc (DLMF 7.6.1 and 7.9.2). Each is the complement of the other where that loses nothing.
#pragma once

#include <ctgrad/detail/elementary/exponential.hpp>

namespace ctgrad::detail::elementary {

/// sqrt(pi)/2 erf(a)/a = sum (-z)^n/(n! (2n + 1)), z = a^2, nested:
/// p(n) = 1/(2n+1) - z/(n+1) p(n+1). The first nine steps are double-double: near 1.25 the
/// complement loses four bits. For 0 <= a <= 1.25; relative error below 2^-69, of the complement
/// 2^-65.
constexpr double_double erf_series(double_double a) {
    const double_double z = a * a;
    double tail = 0;
    for (int n = 27; n >= 9; --n)
        tail = 1.0 / (2 * n + 1) - z.high / (n + 1) * tail;
    double_double p{tail, 0};
    for (int n = 8; n >= 0; --n)
        p = double_double{1, 0} / double_double{2.0 * n + 1, 0} - z * p / double_double{n + 1.0, 0};
    constexpr double_double two_over_sqrt_pi{0x1.20dd750429b6dp0, 0x1.1ae3a914fed8p-56};
    return p * two_over_sqrt_pi * a;
}

/// erfc(a) = fraction * 2^exponent.
struct split_complement {
    double_double fraction;
    int exponent;
};

/// erfc(a) = e^(-a^2)/sqrt(pi) / (a + (1/2)/(a + 1/(a + (3/2)/(a + ...)))), 1.25 <= a <= 28. About
/// 260/a^2 levels give 2^-64; an error in the depth hardly reaches the top, so only the first eight
/// levels are double-double. Relative error below 2^-61, that of the exponential.
constexpr split_complement erfc_fraction(double_double a) {
    double deep = a.high;
    for (int n = static_cast<int>(260 / (deep * deep)) + 12; n > 8; --n)
        deep = a.high + 0.5 * n / deep;
    double_double f{deep, 0};
    for (int n = 8; n >= 1; --n)
        f = double_double{0.5 * n, 0} / f + a;
    const split_exponential e = exp_split(-(a * a));
    constexpr double_double one_over_sqrt_pi{0x1.20dd750429b6dp-1, 0x1.1ae3a914fed8p-57};
    return {(e.fraction + 1.0) * one_over_sqrt_pi / f, e.exponent};
}

/// whole - erfc(a), 1.25 <= a <= 6.
constexpr double complement_of_erfc(double whole, double a) {
    const split_complement c = erfc_fraction({a, 0});
    return (-times_power_of_two(c.fraction, power_of_two(c.exponent)) + whole).high;
}

/// 1 - erf 6 is less than 2^-55.
constexpr double erf(double x) {
    const double a = magnitude(x);
    if (is_nan(x) || a == 0)
        return x;
    if (a > 6)
        return with_sign_of(x, 1);
    if (a < 0x1p-30) // the series is its first term; scaled: subnormal results round once
        return with_sign_of(x, scaled(erf_series({0x1p-30, 0}) * (a * 0x1p1000), 30 - 1000));
    if (a <= 1.25)
        return with_sign_of(x, erf_series({a, 0}).high);
    return with_sign_of(x, complement_of_erfc(1, a));
}

constexpr double erfc(double x) {
    if (is_nan(x))
        return x;
    if (magnitude(x) <= 1.25)
        return (-erf_series({x, 0}) + 1.0).high;
    if (x < 0)
        return x < -6 ? 2 : complement_of_erfc(2, -x);
    if (x > 28)
        return 0;
    const split_complement c = erfc_fraction({x, 0});
    return scaled(c.fraction, c.exponent);
}

} // namespace ctgrad::detail::elementary
