// SPDX-License-Identifier: BSL-1.0
#pragma once

// The same gradients by ctgrad, and the formulas alone, with the signature of the hand-written
// ones.

#include "formulas.hpp"

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace by_ctgrad {

// Element by element: a copy by memcpy, which std::copy becomes, would pin the arrays in memory.
template <std::size_t... i>
[[gnu::always_inline]] inline auto load(const double* from, std::index_sequence<i...>) {
    return std::array{from[i]...};
}
template <std::size_t count>
[[gnu::always_inline]] inline std::array<double, count> load(const double* from) {
    return load(from, std::make_index_sequence<count>{});
}

[[gnu::always_inline]] inline void store_one(double*& to, double number) {
    *to++ = number;
}
template <class Part, std::size_t count>
[[gnu::always_inline]] inline void store_one(double*& to, const std::array<Part, count>& parts);
// Not a loop: its variable index would keep the array in memory until it is unrolled.
template <class Parts, std::size_t... i>
[[gnu::always_inline]] inline void store_each(double*& to, const Parts& parts,
                                              std::index_sequence<i...>) {
    (store_one(to, parts[i]), ...);
}
template <class Part, std::size_t count>
[[gnu::always_inline]] inline void store_one(double*& to, const std::array<Part, count>& parts) {
    store_each(to, parts, std::make_index_sequence<count>{});
}
/// Writes numbers and arrays of numbers one after the other.
template <class... Parts>
[[gnu::always_inline]] inline void store(double* to, const Parts&... parts) {
    (store_one(to, parts), ...);
}

[[gnu::noinline]] inline void neuron(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::neuron);
    const auto [value, gradient] = ctgrad::value_and_gradient(f)(in[0], in[1], in[2], in[3], in[4]);
    store(out, value);
    std::apply([&](const auto&... g) { store(out + 1, g...); }, gradient);
}

[[gnu::noinline]] inline void black_scholes(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::black_scholes);
    const auto [value, gradient] = ctgrad::value_and_gradient(f)(in[0], in[1], in[2], in[3], in[4]);
    store(out, value);
    std::apply([&](const auto&... g) { store(out + 1, g...); }, gradient);
}

[[gnu::noinline]] inline void reprojection(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::reprojection);
    const auto [values, rows] = ctgrad::value_and_jacobian(f)(load<9>(in), load<3>(in + 9));
    store(out, values);
    for (std::size_t i = 0; i < 2; ++i)
        store(out + 2 + 12 * i, std::get<0>(rows[i]), std::get<1>(rows[i]));
}

[[gnu::noinline]] inline void rosenbrock(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::rosenbrock);
    const auto [value, gradient] = ctgrad::value_and_gradient(f)(load<10>(in));
    store(out, value, gradient);
}

[[gnu::noinline]] inline void mixture(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::mixture);
    const auto [value, gradient] =
        ctgrad::value_and_gradient(f)(in[0], load<3>(in + 1), load<3>(in + 4), load<3>(in + 7));
    // What is not used is not computed: the derivative with respect to x is dead code here.
    store(out, value, std::get<1>(gradient), std::get<2>(gradient), std::get<3>(gradient));
}

[[gnu::noinline]] inline void sum(const double* __restrict in, double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::sum);
    const auto [value, gradient] = ctgrad::value_and_gradient(f)(load<65>(in));
    store(out, value, gradient);
}

[[gnu::noinline]] inline void rosenbrock_hessian(const double* __restrict in,
                                                 double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::rosenbrock);
    const auto [value, gradient, hessian] = ctgrad::value_gradient_and_hessian(f)(load<10>(in));
    store(out, value, gradient, hessian);
}

[[gnu::noinline]] inline void black_scholes_hessian(const double* __restrict in,
                                                    double* __restrict out) {
    constexpr auto f = ctgrad::function(formulas::black_scholes);
    const auto [value, gradient, hessian] =
        ctgrad::value_gradient_and_hessian(f)(in[0], in[1], in[2], in[3], in[4]);
    store(out, value);
    std::apply([&](const auto&... g) { store(out + 1, g...); }, gradient);
    std::apply(
        [&](const auto&... row) {
            double* to = out + 6;
            (std::apply([&](const auto&... h) { (store_one(to, h), ...); }, row), ...);
        },
        hessian);
}

} // namespace by_ctgrad

namespace alone {

[[gnu::noinline]] inline void neuron(const double* __restrict in, double* __restrict out) {
    out[0] = formulas::neuron(in[0], in[1], in[2], in[3], in[4]);
}

[[gnu::noinline]] inline void black_scholes(const double* __restrict in, double* __restrict out) {
    out[0] = formulas::black_scholes(in[0], in[1], in[2], in[3], in[4]);
}

[[gnu::noinline]] inline void reprojection(const double* __restrict in, double* __restrict out) {
    by_ctgrad::store(out, formulas::reprojection(in, in + 9));
}

[[gnu::noinline]] inline void rosenbrock(const double* __restrict in, double* __restrict out) {
    out[0] = formulas::rosenbrock(in);
}

[[gnu::noinline]] inline void mixture(const double* __restrict in, double* __restrict out) {
    out[0] = formulas::mixture(in[0], in + 1, in + 4, in + 7);
}

[[gnu::noinline]] inline void sum(const double* __restrict in, double* __restrict out) {
    out[0] = formulas::sum(in);
}

} // namespace alone
