// SPDX-License-Identifier: BSL-1.0
//
// Numbers to text and back under constant evaluation, exact both ways: the text of a number literal
// to the nearest double, a double to the shortest decimal that reads back as itself, and to a fixed
// number of decimals. All three scale a whole number by powers of five and two, so they
// share one small big integer that can do only that.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <string_view>

namespace ctgrad::detail {

/// A natural number below 2^3072. The largest use is the text of 800 digits around the smallest
/// double: 10^-1126 as a divisor asks for 2615 + 66 bits.
struct big_integer {
    std::uint32_t words[96] = {}; // least significant first
    int size = 0;                 // without leading zero words

    constexpr void multiply_add(std::uint32_t factor, std::uint32_t summand) {
        std::uint64_t carry = summand;
        for (int i = 0; i < size; ++i) {
            carry += std::uint64_t{words[i]} * factor;
            words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0)
            words[size++] = static_cast<std::uint32_t>(carry);
    }

    /// Replaces the number by the quotient; returns the remainder.
    constexpr std::uint32_t divide(std::uint32_t divisor) {
        std::uint64_t rest = 0;
        for (int i = size - 1; i >= 0; --i) {
            rest = (rest << 32) | words[i];
            words[i] = static_cast<std::uint32_t>(rest / divisor);
            rest %= divisor;
        }
        if (size != 0 && words[size - 1] == 0)
            --size;
        return static_cast<std::uint32_t>(rest);
    }

    constexpr void shift_left(int bits) {
        if (size == 0)
            return;
        const int whole = bits / 32;
        multiply_add(std::uint32_t{1} << (bits % 32), 0);
        if (whole == 0)
            return;
        for (int i = size - 1; i >= 0; --i)
            words[i + whole] = words[i];
        for (int i = 0; i < whole; ++i)
            words[i] = 0;
        size += whole;
    }

    constexpr bool bit(int i) const {
        return i < 32 * size && ((words[i / 32] >> (i % 32)) & 1) != 0;
    }

    constexpr bool any_bit_below(int i) const {
        const int whole = i / 32 < size ? i / 32 : size;
        for (int w = 0; w < whole; ++w)
            if (words[w] != 0)
                return true;
        return whole < size && (words[whole] & ((std::uint32_t{1} << (i % 32)) - 1)) != 0;
    }

    /// The number shifted right, the bits shifted out dropped.
    constexpr void shift_right(int bits) {
        const int whole = bits / 32 < size ? bits / 32 : size;
        size -= whole;
        for (int i = 0; i < size; ++i) {
            const std::uint64_t upper = i + 1 < size ? words[i + whole + 1] : 0;
            words[i] = static_cast<std::uint32_t>(((upper << 32) | words[i + whole]) >> bits % 32);
        }
        if (size != 0 && words[size - 1] == 0)
            --size;
    }

    constexpr int bit_length() const {
        return size == 0 ? 0 : 32 * size - std::countl_zero(words[size - 1]);
    }

    /// The number itself, below 2^64.
    constexpr std::uint64_t low_64() const {
        const std::uint64_t upper = size > 1 ? words[1] : 0;
        return (upper << 32) | (size > 0 ? words[0] : 0);
    }
};

constexpr big_integer big(std::uint64_t n) {
    big_integer result;
    result.words[0] = static_cast<std::uint32_t>(n);
    result.words[1] = static_cast<std::uint32_t>(n >> 32);
    result.size = result.words[1] != 0 ? 2 : result.words[0] != 0 ? 1 : 0;
    return result;
}

/// n * 5^k, or floor(n / 5^-k) with the rest told to `exact`, thirteen powers at a time: 5^13 is
/// the last below 2^32.
constexpr void scale_by_power_of_five(big_integer& n, int k, bool& exact) {
    for (int left = k < 0 ? -k : k; left > 0; left -= 13) {
        std::uint32_t power = 1;
        for (int i = 0; i < 13 && i < left; ++i)
            power *= 5;
        if (k > 0)
            n.multiply_add(power, 0);
        else if (n.divide(power) != 0)
            exact = false;
    }
}

/// n * 2^exponent, a little more when not exact, rounded half to even.
constexpr double nearest_double(std::uint64_t n, int exponent, bool exact) {
    if (n == 0)
        return 0;
    const int leading = std::countl_zero(n);
    n <<= leading;
    exponent += 63 - leading; // of the leading bit
    if (exponent > 1023)
        return std::numeric_limits<double>::infinity();
    if (exponent < -1075)
        return 0;
    const int drop = exponent < -1022 ? 11 - 1022 - exponent : 11;
    const std::uint64_t kept = drop < 64 ? n >> drop : 0;
    const std::uint64_t half = std::uint64_t{1} << (drop - 1);
    const std::uint64_t dropped = n - (drop < 64 ? kept << drop : 0);
    const bool up = dropped > half || (dropped == half && (!exact || (kept & 1) != 0));
    // The leading bit adds one to the exponent field, and so does a carry: up to infinity.
    const int field = exponent < -1022 ? 0 : exponent + 1022;
    return std::bit_cast<double>((static_cast<std::uint64_t>(field) << 52) + kept + (up ? 1 : 0));
}

constexpr double nearest_double(const big_integer& n, int exponent, bool exact) {
    const int drop = n.bit_length() - 64;
    if (drop <= 0)
        return nearest_double(n.low_64(), exponent, exact);
    big_integer top = n;
    top.shift_right(drop);
    return nearest_double(top.low_64(), exponent + drop, exact && !n.any_bit_below(drop));
}

/// digits * 10^exponent, a little more when not exact. Up to 2^53 and 10^22 both are doubles, and
/// one division or product is rounded right (W. Clinger, PLDI 1990).
constexpr double nearest_double_of_decimal(big_integer digits, int exponent, bool exact) {
    if (exact && digits.bit_length() <= 53 && exponent >= -22 && exponent <= 22) {
        double power = 1;
        for (int i = exponent < 0 ? exponent : -exponent; i < 0; ++i)
            power *= 10;
        const double n = static_cast<double>(digits.low_64());
        return exponent < 0 ? n / power : n * power;
    }
    int shift = 0;
    if (exponent < 0) { // leave a quotient of 64 bits: log2 10 < 3322/1000
        const int missing = -exponent * 2322 / 1000 + 66 - digits.bit_length();
        shift = missing > 0 ? missing : 0;
        digits.shift_left(shift);
    }
    scale_by_power_of_five(digits, exponent, exact);
    return nearest_double(digits, exponent - shift, exact);
}

/// The value of a digit, 36 for anything else.
constexpr int digit_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 36;
}

/// The number after an exponent letter; beyond 100000 every result is 0 or infinity anyway.
constexpr int parse_exponent(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    int exponent = 0;
    for (const char c : text)
        if (digit_value(c) < 10 && exponent < 100000)
            exponent = 10 * exponent + digit_value(c);
    return negative ? -exponent : exponent;
}

/// The mantissa in base 2^bits, and a binary exponent after 'p'. More than 60 bits only decide
/// whether the number is exact.
constexpr double parse_binary_base(std::string_view text, int bits) {
    std::uint64_t n = 0;
    int exponent = 0;
    bool exact = true;
    bool fraction = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == 'p' || c == 'P') {
            exponent += parse_exponent(text.substr(i + 1));
            break;
        }
        if (c == '.')
            fraction = true;
        if (digit_value(c) >= 1 << bits)
            continue;
        const auto digit = static_cast<std::uint64_t>(digit_value(c));
        if (n >> 60 == 0) {
            n = (n << bits) | digit;
            exponent -= fraction ? bits : 0;
        } else {
            exact = exact && digit == 0;
            exponent += fraction ? 0 : bits;
        }
    }
    return nearest_double(n, exponent, exact);
}

constexpr double parse_decimal_base(std::string_view text) {
    big_integer digits;
    std::uint32_t group = 0; // up to nine digits on their way into `digits`
    std::uint32_t group_power = 1;
    int count = 0; // of significant digits kept
    int exponent = 0;
    bool exact = true;
    bool fraction = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == 'e' || c == 'E') {
            exponent += parse_exponent(text.substr(i + 1));
            break;
        }
        if (c == '.')
            fraction = true;
        if (digit_value(c) >= 10)
            continue;
        if (count == 800) { // no double and no midpoint of two has as many
            exact = exact && c == '0';
            exponent += fraction ? 0 : 1;
            continue;
        }
        exponent -= fraction ? 1 : 0;
        if (count == 0 && c == '0')
            continue;
        ++count;
        group = 10 * group + static_cast<std::uint32_t>(digit_value(c));
        group_power *= 10;
        if (group_power == 1000000000) {
            digits.multiply_add(group_power, group);
            group = 0;
            group_power = 1;
        }
    }
    digits.multiply_add(group_power, group);
    if (count == 0 || count + exponent < -325)
        return 0;
    if (count + exponent > 310)
        return std::numeric_limits<double>::infinity();
    return nearest_double_of_decimal(digits, exponent, exact);
}

/// The double nearest to the text of a number literal without suffix (ties to even, infinity on
/// overflow): decimal, hexadecimal, binary, and octal as in C++ (a whole number beginning with 0),
/// digit separators ignored. The text has been checked by the compiler and is not checked again.
constexpr double parse_decimal(std::string_view text) {
    if (text.size() > 1 && text[0] == '0') {
        if (text[1] == 'x' || text[1] == 'X')
            return parse_binary_base(text.substr(2), 4);
        if (text[1] == 'b' || text[1] == 'B')
            return parse_binary_base(text.substr(2), 1);
        bool whole = true; // find_first_of would take most of the steps of reading "0.5"
        for (const char c : text)
            whole = whole && c != '.' && c != 'e' && c != 'E';
        if (whole)
            return parse_binary_base(text, 3);
    }
    return parse_decimal_base(text);
}

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
