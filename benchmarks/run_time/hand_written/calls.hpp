// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../../hand_written.hpp"
#include "../formulas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace run_time::by_hand {

/// What one call leaves: its two values and the Jacobian.
using call_record = std::array<double, 2 + 2 * 12>;

/// The function that is called is a closed one, with its own hand-written Jacobian, as a graph has
/// it; the camera is copied once. Opened, it would be faster: see `calls_opened`.
[[gnu::noinline]] inline void calls(const double* p, const formulas::calls_data& data,
                                    call_record* __restrict records, double* __restrict out) {
    constexpr std::size_t camera = formulas::calls_data::camera;
    constexpr std::size_t count = formulas::calls_data::count;
    const double* const points = p + camera;
    double in[12];
    std::copy(p, p + camera, in);
    double loss = 0;
    for (std::size_t n = 0; n < count; ++n) {
        for (std::size_t i = 0; i < 3; ++i)
            in[camera + i] = points[3 * n + i];
        ::by_hand::reprojection(in, records[n].data());
        const double u = records[n][0] -= data.observations[n][0];
        const double v = records[n][1] -= data.observations[n][1];
        loss += u * u + v * v;
    }
    out[0] = loss;
    double bar[camera] = {};
    for (std::size_t n = 0; n < count; ++n) {
        const auto& r = records[n];
        const double u_bar = 2.0 * r[0], v_bar = 2.0 * r[1];
        for (std::size_t i = 0; i < camera; ++i)
            bar[i] += u_bar * r[2 + i] + v_bar * r[14 + i];
        for (std::size_t i = 0; i < 3; ++i)
            out[1 + camera + 3 * n + i] = u_bar * r[2 + camera + i] + v_bar * r[14 + camera + i];
    }
    std::copy(bar, bar + camera, out + 1);
}

/// The same with the function opened, which no graph of closed functions can do: the camera's
/// rotation is one matrix for all points, each call is reversed at once, for the two adjoints that
/// are known, and the loop has no branch, so that g++ takes eight points at a time. For comparison
/// only; the denominator is `calls`. Angle 0 is left out.
[[gnu::noinline]] inline void calls_opened(const double* p, const formulas::calls_data& data,
                                           double* __restrict out) {
    constexpr std::size_t camera = formulas::calls_data::camera;
    constexpr std::size_t count = formulas::calls_data::count;
    const double angle = std::sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
    double sine, cosine;
    ::sincos(angle, &sine, &cosine);
    const double inverse = 1.0 / angle, versine = 1.0 - cosine;
    const double a[3] = {p[0] * inverse, p[1] * inverse, p[2] * inverse};
    // c*1 + s*cross + (1 - c)*a*a^T
    const double cross[3][3] = {{0, -a[2], a[1]}, {a[2], 0, -a[0]}, {-a[1], a[0], 0}};
    double rotation[3][3];
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            rotation[i][j] = (i == j ? cosine : 0.0) + sine * cross[i][j] + versine * a[i] * a[j];
    const double t[3] = {p[3], p[4], p[5]};
    const double focal = p[6], k1 = p[7], k2 = p[8];

    double loss = 0, focal_bar = 0, k1_bar = 0, k2_bar = 0, t_bar[3] = {}, rotation_bar[3][3] = {};
    for (std::size_t n = 0; n < count; ++n) {
        const double* const x = p + camera + 3 * n;
        double* const x_bar = out + 1 + camera + 3 * n;
        double q[3];
        for (std::size_t i = 0; i < 3; ++i)
            q[i] = rotation[i][0] * x[0] + rotation[i][1] * x[1] + rotation[i][2] * x[2] + t[i];
        const double depth = -1.0 / q[2], u = q[0] * depth, v = q[1] * depth;
        const double radius = u * u + v * v, slope = k1 + k2 * radius;
        const double distortion = 1.0 + radius * slope, magnification = focal * distortion;
        const double du = magnification * u - data.observations[n][0];
        const double dv = magnification * v - data.observations[n][1];
        loss += du * du + dv * dv;

        const double magnification_bar = 2.0 * (du * u + dv * v);
        const double distortion_bar = magnification_bar * focal;
        const double radius_bar = distortion_bar * (slope + radius * k2);
        focal_bar += magnification_bar * distortion;
        k1_bar += distortion_bar * radius;
        k2_bar += distortion_bar * (radius * radius);
        const double u_bar = 2.0 * (du * magnification + radius_bar * u);
        const double v_bar = 2.0 * (dv * magnification + radius_bar * v);
        const double q_bar[3] = {u_bar * depth, v_bar * depth, (u_bar * u + v_bar * v) * depth};
        for (std::size_t i = 0; i < 3; ++i) {
            t_bar[i] += q_bar[i];
            for (std::size_t j = 0; j < 3; ++j)
                rotation_bar[i][j] += q_bar[i] * x[j];
            x_bar[i] =
                rotation[0][i] * q_bar[0] + rotation[1][i] * q_bar[1] + rotation[2][i] * q_bar[2];
        }
    }

    const auto& r = rotation_bar;
    double along = 0, a_bar[3];
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
        const double turned = r[k][j] - r[j][k]; // the adjoint of s*a[i]
        double both = 0;
        for (std::size_t l = 0; l < 3; ++l)
            both += (r[i][l] + r[l][i]) * a[l];
        a_bar[i] = sine * turned + versine * both;
        along += cosine * turned * a[i] + sine * (0.5 * both * a[i] - r[i][i]);
    }
    const double radial = a_bar[0] * a[0] + a_bar[1] * a[1] + a_bar[2] * a[2];
    for (std::size_t i = 0; i < 3; ++i) {
        out[1 + i] = (a_bar[i] - radial * a[i]) * inverse + along * a[i];
        out[4 + i] = t_bar[i];
    }
    out[7] = focal_bar;
    out[8] = k1_bar;
    out[9] = k2_bar;
    out[0] = loss;
}

} // namespace run_time::by_hand
