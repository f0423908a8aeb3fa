// SPDX-License-Identifier: BSL-1.0
//
// A network whose shape is its type, so that its whole training step - forward, loss, backward,
// update - is generated while compiling: loops of constant length over arrays on the stack, without
// allocation, without calls that are not inlined but those of the activation. The same step runs in
// constant evaluation.
#pragma once

#include <ctgrad/detail/static_layers.hpp>
#include <ctgrad/nn/activation.hpp>
#include <ctgrad/nn/batch_loss.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ctgrad::nn {

namespace detail {

[[noreturn]] inline void refuse_batch(std::size_t inputs, std::size_t targets) {
    if (inputs == targets)
        throw data_error("ctgrad: a loss is that of a batch of at least one sample, this batch is "
                         "empty; see docs/reference/nn/static_mlp.md");
    throw size_error("ctgrad: a batch has one target for each input, this one has " +
                     std::to_string(inputs) + " inputs and " + std::to_string(targets) +
                     " targets; see docs/reference/nn/static_mlp.md");
}

} // namespace detail

/// A multilayer perceptron of scalars T: `Sizes` are the number of inputs, of neurons of each
/// hidden layer and of outputs. Hidden layers apply `Hidden` to their sums, the last one `Output`.
/// Example: examples/static_mlp.cpp
template <class T, class Hidden, class Output, std::size_t... Sizes>
struct basic_static_mlp {
    static_assert(sizeof...(Sizes) >= 2 && ((Sizes > 0) && ...),
                  "ctgrad: a network has inputs and at least one layer, none of them empty: write "
                  "static_mlp<3, 4, 4, 1> for 3 inputs, two layers of 4 and one output; see "
                  "docs/reference/nn/static_mlp.md");

    static constexpr std::array<std::size_t, sizeof...(Sizes)> sizes{Sizes...};
    static constexpr std::size_t inputs = sizes.front(), outputs = sizes.back();
    static constexpr std::size_t parameter_count = [] {
        std::size_t sum = 0;
        for (std::size_t l = 1; l < sizes.size(); ++l)
            sum += (sizes[l - 1] + 1) * sizes[l];
        return sum;
    }();

    using scalar = T;
    using input = std::array<T, inputs>;
    using output = std::conditional_t<outputs == 1, T, std::array<T, outputs>>;
    using parameter_array = std::array<T, parameter_count>;

    /// Layer by layer, neuron by neuron: its weights, then its bias.
    parameter_array parameters{};

    /// The scores of one input.
    constexpr output operator()(const input& x) const {
        constexpr std::size_t widest = std::max({Sizes...});
        std::array<T, widest> from{}, to{};
        for (std::size_t i = 0; i < inputs; ++i)
            from[i] = x[i];
        const T* p = parameters.data();
        for (std::size_t l = 1; l < sizes.size(); ++l) {
            for (std::size_t j = 0; j < sizes[l]; ++j, p += sizes[l - 1] + 1) {
                T sum = p[sizes[l - 1]];
                for (std::size_t i = 0; i < sizes[l - 1]; ++i)
                    sum += p[i] * from[i];
                to[j] = l + 1 < sizes.size() ? Hidden::value(sum) : Output::value(sum);
            }
            from = to;
        }
        return scores_in(from);
    }
    /// The same of numbers in braces: too few would be a std::array that ends with zeros.
    template <std::size_t Count>
    constexpr output operator()(const T (&numbers)[Count]) const {
        static_assert(Count == inputs,
                      "ctgrad: net({...}) takes one number for each input of the network, here it "
                      "is given more or fewer: write three for static_mlp<3, 4, 1>; see "
                      "docs/reference/nn/static_mlp.md");
        input x{};
        for (std::size_t i = 0; i < std::min(Count, inputs); ++i)
            x[i] = numbers[i];
        return (*this)(x);
    }

    /// The loss of a batch.
    template <class Function, bool Mean>
    constexpr T loss(std::span<const input> xs, std::span<const output> ys,
                     const batch_loss<Function, Mean>& of) const {
        check_batch(xs, ys);
        T sum = 0;
        for (std::size_t s = 0; s < xs.size(); ++s)
            sum += traced_function<Function>()((*this)(xs[s]), ys[s]);
        T squares{};
        for (const T& p : parameters)
            squares += p * p;
        return sum * of.template weight<T>(xs.size()) + static_cast<T>(of.decay) * squares;
    }

    /// The loss of a batch and its gradient, in the order of the parameters.
    /// Errors: `size_error` if there is not one target for each input, `data_error` if there is no
    /// sample.
    template <class Function, bool Mean>
    constexpr value_with_gradient<T, parameter_array>
    gradient(std::span<const input> xs, std::span<const output> ys,
             const batch_loss<Function, Mean>& of) const {
        check_batch(xs, ys);
        value_with_gradient<T, parameter_array> out;
        if (std::is_constant_evaluated()) {
            out.gradient = {};
            out.value = sweep<1>(xs, ys, of, out.gradient);
        } else
            out.value = sweep<ctgrad::detail::lanes_of<T>()>(xs, ys, of, out.gradient);
        return out;
    }

    /// One step of gradient descent, parameters -= rate*gradient. Returns the loss before it.
    template <class Function, bool Mean>
    constexpr T train_step(std::span<const input> xs, std::span<const output> ys,
                           const batch_loss<Function, Mean>& of, const T& rate) {
        const auto [value, slopes] = gradient(xs, ys, of);
        for (std::size_t k = 0; k < parameter_count; ++k)
            parameters[k] -= rate * slopes[k];
        return value;
    }

    friend constexpr bool operator==(const basic_static_mlp&, const basic_static_mlp&) = default;

private:
    static constexpr void check_batch(std::span<const input> xs, std::span<const output> ys) {
        if (xs.empty() || xs.size() != ys.size())
            detail::refuse_batch(xs.size(), ys.size());
    }
    [[gnu::always_inline]] static constexpr output scores_in(const auto& row) {
        if constexpr (outputs == 1)
            return row[0];
        else {
            output out;
            for (std::size_t j = 0; j < outputs; ++j)
                out[j] = row[j];
            return out;
        }
    }
    /// The sum of the squares of all parameters; gradient = gradient*weight + parameters*decay.
    template <std::size_t Lanes>
    constexpr T add_decay(T weight, T decay, T* __restrict gradient) const {
        using pack = ctgrad::detail::number_pack<T, Lanes>;
        typename pack::type sum[4]{}; // additions that do not wait for each other
        const T* const p = parameters.data();
        std::size_t k = 0;
        for (; k + 4 * Lanes <= parameter_count; k += 4 * Lanes)
            for (std::size_t n = 0; n < 4; ++n) {
                const std::size_t at = k + n * Lanes;
                const auto x = pack::load(p + at);
                sum[n] += x * x;
                pack::store(pack::load(gradient + at) * weight + x * decay, gradient + at);
            }
        T total = pack::sum((sum[0] + sum[1]) + (sum[2] + sum[3]));
        for (; k < parameter_count; ++k) {
            total += p[k] * p[k];
            gradient[k] = gradient[k] * weight + p[k] * decay;
        }
        return total;
    }

    template <std::size_t Lanes>
    constexpr T sweep(std::span<const input> xs, std::span<const output> ys, const auto& of,
                      parameter_array& gradient) const {
        constexpr std::size_t most = detail::samples_at_once<T>(std::max({Sizes...}));
        detail::layers<T, Lanes, Hidden, Output, true, Sizes...> layers(parameters.data());
        T sum{};
        for (std::size_t first = 0; first < xs.size(); first += most) {
            const std::size_t samples = std::min(most, xs.size() - first);
            const auto of_scores = [&](const auto& scores, auto& slopes) {
                T loss{};
                for (std::size_t s = 0; s < samples; ++s) {
                    const auto [value, slope] = of.of_sample(scores_in(scores[s]), ys[first + s]);
                    loss += value;
                    if constexpr (outputs == 1)
                        slopes[s][0] = std::get<0>(slope);
                    else
                        for (std::size_t j = 0; j < outputs; ++j)
                            slopes[s][j] = std::get<0>(slope)[j];
                }
                return loss;
            };
            if constexpr (detail::padded<Lanes>(inputs) == inputs) {
                const input* x = &xs[first];
                sum += layers.template pass<most>(samples, x, x, of_scores);
            } else {
                detail::block<T, Lanes, most, inputs> x;
                for (std::size_t s = 0; s < samples; ++s)
                    for (std::size_t i = 0; i < x[s].size(); ++i)
                        x[s][i] = i < inputs ? xs[first + s][i] : T(0);
                sum += layers.template pass<most>(samples, x, x, of_scores);
            }
        }
        layers.store_gradient(gradient.data());
        const T weight = of.template weight<T>(xs.size()), decay = static_cast<T>(of.decay);
        return sum * weight + decay * add_decay<Lanes>(weight, 2 * decay, gradient.data());
    }
};

/// A network of doubles with tanh everywhere: `static_mlp<3, 4, 4, 1>`.
template <std::size_t... Sizes>
using static_mlp = basic_static_mlp<double, activation::tanh, activation::tanh, Sizes...>;

/// The same with other activations: `static_mlp_of<activation::relu, activation::linear, 2, 8, 1>`.
template <class Hidden, class Output, std::size_t... Sizes>
using static_mlp_of = basic_static_mlp<double, Hidden, Output, Sizes...>;

} // namespace ctgrad::nn
