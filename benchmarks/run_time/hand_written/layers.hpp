// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "sum_of.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace run_time::by_hand {

/// Forward, eight sums for each row of weights. Backward, one pass over the weights gives both the
/// row of the gradient, a multiple of x, and the row's share of x_bar: no sum in the inner loop.
/// Several rows at a time are not faster.
[[gnu::noinline]] inline void layers(const double* p, const formulas::layers_data& data,
                                     double* __restrict out) {
    constexpr std::size_t width = formulas::layers_data::width;
    constexpr std::size_t depth = formulas::layers_data::depth;
    constexpr std::size_t size = width * width + width;
    alignas(64) double y[depth + 1][width];
    std::copy(data.x.begin(), data.x.end(), y[0]);
    for (std::size_t l = 0; l < depth; ++l) {
        const double* const w = p + l * size;
        for (std::size_t i = 0; i < width; ++i) {
            double sum[lanes] = {};
            for (std::size_t j = 0; j < width; j += lanes)
                for (std::size_t s = 0; s < lanes; ++s)
                    sum[s] += w[i * width + j + s] * y[l][j + s];
            y[l + 1][i] = w[width * width + i] + sum_of(sum);
        }
        for (std::size_t i = 0; i < width; ++i)
            y[l + 1][i] = std::tanh(y[l + 1][i]);
    }

    alignas(64) double bar[width];
    double loss[lanes] = {};
    for (std::size_t j = 0; j < width; j += lanes)
        for (std::size_t s = 0; s < lanes; ++s) {
            const double last = y[depth][j + s];
            loss[s] += last * last;
            bar[j + s] = 2.0 * last;
        }
    out[0] = sum_of(loss);
    for (std::size_t l = depth; l-- > 0;) {
        const double* const w = p + l * size;
        double* const w_bar = out + 1 + l * size;
        alignas(64) double delta[width];
        for (std::size_t i = 0; i < width; ++i) {
            delta[i] = bar[i] * (1.0 - y[l + 1][i] * y[l + 1][i]);
            w_bar[width * width + i] = delta[i]; // the gradient of the biases
            bar[i] = 0;
        }
        for (std::size_t i = 0; i < width; ++i)
            for (std::size_t j = 0; j < width; ++j) {
                w_bar[i * width + j] = delta[i] * y[l][j];
                bar[j] += delta[i] * w[i * width + j];
            }
    }
}

} // namespace run_time::by_hand
