// SPDX-License-Identifier: BSL-1.0
//
// tanh x = t/(t + 2), t = e^2x - 1: no cancellation near 0, no overflow far away.
#pragma once

#include <ctgrad/detail/elementary/exponential.hpp>

namespace ctgrad::detail::elementary {

/// 1 - tanh 19.1 is less than a quarter unit in the last place of 1.
constexpr double tanh(double x) {
    const double a = magnitude(x);
    if (a < 0x1p-27 || is_nan(x))
        return x;
    if (a > 19.1)
        return with_sign_of(x, 1);
    const double_double t = expm1_double_double(2 * a);
    return with_sign_of(x, (t / (t + 2.0)).high);
}

} // namespace ctgrad::detail::elementary
