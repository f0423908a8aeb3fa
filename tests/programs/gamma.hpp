// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions in any number type, by the recurrence up to where the asymptotic series has
// all digits (DLMF 5.11 and 5.15), for x < 0 as well: no reflection, no power series.
#pragma once

#include <cmath>

namespace programs {

using std::abs, std::atan, std::exp, std::log;

// From here on 15 terms are enough for 50 digits.
constexpr double far_enough = 100;
// B2, B4, ..., B30.
template <class T>
T bernoulli_number(int k) {
    constexpr double numerators[] = {1,      -1,         1,       -1,           5,
                                     -691,   7,          -3617,   43867,        -174611,
                                     854513, -236364091, 8553103, -23749461029, 8615841276005};
    constexpr double denominators[] = {6,   30,  42,  30,   66, 2730, 6,    510,
                                       798, 330, 138, 2730, 6,  870,  14322};
    return T(numerators[k - 1]) / T(denominators[k - 1]);
}
template <class T>
T whole_power(const T& x, int n) {
    T product(1);
    for (; n > 0; --n)
        product *= x;
    return product;
}

/// x (x + 1) ... up to where x is far enough.
template <class T>
T product_up(T& x) {
    T product(1);
    for (; x < far_enough; x += 1)
        product *= x;
    return product;
}
template <class T>
T log_gamma_from_afar(const T& x) {
    static const T half_log_of_two_pi = log(T(8 * atan(T(1)))) / 2;
    T sum = (x - T(0.5)) * log(x) - x + half_log_of_two_pi;
    T power = T(1) / x;
    for (int k = 1; k <= 15; ++k, power /= x * x)
        sum += bernoulli_number<T>(k) / (2 * k * (2 * k - 1)) * power;
    return sum;
}
template <class T>
T log_gamma(T x) {
    const T product = product_up(x);
    return log_gamma_from_afar(x) - log(T(abs(product)));
}
template <class T>
T gamma(T x) {
    const T product = product_up(x);
    return exp(log_gamma_from_afar(x)) / product;
}

/// The derivatives of log gamma, as a sum of (x + k)^-(n + 1), of order 0 without what is infinite.
template <class T>
T polygamma(int n, T x) {
    T sum(0), factorial(1);
    for (; x < far_enough; x += 1)
        sum += T(1) / whole_power(x, n + 1);
    for (int k = 2; k <= n; ++k)
        factorial *= k;
    const T first = T(1) / whole_power(x, n);
    sum += n == 0 ? T(-log(x)) : T(first / n);
    sum += first / (2 * x);
    T term = (n + 1) * first / (2 * x * x); // (n + 1) ... (n + 2k - 1)/(2k)! / x^(n + 2k)
    for (int k = 1; k <= 15; ++k) {
        sum += bernoulli_number<T>(k) * term;
        term *= T((n + 2 * k) * (n + 2 * k + 1)) / T((2 * k + 1) * (2 * k + 2)) / (x * x);
    }
    return n % 2 == 0 ? T(-factorial * sum) : T(factorial * sum);
}

} // namespace programs
