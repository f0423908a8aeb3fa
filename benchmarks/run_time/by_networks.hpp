// SPDX-License-Identifier: BSL-1.0
#pragma once

// The same workloads through what ctgrad has for them: compiled functions, dense layers, networks
// with sizes known at run time or when compiling. The gradient is left where the library puts it,
// in an array that an optimizer takes; `read_...` copies it out for the comparison with the others.

#include "../formulas.hpp"
#include "inputs.hpp"

#include <ctgrad/nn.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace run_time::by_networks {

using ctgrad::Value;

inline double value; // of the last run

// ---- a compiled function, called 1000 times -----------------------------------------------------
inline constexpr auto compiled_reprojection = ctgrad::function(::formulas::reprojection);

inline Value calls_of_values(const Value* p) {
    std::array<Value, 9> camera;
    std::copy(p, p + 9, camera.begin());
    return formulas::calls(p, inputs::calls_data, [&](const Value*, const Value* point) {
        return compiled_reprojection(camera, std::array{point[0], point[1], point[2]});
    });
}

// ---- ten layers of 64 neurons -------------------------------------------------------------------
// Here a layer's weights and biases are per neuron, in the formula the biases come last.
inline constexpr std::size_t width = formulas::layers_data::width;
inline std::size_t place_of(std::size_t p) {
    constexpr std::size_t layer = width * width + width;
    const std::size_t l = p / layer, q = p % layer;
    return l * layer + (q < width * width ? q / width * (width + 1) + q % width
                                          : (q - width * width) * (width + 1) + width);
}
inline ctgrad::nn::MLP& ten_layers() {
    static ctgrad::nn::MLP net = [] {
        ctgrad::nn::MLP made(width, std::vector<std::size_t>(formulas::layers_data::depth, width));
        for (std::size_t i = 0; i < inputs::layers.size(); ++i)
            made.data()[place_of(i)] = inputs::layers[i];
        return made;
    }();
    return net;
}
inline void dense_layers(double*) {
    auto& net = ten_layers();
    net.zero_grad();
    const auto y = net(std::span<const double>(inputs::layers_data.x));
    const std::vector<Value> outputs(y.begin(), y.end());
    const Value loss = ctgrad::dot(outputs, outputs);
    loss.backward();
    value = loss.data();
}
inline void read_dense_layers(double* out) {
    *out++ = value;
    for (std::size_t i = 0; i < inputs::layers.size(); ++i)
        out[i] = ten_layers().grad()[place_of(i)];
}

// ---- two half-moons -----------------------------------------------------------------------------
inline ctgrad::nn::MLP& moons_network() {
    static ctgrad::nn::MLP net = [] {
        ctgrad::nn::MLP made(2, {16, 16, 1},
                             {.hidden = ctgrad::nn::activation_kind::relu,
                              .output = ctgrad::nn::activation_kind::linear});
        made.set_data(inputs::moons);
        return made;
    }();
    return net;
}
inline void moons_by_mlp(double*) {
    auto& net = moons_network();
    net.zero_grad();
    const std::span<const double> points(inputs::moons_data.points[0].data(),
                                         2 * inputs::moons_data.points.size());
    const Value loss = ctgrad::nn::hinge_loss(net.batch(points), inputs::moons_data.labels) +
                       ctgrad::nn::l2_penalty(net.parameters(), formulas::moons_data::decay);
    loss.backward();
    value = loss.data();
}
inline void read_moons_by_mlp(double* out) {
    *out++ = value;
    const auto grad = moons_network().grad();
    std::copy(grad.begin(), grad.end(), out);
}

using static_moons = ctgrad::nn::static_mlp_of<ctgrad::nn::activation::relu,
                                               ctgrad::nn::activation::linear, 2, 16, 16, 1>;
inline void moons_by_static_mlp(double* out) {
    static const static_moons net = [] {
        static_moons made;
        std::copy(inputs::moons.begin(), inputs::moons.end(), made.parameters.begin());
        return made;
    }();
    const auto [loss, gradient] =
        net.gradient(inputs::moons_data.points, inputs::moons_data.labels,
                     ctgrad::nn::mean_of(ctgrad::nn::hinge, formulas::moons_data::decay));
    *out++ = loss;
    std::copy(gradient.begin(), gradient.end(), out);
}

// ---- the small network --------------------------------------------------------------------------
inline ctgrad::nn::MLP& small_network() {
    static ctgrad::nn::MLP net = [] {
        ctgrad::nn::MLP made(3, {4, 4, 1});
        made.set_data(inputs::small_mlp);
        return made;
    }();
    return net;
}
inline void small_mlp_by_mlp(double*) {
    auto& net = small_network();
    net.zero_grad();
    const std::span<const double> samples(inputs::small_mlp_data.x[0].data(), 12);
    const Value loss = ctgrad::nn::sum_of_squares(net.batch(samples), inputs::small_mlp_data.y);
    loss.backward();
    value = loss.data();
}
inline void read_small_mlp_by_mlp(double* out) {
    *out++ = value;
    const auto grad = small_network().grad();
    std::copy(grad.begin(), grad.end(), out);
}
inline void small_mlp_by_static_mlp(double* out) {
    static const ctgrad::nn::static_mlp<3, 4, 4, 1> net = [] {
        ctgrad::nn::static_mlp<3, 4, 4, 1> made;
        std::copy(inputs::small_mlp.begin(), inputs::small_mlp.end(), made.parameters.begin());
        return made;
    }();
    const auto [loss, gradient] = net.gradient(inputs::small_mlp_data.x, inputs::small_mlp_data.y,
                                               ctgrad::nn::sum_of(ctgrad::nn::squared_error));
    *out++ = loss;
    std::copy(gradient.begin(), gradient.end(), out);
}

} // namespace run_time::by_networks
