// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "pack.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace run_time::by_packs {

/// Forward, four rows of weights at a time, each with its own sums. Backward, one pass over the
/// weights gives both the row of the gradient, a multiple of x, and the row's share of x_bar; x and
/// x_bar stay in registers, and no sum crosses lanes.
[[gnu::noinline]] inline void layers(const double* p, const formulas::layers_data& data,
                                     double* __restrict out) {
    constexpr std::size_t width = formulas::layers_data::width;
    constexpr std::size_t depth = formulas::layers_data::depth;
    constexpr std::size_t size = width * width + width;
    constexpr std::size_t packs = width / lanes, rows = 4;
    alignas(64) double y[depth + 1][width];
    std::copy(data.x.begin(), data.x.end(), y[0]);
    for (std::size_t l = 0; l < depth; ++l) {
        const double* const w = p + l * size;
        for (std::size_t i = 0; i < width; i += rows) {
            pack sum[rows] = {};
#pragma GCC unroll 8
            for (std::size_t j = 0; j < packs; ++j) {
                const pack x = load(y[l] + j * lanes);
#pragma GCC unroll 4
                for (std::size_t r = 0; r < rows; ++r)
                    sum[r] += load(w + (i + r) * width + j * lanes) * x;
            }
#pragma GCC unroll 4
            for (std::size_t r = 0; r < rows; ++r)
                y[l + 1][i + r] = w[width * width + i + r] + sum_of(sum[r]);
        }
        for (std::size_t i = 0; i < width; ++i)
            y[l + 1][i] = std::tanh(y[l + 1][i]);
    }

    alignas(64) double bar[width];
    pack loss{};
    for (std::size_t j = 0; j < width; j += lanes) {
        const pack last = load(y[depth] + j);
        loss += last * last;
        store(bar + j, 2.0 * last);
    }
    out[0] = sum_of(loss);
    for (std::size_t l = depth; l-- > 0;) {
        const double* const w = p + l * size;
        double* const w_bar = out + 1 + l * size;
        double* const delta = w_bar + width * width; // the gradient of the biases
        for (std::size_t j = 0; j < width; j += lanes) {
            const pack result = load(y[l + 1] + j);
            store(delta + j, load(bar + j) * (1.0 - result * result));
        }
        constexpr std::size_t tile = lanes; // packs that stay in registers, twice
        for (std::size_t first = 0; first < width; first += tile * lanes) {
            pack x[tile], sum[tile] = {};
#pragma GCC unroll 8
            for (std::size_t j = 0; j < tile; ++j)
                x[j] = load(y[l] + first + j * lanes);
            for (std::size_t i = 0; i < width; ++i) {
                const double d = delta[i];
                const std::size_t row = i * width + first;
#pragma GCC unroll 8
                for (std::size_t j = 0; j < tile; ++j) {
                    store(w_bar + row + j * lanes, d * x[j]);
                    sum[j] += d * load(w + row + j * lanes);
                }
            }
#pragma GCC unroll 8
            for (std::size_t j = 0; j < tile; ++j)
                store(bar + first + j * lanes, sum[j]);
        }
    }
}

} // namespace run_time::by_packs
