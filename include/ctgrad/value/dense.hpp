// SPDX-License-Identifier: BSL-1.0
//
// A layer of neurons for one or many samples as one entry:
//
//     y[s][j] = activation(b[j] + sum over i of w[j][i]*x[s][i])
//
// Samples that do not fit into a chunk with all their results become several entries; a layer takes
// the rows of the layer before it without a Value for each.
#pragma once

#include <ctgrad/detail/dense_call.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace ctgrad {

namespace detail {

// Records some samples, whose inputs are a run, or ids, or numbers.
template <class Activation, class T>
void record_dense(const operand_run<T>& parameters, std::size_t inputs, std::size_t samples,
                  node_id x, const node_id* ids, const T* numbers, node_rows<T>& outputs) {
    const std::size_t neurons = parameters.size / (inputs + 1), count = samples * inputs;
    auto& scratch = tape<T>::here().operands;
    scratch.clear();
    parameters.append_pages(scratch);
    if (x != 0)
        operand_run<T>(x, count).append_pages(scratch);
    else if (numbers == nullptr && ids != nullptr)
        scratch.insert(scratch.end(), ids, ids + count);
    const std::size_t bytes =
        sizeof(dense_payload) +
        (x != 0 ? 0 : count * (numbers != nullptr ? sizeof(T) : sizeof(node_id)));
    // Now, so that nothing is allocated once the entry is there, nor while it is swept.
    scratch_numbers<T>(dense_call<Activation, T>::scratch_size(inputs, neurons, samples));
    const new_call<T> call(dense_call<Activation, T>::kind, bytes, samples * neurons,
                           scratch.data(), scratch.size());
    const dense_payload header{static_cast<std::uint32_t>(inputs),
                               static_cast<std::uint32_t>(neurons),
                               static_cast<std::uint32_t>(samples),
                               parameters.first,
                               x,
                               numbers != nullptr,
                               {}};
    std::memcpy(call.payload, &header, sizeof header);
    char* const behind = call.payload + sizeof header;
    if (x == 0 && numbers != nullptr)
        std::memcpy(behind, numbers, count * sizeof(T));
    else if (x == 0 && ids != nullptr)
        std::memcpy(behind, ids, count * sizeof(node_id));
    dense_call<Activation, T>::forward(header, behind, this_thread<T>.data, call.first);
    outputs.append(call.first, samples * neurons);
}

template <class T>
void check_dense(const operand_run<T>& parameters, std::size_t inputs, std::size_t input_count) {
    if (parameters.size == 0 || parameters.size % (inputs + 1) != 0)
        throw_size_error("dense(parameters, x, inputs) takes inputs + 1 parameters for each neuron",
                         (parameters.size / (inputs + 1) + 1) * (inputs + 1), parameters.size,
                         "give per neuron its weights, then its bias");
    if (parameters.first == 0)
        throw size_error("ctgrad: dense(parameters, x, inputs) takes parameters with consecutive "
                         "ids, these are not: make them with make_values(count)");
    if (inputs == 0 || input_count == 0 || input_count % inputs != 0)
        throw_size_error("dense(parameters, x, inputs) takes a whole number of samples", inputs,
                         input_count, "give `inputs` numbers for each sample");
    if (parameters.size / (inputs + 1) > chunk_capacity)
        throw_size_error("dense(parameters, x, inputs) has at most 4095 neurons", chunk_capacity,
                         parameters.size / (inputs + 1), "split the layer");
}

// As many samples at a time as fit into a chunk, whose nodes have consecutive ids.
template <class Activation, class T>
void dense_of(const operand_run<T>& parameters, std::size_t inputs, std::size_t samples, node_id x,
              const node_id* ids, const T* numbers, node_rows<T>& outputs) {
    const std::size_t most = chunk_capacity / (parameters.size / (inputs + 1));
    for (std::size_t s = 0; s < samples; s += most)
        record_dense<Activation, T>(parameters, inputs, std::min(most, samples - s),
                                    x != 0 ? x + static_cast<node_id>(s * inputs) : 0,
                                    ids != nullptr ? ids + s * inputs : nullptr,
                                    numbers != nullptr ? numbers + s * inputs : nullptr, outputs);
}

/// A layer whose inputs are numbers, Values, or the rows of the layer before.
template <class Activation, class T>
node_rows<T> dense_rows(const operand_run<T>& parameters, std::size_t inputs,
                        std::span<const T> x) {
    check_dense(parameters, inputs, x.size());
    node_rows<T> outputs;
    dense_of<Activation, T>(parameters, inputs, x.size() / inputs, 0, nullptr, x.data(), outputs);
    return outputs;
}
template <class Activation, class T>
node_rows<T> dense_rows(const operand_run<T>& parameters, std::size_t inputs,
                        std::span<const basic_value<T>> x) {
    check_dense(parameters, inputs, x.size());
    const operand_run<T> run(x);
    node_rows<T> outputs;
    dense_of<Activation, T>(parameters, inputs, x.size() / inputs, run.first,
                            run.first == 0 ? run.ids.data() : nullptr, nullptr, outputs);
    return outputs;
}
template <class Activation, class T>
node_rows<T> dense_rows(const operand_run<T>& parameters, std::size_t inputs,
                        const node_rows<T>& x) {
    check_dense(parameters, inputs, x.size());
    node_rows<T> outputs;
    for (std::size_t r = 0; r < x.sizes.size(); ++r)
        dense_of<Activation, T>(parameters, inputs, x.sizes[r] / inputs, x.firsts[r].node(),
                                nullptr, nullptr, outputs);
    return outputs;
}

} // namespace detail

/// A layer of neurons as one entry. `parameters` come from `make_values`: per neuron its weights,
/// then its bias. `x` holds `inputs` Values for each sample, sample after sample; so does the
/// result, one for each neuron. `Activation` is a type with `value(sum)` and `slope(result)`, and
/// `primitive` for drawings, such as nn::activation::tanh.
/// Cost: about that of the loops written by hand. A layer has at most 4095 neurons.
/// Errors: size_error if the sizes do not fit.
template <class Activation, class T>
std::vector<basic_value<T>> dense(std::span<const basic_value<T>> parameters,
                                  std::span<const basic_value<T>> x, std::size_t inputs) {
    return detail::dense_rows<Activation, T>(detail::operand_run<T>(parameters), inputs, x)
        .values();
}
/// The same for inputs that are numbers, which are copied.
template <class Activation, class T>
std::vector<basic_value<T>> dense(std::span<const basic_value<T>> parameters, std::span<const T> x,
                                  std::size_t inputs) {
    return detail::dense_rows<Activation, T>(detail::operand_run<T>(parameters), inputs, x)
        .values();
}

} // namespace ctgrad
