// SPDX-License-Identifier: BSL-1.0
//
// A multilayer perceptron whose shape is known when the program runs: layers, each of which takes
// the outputs of the one before. All parameters are one block.
#pragma once

#include <ctgrad/nn/layer.hpp>

namespace ctgrad::nn {

/// What a network is made with.
struct mlp_options {
    activation_kind hidden = activation_kind::tanh; ///< of all layers but the last
    activation_kind output = activation_kind::tanh; ///< of the last
    initialisation weights = initialisation::uniform;
    std::uint64_t seed = 1; ///< equal seeds give equal numbers; not used with a random_source
    std::vector<activation_kind> each = {}; ///< if given, one per layer
};

/// A network: `MLP(3, {4, 4, 1})` has 3 inputs, two layers of 4 neurons and one output.
/// Parameters: layer by layer, neuron by neuron, its weights, then its bias.
/// Example: examples/mlp.cpp
template <class T>
class basic_mlp : public basic_module<T>,
                  public ctgrad::detail::takes_inputs<basic_mlp<T>, T, basic_outputs<T>> {
public:
    /// Errors: size_error without inputs or layers, for an empty layer or one of more than 4095
    /// neurons, and unless `each` is empty or has one activation per layer.
    basic_mlp(std::size_t inputs, std::vector<std::size_t> neurons, const mlp_options& options = {})
        : basic_mlp(inputs, std::move(neurons), random_source(options.seed), options) {}
    basic_mlp(std::size_t inputs, std::vector<std::size_t> neurons, random_source& random,
              const mlp_options& options = {})
        : basic_mlp(sizes_of(inputs, neurons), activations_of(neurons.size(), options)) {
        initialise(this->data(), std::span<const std::size_t>(sizes()), options.weights, random);
    }

    [[nodiscard]] std::size_t inputs() const noexcept { return layers_.front().inputs(); }
    /// The number of inputs, then of neurons of each layer.
    [[nodiscard]] std::vector<std::size_t> sizes() const {
        std::vector<std::size_t> all{inputs()};
        for (const auto& layer : layers_)
            all.push_back(layer.size());
        return all;
    }
    [[nodiscard]] std::vector<activation_kind> activations() const {
        std::vector<activation_kind> all;
        for (const auto& layer : layers_)
            all.push_back(layer.activation());
        return all;
    }
    /// The layers, which name the same parameters.
    [[nodiscard]] const std::vector<basic_layer<T>>& layers() const& { return layers_; }
    [[nodiscard]] std::vector<basic_layer<T>> layers() && { return std::move(layers_); }

    /// "MLP(3, {4, 4, 1}): Layer(3 -> 4, tanh), ...; 41 parameters".
    [[nodiscard]] std::string description() const {
        std::string text = short_description();
        for (std::size_t l = 0; l < layers_.size(); ++l)
            text += (l == 0 ? ": " : ", ") + layers_[l].description();
        return text + "; " + std::to_string(this->parameter_count()) + " parameters";
    }
    /// An independent network with the same numbers.
    [[nodiscard]] basic_mlp clone() const {
        basic_mlp copy(sizes(), activations());
        copy.set_data(this->data());
        return copy;
    }
    /// Labels for drawings: w[l][j][i] and b[l][j] of neuron j of layer l.
    void label_parameters() const {
        for (std::size_t l = 0; l < layers_.size(); ++l)
            layers_[l].label_parameters("[" + std::to_string(l) + "]");
    }

private:
    friend ctgrad::detail::takes_inputs<basic_mlp<T>, T, basic_outputs<T>>;

    basic_mlp(std::size_t inputs, std::vector<std::size_t> neurons, random_source&& random,
              const mlp_options& options)
        : basic_mlp(inputs, std::move(neurons), random, options) {}
    // All parameters 0.
    basic_mlp(const std::vector<std::size_t>& sizes,
              const std::vector<activation_kind>& activations)
        : basic_module<T>(count_of(sizes)) {
        std::size_t first = 0;
        for (std::size_t l = 1; l < sizes.size(); ++l) {
            const std::size_t count = (sizes[l - 1] + 1) * sizes[l];
            layers_.emplace_back(this->block().subspan(first, count), sizes[l - 1],
                                 activations[l - 1]);
            first += count;
        }
    }

    static std::vector<std::size_t> sizes_of(std::size_t inputs,
                                             const std::vector<std::size_t>& neurons) {
        ctgrad::detail::check_layer("MLP", inputs, neurons.empty() ? 0 : neurons[0]);
        std::vector<std::size_t> sizes{inputs};
        for (const std::size_t count : neurons) {
            ctgrad::detail::check_layer("MLP", sizes.back(), count);
            sizes.push_back(count);
        }
        return sizes;
    }
    static std::vector<activation_kind> activations_of(std::size_t layers,
                                                       const mlp_options& options) {
        if (!options.each.empty() && options.each.size() != layers)
            throw size_error("ctgrad: mlp_options::each requires one activation for each of the " +
                             std::to_string(layers) + " layers, found " +
                             std::to_string(options.each.size()) +
                             ": the inputs have none; see docs/reference/nn/mlp.md");
        if (!options.each.empty())
            return options.each;
        std::vector<activation_kind> all(layers, options.hidden);
        if (layers != 0) // none is refused by sizes_of, which may run after this
            all.back() = options.output;
        return all;
    }
    static std::size_t count_of(const std::vector<std::size_t>& sizes) {
        std::size_t sum = 0;
        for (std::size_t l = 1; l < sizes.size(); ++l)
            sum += (sizes[l - 1] + 1) * sizes[l];
        return sum;
    }
    ctgrad::detail::node_rows<T> forward(const auto& x) const {
        ctgrad::detail::node_rows<T> y = layers_[0].forward(x);
        for (std::size_t l = 1; l < layers_.size(); ++l)
            y = layers_[l].forward(y);
        return y;
    }
    std::vector<T> forward_numbers(std::span<const T> x) const {
        std::vector<T> y = layers_[0].forward_numbers(x);
        for (std::size_t l = 1; l < layers_.size(); ++l)
            y = layers_[l].forward_numbers(y);
        return y;
    }
    [[nodiscard]] std::string short_description() const {
        std::string text = "MLP(" + std::to_string(inputs()) + ", {";
        for (std::size_t l = 0; l < layers_.size(); ++l)
            text += (l == 0 ? "" : ", ") + std::to_string(layers_[l].size());
        return text + "})";
    }
    [[nodiscard]] std::string input_text() const {
        return short_description() + ", layer 0, " + layers_[0].description() + ",";
    }
    static constexpr const char* page = "mlp";

    std::vector<basic_layer<T>> layers_;
};

using MLP = basic_mlp<double>;

template <class T>
std::ostream& operator<<(std::ostream& out, const basic_mlp<T>& network) {
    return out << network.description();
}

} // namespace ctgrad::nn
