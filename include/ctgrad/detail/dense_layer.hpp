// SPDX-License-Identifier: BSL-1.0
//
// One layer of a network for a few samples at once: the three products of its weights that
// training is made of, in packs of neighbouring neurons.
//
//     forward      z[s][j] = b[j] + sum over i of w[j][i]*x[s][i]
//     backward     dx[s][i] = sum over j of w[j][i]*delta[s][j]
//     accumulate   dw[j][i] += sum over s of delta[s][j]*x[s][i]
#pragma once

#include <ctgrad/detail/pack_products.hpp>

#include <array>
#include <cstddef>

namespace ctgrad::detail {

template <class T, std::size_t Lanes, std::size_t In, std::size_t Out, bool First>
class dense_layer {
    static constexpr std::size_t wide_in = padded<Lanes>(In), wide_out = padded<Lanes>(Out);
    using in_pack = number_pack<T, pack_of<Lanes>(In)>;
    using out_pack = number_pack<T, pack_of<Lanes>(Out)>;

    // Few neurons of many inputs do not fill a pack, but their inputs do.
    static constexpr bool along_inputs = 4 * Out <= in_pack::lanes;
    // The same for the gradient, where it saves work or a transposition.
    static constexpr bool gradient_along_inputs =
        Out * (wide_in / in_pack::lanes) <= In * (wide_out / out_pack::lanes);
    // The parameters themselves serve as rows of weights where these are whole packs.
    static constexpr bool needs_rows = along_inputs || !First;
    static constexpr bool copies_rows = needs_rows && wide_in != In;

    const T* parameters_;
    // Flat: in constant evaluation a pointer does not go from one array to the next.
    std::array<T, copies_rows ? Out * wide_in : 0> rows_;
    std::array<T, along_inputs ? 0 : In * wide_out> columns_;
    std::array<T, wide_out> bias_, bias_gradient_{};
    std::array<std::array<T, gradient_along_inputs ? wide_in : wide_out>,
               gradient_along_inputs ? Out : In>
        gradient_{};

    [[gnu::always_inline]] constexpr row_view<T> rows() const {
        if constexpr (copies_rows)
            return {rows_.data(), wide_in};
        else
            return {parameters_, In + 1};
    }

    [[gnu::always_inline]] constexpr void transpose(const row_view<T>& from) {
        constexpr std::size_t lanes = out_pack::lanes;
        if constexpr (lanes > 1 && Out % lanes == 0 && In % lanes == 0)
            for (std::size_t j = 0; j < Out; j += lanes)
                for (std::size_t i = 0; i < In; i += lanes)
                    out_pack::transpose(from[j] + i, In + 1, &columns_[i * wide_out + j], wide_out);
        else
            for (std::size_t j = 0; j < wide_out; ++j)
                for (std::size_t i = 0; i < In; ++i)
                    columns_[i * wide_out + j] = j < Out ? from[j][i] : T(0);
    }

    template <class Activation>
    [[gnu::always_inline]] static constexpr void activate_pack(const typename out_pack::type& sum,
                                                               std::size_t first, T* a) {
        if constexpr (out_pack::lanes > 1 && Activation::takes_packs && wide_out == Out)
            out_pack::store(Activation::value(typename out_pack::number(sum)).numbers, a);
        else {
            T sums[out_pack::lanes];
            out_pack::store(sum, sums);
            for (std::size_t j = 0; j < out_pack::lanes; ++j)
                a[j] = first + j < Out ? Activation::value(sums[j]) : T(0);
        }
    }
    template <class Activation>
    [[gnu::always_inline]] static constexpr typename in_pack::type slopes(const T* results) {
        const auto pack = in_pack::load(results);
        if constexpr (in_pack::lanes > 1)
            return Activation::slope(typename in_pack::number(pack)).numbers;
        else
            return Activation::slope(pack);
    }

public:
    static constexpr std::size_t parameter_count = (In + 1) * Out;

    /// `parameters` holds, neuron by neuron, the weights and then the bias; it must outlive this.
    constexpr explicit dense_layer(const T* parameters) : parameters_(parameters) {
        const row_view<T> from{parameters, In + 1};
        if constexpr (copies_rows)
            for (std::size_t j = 0; j < Out; ++j)
                for (std::size_t i = 0; i < wide_in; ++i)
                    rows_[j * wide_in + i] = i < In ? from[j][i] : T(0);
        if constexpr (!along_inputs)
            transpose(from);
        for (std::size_t j = 0; j < wide_out; ++j)
            bias_[j] = j < Out ? from[j][In] : T(0);
    }

    /// What `Activation` makes of the sums of `samples` samples.
    template <class Activation>
    [[gnu::always_inline]] constexpr void forward(std::size_t samples, const auto& x,
                                                  auto& a) const {
        if constexpr (along_inputs) {
            for (std::size_t s = 0; s < samples; ++s) {
                for (std::size_t j = 0; j < Out; ++j) {
                    auto sum = in_pack::load(x[s].data()) * in_pack::load(rows()[j]);
                    for (std::size_t i = in_pack::lanes; i < wide_in; i += in_pack::lanes)
                        sum += in_pack::load(x[s].data() + i) * in_pack::load(rows()[j] + i);
                    a[s][j] = Activation::value(in_pack::sum(sum) + bias_[j]);
                }
                for (std::size_t j = Out; j < wide_out; ++j)
                    a[s][j] = T(0);
            }
        } else
            add_rows<out_pack, wide_out, In>(
                samples, row_view<T>{columns_.data(), wide_out}, x, bias_.data(),
                [&](std::size_t s, std::size_t at, const auto& sum) __attribute__((always_inline)) {
                    activate_pack<Activation>(sum, at, a[s].data() + at);
                });
    }

    /// The delta of the layer below, whose `Activation` gave x.
    template <class Activation>
    [[gnu::always_inline]] constexpr void backward(std::size_t samples, const auto& x,
                                                   const auto& delta, auto& dx) const {
        add_rows<in_pack, wide_in, Out>(
            samples, rows(), delta, static_cast<const T*>(nullptr),
            [&](std::size_t s, std::size_t at, const auto& sum) __attribute__((always_inline)) {
                in_pack::store(sum * slopes<Activation>(x[s].data() + at), dx[s].data() + at);
            });
    }

    [[gnu::always_inline]] constexpr void accumulate(std::size_t samples, const auto& x,
                                                     const auto& delta) {
        if constexpr (gradient_along_inputs)
            add_products<in_pack>(samples, gradient_, delta, x);
        else
            add_products<out_pack>(samples, gradient_, x, delta);
        for (std::size_t at = 0; at < wide_out; at += out_pack::lanes) {
            // Four sums, which do not wait for each other.
            typename out_pack::type sum[4]{out_pack::load(bias_gradient_.data() + at)};
            std::size_t s = 0;
            for (; s + 4 <= samples; s += 4)
                for (std::size_t n = 0; n < 4; ++n)
                    sum[n] += out_pack::load(delta[s + n].data() + at);
            for (; s < samples; ++s)
                sum[0] += out_pack::load(delta[s].data() + at);
            out_pack::store((sum[0] + sum[1]) + (sum[2] + sum[3]), bias_gradient_.data() + at);
        }
    }

    /// What was accumulated, in the order of the parameters.
    constexpr void store_gradient(T* __restrict to) const {
        for (std::size_t j = 0; j < Out; ++j, to += In + 1) {
            for (std::size_t i = 0; i < In; ++i)
                if constexpr (gradient_along_inputs)
                    to[i] = gradient_[j][i];
                else
                    to[i] = gradient_[i][j];
            to[In] = bias_gradient_[j];
        }
    }
};

} // namespace ctgrad::detail
