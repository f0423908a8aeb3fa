// SPDX-License-Identifier: BSL-1.0
//
// The derivative of log gamma while compiling: the series of log gamma, differentiated.
#pragma once

#include <ctgrad/detail/elementary/gamma.hpp>

namespace ctgrad::detail::elementary {

constexpr double_double reciprocal(double_double x) {
    return double_double{1, 0} / x;
}

/// digamma(2 + z) = (1 - euler) + sum of (zeta(k) - 1) (-1)^k z^(k-1), |z| <= 1/2.
constexpr double_double digamma_near_two(double_double z) {
    double tail = 0;
    for (int k = 54; k >= 28; --k)
        tail = (k % 2 == 0 ? 1 : -1) * zeta_less_one_tail[k - 28] + z.high * tail;
    double_double p{tail, 0};
    for (int k = 27; k >= 2; --k)
        p = (k % 2 == 0 ? zeta_less_one[k - 2] : -zeta_less_one[k - 2]) + z * p;
    return one_less_euler + z * p;
}

/// 1/2 <= x. From 20 on log x - 1/(2x) - sum of B2k/(2k x^2k) (DLMF 5.11).
constexpr double_double digamma_from_half(double_double x) {
    if (x.high > 0x1p120)
        return log_double_double(x.high);
    if (x.high >= 20) {
        const double_double r = reciprocal(x);
        return precise_log(x) - times_power_of_two(r, 0.5) - r * r * bernoulli_series(r * r, false);
    }
    if (x.high < 1.5)
        return digamma_near_two(x + -1.0) - reciprocal(x);
    const int steps = static_cast<int>(nearest(x.high)) - 2;
    double_double sum = digamma_near_two(x + (-2.0 - steps));
    for (int k = steps; k >= 1; --k)
        sum = sum + reciprocal(x + -1.0 * k);
    return sum;
}

inline constexpr nearby_zero zeros_of_digamma[] = {{{0x1.762d86356be3fp0, 0x1.b86a722197829p-54},
                                                    {0x1.ef72bc8ee38acp-1, -0x1.3879eb97bf58dp-55},
                                                    -0x1.c563b54aa1a35p-2},
                                                   {{-0x1.02172b05ee26p-1, -0x1.2cd704405bff6p-57},
                                                    {0x1.1e12d46d5ae28p3, 0x1.0cbb010bd488ap-51},
                                                    -0x1.9e6287497864p-1},
                                                   {{-0x1.92d0cbc289d4ap0, -0x1.2262d144a30e4p-56},
                                                    {0x1.3e20e129a441ep3, -0x1.944a31365ee6bp-52},
                                                    -0x1.f35db31e6a1d4p2},
                                                   {{-0x1.4e2c19f679e5ap1, 0x1.c7b999bd14f47p-54},
                                                    {0x1.5b2582701b783p3, -0x1.ec1f096d4fce9p-51},
                                                    -0x1.98a9c8ee5f509p3},
                                                   {{-0x1.d1514b041b2a8p1, 0x1.f71449c2a5446p-55},
                                                    {0x1.74d47ec7ac492p3, 0x1.3f8f2b994019ap-52},
                                                    -0x1.0f036e4ba3313p4},
                                                   {{-0x1.6ab2ca18e6ce3p2, -0x1.da7ecae62c5bdp-59},
                                                    {0x1.a0af5c72c8e84p3, -0x1.9182932a0c24p-51},
                                                    -0x1.802c5fd17ebafp4}};

/// At 0 infinite, of the sign opposite to that of 0; NaN at the other poles.
constexpr double digamma(double x) {
    if (is_nan(x) || x == infinity)
        return x;
    if (magnitude(x) < 0x1p-70)
        return quotient(-1, x);
    if (x == -infinity || is_pole_of_gamma(x))
        return not_a_number;
    const double near_zero = around_zero(zeros_of_digamma, x);
    if (near_zero != 0)
        return near_zero;
    if (x >= 0.5)
        return digamma_from_half({x, 0}).high;
    const double m = x > -0.5 ? 0 : -floor(x + 0.5), d = x + m;
    const double_double right = digamma_from_half(exact_sum(1, d)) - reciprocal({d, 0});
    if (m == 0)
        return right.high;
    const double_double left =
        digamma_from_half(exact_sum(1 + m, -d)) - digamma_from_half(exact_sum(1, -d));
    return (right + left).high;
}

} // namespace ctgrad::detail::elementary
