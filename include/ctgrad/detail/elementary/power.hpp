// SPDX-License-Identifier: BSL-1.0
//
// pow(x, y) = e^(y log |x|) with the sign and the special cases of C99, Annex F. The exponent
// reaches 745, so log x is a double-double with 69 good bits.
#pragma once

#include <ctgrad/detail/elementary/exponential.hpp>
#include <ctgrad/detail/elementary/logarithm.hpp>

namespace ctgrad::detail::elementary {

/// From 2^53 on every double is even.
constexpr bool is_odd(double y) {
    return magnitude(y) < 0x1p53 && trunc(y) == y && trunc(y / 2) * 2 != y;
}

/// |x|^y for |x| not 1, and y not 0 or NaN.
constexpr double power_of_magnitude(double x, double y) {
    const double a = magnitude(x);
    if (a == 0 || a == infinity || magnitude(y) > 0x1p65)
        return (a > 1) == (y > 0) ? infinity : 0;
    // |log a| is between 2^-53 and 745: a larger y gives 0 or infinity, a smaller one 1.
    if (magnitude(y) < 0x1p-65)
        return 1;
    return exp_rounded(log_double_double(a) * y);
}

constexpr double pow(double x, double y) {
    if (y == 0 || x == 1)
        return 1;
    if (is_nan(x) || is_nan(y))
        return not_a_number;
    if (x < 0 && x != -infinity && magnitude(y) != infinity && trunc(y) != y)
        return not_a_number;
    const double a = x == -1 ? 1 : power_of_magnitude(x, y);
    return is_negative(x) && is_odd(y) ? -a : a;
}

} // namespace ctgrad::detail::elementary
