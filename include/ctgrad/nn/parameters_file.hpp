// SPDX-License-Identifier: BSL-1.0
//
// A network in a file of text, that people can read and compare:
//
//     ctgrad-parameters 1
//     scalar double
//     sizes 3 4 4 1
//     activations tanh tanh tanh
//     w[0][0][0] 0.8414709848078965
//     ...                            one line per parameter, in their order
//     checksum 1f0c...               FNV-1a, 64 bits, of all lines above
//
// Numbers are the shortest that read back as themselves. Networks with their shape in the type and
// at run time have the same files.
#pragma once

#include <ctgrad/detail/parameters_reader.hpp>
#include <ctgrad/nn/mlp.hpp>
#include <ctgrad/nn/static_mlp.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ctgrad::detail {

template <class T>
network_shape shape_of(const nn::basic_mlp<T>& net) {
    return {net.sizes(), net.activations()};
}
template <class T, class Hidden, class Output, std::size_t... Sizes>
network_shape shape_of(const nn::basic_static_mlp<T, Hidden, Output, Sizes...>& net) {
    network_shape shape{{Sizes...}, {}};
    shape.activations.assign(net.sizes.size() - 1, Hidden::kind);
    shape.activations.back() = Output::kind;
    return shape;
}
template <class T>
std::span<const T> numbers_of(const nn::basic_mlp<T>& net) {
    return net.data();
}
template <class T, class Hidden, class Output, std::size_t... Sizes>
std::span<const T> numbers_of(const nn::basic_static_mlp<T, Hidden, Output, Sizes...>& net) {
    return net.parameters;
}
template <class T>
std::span<T> numbers_of(nn::basic_mlp<T>& net) {
    return net.data();
}
template <class T, class Hidden, class Output, std::size_t... Sizes>
std::span<T> numbers_of(nn::basic_static_mlp<T, Hidden, Output, Sizes...>& net) {
    return net.parameters;
}

} // namespace ctgrad::detail

namespace ctgrad::nn {

/// An MLP or a static_mlp.
template <class Network>
concept saved_network = requires(Network& net) {
    ctgrad::detail::shape_of(net);
    ctgrad::detail::numbers_of(net);
};

/// Writes the network. The file is written under the name file + ".part" first, then renamed: if
/// anything goes wrong, a file that was there before is still there.
/// Errors: data_error if a parameter is not finite, or the file cannot be written.
/// Example: examples/mlp.cpp
template <saved_network Network>
void save(const Network& net, const std::string& file) {
    ctgrad::detail::replace_file(
        file, ctgrad::detail::parameters_text(ctgrad::detail::shape_of(net),
                                              ctgrad::detail::numbers_of(net), file));
}

/// Reads the parameters of a network of the same scalar, sizes and activations.
/// Errors: data_error with file and line if it is another network's, damaged or incomplete. The
/// network is then as it was.
template <saved_network Network>
void load(Network& net, const std::string& file) {
    const std::span to = ctgrad::detail::numbers_of(net);
    ctgrad::detail::parameters_reader<typename decltype(to)::value_type> reader("load(net, file)",
                                                                                file);
    const ctgrad::detail::network_shape shape = ctgrad::detail::shape_of(net);
    reader.require(shape);
    const auto numbers = reader.read(shape);
    std::copy(numbers.begin(), numbers.end(), to.begin());
}

/// Makes the network that the file describes.
/// Errors: data_error with file and line.
template <class T = double>
[[nodiscard]] basic_mlp<T> load_mlp(const std::string& file) {
    ctgrad::detail::parameters_reader<T> reader("load_mlp(file)", file);
    const ctgrad::detail::network_shape shape = reader.shape();
    const std::vector<T> numbers = reader.read(shape);
    basic_mlp<T> net(shape.sizes[0], {shape.sizes.begin() + 1, shape.sizes.end()},
                     {.weights = initialisation::zero, .each = shape.activations});
    net.set_data(numbers);
    return net;
}

} // namespace ctgrad::nn
