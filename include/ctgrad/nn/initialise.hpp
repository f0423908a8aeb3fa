// SPDX-License-Identifier: BSL-1.0
//
// Where training begins. Weights must differ, or all neurons of a layer learn the same; and they
// must be of the right size, or what passes through many layers grows or fades. The same seed gives
// the same bits on every platform.
#pragma once

#include <ctgrad/random.hpp>

#include <cmath>
#include <cstddef>
#include <span>

namespace ctgrad::nn {

/// How the weights of a layer of n inputs and m neurons are drawn. Biases are 0, but of `uniform`.
/// Sources: X. Glorot, Y. Bengio, 2010, for tanh and sigmoid; K. He et al., 2015, for relu.
enum class initialisation {
    uniform,        ///< weights and biases in [-1, 1), as in micrograd
    glorot_uniform, ///< within sqrt(6/(n + m))
    glorot_normal,  ///< deviation sqrt(2/(n + m))
    he_uniform,     ///< within sqrt(6/n)
    he_normal,      ///< deviation sqrt(2/n)
    zero,
};

/// Draws the parameters of a layer, in their order: per neuron its weights, then its bias.
template <class T>
void initialise(std::span<T> parameters, std::size_t inputs, initialisation how,
                random_source& random) {
    const auto n = static_cast<double>(inputs);
    const auto m = static_cast<double>(parameters.size() / (inputs + 1));
    // Square roots are rounded alike everywhere.
    const double fan = how == initialisation::glorot_uniform || how == initialisation::glorot_normal
                           ? (n + m) / 2
                           : n;
    const auto draw = [&](bool bias) {
        switch (how) {
        case initialisation::uniform:
            return random.uniform(-1, 1);
        case initialisation::glorot_uniform:
        case initialisation::he_uniform: {
            const double bound = std::sqrt((how == initialisation::he_uniform ? 6 : 3) / fan);
            return bias ? 0.0 : random.uniform(-bound, bound);
        }
        case initialisation::glorot_normal:
        case initialisation::he_normal: {
            const double deviation = std::sqrt((how == initialisation::he_normal ? 2 : 1) / fan);
            return bias ? 0.0 : deviation * random.normal();
        }
        case initialisation::zero:
            break;
        }
        return 0.0;
    };
    for (std::size_t k = 0; k < parameters.size(); ++k)
        parameters[k] = static_cast<T>(draw(k % (inputs + 1) == inputs));
}

/// Draws the parameters of a whole network, layer by layer; `sizes` begins with the inputs.
template <class T>
void initialise(std::span<T> parameters, std::span<const std::size_t> sizes, initialisation how,
                random_source& random) {
    for (std::size_t l = 1; l < sizes.size(); ++l) {
        const std::size_t count = (sizes[l - 1] + 1) * sizes[l];
        initialise(parameters.first(count), sizes[l - 1], how, random);
        parameters = parameters.subspan(count);
    }
}

} // namespace ctgrad::nn
