// SPDX-License-Identifier: BSL-1.0
#pragma once

// What is to be learned: rows to train and to test with, as the network takes them, the loss, and
// how good a network is. Networks learn standardised numbers. Those that are saved take the numbers
// of the file, as the scale is then part of their first and last layer.

#include "options.hpp"

#include <ctgrad/nn.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace train {

enum class loss_kind { squares, hinge, cross_entropy, softmax };

struct task {
    std::string name; // of files
    std::string title;
    loss_kind kind = loss_kind::squares;
    ctgrad::dataset train, test; // scaled
    ctgrad::standardisation inputs, target;

    [[nodiscard]] bool is_regression() const { return kind == loss_kind::squares; }
    [[nodiscard]] std::size_t outputs() const {
        return kind == loss_kind::softmax ? train.classes.size() : 1;
    }
    [[nodiscard]] std::string loss_name() const {
        switch (kind) {
        case loss_kind::squares:
            return "mean of squares (standardised)";
        case loss_kind::hinge:
            return "mean of max(0, 1 - label*score)";
        case loss_kind::cross_entropy:
            return "binary cross entropy";
        case loss_kind::softmax:
            break;
        }
        return "softmax cross entropy";
    }

    /// Of Values a Value, of numbers a number.
    template <class Scores>
    auto loss(const Scores& scores, std::span<const double> targets) const
        -> decltype(ctgrad::nn::hinge_loss(scores, targets)) {
        switch (kind) {
        case loss_kind::squares:
            return ctgrad::nn::mean_of_squares(scores, targets);
        case loss_kind::hinge:
            return ctgrad::nn::hinge_loss(scores, targets);
        case loss_kind::cross_entropy:
            return ctgrad::nn::binary_cross_entropy(scores, targets);
        case loss_kind::softmax:
            break;
        }
        return ctgrad::nn::softmax_cross_entropy(scores, targets);
    }
    /// The share of right answers, or R^2, which is 1 for a perfect regression and 0 for one that
    /// always answers the mean. Not a number where all targets are equal.
    [[nodiscard]] double quality(const std::vector<double>& scores,
                                 std::span<const double> targets) const {
        switch (kind) {
        case loss_kind::squares: {
            double mean = 0, spread = 0;
            for (const double y : targets)
                mean += y / static_cast<double>(targets.size());
            for (const double y : targets)
                spread += (y - mean) * (y - mean) / static_cast<double>(targets.size());
            return spread > 0 ? 1 - loss(scores, targets) / spread
                              : std::numeric_limits<double>::quiet_NaN();
        }
        case loss_kind::hinge:
            return ctgrad::nn::sign_accuracy(scores, targets);
        case loss_kind::cross_entropy:
            return ctgrad::nn::binary_accuracy(scores, targets);
        case loss_kind::softmax:
            break;
        }
        return ctgrad::nn::class_accuracy(scores, targets);
    }

    /// The network that takes unscaled features and answers in the unit of the target.
    [[nodiscard]] ctgrad::nn::MLP unscaled(const ctgrad::nn::MLP& net) const {
        ctgrad::nn::MLP copy = net.clone();
        for (const std::span<double> neuron : neurons_of(copy, 0))
            for (std::size_t i = 0; i + 1 < neuron.size(); ++i) {
                neuron[i] /= inputs.deviation[i];
                neuron.back() -= neuron[i] * inputs.mean[i];
            }
        for (const std::span<double> neuron : neurons_of(copy, copy.layers().size() - 1)) {
            for (double& p : neuron)
                p *= target.deviation[0];
            neuron.back() += target.mean[0];
        }
        return copy;
    }
    /// And back, in place.
    void scale(ctgrad::nn::MLP& net) const {
        for (const std::span<double> neuron : neurons_of(net, net.layers().size() - 1)) {
            neuron.back() -= target.mean[0];
            for (double& p : neuron)
                p /= target.deviation[0];
        }
        for (const std::span<double> neuron : neurons_of(net, 0))
            for (std::size_t i = 0; i + 1 < neuron.size(); ++i) {
                neuron.back() += neuron[i] * inputs.mean[i];
                neuron[i] *= inputs.deviation[i];
            }
    }

private:
    static std::vector<std::span<double>> neurons_of(ctgrad::nn::MLP& net, std::size_t layer) {
        ctgrad::nn::Layer chosen = net.layers()[layer];
        const std::size_t size = chosen.inputs() + 1;
        std::vector<std::span<double>> neurons;
        for (std::size_t j = 0; j < chosen.size(); ++j)
            neurons.push_back(chosen.data().subspan(j * size, size));
        return neurons;
    }
};

namespace detail {

/// x*1 + 0.
inline ctgrad::standardisation as_it_is(std::size_t features) {
    return {std::vector<double>(features, 0.0), std::vector<double>(features, 1.0)};
}

inline void require_all_classes(const ctgrad::dataset& train) {
    for (std::size_t k = 0; k < train.classes.size(); ++k)
        if (std::ranges::count(train.targets, static_cast<double>(k)) == 0)
            throw ctgrad::data_error("no row of the class \"" + train.classes[k] +
                                     "\" is among those to train with: add rows of it, choose "
                                     "another --seed, or a smaller --test-fraction");
}

} // namespace detail

/// Splits and scales a table that was read from the file `wanted.file`.
/// Errors: data_error.
inline task prepared(const ctgrad::dataset& data, const options& wanted,
                     ctgrad::random_source& random) {
    task result;
    result.name = std::filesystem::path(wanted.file).stem().string();
    result.title = result.name;
    const ctgrad::dataset none{data.names, data.target_name, data.features, {}, {}, data.classes};
    auto parts = wanted.test_fraction > 0 ? split(data, 1 - wanted.test_fraction, random)
                                          : ctgrad::split_dataset{data, none};
    result.inputs = ctgrad::standardisation::fit(parts.train);
    result.train = result.inputs.apply(std::move(parts.train));
    result.test = result.inputs.apply(std::move(parts.test));
    result.target = detail::as_it_is(1);
    if (data.classes.empty()) {
        const auto& y = result.train.targets;
        if (std::ranges::count(y, y.front()) == std::ranges::ssize(y))
            throw ctgrad::data_error("numbers to tell apart are required in the target column \"" +
                                     data.target_name +
                                     "\", found the same one in every row to "
                                     "train with: choose another --target");
        result.target = ctgrad::standardisation::fit({{}, {}, 1, y, y, {}});
        for (ctgrad::dataset* part : {&result.train, &result.test})
            for (double& t : part->targets)
                t = (t - result.target.mean[0]) / result.target.deviation[0];
        return result;
    }
    detail::require_all_classes(result.train);
    result.kind = data.classes.size() > 2  ? loss_kind::softmax
                  : wanted.loss == "hinge" ? loss_kind::hinge
                                           : loss_kind::cross_entropy;
    if (result.kind == loss_kind::hinge)
        for (ctgrad::dataset* part : {&result.train, &result.test})
            for (double& t : part->targets)
                t = 2 * t - 1;
    return result;
}

} // namespace train
