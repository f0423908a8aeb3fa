// SPDX-License-Identifier: BSL-1.0
#pragma once

// The gradients of formulas.hpp as an expert writes them for speed: reverse mode over arrays. What
// makes them good:
//  - every value that the reverse loop needs is kept, in the order in which it is read back;
//    nothing is allocated, sizes are constants, outputs are written once;
//  - no vector instruction is named and no sum is reordered by the compiler, but where a loop must
//    stay in vector registers it is written with the vector type of g++ and clang (`pack`). Written
//    as plain loops over arrays of eight the network of 16 neurons took 15 us (g++ 12) and 19 us
//    (clang 14) in place of 2: either compiler mistakes some loop or other;
//  - the derivatives of tanh and exp come from their values. The elementary functions are the
//    standard library's, as in every other column.

#include "../hand_written.hpp"
#include "formulas.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

namespace run_time::by_hand {

// One register: where a pack needs two, g++ 12 makes the network of 16 neurons 27 times slower.
#if defined(__AVX512F__)
inline constexpr std::size_t lanes = 8;
#elif defined(__AVX__)
inline constexpr std::size_t lanes = 4;
#else
inline constexpr std::size_t lanes = 2;
#endif
using pack = double __attribute__((vector_size(lanes * sizeof(double))));

[[gnu::always_inline]] inline pack load(const double* p) {
    pack x;
    std::memcpy(&x, p, sizeof(x));
    return x;
}

[[gnu::always_inline]] inline void store(double* p, pack x) {
    std::memcpy(p, &x, sizeof(x));
}

[[gnu::always_inline]] inline double sum_of(pack x) {
#pragma GCC unroll 3
    for (std::size_t half = lanes / 2; half > 0; half /= 2)
#pragma GCC unroll 4
        for (std::size_t s = 0; s < half; ++s)
            x[s] += x[s + half];
    return x[0];
}

/// The same number, of which the compiler does not know that it is the same.
[[gnu::always_inline]] inline double apart(double x) {
    asm("" : "+m"(x));
    return x;
}

/// What one statement leaves for the reverse loop: one stream forward, one stream backward.
struct statement_record {
    double v, sine, slope;
};

/// Each statement waits for the one before, forward for sin and backward for one product; cos,
/// storing, loading and the two sums fit into that wait. So sin is not made part of sincos, whose
/// sine comes later: 6 % faster. Within 5 %: three arrays in place of one, and forward mode with
/// three tangents, which stores nothing. Slower: cos in the reverse loop.
[[gnu::noinline]] inline void statement(const double* p, std::size_t count,
                                        statement_record* __restrict records,
                                        double* __restrict out) {
    const double a = p[0], b = p[1];
    double v = p[2];
    for (std::size_t i = 0; i < count; ++i) {
        const double sine = std::sin(v), cosine = std::cos(apart(v));
        records[i] = {v, sine, a + cosine * b};
        v = v * a + sine * b;
    }
    out[0] = v;
    double bar = 1, a_bar = 0, b_bar = 0;
    for (std::size_t i = count; i-- > 0;) {
        const auto& [v_i, sine, slope] = records[i];
        a_bar += bar * v_i;
        b_bar += bar * sine;
        bar *= slope;
    }
    out[1] = a_bar;
    out[2] = b_bar;
    out[3] = bar;
}

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
