// SPDX-License-Identifier: BSL-1.0
//
// For the agreement of compiler and machine: how far two doubles are from each other, and points
// anywhere. g++ takes 19 s for a thousand points of each primitive, so it computes them only if
// CTGRAD_LONG_TESTS is defined, as scripts/long-tests.sh does.
#pragma once

#include "draws.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace compiled_values {

#if defined(CTGRAD_LONG_TESTS) && !defined(__clang__) // which gives up after a million steps
constexpr std::size_t random_points = 1000;
#else
constexpr std::size_t random_points = 0;
#endif

/// Between -1 and 1, between -8 and 8, or a number of any bits.
constexpr double any_double(std::uint64_t seed) {
    const std::uint64_t bits = random_choices::scrambled(seed);
    const double fraction = static_cast<double>(bits >> 11) * 0x1p-53;
    switch (random_choices::scrambled(bits) % 3) {
    case 0:
        return 2 * fraction - 1;
    case 1:
        return 16 * fraction - 8;
    default:
        return std::bit_cast<double>(bits);
    }
}

/// Numbers of which one is the next after the other are neighbours on this scale.
inline std::int64_t place(double x) {
    const auto bits = std::bit_cast<std::int64_t>(x);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}
/// How many steps from one to the next double lie between them.
inline std::uint64_t steps_between(double a, double b) {
    const std::int64_t x = place(a), y = place(b);
    return x < y ? static_cast<std::uint64_t>(y) - static_cast<std::uint64_t>(x)
                 : static_cast<std::uint64_t>(x) - static_cast<std::uint64_t>(y);
}
inline bool within_units(double a, double b, std::uint64_t units) {
    if (a != a || b != b)
        return a != a && b != b;
    return steps_between(a, b) <= units;
}

} // namespace compiled_values
