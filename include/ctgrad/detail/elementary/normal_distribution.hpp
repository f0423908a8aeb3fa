// SPDX-License-Identifier: BSL-1.0
//
// Density and distribution function of a standard normal variable. x^2/2 and x/sqrt(2) are double-
// double: their rounding errors would be multiplied by up to x^2, which is 1500 in the tail.
#pragma once

#include <ctgrad/detail/elementary/error_function.hpp>
#include <ctgrad/detail/elementary/exponential.hpp>

namespace ctgrad::detail::elementary {

/// e^(-x^2/2)/sqrt(2 pi), which is 0 beyond 38.6.
constexpr double normal_pdf(double x) {
    if (is_nan(x) || magnitude(x) > 39)
        return is_nan(x) ? x : 0;
    constexpr double_double one_over_sqrt_two_pi{0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56};
    const split_exponential e = exp_split(times_power_of_two(exact_product(x, x), -0.5));
    return scaled((e.fraction + 1.0) * one_over_sqrt_two_pi, e.exponent);
}

/// -x^2/2 - log(sqrt(2 pi)).
constexpr double normal_log_density(double x) {
    if (is_nan(x) || magnitude(x) > 0x1.6a09e667f3bccp512)
        return is_nan(x) ? x : -infinity;
    constexpr double_double log_sqrt_two_pi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};
    if (magnitude(x) > 0x1p490)
        return -0.5 * x * x;
    return (-times_power_of_two(exact_product(x, x), 0.5) - log_sqrt_two_pi).high;
}

/// erfc(-x/sqrt(2))/2, which is 0 below -38.5.
constexpr double normal_cdf(double x) {
    constexpr double_double root_half{0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55};
    if (is_nan(x) || x > 9 || x < -39)
        return is_nan(x) ? x : x > 0;
    const double_double z = root_half * -x;
    if (magnitude(z.high) <= 1.25)
        return 0.5 * (-erf_series(z) + 1.0).high;
    const split_complement c = erfc_fraction(z.high < 0 ? -z : z);
    if (z.high < 0)
        return (-times_power_of_two(c.fraction, power_of_two(c.exponent - 1)) + 1.0).high;
    return scaled(c.fraction, c.exponent - 1);
}

} // namespace ctgrad::detail::elementary
