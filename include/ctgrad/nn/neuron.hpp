// SPDX-License-Identifier: BSL-1.0
//
// One neuron: activation(w[0]*x[0] + ... + w[n-1]*x[n-1] + b), as a single node.
#pragma once

#include <ctgrad/detail/inputs.hpp>
#include <ctgrad/nn/activation.hpp>
#include <ctgrad/nn/initialise.hpp>
#include <ctgrad/nn/module.hpp>

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad::nn {

/// What a neuron, or a layer, is made with.
struct layer_options {
    activation_kind activation = activation_kind::tanh;
    initialisation weights = initialisation::uniform;
    std::uint64_t seed = 1; ///< equal seeds give equal numbers; not used with a random_source
};

/// A neuron of n inputs: n + 1 parameters, its weights, then its bias.
/// Example: examples/mlp.cpp
template <class T>
class basic_neuron : public basic_module<T>,
                     public ctgrad::detail::takes_inputs<basic_neuron<T>, T, basic_value<T>> {
public:
    /// Errors: size_error without inputs.
    explicit basic_neuron(std::size_t inputs, const layer_options& options = {})
        : basic_neuron(inputs, random_source(options.seed), options) {}
    basic_neuron(std::size_t inputs, random_source& random, const layer_options& options = {})
        : basic_module<T>(checked_count(inputs)), activation_(options.activation) {
        initialise(this->data(), inputs, options.weights, random);
    }
    /// A neuron of given parameters, its weights, then its bias.
    /// Errors: size_error below two parameters, or if they are no neighbours.
    basic_neuron(std::span<const basic_value<T>> parameters, activation_kind activation)
        : basic_module<T>(parameters), activation_(activation) {
        checked_count(parameters.empty() ? 0 : parameters.size() - 1);
    }

    [[nodiscard]] std::size_t inputs() const noexcept { return this->parameter_count() - 1; }
    [[nodiscard]] activation_kind activation() const noexcept { return activation_; }
    [[nodiscard]] basic_value<T> weight(std::size_t i) const { return this->block()[i]; }
    [[nodiscard]] basic_value<T> bias() const { return this->block().back(); }
    /// "Neuron(3, tanh)".
    [[nodiscard]] std::string description() const {
        return "Neuron(" + std::to_string(inputs()) + ", " + std::string(name_of(activation_)) +
               ")";
    }
    /// An independent neuron with the same numbers.
    [[nodiscard]] basic_neuron clone() const {
        basic_neuron copy(make_values<T>(this->parameter_count()), activation_);
        copy.set_data(this->data());
        return copy;
    }
    /// Labels for drawings: w[0], w[1], ..., b.
    void label_parameters() const { ctgrad::detail::label_neuron(this->block(), ""); }

private:
    friend ctgrad::detail::takes_inputs<basic_neuron<T>, T, basic_value<T>>;

    basic_neuron(std::size_t inputs, random_source&& random, const layer_options& options)
        : basic_neuron(inputs, random, options) {}

    static std::size_t checked_count(std::size_t inputs) {
        ctgrad::detail::check_layer("Neuron", inputs, 1);
        return inputs + 1;
    }
    ctgrad::detail::node_rows<T> forward(const auto& x) const {
        return ctgrad::detail::layer_forward<T>(activation_, this->block(), x, inputs());
    }
    std::vector<T> forward_numbers(std::span<const T> x) const {
        return ctgrad::detail::layer_numbers(activation_, this->data(), x, inputs());
    }
    [[nodiscard]] std::string input_text() const { return description(); }
    static constexpr const char* page = "neuron";

    activation_kind activation_;
};

using Neuron = basic_neuron<double>;

template <class T>
std::ostream& operator<<(std::ostream& out, const basic_neuron<T>& neuron) {
    return out << neuron.description();
}

} // namespace ctgrad::nn
