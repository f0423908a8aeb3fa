// SPDX-License-Identifier: BSL-1.0
//
// sigmoid x = 1/(1 + e^-x) and its integral softplus x = log(1 + e^x), both from t = e^-|x| < 1,
// which does not overflow: of x < 0 they are t/(1 + t) and log(1 + t), of the others 1/(1 + t) and
// x + log(1 + t). logit is the inverse of sigmoid, logaddexp softplus on another scale.
#pragma once

#include <ctgrad/detail/elementary/exponential.hpp>
#include <ctgrad/detail/elementary/logarithm.hpp>

namespace ctgrad::detail::elementary {

/// Beyond this t is less than the 2^-106 to which a double_double is accurate.
inline constexpr double logistic_range = 75;

/// e^x to about 2^-60, |x| <= 75.
constexpr double_double exp_double_double(double x) {
    const split_exponential e = exp_split({x, 0});
    return times_power_of_two(e.fraction + 1.0, power_of_two(e.exponent));
}

constexpr double sigmoid(double x) {
    if (is_nan(x))
        return x;
    if (x > logistic_range)
        return 1;
    if (x < -logistic_range)
        return exp(x);
    const double_double t = exp_double_double(-magnitude(x));
    return ((x < 0 ? t : double_double{1, 0}) / (t + 1.0)).high;
}

constexpr double softplus(double x) {
    if (is_nan(x) || x > logistic_range)
        return x;
    if (x < -logistic_range)
        return exp(x);
    const double_double rest = log1p_double_double(exp_double_double(-magnitude(x)));
    return x < 0 ? rest.high : (rest + x).high;
}

/// log(x/(1 - x)), and around 1/2, where it is 0, log(1 + (2x - 1)/(1 - x)). Both differences are
/// sums of two doubles.
constexpr double logit(double x) {
    if (is_nan(x) || x < 0 || x > 1)
        return not_a_number;
    if (x == 1)
        return infinity;
    if (x < 0x1p-60)
        return log(x);
    const double_double rest = exact_sum(1, -x);
    if (0.25 < x && x < 0.75)
        return log1p_double_double(exact_sum(2 * x, -1) / rest).high;
    const double_double odds = double_double{x, 0} / rest;
    return (log_double_double(odds.high) + odds.low / odds.high).high;
}

/// log(e^x + e^y) = max(x, y) + log(1 + e^-|x - y|). Where this sum cancels, near the curve on
/// which it is 0, the absolute error is that of exp, 2^-60.
constexpr double logaddexp(double x, double y) {
    if (is_nan(x) || is_nan(y))
        return not_a_number;
    const double large = x < y ? y : x;
    const double small = x < y ? x : y;
    // The difference may be beyond the doubles; e^-746 is none.
    if (small == -infinity || large == infinity || 0.5 * large - 0.5 * small > 373)
        return large;
    const split_exponential e = exp_split(exact_sum(small, -large));
    const double_double t = e.fraction + 1.0;
    if (e.exponent < -900) // no room for the lower half
        return scaled(t, e.exponent) + large;
    return (log1p_double_double(times_power_of_two(t, power_of_two(e.exponent))) + large).high;
}

} // namespace ctgrad::detail::elementary
