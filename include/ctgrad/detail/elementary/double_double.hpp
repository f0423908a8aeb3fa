// SPDX-License-Identifier: BSL-1.0
//
// A number as the unevaluated sum of two doubles, about 106 bits. An elementary function is
// accurate to little more than half a unit in the last place when its leading terms are summed this
// way and only the small rest of the series in plain double. The error-free sum is Knuth's, the
// error-free product Dekker's (T. J. Dekker, Numer. Math. 18, 1971): constant evaluation has no
// fused multiply-add. Meaningless under -ffast-math; operands stay below 2^996.
#pragma once

#include <ctgrad/detail/elementary/representation.hpp>

namespace ctgrad::detail::elementary {

struct double_double {
    double high;
    double low;
};

constexpr double_double exact_sum(double a, double b) {
    const double sum = a + b;
    const double b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// Exact when |a| >= |b| or a is 0.
constexpr double_double ordered_sum(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// Two halves of 26 bits: products of halves are exact.
constexpr double_double halves(double a) {
    const double t = 0x1.0000002p27 * a;
    const double high = t - (t - a);
    return {high, a - high};
}

constexpr double_double exact_product(double a, double b) {
    const double product = a * b;
    const double_double x = halves(a);
    const double_double y = halves(b);
    return {product,
            ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

constexpr double_double operator-(double_double a) {
    return {-a.high, -a.low};
}

constexpr double_double operator+(double_double a, double b) {
    const double_double sum = exact_sum(a.high, b);
    return ordered_sum(sum.high, sum.low + a.low);
}

constexpr double_double operator+(double_double a, double_double b) {
    const double_double sum = exact_sum(a.high, b.high);
    return ordered_sum(sum.high, sum.low + (a.low + b.low));
}

constexpr double_double operator-(double_double a, double_double b) {
    return a + -b;
}

constexpr double_double operator*(double_double a, double b) {
    const double_double product = exact_product(a.high, b);
    return ordered_sum(product.high, product.low + a.low * b);
}

constexpr double_double operator*(double_double a, double_double b) {
    const double_double product = exact_product(a.high, b.high);
    return ordered_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

constexpr double_double operator/(double_double a, double_double b) {
    const double quotient = a.high / b.high;
    const double_double rest = a - b * quotient;
    return ordered_sum(quotient, rest.high / b.high);
}

/// a * factor for a factor that is a power of two: exact as long as nothing underflows.
constexpr double_double times_power_of_two(double_double a, double factor) {
    return {a.high * factor, a.low * factor};
}

/// v * 2^k, v > 0, rounded once: adding 2^52 units of the last subnormal place makes the addition
/// itself round there. Rounding to 53 bits first would cost up to a quarter unit more. Infinity
/// when the result is beyond the largest double.
constexpr double scaled(double_double v, int k) {
    const int exponent = exponent_of(v.high) + k;
    if (exponent > 1023)
        return infinity;
    if (exponent < -1076)
        return 0;
    double result = v.high;
    if (exponent < -1022) {
        const double anchor = power_of_two(-1022 - k);
        const double_double sum = exact_sum(anchor, v.high);
        result = (sum.high + (sum.low + v.low)) - anchor;
    }
    return result * power_of_two(k / 2) * power_of_two(k - k / 2);
}

} // namespace ctgrad::detail::elementary
