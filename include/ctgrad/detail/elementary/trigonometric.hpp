// SPDX-License-Identifier: BSL-1.0
//
// sin, cos, tan for every double. The argument is x = q pi/2 + r, |r| <= pi/4; r is found by
// multiplying the 53 bits of x with the 192 bits of 2/pi that matter for it (M. Payne, R. Hanek,
// SIGNUM Newsletter 18, 1983): higher bits only add multiples of 2 pi, lower ones less than 2^-137.
// No double is closer to a multiple of pi/2 than about 2^-61, so r keeps more than 70 good bits.
// sinpi and cospi are those of pi x: there the reduction is exact.
#pragma once

#include <ctgrad/detail/elementary/double_double.hpp>

namespace ctgrad::detail::elementary {

/// 64 zero bits, then the binary fraction of 2/pi.
inline constexpr std::uint32_t two_over_pi[40] = {
    0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
    0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
    0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d,
    0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab};

/// angle = quadrant * pi/2 + rest, modulo 2 pi.
struct reduced_angle {
    double_double rest;
    unsigned quadrant;
};

/// x = M 2^e, 1/2 <= |x|. The product M * window, modulo 2^192, counts quadrants in units of
/// 2^-190: its two leading bits are the quadrant, the others the fraction of one.
constexpr reduced_angle reduce_large_angle(double x) {
    const std::uint64_t integer = (bits_of(x) & 0xfffffffffffff) | (std::uint64_t{1} << 52);
    const std::uint64_t factor[2] = {integer & 0xffffffff, integer >> 32};
    const int first_bit = exponent_of(x) - 52 + 62;
    std::uint64_t window[6] = {};
    for (int i = 0; i < 6; ++i) {
        const int word = first_bit / 32 + 5 - i;
        const std::uint64_t pair = (std::uint64_t{two_over_pi[word]} << 32) | two_over_pi[word + 1];
        window[i] = (pair >> (32 - first_bit % 32)) & 0xffffffff;
    }
    std::uint64_t product[6] = {};
    for (int j = 0; j < 2; ++j) {
        std::uint64_t carry = 0;
        for (int i = j; i < 6; ++i) {
            carry += window[i - j] * factor[j] + product[i];
            product[i] = carry & 0xffffffff;
            carry >>= 32;
        }
    }
    // Half a quadrant is added, so that the fraction below is between -1/2 and 1/2.
    const std::uint64_t top = product[5] + 0x20000000;
    double_double fraction{static_cast<double>(top & 0x3fffffff) - 0x1p29, 0};
    double unit = 1;
    for (int i = 4; i >= 0; --i) {
        unit *= 0x1p-32;
        fraction = fraction + static_cast<double>(product[i]) * unit;
    }
    constexpr double_double half_pi{0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    const unsigned quadrant = static_cast<unsigned>(top >> 30) & 3;
    const double_double rest = times_power_of_two(fraction, 0x1p-30) * half_pi;
    return is_negative(x) ? reduced_angle{-rest, (4 - quadrant) & 3}
                          : reduced_angle{rest, quadrant};
}

constexpr reduced_angle reduce_angle(double x) {
    return magnitude(x) < 0.785 ? reduced_angle{{x, 0}, 0} : reduce_large_angle(x);
}

/// sin r = r - r^3/6 (1 - r^2/20 (1 - ...)), |r| <= pi/4; relative error below 2^-59.
constexpr double_double sine_of_rest(double_double r) {
    const double_double z = r * r;
    double tail = 0;
    for (int n = 19; n >= 5; n -= 2)
        tail = -z.high / (n * (n - 1)) * (1 + tail);
    constexpr double_double minus_one_sixth{-0x1.5555555555555p-3, -0x1.5555555555555p-57};
    const double_double cubic = r * (z * minus_one_sixth);
    return r + (cubic + cubic.high * tail);
}

/// cos r = 1 - z/2 + z^2/24 (1 - z/30 (1 - ...)), z = r^2; relative error below 2^-62.
constexpr double_double cosine_of_rest(double_double r) {
    const double_double z = r * r;
    double tail = 0;
    for (int n = 20; n >= 6; n -= 2)
        tail = -z.high / (n * (n - 1)) * (1 + tail);
    constexpr double_double one_over_24{0x1.5555555555555p-5, 0x1.5555555555555p-59};
    const double_double quartic = z * one_over_24;
    return z * (quartic + quartic.high * tail + -0.5) + 1.0;
}

/// sin(rest + quadrant pi/2).
constexpr double sine_of(reduced_angle a) {
    const double s =
        (a.quadrant & 1) != 0 ? cosine_of_rest(a.rest).high : sine_of_rest(a.rest).high;
    return (a.quadrant & 2) != 0 ? -s : s;
}

constexpr double sin(double x) {
    if (magnitude(x) < 0x1p-27 || is_nan(x))
        return x;
    return magnitude(x) == infinity ? not_a_number : sine_of(reduce_angle(x));
}

constexpr double cos(double x) {
    if (is_nan(x))
        return x;
    if (magnitude(x) == infinity)
        return not_a_number;
    const reduced_angle a = reduce_angle(x);
    return sine_of({a.rest, a.quadrant + 1});
}

/// pi x, modulo 2 pi, for finite x: from 2^53 on every double is even.
constexpr reduced_angle reduce_half_turns(double x) {
    if (magnitude(x) >= 0x1p53)
        return {{0, 0}, 0};
    const double turn = x - 2 * trunc(x / 2); // exact, as is the next difference
    const double quarters = nearest(2 * turn);
    constexpr double_double pi{0x1.921fb54442d18p1, 0x1.1a62633145c07p-53};
    return {pi * (turn - 0.5 * quarters), static_cast<unsigned>(static_cast<int>(quarters)) & 3};
}

/// sin(pi x). At whole x it is a zero with the sign of x, as in IEEE 754-2019.
constexpr double sinpi(double x) {
    if (is_nan(x) || magnitude(x) == infinity)
        return not_a_number;
    if (trunc(x) == x)
        return with_sign_of(x, 0);
    if (magnitude(x) < 0x1p-30) { // pi x; scaled: subnormal results round once
        constexpr double_double pi{0x1.921fb54442d18p1, 0x1.1a62633145c07p-53};
        return with_sign_of(x, scaled(pi * (magnitude(x) * 0x1p900), -900));
    }
    return sine_of(reduce_half_turns(x));
}

/// cos(pi x). Where it is 0 it is +0.
constexpr double cospi(double x) {
    if (is_nan(x) || magnitude(x) == infinity)
        return not_a_number;
    const reduced_angle a = reduce_half_turns(x);
    const double cosine = sine_of({a.rest, a.quadrant + 1});
    return cosine == 0 ? 0 : cosine;
}

constexpr double tan(double x) {
    if (magnitude(x) < 0x1p-27 || is_nan(x))
        return x;
    if (magnitude(x) == infinity)
        return not_a_number;
    const reduced_angle a = reduce_angle(x);
    const double_double sine = sine_of_rest(a.rest);
    const double_double cosine = cosine_of_rest(a.rest);
    return (a.quadrant & 1) != 0 ? (-cosine / sine).high : (sine / cosine).high;
}

} // namespace ctgrad::detail::elementary
