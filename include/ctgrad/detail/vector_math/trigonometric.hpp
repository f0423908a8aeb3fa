// SPDX-License-Identifier: BSL-1.0
//
// sin, cos and tan. x less the nearest multiple n*pi/2, with pi/2 in four parts of which n times
// the first three is exact, leaves y + rest with |y| <= pi/4; then the polynomials of fdlibm
// (k_sin.c, k_cos.c). For |x| > 2^20 and what is no number, the standard function of that lane.
#pragma once

#include <ctgrad/detail/vector_math/lanes.hpp>

#include <cmath>

namespace ctgrad {
namespace detail::vector_math {

template <std::size_t Lanes>
struct sum_of_two {
    doubles<Lanes> high, low;
};
// x - y, and what its rounding lost.
template <std::size_t Lanes>
[[gnu::always_inline]] inline sum_of_two<Lanes> exact_difference(const doubles<Lanes>& x,
                                                                 const doubles<Lanes>& y) {
    const doubles<Lanes> high = x - y, part = high - x;
    return {high, (x - (high - part)) - (y + part)};
}

// sin and cos of x, up to the sign and which is which: that is in the quarter.
template <std::size_t Lanes>
struct quarter_turn {
    doubles<Lanes> sine, cosine; // of the angle within the quarter
    integers<Lanes> quarter;
};

template <std::size_t Lanes>
[[gnu::always_inline]] inline quarter_turn<Lanes> turn(const doubles<Lanes>& x) {
    using number = doubles<Lanes>;
    constexpr double two_over_pi = 0.63661977236758134308;
    constexpr double half_pi[4] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                   0x1.b839a252049c1p-104};
    const number n = nearest(number(x * two_over_pi));
    const auto [high, lost] = exact_difference(number(x - n * half_pi[0]), number(n * half_pi[1]));
    const auto [top, lost_too] = exact_difference(high, number(n * half_pi[2]));
    const number low = lost + (lost_too - n * half_pi[3]);
    const number y = top + low, rest = (top - y) + low;

    const number z = y * y;
    const number s = polynomial(z, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
                                2.75573137070700676789e-06, -2.50507602534068634195e-08,
                                1.58969099521155010221e-10);
    const number cube = z * y;
    const number sine =
        y - ((z * (0.5 * rest - cube * s) - rest) + cube * 1.66666666666666324348e-01);

    const number c = polynomial(z, 4.16666666666666019037e-02, -1.38888888888741095749e-03,
                                2.48015872894767294178e-05, -2.75573143513906633035e-07,
                                2.08757232129817482790e-09, -1.13596475577881948265e-11);
    const number half = 0.5 * z, most = 1 - half;
    const number cosine = most + (((1 - most) - half) + (z * (z * c) - y * rest));
    return {sine, cosine, as_integer(n)};
}

// Bit `bit` of n as a mask.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack_mask<double, Lanes> has_bit(const integers<Lanes>& n, int bit) {
    return {(n & bit) != 0};
}

inline constexpr double largest_reduced_angle = 0x1p20;

// The results of `f` where x is out of reach.
template <std::size_t Lanes, class Function>
[[gnu::always_inline]] inline doubles<Lanes>
with_large_angles(const doubles<Lanes>& x, const doubles<Lanes>& result, Function f) {
    const auto large = !(abs(x) <= largest_reduced_angle);
    if (__builtin_expect(any_of(large), 0))
        return select(large, lane_by_lane(f, x), result);
    return result;
}

} // namespace detail::vector_math

/// sin in each lane, in radians.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> sin(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    const auto [sine, cosine, quarter] = turn(x);
    const doubles<Lanes> size = select(has_bit<Lanes>(quarter, 1), cosine, sine);
    const doubles<Lanes> result = select(has_bit<Lanes>(quarter, 2), -size, size);
    // -0.0 keeps its sign.
    return with_large_angles(x, select(x == 0, x, result),
                             [](double each) { return std::sin(each); });
}

/// cos in each lane, in radians.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> cos(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    const auto [sine, cosine, quarter] = turn(x);
    const doubles<Lanes> size = select(has_bit<Lanes>(quarter, 1), sine, cosine);
    const doubles<Lanes> result = select(has_bit<Lanes>(quarter + 1, 2), -size, size);
    return with_large_angles(x, result, [](double each) { return std::cos(each); });
}

/// tan in each lane, in radians.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> tan(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    const auto [sine, cosine, quarter] = turn(x);
    const auto odd = has_bit<Lanes>(quarter, 1);
    const doubles<Lanes> result = select(odd, -cosine, sine) / select(odd, sine, cosine);
    return with_large_angles(x, select(x == 0, x, result),
                             [](double each) { return std::tan(each); });
}

} // namespace ctgrad
