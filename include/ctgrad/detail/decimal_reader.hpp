// SPDX-License-Identifier: BSL-1.0
//
// Number literals to doubles under constant evaluation, rounded right whatever their length.
#pragma once

#include <ctgrad/detail/big_integer.hpp>

#include <string_view>

namespace ctgrad::detail {

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

} // namespace ctgrad::detail
