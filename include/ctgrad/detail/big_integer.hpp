// SPDX-License-Identifier: BSL-1.0
//
// Large natural numbers, as exact conversions between decimal and binary need them, and the double
// nearest to one.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

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

} // namespace ctgrad::detail
