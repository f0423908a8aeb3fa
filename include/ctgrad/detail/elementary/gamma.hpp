// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of the gamma function, and with it the function itself, whose relative error is the
// absolute one of its logarithm. log|gamma(x)| has zeros, at 1, 2 and on the negative axis, so all
// of it is double-double. Around 2 the power series (DLMF 5.7), to which the recurrence
// gamma(x + 1) = x gamma(x) leads from 1/2 to 20; beyond 20 Stirling's series (DLMF 5.11); below
// 1/2 the reflection, with x = d - m, d the distance to the nearest whole number:
//
//     |gamma(x)| = gamma(1 + d) gamma(1 - d) / (|d| gamma(1 + m - d)).
#pragma once

#include <ctgrad/detail/elementary/gamma_series.hpp>

namespace ctgrad::detail::elementary {

/// log gamma(2 + z) = z ((1 - euler) + sum of (zeta(k) - 1) (-z)^k/k / z), |z| <= 1/2.
constexpr double_double log_gamma_near_two(double_double z) {
    double tail = 0;
    for (int k = 54; k >= 28; --k)
        tail = (k % 2 == 0 ? 1 : -1) * zeta_less_one_tail[k - 28] / k + z.high * tail;
    double_double p{tail, 0};
    for (int k = 27; k >= 2; --k)
        p = zeta_less_one[k - 2] / double_double{k % 2 == 0 ? 1.0 * k : -1.0 * k, 0} + z * p;
    return z * (one_less_euler + z * p);
}

/// 20 <= x < 2^500.
constexpr double_double log_gamma_of_large(double_double x) {
    constexpr double_double log_sqrt_two_pi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};
    const double_double reciprocal = double_double{1, 0} / x;
    const double_double series = reciprocal * bernoulli_series(reciprocal * reciprocal, true);
    return (x + -0.5) * precise_log(x) - x + log_sqrt_two_pi + series;
}

/// 1/2 <= x < 2^500.
constexpr double_double log_gamma_from_half(double_double x) {
    if (x.high >= 20)
        return log_gamma_of_large(x);
    if (x.high < 1.5)
        return log_gamma_near_two(x + -1.0) - precise_log(x);
    const int steps = static_cast<int>(nearest(x.high)) - 2;
    const double_double rest = log_gamma_near_two(x + (-2.0 - steps));
    double_double product{1, 0};
    for (int k = 1; k <= steps; ++k)
        product = product * (x + -1.0 * k);
    return steps > 0 ? rest + precise_log(product) : rest;
}

inline constexpr nearby_zero zeros_of_log_gamma[] = {
    {{-0x1.3a7fc9600f86cp1, -0x1.55f64f98af8dp-55},
     {0x1.83fe966af535fp0, -0x1.775909a36a6a4p-55},
     0x1.36eebb002f55dp2},
    {{-0x1.5fb410a1bd901p1, 0x1.a19a96d2e6f85p-54},
     {-0x1.ea12da904b18cp0, -0x1.220130f99b2cfp-54},
     0x1.3267f3c265a52p3},
    {{-0x1.9260dbc9e59afp1, -0x1.f717cd335a7b3p-53},
     {0x1.f20a65f2fac55p2, -0x1.1d258e4b0be84p-53},
     0x1.9d4d2977150efp4},
    {{-0x1.fa471547c2fe5p1, -0x1.70d4561291237p-56},
     {-0x1.4b99d966c5647p4, 0x1.9cba2450afff3p-50},
     0x1.f76deae0436bep7}};

/// log|gamma(x)| for |x| >= 2^-70 below 2^500 that is no pole.
constexpr double_double log_gamma_double_double(double x) {
    if (x >= 0.5)
        return log_gamma_from_half({x, 0});
    const double m = x > -0.5 ? 0 : -floor(x + 0.5), d = x + m;
    const double_double one_more = log_gamma_from_half(exact_sum(1, d));
    const double_double log_d = precise_log({magnitude(d), 0});
    if (m == 0)
        return one_more - log_d;
    return one_more + log_gamma_from_half(exact_sum(1, -d)) - log_d -
           log_gamma_from_half(exact_sum(1 + m, -d));
}

constexpr bool is_pole_of_gamma(double x) {
    return x <= 0 && trunc(x) == x;
}

constexpr double lgamma(double x) {
    if (!is_finite(x))
        return is_nan(x) ? x : infinity;
    if (is_pole_of_gamma(x))
        return infinity;
    if (magnitude(x) < 0x1p-70)
        return -log(magnitude(x));
    if (x > 0x1p500) // x (log x - 1); scaled, as it may overflow
        return scaled((precise_log({x, 0}) + -1.0) * (x * 0x1p-600), 600);
    const double near_zero = around_zero(zeros_of_log_gamma, x);
    return near_zero != 0 ? near_zero : log_gamma_double_double(x).high;
}

/// Infinite at 0, with its sign; NaN at the other poles, which have different limits on both sides.
constexpr double tgamma(double x) {
    if (is_nan(x) || x == infinity)
        return x;
    if (magnitude(x) < 0x1p-70)
        return quotient(1, x);
    if (x == -infinity || is_pole_of_gamma(x))
        return not_a_number;
    const bool negative = x < 0 && trunc(floor(x) / 2) * 2 != floor(x);
    const double size = x < -190 ? 0 : x > 180 ? infinity : exp_rounded(log_gamma_double_double(x));
    return negative ? -size : size;
}

} // namespace ctgrad::detail::elementary
