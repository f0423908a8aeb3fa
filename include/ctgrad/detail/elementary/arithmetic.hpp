// SPDX-License-Identifier: BSL-1.0
//
// + - * / as the hardware does them, infinities and NaN included. The built-in operators are no
// constant expressions where the result is NaN, overflows or divides by zero, so a gradient at an
// edge (1/0 at the root of a square root, an alternative that is not chosen) could not be compiled.
#pragma once

#include <ctgrad/detail/elementary/representation.hpp>

namespace ctgrad::detail::elementary {

constexpr bool is_finite(double x) {
    return magnitude(x) < infinity;
}
constexpr double signed_infinity(bool negative) {
    return negative ? -infinity : infinity;
}

constexpr double sum(double x, double y) {
    if (x != x || y != y)
        return not_a_number;
    if (!is_finite(x) || !is_finite(y)) {
        if (is_finite(y))
            return x;
        return is_finite(x) || x == y ? y : not_a_number;
    }
    if (magnitude(x) < 0x1p1023 && magnitude(y) < 0x1p1022)
        return x + y;
    // Half the operands have half the sum, rounded at the same bit; 2^1023 twice is too large.
    const double half = x * 0.5 + y * 0.5;
    return magnitude(half) < 0x1p1023 ? 2 * half : signed_infinity(half < 0);
}

constexpr double difference(double x, double y) {
    return sum(x, -y);
}

constexpr double product(double x, double y) {
    if (magnitude(x) < 0x1p500 && magnitude(y) < 0x1p500)
        return x * y;
    if (x != x || y != y)
        return not_a_number;
    const bool negative = is_negative(x) != is_negative(y);
    if (!is_finite(x) || !is_finite(y))
        return x == 0 || y == 0 ? not_a_number : signed_infinity(negative);
    // One factor is at least 2^500, so scaling by 2^-1000 before the other multiplies keeps every
    // bit unless the product is small enough not to need it.
    const double large = magnitude(x) < magnitude(y) ? y : x;
    const double other = magnitude(x) < magnitude(y) ? x : y;
    if (magnitude(other) < 1)
        return x * y;
    const double scaled = (large * 0x1p-512) * (other * 0x1p-512);
    return magnitude(scaled) < 1 ? scaled * 0x1p512 * 0x1p512 : signed_infinity(negative);
}

constexpr double quotient(double x, double y) {
    if (x != x || y != y)
        return not_a_number;
    const bool negative = is_negative(x) != is_negative(y);
    if (!is_finite(x))
        return is_finite(y) ? signed_infinity(negative) : not_a_number;
    if (y == 0)
        return x == 0 ? not_a_number : signed_infinity(negative);
    if (!is_finite(y))
        return negative ? -0.0 : 0.0;
    if (magnitude(x) < 0x1p500 && magnitude(y) > 0x1p-500)
        return x / y;
    if (magnitude(y) >= 1)
        return x / y;
    // |y| < 1: only here can it overflow. The quotient times 2^-1200 cannot, even of the largest
    // and the smallest number, and has every bit where the quotient is large.
    const double scaled = (x * 0x1p-700) / (y * 0x1p500);
    if (magnitude(scaled) < 0x1p-276)
        return x / y;
    return magnitude(scaled) < 0x1p-176 ? scaled * 0x1p600 * 0x1p600 : signed_infinity(negative);
}

} // namespace ctgrad::detail::elementary
