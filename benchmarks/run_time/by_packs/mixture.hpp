// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "pack.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace run_time::by_packs {

/// The points are transposed once, before anything is measured, so that points are the lanes of
/// a pack. (x - m)*s is x*s - m*s: one fused operation. Chunks of 25 packs stay in the first
/// level cache: first the responsibilities of all components, then for each component the sums of
/// r*z and r*z*z, which fit into the registers. A sum of logarithms is the logarithm of a product.
/// The derivative with respect to the offset of a component is the sum of its responsibilities.
/// 5000 calls of exp take most of the time.
struct mixture_points {
    static constexpr std::size_t dimensions = formulas::mixture_data::dimensions;
    static constexpr std::size_t chunk = 25; // 5^25 is far from overflow
    std::vector<std::array<pack, dimensions>> packs;
    std::size_t count;

    /// The number of points must be a multiple of 200.
    explicit mixture_points(const formulas::mixture_data& data)
        : packs(data.points.size() / lanes), count{data.points.size()} {
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < dimensions; ++j)
                packs[i / lanes][j][i % lanes] = data.points[i][j];
    }
};

[[gnu::noinline]] inline void mixture(const double* p, const mixture_points& data,
                                      double* __restrict out) {
    constexpr std::size_t K = formulas::mixture_data::components;
    constexpr std::size_t D = mixture_points::dimensions, chunk = mixture_points::chunk;
    const double* const mean = p + K;
    const double* const log_precision = mean + K * D;

    double precision[K][D], shift[K][D], offset[K], share[K];
    double most = p[0], sum = 0;
    for (std::size_t k = 0; k < K; ++k) {
        offset[k] = p[k];
        most = std::max(most, p[k]);
        for (std::size_t j = 0; j < D; ++j) {
            precision[k][j] = std::exp(log_precision[k * D + j]);
            shift[k][j] = -mean[k * D + j] * precision[k][j];
            offset[k] += log_precision[k * D + j];
        }
    }
    for (std::size_t k = 0; k < K; ++k)
        sum += share[k] = std::exp(p[k] - most);
    const auto count = static_cast<double>(data.count);
    double value = -count * (most + std::log(sum));
    for (std::size_t k = 0; k < K; ++k)
        share[k] *= count / sum;

    double r_sum[K] = {}, rz_sum[K][D] = {}, rzz_sum[K][D] = {};
    pack top_sum{};
    for (std::size_t first = 0; first < data.packs.size(); first += chunk) {
        const auto* const x = data.packs.data() + first;
        pack r[chunk][K];
        for (std::size_t n = 0; n < chunk; ++n) {
#pragma GCC unroll 5
            for (std::size_t k = 0; k < K; ++k) {
                pack even{}, odd{};
#pragma GCC unroll 5
                for (std::size_t j = 0; j < D; j += 2) {
                    const pack z = x[n][j] * precision[k][j] + shift[k][j];
                    const pack y = x[n][j + 1] * precision[k][j + 1] + shift[k][j + 1];
                    even += z * z;
                    odd += y * y;
                }
                r[n][k] = offset[k] - 0.5 * (even + odd);
            }
            pack top = r[n][0];
            for (std::size_t k = 1; k < K; ++k)
                top = r[n][k] > top ? r[n][k] : top;
            for (std::size_t k = 0; k < K; ++k)
                r[n][k] -= top;
            top_sum += top;
        }
        // On their own, long before they are read as packs: a pack of numbers just written one by
        // one has to wait for all of them.
        for (std::size_t n = 0; n < chunk; ++n)
            for (std::size_t k = 0; k < K; ++k)
                for (std::size_t s = 0; s < lanes; ++s)
                    r[n][k][s] = std::exp(r[n][k][s]);
        pack product = pack{} + 1.0;
        for (std::size_t n = 0; n < chunk; ++n) {
            pack total{};
            for (std::size_t k = 0; k < K; ++k)
                total += r[n][k];
            const pack inverse = 1.0 / total;
            for (std::size_t k = 0; k < K; ++k)
                r[n][k] *= inverse;
            product *= total;
        }
        for (std::size_t s = 0; s < lanes; ++s)
            value += std::log(product[s]);
        for (std::size_t k = 0; k < K; ++k) {
            pack sums{};
            for (std::size_t n = 0; n < chunk; ++n)
                sums += r[n][k];
            r_sum[k] += sum_of(sums);
            constexpr std::size_t tile = lanes == 8 ? D : D / 2;
            for (std::size_t j = 0; j < D; j += tile) {
                pack rz[tile] = {}, rzz[tile] = {};
                for (std::size_t n = 0; n < chunk; ++n) {
#pragma GCC unroll 10
                    for (std::size_t i = 0; i < tile; ++i) {
                        const pack z = x[n][j + i] * precision[k][j + i] + shift[k][j + i];
                        const pack w = r[n][k] * z;
                        rz[i] += w;
                        rzz[i] += w * z;
                    }
                }
#pragma GCC unroll 10
                for (std::size_t i = 0; i < tile; ++i) {
                    rz_sum[k][j + i] += sum_of(rz[i]);
                    rzz_sum[k][j + i] += sum_of(rzz[i]);
                }
            }
        }
    }

    out[0] = value + sum_of(top_sum);
    for (std::size_t k = 0; k < K; ++k) {
        out[1 + k] = r_sum[k] - share[k];
        for (std::size_t j = 0; j < D; ++j) {
            out[1 + K + k * D + j] = rz_sum[k][j] * precision[k][j];
            out[1 + K + K * D + k * D + j] = r_sum[k] - rzz_sum[k][j];
        }
    }
}

} // namespace run_time::by_packs
