// SPDX-License-Identifier: BSL-1.0
//
// Doubles to text under constant evaluation: the shortest that reads back, or a number of decimals.
#pragma once

#include <ctgrad/detail/big_integer.hpp>

#include <string_view>

namespace ctgrad::detail {

/// |v| = significand * 2^exponent.
struct binary_parts {
    std::uint64_t significand;
    int exponent;
};

constexpr binary_parts parts_of(double v) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(v);
    const std::uint64_t fraction = bits & 0xfffffffffffff;
    const int field = static_cast<int>((bits >> 52) & 0x7ff);
    if (field == 0)
        return {fraction, -1074};
    return {fraction | (std::uint64_t{1} << 52), field - 1075};
}

struct decimal_parts {
    std::uint64_t digits;
    int exponent;
};

struct whole_part {
    std::uint64_t value;
    bool exact;
};

/// floor(n * 2^binary * 10^decimal) where that is below 2^64; binary + decimal >= 0 if decimal < 0.
constexpr whole_part scaled_floor(std::uint64_t n, int binary, int decimal) {
    big_integer product = big(n);
    bool exact = true;
    const int shift = binary + decimal;
    if (shift > 0)
        product.shift_left(shift);
    scale_by_power_of_five(product, decimal, exact);
    if (shift < 0) {
        exact = exact && !product.any_bit_below(-shift);
        product.shift_right(-shift);
    }
    return {product.low_64(), exact};
}

/// The shortest decimal that reads back as |v|, v finite and not 0, and of those the nearest to v
/// (U. Adams, "Ryu", PLDI 2018): v and the two midpoints to its neighbours are scaled to 18 digits,
/// then digits are dropped as long as a number remains between the midpoints. The midpoints
/// themselves count when the significand is even, since reading rounds half to even.
constexpr decimal_parts shortest_decimal(double v) {
    // Most numbers people write end early. At most one decimal of up to 15 digits reads as v, and
    // n / power is how such a decimal is read, so the first hit is the answer.
    const double a = v < 0 ? -v : v;
    double power = 1;
    for (int decimals = 0; decimals < 7 && a < 1e15 / power; ++decimals) {
        const auto n = static_cast<std::uint64_t>(a * power + 0.5);
        if (static_cast<double>(n) / power == a)
            return {n, -decimals};
        power *= 10;
    }
    const auto [m, e] = parts_of(v);
    const bool even = (m & 1) == 0;
    const bool lower_is_closer = m == std::uint64_t{1} << 52 && e > -1074;
    // log10 2 = 0.30103 - 4.3e-9; the shift of a negative number rounds down.
    const int log10 = ((e + 63 - std::countl_zero(m)) * 315653) >> 20;
    const int k = 17 - log10;
    auto [low, low_exact] = scaled_floor(4 * m - (lower_is_closer ? 1 : 2), e - 2, k);
    auto [mid, mid_exact] = scaled_floor(4 * m, e - 2, k);
    auto [high, high_exact] = scaled_floor(4 * m + 2, e - 2, k);
    low_exact = low_exact && even;
    if (high_exact && !even)
        --high;
    int exponent = -k;
    std::uint64_t last = 0;
    while (high / 10 > low / 10 || (low_exact && low % 10 == 0)) {
        low_exact = low_exact && low % 10 == 0;
        mid_exact = mid_exact && last == 0;
        last = mid % 10;
        low /= 10;
        mid /= 10;
        high /= 10;
        ++exponent;
    }
    const bool tie = last == 5 && mid_exact;
    const bool below = mid == low && !low_exact;
    const bool up = below || (tie ? (mid & 1) != 0 : last >= 5);
    return {mid + (up ? 1 : 0), exponent};
}

template <class Sink>
constexpr void write_text(Sink& out, std::string_view text) {
    for (const char c : text)
        out(c);
}

/// The sign, then the whole text of an infinity or NaN; true when that was all.
template <class Sink>
constexpr bool write_sign_or_special(Sink& out, double v) {
    if (v != v) {
        write_text(out, "nan");
        return true;
    }
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(v);
    if (bits >> 63 != 0)
        out('-');
    if (((bits >> 52) & 0x7ff) != 0x7ff)
        return false;
    write_text(out, "inf");
    return true;
}

/// v as the shortest decimal that reads back as v: "2", "0.5", "-0", "1e-20", "1e+300", "nan",
/// "-inf". Scientific when the decimal exponent is below -5 or above 16. `out(char)` takes it.
template <class Sink>
constexpr void write_shortest(Sink& out, double v) {
    if (write_sign_or_special(out, v))
        return;
    if (v == 0)
        return out('0');
    const decimal_parts shortest = shortest_decimal(v);
    char digits[20] = {}; // last digit first
    int count = 0;
    for (std::uint64_t rest = shortest.digits; rest != 0; rest /= 10)
        digits[count++] = static_cast<char>('0' + rest % 10);
    const int exponent = shortest.exponent + count - 1;
    const bool scientific = exponent < -5 || exponent > 16;
    const int whole = scientific ? 1 : exponent + 1; // digits before the point
    if (whole <= 0)
        write_text(out, std::string_view("0.00000").substr(0, static_cast<std::size_t>(2 - whole)));
    for (int i = 0; i < count; ++i) {
        if (i == whole && i > 0)
            out('.');
        out(digits[count - 1 - i]);
    }
    for (int i = count; i < whole; ++i)
        out('0');
    if (!scientific)
        return;
    out('e');
    out(exponent < 0 ? '-' : '+');
    const int e = exponent < 0 ? -exponent : exponent;
    if (e >= 100)
        out(static_cast<char>('0' + e / 100));
    out(static_cast<char>('0' + e / 10 % 10));
    out(static_cast<char>('0' + e % 10));
}

/// v with a fixed number of decimals, 0 <= decimals <= 600, as printf("%.*f") writes it: the exact
/// binary value rounded half to even; NaN is always "nan".
template <class Sink>
constexpr void write_fixed(Sink& out, double v, int decimals) {
    if (write_sign_or_special(out, v))
        return;
    const auto [significand, exponent] = parts_of(v);
    big_integer n = big(significand);
    bool exact = true;
    scale_by_power_of_five(n, decimals, exact);
    const int shift = exponent + decimals;
    if (shift >= 0) {
        n.shift_left(shift);
    } else {
        const bool half = n.bit(-shift - 1);
        const bool more = n.any_bit_below(-shift - 1);
        n.shift_right(-shift);
        if (half && (more || n.bit(0)))
            n.multiply_add(1, 1);
    }
    char digits[940] = {}; // last digit first
    int count = 0;
    while (n.size != 0) {
        std::uint32_t group = n.divide(1000000000);
        for (int i = 0; i < 9 && (n.size != 0 || group != 0); ++i) {
            digits[count++] = static_cast<char>('0' + group % 10);
            group /= 10;
        }
    }
    while (count <= decimals)
        digits[count++] = '0';
    for (int i = count - 1; i >= 0; --i) {
        out(digits[i]);
        if (i == decimals && i > 0)
            out('.');
    }
}

} // namespace ctgrad::detail
