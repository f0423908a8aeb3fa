// SPDX-License-Identifier: BSL-1.0
//
// The comparison that checks of derivatives are written with.
#pragma once

#include <limits>
#include <type_traits>

namespace ctgrad {

/// Whether |a - b| <= tolerance * max(|a|, |b|), or, when one side is 0 and a relative error means
/// nothing, |a - b| <= tolerance. Equal infinities are near, NaN is near nothing.
template <class A, class B>
constexpr bool near(const A& a, const B& b, double tolerance = 1e-12) {
    using scalar = std::common_type_t<A, B, double>;
    const scalar x = static_cast<scalar>(a), y = static_cast<scalar>(b);
    if (x == y)
        return true;
    const scalar most = std::numeric_limits<scalar>::max();
    if (!(-most <= x && x <= most && -most <= y && y <= most))
        return false;
    const scalar larger = x < y ? y : x, smaller = x < y ? x : y;
    const scalar size = -smaller < larger ? larger : -smaller;
    // Halves, as the difference of two large numbers may overflow.
    const scalar half_distance = larger / 2 - smaller / 2;
    return half_distance <= tolerance * (x == 0 || y == 0 ? scalar(0.5) : size / 2);
}

} // namespace ctgrad
