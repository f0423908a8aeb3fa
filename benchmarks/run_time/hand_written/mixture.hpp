// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../formulas.hpp"
#include "sum_of.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace run_time::by_hand {

/// The points are transposed once, before anything is measured, in blocks that stay in the first
/// level cache: the innermost loop is over points. (x - m)*s is x*s - m*s: one fused operation.
/// First the responsibilities r of all components, then for each component the sums of r*z and
/// r*z*z, eight of each. A sum of logarithms is the logarithm of a product. The derivative with
/// respect to the offset of a component is the sum of its responsibilities. 5000 calls of exp take
/// most of the time. Blocks of 200 points: 10 % faster by g++ 12, 50 % slower by clang 14.
struct mixture_points {
    static constexpr std::size_t dimensions = formulas::mixture_data::dimensions, block = 40;
    struct points {
        double x[dimensions][block];
    };
    std::vector<points> blocks;
    std::size_t count;

    /// The number of points must be a multiple of 40, of at most 440 blocks: 5^440 is finite.
    explicit mixture_points(const formulas::mixture_data& data)
        : blocks(data.points.size() / block), count{data.points.size()} {
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < dimensions; ++j)
                blocks[i / block].x[j][i % block] = data.points[i][j];
    }
};

[[gnu::noinline]] inline void mixture(const double* p, const mixture_points& data,
                                      double* __restrict out) {
    constexpr std::size_t K = formulas::mixture_data::components;
    constexpr std::size_t D = mixture_points::dimensions, block = mixture_points::block;
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

    alignas(64) double r[K][block], top[block], inverse[block];
    alignas(64) double top_sum[block] = {}, product[block];
    alignas(64) double r_sum[K][lanes] = {}, rz_sum[K][D][lanes] = {}, rzz_sum[K][D][lanes] = {};
    std::fill(product, product + block, 1.0);
    for (const auto& [x] : data.blocks) {
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t n = 0; n < block; ++n) {
                double square = 0;
#pragma GCC unroll 10
                for (std::size_t j = 0; j < D; ++j) {
                    const double z = x[j][n] * precision[k][j] + shift[k][j];
                    square += z * z;
                }
                r[k][n] = offset[k] - 0.5 * square;
            }
        for (std::size_t n = 0; n < block; ++n) {
            double highest = r[0][n];
#pragma GCC unroll 5
            for (std::size_t k = 1; k < K; ++k)
                highest = r[k][n] > highest ? r[k][n] : highest;
            top[n] = highest;
            top_sum[n] += highest;
        }
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t n = 0; n < block; ++n)
                r[k][n] = std::exp(r[k][n] - top[n]);
        for (std::size_t n = 0; n < block; ++n) {
            double total = 0;
#pragma GCC unroll 5
            for (std::size_t k = 0; k < K; ++k)
                total += r[k][n];
            product[n] *= total;
            inverse[n] = 1.0 / total;
        }
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t n = 0; n < block; ++n)
                r[k][n] *= inverse[n];
        for (std::size_t k = 0; k < K; ++k) {
            for (std::size_t s = 0; s < lanes; ++s)
#pragma GCC unroll 10
                for (std::size_t n = s; n < block; n += lanes)
                    r_sum[k][s] += r[k][n];
            for (std::size_t j = 0; j < D; ++j)
                for (std::size_t s = 0; s < lanes; ++s) {
                    double rz = rz_sum[k][j][s], rzz = rzz_sum[k][j][s];
#pragma GCC unroll 10
                    for (std::size_t n = 0; n < block; n += lanes) {
                        const double z = x[j][n + s] * precision[k][j] + shift[k][j];
                        const double w = r[k][n + s] * z;
                        rz += w;
                        rzz += w * z;
                    }
                    rz_sum[k][j][s] = rz;
                    rzz_sum[k][j][s] = rzz;
                }
        }
    }
    for (std::size_t n = 0; n < block; ++n)
        value += top_sum[n] + std::log(product[n]);

    out[0] = value;
    for (std::size_t k = 0; k < K; ++k) {
        const double r_k = sum_of(r_sum[k]);
        out[1 + k] = r_k - share[k];
        for (std::size_t j = 0; j < D; ++j) {
            out[1 + K + k * D + j] = sum_of(rz_sum[k][j]) * precision[k][j];
            out[1 + K + K * D + k * D + j] = r_k - sum_of(rzz_sum[k][j]);
        }
    }
}

} // namespace run_time::by_hand
