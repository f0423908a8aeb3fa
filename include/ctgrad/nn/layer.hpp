// SPDX-License-Identifier: BSL-1.0
//
// A layer: neurons with the same inputs. All of them, for one sample or for many, are one entry of
// the graph, so that a network of many small calls costs little more than its multiplications.
#pragma once

#include <ctgrad/nn/neuron.hpp>

namespace ctgrad::nn {

/// A layer of n inputs and m neurons: (n + 1)*m parameters, per neuron its weights, then its bias.
/// Example: examples/mlp.cpp
template <class T>
class basic_layer : public basic_module<T>,
                    public ctgrad::detail::takes_inputs<basic_layer<T>, T, basic_outputs<T>> {
public:
    /// Errors: size_error without inputs or neurons, and for more than 4095 neurons.
    basic_layer(std::size_t inputs, std::size_t neurons, const layer_options& options = {})
        : basic_layer(inputs, neurons, random_source(options.seed), options) {}
    basic_layer(std::size_t inputs, std::size_t neurons, random_source& random,
                const layer_options& options = {})
        : basic_module<T>(checked_count(inputs, neurons)), inputs_(inputs),
          activation_(options.activation) {
        initialise(this->data(), inputs, options.weights, random);
    }
    /// A layer of given parameters, for instance a part of those of a module of your own.
    /// Errors: size_error unless there are inputs + 1 for each neuron, side by side.
    basic_layer(std::span<const basic_value<T>> parameters, std::size_t inputs,
                activation_kind activation)
        : basic_module<T>(parameters), inputs_(inputs), activation_(activation) {
        checked_count(inputs, inputs < parameters.size() ? parameters.size() / (inputs + 1) : 0);
        if (parameters.size() % (inputs + 1) != 0)
            throw size_error("ctgrad: a layer of " + std::to_string(inputs) + " inputs requires " +
                             std::to_string(inputs + 1) +
                             " parameters for each neuron, its weights and its bias, found " +
                             std::to_string(parameters.size()) +
                             " in all: give a multiple; see docs/reference/nn/layer.md");
    }

    [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
    /// How many neurons the layer has, and how many outputs.
    [[nodiscard]] std::size_t size() const noexcept {
        return this->parameter_count() / (inputs_ + 1);
    }
    [[nodiscard]] activation_kind activation() const noexcept { return activation_; }
    /// Neuron j, which names the same parameters. Errors: size_error if there is none.
    [[nodiscard]] basic_neuron<T> neuron(std::size_t j) const {
        if (j >= size())
            throw size_error("ctgrad: neuron(j) of " + description() + " requires j < " +
                             std::to_string(size()) + ", found j = " + std::to_string(j) +
                             ": neurons are counted from 0; see docs/reference/nn/layer.md");
        return {this->block().subspan(j * (inputs_ + 1), inputs_ + 1), activation_};
    }
    /// "Layer(3 -> 4, tanh)".
    [[nodiscard]] std::string description() const {
        return "Layer(" + std::to_string(inputs_) + " -> " + std::to_string(size()) + ", " +
               std::string(name_of(activation_)) + ")";
    }
    /// An independent layer with the same numbers.
    [[nodiscard]] basic_layer clone() const {
        basic_layer copy(make_values<T>(this->parameter_count()), inputs_, activation_);
        copy.set_data(this->data());
        return copy;
    }
    /// Labels for drawings: w[j][i] and b[j] of neuron j, after the layer's place, "[2]", if given.
    void label_parameters(const std::string& place = "") const {
        for (std::size_t j = 0; j < size(); ++j)
            ctgrad::detail::label_neuron(this->block().subspan(j * (inputs_ + 1), inputs_ + 1),
                                         place + "[" + std::to_string(j) + "]");
    }

private:
    friend ctgrad::detail::takes_inputs<basic_layer<T>, T, basic_outputs<T>>;
    template <class>
    friend class basic_mlp;

    basic_layer(std::size_t inputs, std::size_t neurons, random_source&& random,
                const layer_options& options)
        : basic_layer(inputs, neurons, random, options) {}

    static std::size_t checked_count(std::size_t inputs, std::size_t neurons) {
        ctgrad::detail::check_layer("Layer", inputs, neurons);
        return (inputs + 1) * neurons;
    }
    ctgrad::detail::node_rows<T> forward(const auto& x) const {
        return ctgrad::detail::layer_forward<T>(activation_, this->block(), x, inputs_);
    }
    std::vector<T> forward_numbers(std::span<const T> x) const {
        return ctgrad::detail::layer_numbers(activation_, this->data(), x, inputs_);
    }
    [[nodiscard]] std::string input_text() const { return description(); }
    static constexpr const char* page = "layer";

    std::size_t inputs_;
    activation_kind activation_;
};

using Layer = basic_layer<double>;

template <class T>
std::ostream& operator<<(std::ostream& out, const basic_layer<T>& layer) {
    return out << layer.description();
}

} // namespace ctgrad::nn
