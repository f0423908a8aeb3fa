// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace run_time::by_hand {

/// Independent sums of one loop: as many as the widest register holds.
inline constexpr std::size_t lanes = 8;

[[gnu::always_inline]] inline double sum_of(const double (&x)[lanes]) {
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

} // namespace run_time::by_hand
