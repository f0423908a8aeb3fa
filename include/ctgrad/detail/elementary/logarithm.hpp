// SPDX-License-Identifier: BSL-1.0
//
// log: x = 2^k m with m between 1/sqrt(2) and sqrt(2), log x = k ln 2 + 2 artanh f,
// f = (m - 1)/(m + 1), |f| < 0.172.
#pragma once

#include <ctgrad/detail/elementary/double_double.hpp>

namespace ctgrad::detail::elementary {

/// log x for finite x > 0; relative error below 2^-69, which pow needs: it multiplies the absolute
/// error by up to 745. The series 1 + z/3 + z^2/5 + ..., z = f^2, is plain double from z^3/7 on.
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
    const double_double f = double_double{m - 1, 0} / exact_sum(m, 1);
    const double_double z = f * f;
    double tail = 0;
    for (int i = 29; i >= 7; i -= 2)
        tail = z.high * (tail + 1.0 / i);
    constexpr double_double one_third{0x1.5555555555555p-2, 0x1.5555555555555p-56};
    constexpr double_double one_fifth{0x1.999999999999ap-3, -0x1.999999999999ap-57};
    const double_double half = f + f * (z * (one_third + z * (one_fifth + tail)));
    constexpr double_double ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    return ln2 * k + times_power_of_two(half, 2);
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

} // namespace ctgrad::detail::elementary
