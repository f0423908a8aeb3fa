// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "sum_of.hpp"

#include <cstddef>

namespace run_time::by_hand {

/// Everything lies point by point, and the innermost long loop is over the 16 neurons of a layer.
/// Inside it a product with the weights is an unrolled sum over 16 neurons, and a sum over the
/// points is taken four points at a time, so that it is read and written once for four. Weights are
/// copied once into the layouts that the loops read: inputs by outputs forward, outputs by inputs
/// backward. The adjoints of a layer's sums take the place of its outputs: 26 kB in all, where four
/// arrays would be 51. The number of points must be a multiple of four, at most 128.
[[gnu::noinline]] inline void moons(const double* p, const formulas::moons_data& data,
                                    double* __restrict out) {
    constexpr std::size_t width = formulas::moons_data::width, group = 4, most_points = 128;
    const std::size_t count = data.points.size();

    alignas(64) double w1[2][width], b1[width], w2_by_input[width][width], w2[width][width],
        b2[width];
    for (std::size_t j = 0; j < width; ++j) {
        w1[0][j] = p[3 * j];
        w1[1][j] = p[3 * j + 1];
        b1[j] = p[3 * j + 2];
    }
    const double* const second = p + 3 * width;
    for (std::size_t j = 0; j < width; ++j) {
        for (std::size_t i = 0; i < width; ++i) {
            w2[j][i] = second[j * (width + 1) + i];
            w2_by_input[i][j] = w2[j][i];
        }
        b2[j] = second[j * (width + 1) + width];
    }
    const double* const w3 = second + width * (width + 1);
    const double b3 = w3[width];
    const double scale = 1.0 / static_cast<double>(count);

    const auto* const x = data.points.data();
    const double* const labels = data.labels.data();

    alignas(64) double h1[most_points][width], h2[most_points][width], score_bar[most_points];
    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t j = 0; j < width; ++j) {
            const double s = b1[j] + w1[0][j] * x[n][0] + w1[1][j] * x[n][1];
            h1[n][j] = s > 0 ? s : 0;
        }
    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t j = 0; j < width; ++j) {
            double s = b2[j];
#pragma GCC unroll 16
            for (std::size_t i = 0; i < width; ++i)
                s += w2_by_input[i][j] * h1[n][i];
            h2[n][j] = s > 0 ? s : 0;
        }
    double loss = 0, b3_bar = 0;
    for (std::size_t n = 0; n < count; ++n) {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        for (std::size_t j = 0; j < width; j += 4) {
            sum0 += w3[j] * h2[n][j];
            sum1 += w3[j + 1] * h2[n][j + 1];
            sum2 += w3[j + 2] * h2[n][j + 2];
            sum3 += w3[j + 3] * h2[n][j + 3];
        }
        const double score = b3 + (sum0 + sum1) + (sum2 + sum3);
        const double hinge = 1.0 - labels[n] * score;
        loss += hinge > 0 ? hinge : 0;
        score_bar[n] = hinge > 0 ? -labels[n] * scale : 0;
        b3_bar += score_bar[n];
    }

    alignas(64) double b2_bar[width] = {}, w3_bar[width] = {}, w2_bar[width][width] = {};
    for (std::size_t first = 0; first < count; first += group)
        for (std::size_t j = 0; j < width; ++j)
#pragma GCC unroll 4
            for (std::size_t n = first; n < first + group; ++n) {
                const double h = h2[n][j], h_bar = score_bar[n] * w3[j];
                const double delta = h > 0 ? h_bar : 0;
                w3_bar[j] += score_bar[n] * h;
                b2_bar[j] += delta;
                h2[n][j] = delta;
            }
    const auto& d2 = h2;
    for (std::size_t first = 0; first < count; first += group)
        for (std::size_t j = 0; j < width; ++j)
            for (std::size_t i = 0; i < width; ++i)
#pragma GCC unroll 4
                for (std::size_t n = first; n < first + group; ++n)
                    w2_bar[j][i] += d2[n][j] * h1[n][i];

    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t i = 0; i < width; ++i) {
            double s = 0;
#pragma GCC unroll 16
            for (std::size_t j = 0; j < width; ++j)
                s += w2[j][i] * d2[n][j];
            h1[n][i] = h1[n][i] > 0 ? s : 0;
        }
    const auto& d1 = h1;
    alignas(64) double w1_bar[2][width] = {}, b1_bar[width] = {};
    for (std::size_t first = 0; first < count; first += group)
        for (std::size_t i = 0; i < width; ++i)
#pragma GCC unroll 4
            for (std::size_t n = first; n < first + group; ++n) {
                w1_bar[0][i] += d1[n][i] * x[n][0];
                w1_bar[1][i] += d1[n][i] * x[n][1];
                b1_bar[i] += d1[n][i];
            }

    double* const first_bar = out + 1;
    double* const second_bar = first_bar + 3 * width;
    double* const third_bar = second_bar + width * (width + 1);
    for (std::size_t j = 0; j < width; ++j) {
        first_bar[3 * j] = w1_bar[0][j];
        first_bar[3 * j + 1] = w1_bar[1][j];
        first_bar[3 * j + 2] = b1_bar[j];
        for (std::size_t i = 0; i < width; ++i)
            second_bar[j * (width + 1) + i] = w2_bar[j][i];
        second_bar[j * (width + 1) + width] = b2_bar[j];
        third_bar[j] = w3_bar[j];
    }
    third_bar[width] = b3_bar;

    constexpr double decay = formulas::moons_data::decay;
    constexpr std::size_t parameters = formulas::moons_data::parameters;
    constexpr std::size_t whole = parameters / lanes * lanes;
    double square[lanes] = {};
    for (std::size_t i = 0; i < whole; i += lanes)
        for (std::size_t s = 0; s < lanes; ++s)
            square[s] += p[i + s] * p[i + s];
    double squares = sum_of(square);
    for (std::size_t i = whole; i < parameters; ++i)
        squares += p[i] * p[i];
    for (std::size_t i = 0; i < parameters; ++i)
        out[1 + i] += 2 * decay * p[i];
    out[0] = loss * scale + decay * squares;
}

} // namespace run_time::by_hand
