// SPDX-License-Identifier: BSL-1.0
//
// exp. With n the whole number nearest to x/log(2) it is exp(r)*2^n, |r| <= log(2)/2; the
// polynomial for (exp(r) - 1 - r)/r^2 interpolates at Chebyshev's points, with an error of 2e-17.
#pragma once

#include <ctgrad/detail/vector_math/lanes.hpp>

namespace ctgrad {
namespace detail::vector_math {

// exp(x) as (1 + e)*2^n, for |x| <= 1400.
template <std::size_t Lanes>
struct scaled_exponential {
    doubles<Lanes> e;
    integers<Lanes> n;
};

template <std::size_t Lanes>
[[gnu::always_inline]] inline scaled_exponential<Lanes> reduced_exp(const doubles<Lanes>& x) {
    constexpr double log2_e = 1.4426950408889634;
    // 33 bits of log(2), so that their product with n is exact, and the rest.
    constexpr double log_2_high = 0x1.62e42feep-1, log_2_low = 0x1.a39ef35793c76p-33;

    const doubles<Lanes> n = nearest(doubles<Lanes>(x * log2_e));
    const doubles<Lanes> high = x - n * log_2_high, low = n * log_2_low;
    const doubles<Lanes> r = high - low, lost = (high - r) - low;
    const doubles<Lanes> q =
        polynomial(r, 0.50000000000000010262, 0.16666666666666667456, 0.041666666666623991516,
                   0.0083333333333300513464, 0.0013888888917281793308, 0.00019841269863105968748,
                   2.4801521190217727651e-5, 2.7557268378684192873e-6, 2.7620138719733995569e-7,
                   2.5100424157005066788e-8);
    return {r + (lost + r * r * q), as_integer(n)};
}

} // namespace detail::vector_math

/// exp in each lane.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> exp(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    // Beyond these the result is 0 or infinity. NaN stays.
    doubles<Lanes> near = select(x > 710, 710, x);
    near = select(near < -746, -746, near);
    const auto [e, n] = reduced_exp(near);
    return scale(doubles<Lanes>(1 + e), n);
}

} // namespace ctgrad
