// SPDX-License-Identifier: BSL-1.0
//
// How neurons, layers and networks are called: with Values or numbers, in a vector, an array, a
// span or braces, one sample or many; and the pass through one layer that all are made of.
#pragma once

#include <ctgrad/nn/activation.hpp>
#include <ctgrad/nn/outputs.hpp>
#include <ctgrad/value/dense.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad::detail {

inline void check_layer(const char* what, std::size_t inputs, std::size_t neurons) {
    // A layer is one entry, whose nodes are in one chunk.
    if (inputs == 0 || neurons == 0 || neurons > chunk_capacity || inputs >= (std::size_t{1} << 31))
        throw size_error(
            std::string("ctgrad: ") + what +
            " requires an input and a neuron at least, and 4095 neurons at most, found " +
            std::to_string(inputs) + " inputs and " + std::to_string(neurons) +
            " neurons: write MLP(3, {4, 4, 1}) for 3 inputs, two layers of 4 and one "
            "output; see docs/reference/nn/mlp.md");
}

/// Samples through a layer as one entry: numbers, Values, or what the layer before made of them.
template <class T>
node_rows<T> layer_forward(nn::activation_kind kind, std::span<const basic_value<T>> parameters,
                           const auto& x, std::size_t inputs) {
    // A module has checked that its parameters are neighbours.
    const operand_run<T> run(parameters[0].node(), parameters.size());
    return nn::with_activation(
        kind, [&](auto activation) { return dense_rows<decltype(activation), T>(run, inputs, x); });
}

/// The same with numbers only.
template <class T>
std::vector<T> layer_numbers(nn::activation_kind kind, std::span<const T> parameters,
                             std::span<const T> x, std::size_t inputs) {
    return nn::with_activation(kind, [&](auto activation) {
        std::vector<T> out;
        out.reserve(x.size() / inputs * (parameters.size() / (inputs + 1)));
        for (std::size_t s = 0; s < x.size(); s += inputs)
            for (std::size_t w = 0; w < parameters.size(); w += inputs + 1)
                out.push_back(activation.value(
                    inner_product(&parameters[w], &x[s], inputs, parameters[w + inputs])));
        return out;
    });
}

/// Labels w[0], w[1], ..., b, with the place of the neuron between: "[1][0]" gives w[1][0][2].
template <class T>
void label_neuron(std::span<const basic_value<T>> parameters, const std::string& place) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        basic_value<T> name = parameters[i];
        name.label(i + 1 == parameters.size() ? "b" + place
                                              : "w" + place + "[" + std::to_string(i) + "]");
    }
}

/// The call operators of `Module`, which has inputs(), forward(), forward_numbers(), input_text()
/// and the name of its page. `Result` is what one sample gives.
template <class Module, class T, class Result>
class takes_inputs {
public:
    /// One sample. Errors: size_error unless it has as many numbers as there are inputs.
    Result operator()(std::span<const basic_value<T>> x) const { return one(x); }
    Result operator()(std::span<const T> x) const { return one(x); }
    Result operator()(std::initializer_list<basic_value<T>> x) const {
        return one(std::span<const basic_value<T>>(x.begin(), x.size()));
    }
    Result operator()(std::initializer_list<T> x) const {
        return one(std::span<const T>(x.begin(), x.size()));
    }
    /// Many samples, row by row; so are the outputs. One entry of the graph per layer.
    /// Errors: size_error unless there is a whole number of rows, and one at least.
    nn::basic_outputs<T> batch(std::span<const basic_value<T>> xs) const { return many(xs); }
    nn::basic_outputs<T> batch(std::span<const T> xs) const { return many(xs); }
    /// The outputs of one or many samples as numbers: nothing is recorded.
    /// Errors: size_error unless there is a whole number of rows.
    [[nodiscard]] std::vector<T> predict(std::span<const T> xs) const {
        if (xs.size() % self().inputs() != 0)
            refuse("predict(xs)", " for each row", xs.size());
        return self().forward_numbers(xs);
    }

private:
    friend Module;
    takes_inputs() = default;
    [[nodiscard]] const Module& self() const { return static_cast<const Module&>(*this); }

    template <class X>
    Result one(std::span<const X> x) const {
        if (x.size() != self().inputs())
            refuse("a call", "", x.size());
        std::vector<basic_value<T>> y = self().forward(x).values();
        if constexpr (std::same_as<Result, basic_value<T>>)
            return std::move(y[0]);
        else
            return Result(std::move(y));
    }
    template <class X>
    nn::basic_outputs<T> many(std::span<const X> xs) const {
        if (xs.empty() || xs.size() % self().inputs() != 0)
            refuse("batch(xs)", " for each row, and a row at least", xs.size());
        return nn::basic_outputs<T>(self().forward(xs).values());
    }
    [[noreturn, gnu::cold, gnu::noinline]] void refuse(const char* call, const char* of,
                                                       std::size_t found) const {
        throw size_error(
            std::string("ctgrad: ") + call + " of " + self().input_text() + " requires " +
            std::to_string(self().inputs()) + " inputs" + of + ", found " + std::to_string(found) +
            ": give one number or Value for each; see docs/reference/nn/" + Module::page + ".md");
    }
};

} // namespace ctgrad::detail
