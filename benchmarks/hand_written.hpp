// SPDX-License-Identifier: BSL-1.0
#pragma once

// The same formulas with their gradients as an expert writes them in reverse mode: every value that
// is needed twice is kept, nothing is computed that is not needed. Each writes the value, then the
// derivatives in the order of the inputs.

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace by_hand {

[[gnu::noinline]] inline void neuron(const double* __restrict in, double* __restrict out) {
    const double x1 = in[0], x2 = in[1], w1 = in[2], w2 = in[3], b = in[4];
    const double o = std::tanh(x1 * w1 + x2 * w2 + b);
    const double slope = 1.0 - o * o;
    out[0] = o;
    out[1] = slope * w1;
    out[2] = slope * w2;
    out[3] = slope * x1;
    out[4] = slope * x2;
    out[5] = slope;
}

[[gnu::noinline]] inline void black_scholes(const double* __restrict in, double* __restrict out) {
    constexpr double scale = -std::numbers::sqrt2 / 2;
    constexpr double peak = std::numbers::inv_sqrtpi * std::numbers::sqrt2 / 2; // phi(0)
    const double spot = in[0], strike = in[1], rate = in[2], volatility = in[3], time = in[4];

    const double root = std::sqrt(time);
    const double deviation = volatility * root;
    const double speed = rate + 0.5 * volatility * volatility;
    const double inverse = 1.0 / deviation;
    const double d1 = (std::log(spot / strike) + speed * time) * inverse;
    const double d2 = d1 - deviation;
    const double in_money1 = 0.5 * std::erfc(scale * d1);
    const double in_money2 = 0.5 * std::erfc(scale * d2);
    const double discount = std::exp(-rate * time);
    const double paid = strike * discount;
    out[0] = spot * in_money1 - paid * in_money2;

    const double d2_bar = -paid * (peak * std::exp(-0.5 * d2 * d2));
    const double d1_bar = spot * (peak * std::exp(-0.5 * d1 * d1)) + d2_bar;
    const double top_bar = d1_bar * inverse;
    const double deviation_bar = -d2_bar - top_bar * d1;
    const double exponent_bar = paid * in_money2;
    out[1] = in_money1 + top_bar / spot;
    out[2] = -discount * in_money2 - top_bar / strike;
    out[3] = time * (top_bar + exponent_bar);
    out[4] = top_bar * time * volatility + deviation_bar * root;
    out[5] = top_bar * speed + rate * exponent_bar + 0.5 * deviation_bar * volatility / root;
}

/// What the point in camera coordinates gives: the values, the derivatives with respect to
/// translation, focal length and distortion, and those with respect to this point itself.
[[gnu::always_inline]] inline void project(const double* __restrict in, double p0, double p1,
                                           double p2, double* __restrict out,
                                           double (&to_point)[2][3]) {
    const double focal = in[6], k1 = in[7], k2 = in[8];
    const double depth = -1.0 / p2;
    const double image[2] = {p0 * depth, p1 * depth};
    const double u = image[0], v = image[1];
    const double radius = u * u + v * v;
    const double slope = k1 + k2 * radius;
    const double distortion = 1.0 + radius * slope;
    const double magnification = focal * distortion;
    // d(magnification)/du = bend*u, d(magnification)/dv = bend*v
    const double bend = 2.0 * focal * (slope + radius * k2);
    const double cross = bend * u * v;
    const double bars[2][2] = {{magnification + bend * u * u, cross},
                               {cross, magnification + bend * v * v}};
    for (std::size_t i = 0; i < 2; ++i) {
        out[i] = magnification * image[i];
        double* const row = out + 2 + 12 * i;
        const double k1_bar = focal * image[i] * radius;
        row[3] = to_point[i][0] = bars[i][0] * depth;
        row[4] = to_point[i][1] = bars[i][1] * depth;
        row[5] = to_point[i][2] = (bars[i][0] * u + bars[i][1] * v) * depth;
        row[6] = distortion * image[i];
        row[7] = k1_bar;
        row[8] = k1_bar * radius;
    }
}

/// The two values, then the two rows of the Jacobian (12 each).
[[gnu::noinline]] inline void reprojection(const double* __restrict in, double* __restrict out) {
    const double r0 = in[0], r1 = in[1], r2 = in[2], t0 = in[3], t1 = in[4], t2 = in[5];
    const double x0 = in[9], x1 = in[10], x2 = in[11];
    double to_point[2][3];
    const double square = r0 * r0 + r1 * r1 + r2 * r2;
    if (square > std::numeric_limits<double>::epsilon()) {
        const double angle = std::sqrt(square);
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        const double inverse = 1.0 / angle;
        const double a0 = r0 * inverse;
        const double a1 = r1 * inverse;
        const double a2 = r2 * inverse;
        const double n0 = a1 * x2 - a2 * x1;
        const double n1 = a2 * x0 - a0 * x2;
        const double n2 = a0 * x1 - a1 * x0;
        const double versine = 1.0 - c;
        const double dot = a0 * x0 + a1 * x1 + a2 * x2;
        const double along = dot * versine;
        project(in, x0 * c + n0 * s + a0 * along + t0, x1 * c + n1 * s + a1 * along + t1,
                x2 * c + n2 * s + a2 * along + t2, out, to_point);
        for (std::size_t i = 0; i < 2; ++i) {
            const double g0 = to_point[i][0], g1 = to_point[i][1], g2 = to_point[i][2];
            double* const row = out + 2 + 12 * i;
            const double along_bar = g0 * a0 + g1 * a1 + g2 * a2;
            const double dot_bar = along_bar * versine;
            const double c_bar = g0 * x0 + g1 * x1 + g2 * x2 - along_bar * dot;
            const double s_bar = g0 * n0 + g1 * n1 + g2 * n2;
            const double sg0 = s * g0, sg1 = s * g1, sg2 = s * g2;
            const double a0_bar = g0 * along + x0 * dot_bar + (x1 * sg2 - x2 * sg1);
            const double a1_bar = g1 * along + x1 * dot_bar + (x2 * sg0 - x0 * sg2);
            const double a2_bar = g2 * along + x2 * dot_bar + (x0 * sg1 - x1 * sg0);
            const double angle_bar =
                c * s_bar - s * c_bar - inverse * (a0 * a0_bar + a1 * a1_bar + a2 * a2_bar);
            row[0] = inverse * a0_bar + a0 * angle_bar;
            row[1] = inverse * a1_bar + a1 * angle_bar;
            row[2] = inverse * a2_bar + a2 * angle_bar;
            row[9] = c * g0 + a0 * dot_bar + (sg1 * a2 - sg2 * a1);
            row[10] = c * g1 + a1 * dot_bar + (sg2 * a0 - sg0 * a2);
            row[11] = c * g2 + a2 * dot_bar + (sg0 * a1 - sg1 * a0);
        }
    } else {
        project(in, x0 + (r1 * x2 - r2 * x1) + t0, x1 + (r2 * x0 - r0 * x2) + t1,
                x2 + (r0 * x1 - r1 * x0) + t2, out, to_point);
        for (std::size_t i = 0; i < 2; ++i) {
            const double g0 = to_point[i][0], g1 = to_point[i][1], g2 = to_point[i][2];
            double* const row = out + 2 + 12 * i;
            row[0] = g2 * x1 - g1 * x2;
            row[1] = g0 * x2 - g2 * x0;
            row[2] = g1 * x0 - g0 * x1;
            row[9] = g0 + g1 * r2 - g2 * r1;
            row[10] = g1 + g2 * r0 - g0 * r2;
            row[11] = g2 + g0 * r1 - g1 * r0;
        }
    }
}

[[gnu::noinline]] inline void rosenbrock(const double* __restrict x, double* __restrict out) {
    double value = 0;
    double carried = 0; // what term i - 1 gives to x[i]
    for (std::size_t i = 0; i < 9; ++i) {
        const double t = x[i + 1] - x[i] * x[i];
        const double u = 1.0 - x[i];
        const double t_bar = 200.0 * t;
        value += 100.0 * (t * t) + u * u;
        out[1 + i] = carried - 2.0 * (x[i] * t_bar + u);
        carried = t_bar;
    }
    out[10] = carried;
    out[0] = value;
}

/// in: x, then 3 weights, 3 means, 3 standard deviations. No derivative with respect to x.
[[gnu::noinline]] inline void mixture(const double* __restrict in, double* __restrict out) {
    const double x = in[0];
    double precision[3], z[3], kernel[3];
    double density = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        precision[k] = 1.0 / in[7 + k];
        z[k] = (x - in[4 + k]) * precision[k];
        kernel[k] = std::exp(-0.5 * (z[k] * z[k])) * precision[k];
        density += in[1 + k] * kernel[k];
    }
    out[0] = std::log(density);
    const double density_bar = 1.0 / density;
    for (std::size_t k = 0; k < 3; ++k) {
        const double weight_bar = kernel[k] * density_bar;
        const double pull = in[1 + k] * weight_bar * precision[k];
        const double mean_bar = pull * z[k];
        out[1 + k] = weight_bar;
        out[4 + k] = mean_bar;
        out[7 + k] = mean_bar * z[k] - pull;
    }
}

[[gnu::noinline]] inline void sum(const double* __restrict x, double* __restrict out) {
    double value = 0;
    double carried = 0; // what term i - 1 gives to x[i]
    for (std::size_t i = 0; i < 64; ++i) {
        const double product = x[i] * x[i + 1];
        const double s = std::sin(product);
        const double c = std::cos(product);
        const double decay = std::exp(-x[i]);
        const double term = s * decay;
        const double product_bar = c * decay;
        value += term;
        out[1 + i] = carried + (product_bar * x[i + 1] - term);
        carried = product_bar * x[i];
    }
    out[65] = carried;
    out[0] = value;
}

/// Value, 10 first and 10x10 second derivatives.
[[gnu::noinline]] inline void rosenbrock_hessian(const double* __restrict x,
                                                 double* __restrict out) {
    double* const hessian = out + 11;
    for (std::size_t i = 0; i < 100; ++i)
        hessian[i] = 0;
    double value = 0;
    double carried = 0, bend = 0; // what term i - 1 gives to x[i]
    for (std::size_t i = 0; i < 9; ++i) {
        const double t = x[i + 1] - x[i] * x[i];
        const double u = 1.0 - x[i];
        const double t_bar = 200.0 * t;
        const double mixed = -400.0 * x[i];
        value += 100.0 * (t * t) + u * u;
        out[1 + i] = carried - 2.0 * (x[i] * t_bar + u);
        hessian[11 * i] = bend + 2.0 - 2.0 * (t_bar + x[i] * mixed);
        hessian[11 * i + 1] = hessian[11 * i + 10] = mixed;
        carried = t_bar;
        bend = 200.0;
    }
    out[10] = carried;
    hessian[99] = bend;
    out[0] = value;
}

/// Value, 5 first and 5x5 second derivatives, by the formulas of a textbook. These use that
/// spot*phi(d1) = strike*exp(-rate*time)*phi(d2).
[[gnu::noinline]] inline void black_scholes_hessian(const double* __restrict in,
                                                    double* __restrict out) {
    constexpr double scale = -std::numbers::sqrt2 / 2;
    constexpr double peak = std::numbers::inv_sqrtpi * std::numbers::sqrt2 / 2; // phi(0)
    const double spot = in[0], strike = in[1], rate = in[2], volatility = in[3], time = in[4];

    const double root = std::sqrt(time);
    const double deviation = volatility * root;
    const double speed = rate + 0.5 * volatility * volatility;
    const double inverse = 1.0 / deviation;
    const double d1 = (std::log(spot / strike) + speed * time) * inverse;
    const double d2 = d1 - deviation;
    const double in_money1 = 0.5 * std::erfc(scale * d1);
    const double in_money2 = 0.5 * std::erfc(scale * d2);
    const double discount = std::exp(-rate * time);
    const double paid = strike * discount * in_money2;
    const double by_spot = 1.0 / spot, by_strike = 1.0 / strike, by_time = 1.0 / time;
    const double by_volatility = root * inverse;
    const double weight = spot * (peak * std::exp(-0.5 * d1 * d1));
    const double density = weight * by_spot; // phi(d1)
    const double vega = weight * root;
    const double d1_time = speed * inverse - 0.5 * d1 * by_time;
    const double d2_time = d1_time - 0.5 * deviation * by_time;
    const double slope = weight * root * by_volatility;
    out[0] = spot * in_money1 - paid;
    out[1] = in_money1;
    out[2] = -discount * in_money2;
    out[3] = time * paid;
    out[4] = vega;
    out[5] = 0.5 * vega * volatility * by_time + rate * paid;

    double h[5][5];
    h[0][0] = density * inverse * by_spot;
    h[0][1] = -density * inverse * by_strike;
    h[0][2] = density * root * by_volatility;
    h[0][3] = -density * d2 * by_volatility;
    h[0][4] = density * d1_time;
    h[1][1] = weight * inverse * by_strike * by_strike;
    h[1][2] = (time * paid - slope) * by_strike;
    h[1][3] = weight * d1 * by_volatility * by_strike;
    h[1][4] = (rate * paid - weight * d2_time) * by_strike;
    h[2][2] = time * (slope - time * paid);
    h[2][3] = -time * weight * d1 * by_volatility;
    h[2][4] = paid - time * (rate * paid - weight * d2_time);
    h[3][3] = vega * d1 * d2 * by_volatility;
    h[3][4] = vega * (0.5 * by_time - d1 * d1_time);
    h[4][4] = -0.5 * vega * volatility * by_time * (d1 * d1_time + 0.5 * by_time) -
              rate * (rate * paid - weight * d2_time);
    for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j < 5; ++j)
            out[6 + 5 * i + j] = i <= j ? h[i][j] : h[j][i];
}

} // namespace by_hand
