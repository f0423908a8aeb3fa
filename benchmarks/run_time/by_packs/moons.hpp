// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "pack.hpp"

#include <cstddef>

namespace run_time::by_packs {

/// The lanes are the 16 neurons of a layer, so that no sum crosses lanes but the score's. Weights
/// are copied once into the layouts that the loops read: inputs by outputs forward, outputs by
/// inputs backward. Four points at a time share each load of a weight, and give eight independent
/// sums. The gradient of the 16x16 weights is the sum of 100 outer products, taken in tiles that
/// stay in registers. The number of points must be a multiple of four.
namespace moons_parts {

inline constexpr std::size_t width = formulas::moons_data::width, group = 4, most_points = 128;
inline constexpr std::size_t two = 2 * lanes; // two packs are worked on at a time
using layer = double[most_points][width];

/// For each of `group` points from n on: start + its row of `x` times `w`.
[[gnu::always_inline]] inline void product(const double (&w)[width][width], const layer& x,
                                           std::size_t n, std::size_t column,
                                           const pack (&start)[2], pack (&s)[group][2]) {
#pragma GCC unroll 4
    for (std::size_t g = 0; g < group; ++g) {
        s[g][0] = start[0];
        s[g][1] = start[1];
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < width; ++i) {
        const pack low = load(w[i] + column), high = load(w[i] + column + lanes);
#pragma GCC unroll 4
        for (std::size_t g = 0; g < group; ++g) {
            s[g][0] += low * x[n + g][i];
            s[g][1] += high * x[n + g][i];
        }
    }
}

} // namespace moons_parts

[[gnu::noinline]] inline void moons(const double* p, const formulas::moons_data& data,
                                    double* __restrict out) {
    using namespace moons_parts;
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

    alignas(64) layer h1, h2, d2;
    const pack zero{};
    for (std::size_t n = 0; n < count; ++n)
        for (std::size_t j = 0; j < width; j += lanes) {
            const pack s = load(b1 + j) + load(w1[0] + j) * data.points[n][0] +
                           load(w1[1] + j) * data.points[n][1];
            store(h1[n] + j, s > 0 ? s : zero);
        }
    for (std::size_t column = 0; column < width; column += two) {
        const pack start[2] = {load(b2 + column), load(b2 + column + lanes)};
        for (std::size_t n = 0; n < count; n += group) {
            pack s[group][2];
            product(w2_by_input, h1, n, column, start, s);
#pragma GCC unroll 4
            for (std::size_t g = 0; g < group; ++g) {
                store(h2[n + g] + column, s[g][0] > 0 ? s[g][0] : zero);
                store(h2[n + g] + column + lanes, s[g][1] > 0 ? s[g][1] : zero);
            }
        }
    }

    constexpr std::size_t packs = width / lanes;
    double loss = 0, b3_bar = 0;
    pack b2_bar[packs] = {}, w3_bar[packs] = {};
    for (std::size_t n = 0; n < count; ++n) {
        pack weighted{};
#pragma GCC unroll 8
        for (std::size_t j = 0; j < packs; ++j)
            weighted += load(w3 + j * lanes) * load(h2[n] + j * lanes);
        const double label = data.labels[n], hinge = 1.0 - label * (b3 + sum_of(weighted));
        loss += hinge > 0 ? hinge : 0;
        const double score_bar = hinge > 0 ? -label * scale : 0;
        b3_bar += score_bar;
#pragma GCC unroll 8
        for (std::size_t j = 0; j < packs; ++j) {
            const pack h = load(h2[n] + j * lanes);
            const pack delta = h > 0 ? score_bar * load(w3 + j * lanes) : zero;
            w3_bar[j] += score_bar * h;
            b2_bar[j] += delta;
            store(d2[n] + j * lanes, delta);
        }
    }

    double* const second_bar = out + 1 + 3 * width;
    for (std::size_t column = 0; column < width; column += two)
        for (std::size_t first = 0; first < width; first += lanes) {
            pack sum[lanes][2] = {};
            for (std::size_t n = 0; n < count; ++n) {
                const pack low = load(h1[n] + column), high = load(h1[n] + column + lanes);
#pragma GCC unroll 8
                for (std::size_t j = 0; j < lanes; ++j) {
                    sum[j][0] += low * d2[n][first + j];
                    sum[j][1] += high * d2[n][first + j];
                }
            }
#pragma GCC unroll 8
            for (std::size_t j = 0; j < lanes; ++j) {
                double* const row = second_bar + (first + j) * (width + 1) + column;
                store(row, sum[j][0]);
                store(row + lanes, sum[j][1]);
            }
        }

    double* const first_bar = out + 1;
    for (std::size_t column = 0; column < width; column += two) {
        const pack start[2] = {};
        pack w10_bar[2] = {}, w11_bar[2] = {}, b1_bar[2] = {};
        for (std::size_t n = 0; n < count; n += group) {
            pack s[group][2];
            product(w2, d2, n, column, start, s);
#pragma GCC unroll 4
            for (std::size_t g = 0; g < group; ++g)
#pragma GCC unroll 2
                for (std::size_t half = 0; half < 2; ++half) {
                    const pack h = load(h1[n + g] + column + half * lanes);
                    const pack d1 = h > 0 ? s[g][half] : zero;
                    w10_bar[half] += d1 * data.points[n + g][0];
                    w11_bar[half] += d1 * data.points[n + g][1];
                    b1_bar[half] += d1;
                }
        }
        for (std::size_t half = 0; half < 2; ++half)
            for (std::size_t s = 0; s < lanes; ++s) {
                double* const neuron = first_bar + 3 * (column + half * lanes + s);
                neuron[0] = w10_bar[half][s];
                neuron[1] = w11_bar[half][s];
                neuron[2] = b1_bar[half][s];
            }
    }
    double* const third_bar = second_bar + width * (width + 1);
    for (std::size_t j = 0; j < packs; ++j) {
        for (std::size_t s = 0; s < lanes; ++s)
            second_bar[(j * lanes + s) * (width + 1) + width] = b2_bar[j][s];
        store(third_bar + j * lanes, w3_bar[j]);
    }
    third_bar[width] = b3_bar;

    constexpr double decay = formulas::moons_data::decay;
    constexpr std::size_t parameters = formulas::moons_data::parameters;
    constexpr std::size_t whole = parameters / lanes * lanes;
    pack square{};
    for (std::size_t i = 0; i < whole; i += lanes) {
        const pack x = load(p + i);
        square += x * x;
        store(out + 1 + i, load(out + 1 + i) + 2 * decay * x);
    }
    double squares = sum_of(square);
    for (std::size_t i = whole; i < parameters; ++i) {
        squares += p[i] * p[i];
        out[1 + i] += 2 * decay * p[i];
    }
    out[0] = loss * scale + decay * squares;
}

} // namespace run_time::by_packs
