// SPDX-License-Identifier: BSL-1.0
//
// sinh, cosh and tanh from t = e^|x| - 1, which neither cancels near 0 nor, until e^-|x| no longer
// counts, overflows. asinh, acosh and atanh are logarithms of 1 + u, with u in double-double.
#pragma once

#include <ctgrad/detail/elementary/exponential.hpp>
#include <ctgrad/detail/elementary/logarithm.hpp>
#include <ctgrad/detail/elementary/square_root.hpp>

namespace ctgrad::detail::elementary {

/// e^a/2 for a > 40, where e^-a is less than 2^-115 of it; infinity when it is.
constexpr double half_exp(double a) {
    if (a > 711)
        return infinity;
    const split_exponential e = exp_split({a, 0});
    return scaled(e.fraction + 1.0, e.exponent - 1);
}

/// sinh a = (t + t/(1 + t))/2. Below 2^-27 the next term of the series, x^3/6, is less than a
/// quarter unit of x.
constexpr double sinh(double x) {
    const double a = magnitude(x);
    if (a < 0x1p-27 || is_nan(x))
        return x;
    if (a > 40)
        return with_sign_of(x, half_exp(a));
    const double_double t = expm1_double_double(a);
    return with_sign_of(x, 0.5 * (t + t / (t + 1.0)).high);
}

/// cosh a = 1 + t^2/(2 (1 + t)).
constexpr double cosh(double x) {
    const double a = magnitude(x);
    if (is_nan(x) || a > 40)
        return is_nan(x) ? x : half_exp(a);
    const double_double t = expm1_double_double(a);
    return (times_power_of_two(t * t / (t + 1.0), 0.5) + 1.0).high;
}

/// tanh a = t/(t + 2), t = e^2a - 1. 1 - tanh 19.1 is less than a quarter unit in the last place
/// of 1.
constexpr double tanh(double x) {
    const double a = magnitude(x);
    if (a < 0x1p-27 || is_nan(x))
        return x;
    if (a > 19.1)
        return with_sign_of(x, 1);
    const double_double t = expm1_double_double(2 * a);
    return with_sign_of(x, (t / (t + 2.0)).high);
}

/// log 2x for x > 2^30, where asinh x and acosh x differ from it by less than 2^-61.
constexpr double log_of_twice(double x) {
    constexpr double_double ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    return x == infinity ? infinity : (log_double_double(x) + ln2).high;
}

/// asinh a = log(1 + a + a^2/(1 + sqrt(1 + a^2))).
constexpr double asinh(double x) {
    const double a = magnitude(x);
    if (a < 0x1p-27 || is_nan(x))
        return x;
    if (a > 0x1p30)
        return with_sign_of(x, log_of_twice(a));
    const double_double square = exact_product(a, a);
    const double_double rest = square / (sqrt_double_double(square + 1.0) + 1.0);
    return with_sign_of(x, log1p_double_double(rest + a).high);
}

/// acosh x = log(1 + u + sqrt(u (2 + u))), u = x - 1.
constexpr double acosh(double x) {
    if (!(x >= 1))
        return not_a_number;
    if (x > 0x1p30)
        return log_of_twice(x);
    const double_double u = exact_sum(x, -1);
    return log1p_double_double(u + sqrt_double_double(u * (u + 2.0))).high;
}

/// atanh a, and beyond the series' range log(1 + 2a/(1 - a))/2.
constexpr double atanh(double x) {
    const double a = magnitude(x);
    if (a < 0x1p-27 || is_nan(x))
        return x;
    if (a >= 1)
        return a > 1 ? not_a_number : with_sign_of(x, infinity);
    const double_double twice =
        a < 0.17 ? twice_artanh({a, 0})
                 : log1p_double_double(double_double{2 * a, 0} / exact_sum(1, -a));
    return with_sign_of(x, 0.5 * twice.high);
}

} // namespace ctgrad::detail::elementary
