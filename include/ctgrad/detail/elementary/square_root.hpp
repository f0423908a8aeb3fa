// SPDX-License-Identifier: BSL-1.0
//
// sqrt, correctly rounded: Newton's iteration gives the root to within a unit or two, exact integer
// arithmetic decides the last bit.
#pragma once

#include <ctgrad/detail/elementary/representation.hpp>

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

} // namespace ctgrad::detail::elementary
