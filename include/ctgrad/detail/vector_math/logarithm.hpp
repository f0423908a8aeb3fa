// SPDX-License-Identifier: BSL-1.0
//
// log and log1p by the method of fdlibm (e_log.c, s_log1p.c): x = 2^k*m with m between sqrt(1/2)
// and sqrt(2), and log(m) as a series in s = (m - 1)/(m + 1), with fdlibm's coefficients.
#pragma once

#include <ctgrad/detail/vector_math/lanes.hpp>

#include <limits>

namespace ctgrad {
namespace detail::vector_math {

// k*log(2) + log(1 + f) + correction
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes>
log_of_parts(const doubles<Lanes>& k, const doubles<Lanes>& f, const doubles<Lanes>& correction) {
    constexpr double log_2_high = 0x1.62e42feep-1, log_2_low = 0x1.a39ef35793c76p-33;
    const doubles<Lanes> s = f / (2 + f), z = s * s;
    const doubles<Lanes> series =
        z * polynomial(z, 6.666666666666735130e-01, 3.999999999940941908e-01,
                       2.857142874366239149e-01, 2.222219843214978396e-01, 1.818357216161805012e-01,
                       1.531383769920937332e-01, 1.479819860511658591e-01);
    const doubles<Lanes> half_square = 0.5 * f * f;
    return k * log_2_high -
           ((half_square - (s * (half_square + series) + (k * log_2_low + correction))) - f);
}

// x > 0 and normal.
template <std::size_t Lanes>
struct exponent_and_mantissa {
    doubles<Lanes> k, m;
};
template <std::size_t Lanes>
[[gnu::always_inline]] inline exponent_and_mantissa<Lanes> split(const doubles<Lanes>& x) {
    constexpr std::int64_t root_half = 0x3fe6a09e00000000; // the bits of sqrt(1/2)
    const integers<Lanes> above = bits(x) - root_half;
    const integers<Lanes> k = above >> 52;
    const integers<Lanes> m = (above & ((std::int64_t{1} << 52) - 1)) + root_half;
    return {as_double<Lanes>(k), from_bits<double, Lanes>(m)};
}

} // namespace detail::vector_math

/// log in each lane; -infinity at 0, NaN below.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> log(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double smallest = std::numeric_limits<double>::min();
    const auto subnormal = x < smallest;
    const auto [k, m] = split(select(subnormal, x * 0x1p54, x));
    const doubles<Lanes> result = log_of_parts(doubles<Lanes>(k - select(subnormal, 54, 0)),
                                               doubles<Lanes>(m - 1), doubles<Lanes>(0));
    const doubles<Lanes> edge =
        select(x == 0, -infinity, select(x < 0, std::numeric_limits<double>::quiet_NaN(), x));
    return select(x > 0 && x < infinity, result, edge);
}

/// log(1 + x) in each lane, without the rounding of 1 + x.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> log1p(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const doubles<Lanes> u = 1 + x;
    const auto [k, m] = split(u);
    // What was lost in 1 + x, relative to u; of an x above 2^54 nothing that counts.
    const doubles<Lanes> lost = select(k > 1, 1 - (u - x), x - (u - 1)) / u;
    const auto direct = k == 0;
    const doubles<Lanes> result =
        log_of_parts(k, select(direct, x, m - 1), select(direct || k > 54, 0, lost));
    const doubles<Lanes> edge =
        select(x == -1, -infinity, select(x < -1, std::numeric_limits<double>::quiet_NaN(), x));
    // Below 2^-54 it is x, and -0.0 keeps its sign.
    return select(x > -1 && x < infinity && abs(x) > 0x1p-54, result, edge);
}

} // namespace ctgrad
