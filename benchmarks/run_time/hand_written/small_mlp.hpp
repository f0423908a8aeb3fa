// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"

#include <cmath>
#include <cstddef>

namespace run_time::by_hand {

/// The four samples are the four lanes of a register: each weight is loaded once, each layer is
/// products of a register and a number. 36 calls of tanh take three quarters of the time. These
/// loops are short enough for the compilers: with a vector type of four it is not faster.
template <std::size_t Inputs, std::size_t Outputs>
[[gnu::always_inline]] inline void forward_4(const double*& p, const double (&x)[Inputs][4],
                                             double (&y)[Outputs][4]) {
    for (std::size_t j = 0; j < Outputs; ++j) {
        for (std::size_t s = 0; s < 4; ++s)
            y[j][s] = p[Inputs];
        for (std::size_t i = 0; i < Inputs; ++i)
            for (std::size_t s = 0; s < 4; ++s)
                y[j][s] += p[i] * x[i][s];
        p += Inputs + 1;
    }
    for (std::size_t j = 0; j < Outputs; ++j)
        for (std::size_t s = 0; s < 4; ++s)
            y[j][s] = std::tanh(y[j][s]);
}

/// `bar` comes in as the adjoint of y; p and out are those of this layer.
template <bool Last, std::size_t Inputs, std::size_t Outputs>
[[gnu::always_inline]] inline void
backward_4(const double* p, const double (&x)[Inputs][4], const double (&y)[Outputs][4],
           const double (&y_bar)[Outputs][4], double (&x_bar)[Inputs][4], double* __restrict out) {
    if constexpr (!Last)
        for (auto& row : x_bar)
            for (double& entry : row)
                entry = 0;
    for (std::size_t j = 0; j < Outputs; ++j) {
        double delta[4];
        for (std::size_t s = 0; s < 4; ++s)
            delta[s] = y_bar[j][s] * (1.0 - y[j][s] * y[j][s]);
        for (std::size_t i = 0; i < Inputs; ++i) {
            double product[4];
            for (std::size_t s = 0; s < 4; ++s) {
                product[s] = delta[s] * x[i][s];
                if constexpr (!Last)
                    x_bar[i][s] += delta[s] * p[i];
            }
            out[i] = (product[0] + product[2]) + (product[1] + product[3]);
        }
        out[Inputs] = (delta[0] + delta[2]) + (delta[1] + delta[3]);
        p += Inputs + 1;
        out += Inputs + 1;
    }
}

[[gnu::noinline]] inline void small_mlp(const double* p, const formulas::small_mlp_data& data,
                                        double* __restrict out) {
    double x[3][4], first[4][4], second[4][4], score[1][4];
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t s = 0; s < 4; ++s)
            x[i][s] = data.x[s][i];
    const double* w = p;
    forward_4(w, x, first);
    forward_4(w, first, second);
    forward_4(w, second, score);

    double score_bar[1][4], second_bar[4][4], first_bar[4][4], loss[4];
    for (std::size_t s = 0; s < 4; ++s) {
        const double difference = score[0][s] - data.y[s];
        loss[s] = difference * difference;
        score_bar[0][s] = 2.0 * difference;
    }
    out[0] = loss[0] + loss[1] + loss[2] + loss[3];
    double* const gradient = out + 1;
    backward_4<false>(p + 36, second, score, score_bar, second_bar, gradient + 36);
    backward_4<false>(p + 16, first, second, second_bar, first_bar, gradient + 16);
    backward_4<true>(p, x, first, first_bar, x, gradient);
}

} // namespace run_time::by_hand
