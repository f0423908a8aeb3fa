// SPDX-License-Identifier: BSL-1.0
#pragma once

// The formulas that are measured, each written once: with double they are "the function alone",
// with ctgrad::function around them they are what ctgrad differentiates. Where an expert would keep
// a reciprocal the formula keeps it too, so that the hand-written gradients start from the same
// operations.

#include <ctgrad.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace formulas {

inline constexpr auto neuron = [](auto x1, auto x2, auto w1, auto w2, auto b) {
    using std::tanh;
    return tanh(x1 * w1 + x2 * w2 + b);
};

/// The price of a European call. Phi(d) = erfc(-d/sqrt(2))/2: with 1 + erf the far tail is lost.
inline constexpr auto black_scholes = [](auto spot, auto strike, auto rate, auto volatility,
                                         auto time) {
    using std::erfc, std::exp, std::log, std::sqrt;
    constexpr double scale = -std::numbers::sqrt2 / 2;
    auto deviation = volatility * sqrt(time);
    auto drift = (rate + 0.5 * volatility * volatility) * time;
    auto d1 = (log(spot / strike) + drift) / deviation;
    auto d2 = d1 - deviation;
    return spot * (0.5 * erfc(scale * d1)) - strike * exp(-rate * time) * (0.5 * erfc(scale * d2));
};

/// Where a camera of Snavely's model sees a point. The camera: rotation as angle-axis (3),
/// translation (3), focal length, two coefficients of radial distortion.
inline constexpr auto reprojection = [](const auto& camera, const auto& point) {
    using ctgrad::select;
    using std::cos, std::sin, std::sqrt;
    auto r0 = camera[0], r1 = camera[1], r2 = camera[2];
    auto t0 = camera[3], t1 = camera[4], t2 = camera[5];
    auto focal = camera[6], k1 = camera[7], k2 = camera[8];
    auto x0 = point[0], x1 = point[1], x2 = point[2];

    auto square = r0 * r0 + r1 * r1 + r2 * r2;
    auto turned = square > std::numeric_limits<double>::epsilon();
    auto angle = sqrt(square);
    auto c = cos(angle);
    auto s = sin(angle);
    auto inverse = 1.0 / angle;
    auto a0 = r0 * inverse;
    auto a1 = r1 * inverse;
    auto a2 = r2 * inverse;
    auto along = (a0 * x0 + a1 * x1 + a2 * x2) * (1.0 - c);
    // The axis is not defined at angle 0: near it, rotation is x + r cross x to first order.
    auto p0 =
        select(turned, x0 * c + (a1 * x2 - a2 * x1) * s + a0 * along, x0 + (r1 * x2 - r2 * x1)) +
        t0;
    auto p1 =
        select(turned, x1 * c + (a2 * x0 - a0 * x2) * s + a1 * along, x1 + (r2 * x0 - r0 * x2)) +
        t1;
    auto p2 =
        select(turned, x2 * c + (a0 * x1 - a1 * x0) * s + a2 * along, x2 + (r0 * x1 - r1 * x0)) +
        t2;

    auto depth = -1.0 / p2;
    auto u = p0 * depth;
    auto v = p1 * depth;
    auto radius = u * u + v * v;
    auto magnification = focal * (1.0 + radius * (k1 + k2 * radius));
    return std::array{magnification * u, magnification * v};
};

/// Chained Rosenbrock, written as in a textbook: every subexpression stands there twice.
inline constexpr auto rosenbrock = [](const auto& x) {
    const auto term = [](auto a, auto b) {
        return 100.0 * ((b - a * a) * (b - a * a)) + (1.0 - a) * (1.0 - a);
    };
    auto sum = term(x[0], x[1]);
    for (std::size_t i = 1; i + 1 < 10; ++i)
        sum = sum + term(x[i], x[i + 1]);
    return sum;
};

/// Log density of a mixture of three normals at x, up to the constant log(2 pi)/2.
inline constexpr auto mixture = [](auto x, const auto& weight, const auto& mean,
                                   const auto& sigma) {
    using std::exp, std::log;
    const auto density = [&](std::size_t k) {
        auto precision = 1.0 / sigma[k];
        auto z = (x - mean[k]) * precision;
        return weight[k] * (exp(-0.5 * (z * z)) * precision);
    };
    return log(density(0) + density(1) + density(2));
};

inline constexpr auto sum = [](const auto& x) {
    using std::exp, std::sin;
    auto total = sin(x[0] * x[1]) * exp(-x[0]);
    for (std::size_t i = 1; i < 64; ++i)
        total = total + sin(x[i] * x[i + 1]) * exp(-x[i]);
    return total;
};

} // namespace formulas
