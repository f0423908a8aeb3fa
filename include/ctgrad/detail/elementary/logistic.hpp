// SPDX-License-Identifier: BSL-1.0
//
// sigmoid x = 1/(1 + e^-x) and its integral softplus x = log(1 + e^x), both from t = e^-|x| < 1,
// which does not overflow: of x < 0 they are t/(1 + t) and log(1 + t), of the others 1/(1 + t) and
// x + log(1 + t).
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

} // namespace ctgrad::detail::elementary
