// SPDX-License-Identifier: BSL-1.0
//
// sqrt, correctly rounded: Newton's iteration gives the root to within a unit or two, exact integer
// arithmetic decides the last bit. hypot from the root of a sum of squares in double-double, cbrt
// from Newton's iteration, whose last step is taken in double-double.
#pragma once

#include <ctgrad/detail/elementary/double_double.hpp>

#include <initializer_list>

namespace ctgrad::detail::elementary {

/// With x = 4^h M 2^-52, 2^52 <= M < 2^54, the root is 2^h sqrt(M 2^52) 2^-52, and M 2^52 - root^2
/// is small enough for arithmetic modulo 2^64 to give it exactly, although its terms are not.
constexpr double sqrt(double x) {
    if (is_nan(x) || x == 0 || x == infinity)
        return x;
    if (x < 0)
        return not_a_number;
    const normalized n = normalize(x);
    const int exponent = exponent_of(n.value);
    const int odd = exponent & 1;
    const std::uint64_t fraction = bits_of(n.value) & 0xfffffffffffff;
    const double m = from_bits(fraction | bits_of(1.0)) * (1 + odd);
    double y = 0.6 + 0.4 * m;
    for (int i = 0; i < 5; ++i)
        y = 0.5 * (y + m / y);
    std::uint64_t root = static_cast<std::uint64_t>(y * 0x1p52);
    const std::uint64_t square = (fraction | (std::uint64_t{1} << 52)) << (52 + odd);
    // Rounding up is right when square > (root + 1/2)^2, that is square - root^2 > root.
    while (static_cast<std::int64_t>(square - root * root) > static_cast<std::int64_t>(root))
        ++root;
    while (static_cast<std::int64_t>(square - (root - 1) * (root - 1)) <=
           static_cast<std::int64_t>(root - 1))
        --root;
    return static_cast<double>(root) * 0x1p-52 * power_of_two((exponent - odd + n.exponent) / 2);
}

/// sqrt(v), v >= 0, neither subnormal nor above 2^990; relative error below 2^-100.
constexpr double_double sqrt_double_double(double_double v) {
    const double root = sqrt(v.high);
    if (root == 0)
        return {0, 0};
    const double_double rest = v - exact_product(root, root);
    return ordered_sum(root, rest.high / (2 * root));
}

/// With x = 8^h m, 1 <= m < 8, it is 2^h cbrt(m).
constexpr double cbrt(double x) {
    if (is_nan(x) || x == 0 || magnitude(x) == infinity)
        return x;
    const normalized n = normalize(x);
    const int exponent = exponent_of(n.value) + n.exponent;
    const int rest = (exponent % 3 + 3) % 3;
    const double m = from_bits((bits_of(n.value) & 0xfffffffffffff) | bits_of(1.0)) * (1 << rest);
    double y = 0.9 + 0.16 * m;
    for (int i = 0; i < 5; ++i)
        y -= (y - m / (y * y)) / 3;
    const double_double error = exact_product(y, y) * y - double_double{m, 0};
    return with_sign_of(x, (y - error.high / (3 * y * y)) * power_of_two((exponent - rest) / 3));
}

/// sqrt(x^2 + y^2 + z^2), scaled by a power of two so that no square is out of range. An infinite
/// argument counts more than NaN, as in C99, Annex F.
constexpr double hypot(double x, double y, double z) {
    double large = magnitude(x);
    for (const double a : {magnitude(y), magnitude(z)})
        large = a > large || is_nan(large) ? a : large;
    if (magnitude(x) == infinity || magnitude(y) == infinity || magnitude(z) == infinity)
        return infinity;
    if (is_nan(x) || is_nan(y) || is_nan(z))
        return not_a_number;
    if (large == 0)
        return 0;
    const normalized n = normalize(large);
    const int exponent = exponent_of(n.value) + n.exponent;
    double_double squares{0, 0};
    for (const double a : {x, y, z}) {
        // 2^-exponent may itself be out of range: two steps.
        const double part = a * power_of_two(-(exponent / 2));
        const double unit = part * power_of_two(-(exponent - exponent / 2));
        // What is smaller than this does not reach the last bit; its square might underflow.
        if (magnitude(unit) > 0x1p-100)
            squares = squares + exact_product(unit, unit);
    }
    return scaled(sqrt_double_double(squares), exponent);
}
constexpr double hypot(double x, double y) {
    return hypot(x, y, 0);
}

} // namespace ctgrad::detail::elementary
