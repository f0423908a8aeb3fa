// SPDX-License-Identifier: BSL-1.0
//
// atan, atan2, asin and acos: with q = i/8 the eighth nearest to y/x, atan(y/x) = atan q + atan t,
// t = (y - q x)/(x + q y), |t| <= 1/16.
#pragma once

#include <ctgrad/detail/elementary/square_root.hpp>

namespace ctgrad::detail::elementary {

/// atan(i/8).
inline constexpr double_double arc_tangent_of_eighths[9] = {
    {0, 0},
    {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
    {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
    {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
    {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55}};

/// atan(y/x), 0 <= y <= x, x between 2^-1 and 2; relative error below 2^-60. The factor 8 keeps
/// the multiples of x and y exact.
constexpr double_double arc_tangent_of_quotient(double_double y, double_double x) {
    const double i = nearest(8 * (y.high / x.high));
    const double_double t =
        (x * -i + times_power_of_two(y, 8)) / (y * i + times_power_of_two(x, 8));
    const double z = t.high * t.high;
    double tail = 0;
    for (int n = 17; n >= 3; n -= 2)
        tail = -z * (1.0 / n + tail);
    return arc_tangent_of_eighths[static_cast<int>(i)] + (t + t.high * tail);
}

/// The angle of (x, y), x, y >= 0, not both 0 and not both infinite.
constexpr double_double first_quadrant_angle(double y, double x) {
    constexpr double_double half_pi{0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    const bool steep = y > x;
    const double large = steep ? y : x;
    const double small = steep ? x : y;
    double_double angle{0, 0};
    if (large != infinity) {
        const normalized n = normalize(large);
        const int exponent = exponent_of(n.value);
        // 2^-exponent may itself be out of range: two steps.
        const double half_scale = power_of_two(-(exponent / 2));
        const double rest_scale = power_of_two(-(exponent - exponent / 2));
        const double unit = n.exponent == 0 ? 1 : 0x1p54;
        angle = arc_tangent_of_quotient({small * unit * half_scale * rest_scale, 0},
                                        {n.value * half_scale * rest_scale, 0});
    }
    return steep ? half_pi - angle : angle;
}

/// The angle of the point (x, y) from the positive x axis, -pi to pi; zeros keep their signs and
/// infinities stand for directions, as in C99, Annex F.
constexpr double atan2(double y, double x) {
    if (is_nan(x) || is_nan(y))
        return not_a_number;
    const double a = magnitude(x);
    const double b = magnitude(y);
    constexpr double_double pi{0x1.921fb54442d18p1, 0x1.1a62633145c07p-53};
    double_double angle{0, 0};
    if (a == infinity && b == infinity)
        angle = arc_tangent_of_eighths[8];
    else if (!is_negative(x) && b < 0x1p-30 * a) // the quotient itself, also where it is subnormal
        return y / x;
    else if (a != 0 || b != 0)
        angle = first_quadrant_angle(b, a);
    return with_sign_of(y, is_negative(x) ? (pi - angle).high : angle.high);
}

constexpr double atan(double x) {
    return atan2(x, 1);
}

/// asin a of 0 <= a <= 1, the angle of the point (sqrt(1 - a^2), a).
constexpr double_double arc_sine(double a) {
    constexpr double_double half_pi{0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    const double_double b = sqrt_double_double(exact_sum(1, -a) * exact_sum(1, a));
    return a > b.high ? half_pi - arc_tangent_of_quotient(b, {a, 0})
                      : arc_tangent_of_quotient({a, 0}, b);
}

/// Below 2^-27 the next term of the series, x^3/6, is less than a quarter unit of x.
constexpr double asin(double x) {
    const double a = magnitude(x);
    if (is_nan(x) || a > 1)
        return not_a_number;
    return a < 0x1p-27 ? x : with_sign_of(x, arc_sine(a).high);
}

constexpr double acos(double x) {
    const double a = magnitude(x);
    if (is_nan(x) || a > 1)
        return not_a_number;
    constexpr double_double half_pi{0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    const double_double b = sqrt_double_double(exact_sum(1, -a) * exact_sum(1, a));
    if (a <= b.high) {
        const double_double complement = arc_tangent_of_quotient({a, 0}, b);
        return (x < 0 ? half_pi + complement : half_pi - complement).high;
    }
    const double_double angle = arc_tangent_of_quotient(b, {a, 0});
    return x < 0 ? (times_power_of_two(half_pi, 2) - angle).high : angle.high;
}

} // namespace ctgrad::detail::elementary
