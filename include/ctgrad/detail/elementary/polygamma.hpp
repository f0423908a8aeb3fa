// SPDX-License-Identifier: BSL-1.0
//
// polygamma(n, x), the n-th derivative of digamma, while compiling; for n >= 1 a sum of like terms,
//
//     (-1)^(n+1) n! zeta(n + 1, x),   zeta(s, x) = sum of 1/(x + k)^s, k = 0, 1, ...
//
// with Euler and Maclaurin's rest of the sum (DLMF 25.11 and 5.15). Below 1/2, x = d - m: the sum
// begins left of d, and the terms left of 0 are a difference of two such sums. For even n terms of
// both signs cancel near the middle between two poles, where the zeros are: there each term is
// subtracted from the one on the other side, and their difference has a factor, the distance to the
// middle.
#pragma once

#include <ctgrad/detail/elementary/digamma.hpp>

namespace ctgrad::detail::elementary {

constexpr double_double whole_power(double_double x, int n) {
    double_double result{1, 0};
    for (; n > 0; n /= 2) {
        if (n % 2 != 0)
            result = result * x;
        x = x * x;
    }
    return result;
}

/// n x^n zeta(n + 1, x) = 1 + n/(2x) + sum of B2k n (n + 1) ... (n + 2k - 1)/(2k)! / x^2k, for
/// x >= n + 20.
constexpr double_double rest_of_zeta(double n, double_double x) {
    if (x.high > 0x1p200)
        return {1, 0};
    const double_double r = reciprocal(x);
    double_double term{1, 0};
    double_double series{0, 0};
    for (int k = 1; k <= 8; ++k) {
        term = term * r * (n + 2 * k - 2) * r * (n + 2 * k - 1) /
               double_double{(2 * k - 1) * (2.0 * k), 0};
        series = series +
                 term * bernoulli[k - 1].numerator / double_double{bernoulli[k - 1].denominator, 0};
    }
    double small_term = term.high;
    double small = 0;
    for (int k = 9; k <= 15; ++k) {
        small_term *=
            (n + 2 * k - 2) * r.high * ((n + 2 * k - 1) * r.high) / ((2 * k - 1) * (2.0 * k));
        small += bernoulli[k - 1].numerator / bernoulli[k - 1].denominator * small_term;
    }
    return times_power_of_two(r * n, 0.5) + (series + small) + 1.0;
}

/// b^(n+1) zeta(n + 1, x) for x >= 1/2 and 0 < b <= x: no term is larger than 1.
constexpr double_double scaled_zeta(int n, double_double x, double_double b) {
    double_double sum{0, 0};
    for (; x.high < n + 20.0; x = x + 1.0) {
        const double_double term = whole_power(b / x, n + 1);
        sum = sum + term;
        if (term.high < sum.high * 0x1p-120)
            return sum;
    }
    const double_double ratio = b / x;
    const double_double rest = whole_power(ratio, n) * b * rest_of_zeta(n, x);
    return sum + rest / double_double{1.0 * n, 0};
}

/// (a^s - c^s)/(a - c) = a^(s-1) + a^(s-2) c + ... + c^(s-1), s >= 1, by the binary digits of s.
constexpr double_double quotient_of_powers(double_double a, double_double c, int s) {
    double_double a_power = a;
    double_double c_power = c;
    double_double sum{1, 0};
    int digit = 1;
    while (digit <= s / 2)
        digit *= 2;
    for (digit /= 2; digit > 0; digit /= 2) {
        sum = sum * (a_power + c_power);
        a_power = a_power * a_power;
        c_power = c_power * c_power;
        if (s / digit % 2 != 0) {
            sum = sum * a + c_power;
            a_power = a_power * a;
            c_power = c_power * c;
        }
    }
    return sum;
}

/// b^(n+1) zeta(n + 1, x) for even n, x = e - 1/2 - m, 0 < |e| < 1/4 and b = 1/2 - |e|.
constexpr double_double zeta_between_poles(int n, double m, double e, double b) {
    const double pairs = m < n + 20.0 ? m + 1 : n + 20.0;
    double_double sum{0, 0};
    for (double half = 0.5; half < pairs; ++half) {
        const double_double right = double_double{b, 0} / exact_sum(half, e);
        const double_double left = double_double{b, 0} / exact_sum(half, -e);
        const double_double term =
            right * left * (-2 * e) / double_double{b, 0} * quotient_of_powers(right, left, n + 1);
        sum = sum + term;
        if (magnitude(term.high) < magnitude(sum.high) * 0x1p-120)
            break;
    }
    const double_double scale{b, 0};
    if (pairs > m)
        return sum + scaled_zeta(n, exact_sum(m + 1.5, e), scale);
    return sum + (scaled_zeta(n, exact_sum(pairs + 0.5, e), scale) -
                  scaled_zeta(n, exact_sum(pairs + 0.5, -e), scale) +
                  scaled_zeta(n, exact_sum(m + 1.5, -e), scale));
}

/// e^exponent * factor.
constexpr double exponential_times(double_double exponent, double_double factor) {
    if (magnitude(exponent.high) > 1000)
        return exponent.high > 0 ? with_sign_of(factor.high, infinity)
                                 : with_sign_of(factor.high, 0);
    const split_exponential e = exp_split(exponent);
    const bool negative = factor.high < 0;
    const double size = scaled((e.fraction + 1.0) * (negative ? -factor : factor), e.exponent);
    return negative ? -size : size;
}

/// zeta(n + 1, x) n!, n >= 1, of x that is no pole.
constexpr double zeta_times_factorial(int n, double x) {
    const double s = n + 1.0;
    if (x >= n + 20.0) // (n-1)! / x^n times the rest
        return exponential_times(log_gamma_from_half({1.0 * n, 0}) - precise_log({x, 0}) * n,
                                 rest_of_zeta(n, {x, 0}));
    const double_double log_factorial = log_gamma_from_half({s, 0});
    if (x >= 0.5)
        return exponential_times(log_factorial - precise_log({x, 0}) * s,
                                 scaled_zeta(n, {x, 0}, {x, 0}));
    // From the middle between two poles; exact where it is less than 1/4. At 0 all pairs are 0.
    const double whole = floor(-x), e = x + whole + 0.5;
    if (n % 2 == 0 && x < 0 && magnitude(e) < 0.25) {
        if (e == 0)
            return zeta_times_factorial(n, 1 - x);
        const double b = 0.5 - magnitude(e);
        return exponential_times(log_factorial - precise_log({b, 0}) * s,
                                 zeta_between_poles(n, whole, e, b));
    }
    const double m = x > -0.5 ? 0 : -floor(x + 0.5), d = x + m;
    if (magnitude(d) < 0x1p-600)
        return n % 2 != 0 || d > 0 ? infinity : -infinity;
    const double_double b{magnitude(d), 0};
    const double_double right =
        scaled_zeta(n, exact_sum(1, d), b) + (n % 2 != 0 || d > 0 ? 1.0 : -1.0);
    const double_double left =
        m == 0 ? double_double{0, 0}
               : scaled_zeta(n, exact_sum(1, -d), b) - scaled_zeta(n, exact_sum(1 + m, -d), b);
    return exponential_times(log_factorial - precise_log(b) * s,
                             n % 2 != 0 ? right + left : right - left);
}

/// The n-th derivative of digamma, for whole n from 0 to 10000. At the poles it is infinite if n is
/// odd; if n is even it is so at 0, with the opposite sign, and NaN at the others.
constexpr double polygamma(double n, double x) {
    if (is_nan(n) || is_nan(x) || n < 0 || n > 10000 || trunc(n) != n || x == -infinity)
        return not_a_number;
    const int order = static_cast<int>(n);
    if (order == 0)
        return digamma(x);
    const bool odd = order % 2 != 0;
    if (x == infinity)
        return odd ? 0.0 : -0.0;
    if (x == 0)
        return odd || is_negative(x) ? infinity : -infinity;
    if (is_pole_of_gamma(x))
        return odd ? infinity : not_a_number;
    const double size = zeta_times_factorial(order, x);
    return odd ? size : -size;
}

} // namespace ctgrad::detail::elementary
