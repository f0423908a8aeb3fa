// SPDX-License-Identifier: BSL-1.0
//
// A layer of neurons for one or many samples as one entry:
//
//     y[s][j] = activation(b[j] + sum over i of w[j][i]*x[s][i])
//
// Nothing is stored but the results: the backward pass reads the data of parameters and inputs
// again. Its loops run over neighbouring numbers, forward and backward.
#pragma once

#include <ctgrad/value/dot.hpp>

#include <algorithm>

namespace ctgrad {

namespace detail {

// {sizes, first ids}, then the numbers or the ids of inputs that are no run.
struct dense_payload {
    std::uint32_t inputs, neurons, samples;
    node_id parameters; // per neuron its weights, then its bias
    node_id x;          // of a run, else 0
    std::uint32_t numbers;
    std::uint32_t unused[2];
};

// Where the inputs of the samples are.
template <class T>
class dense_inputs {
public:
    dense_inputs(const dense_payload& header, const char* behind, const T* data)
        : inputs_(header.inputs),
          numbers_(header.numbers != 0 ? reinterpret_cast<const T*>(behind)
                   : header.x != 0     ? data + header.x
                                       : nullptr),
          ids_(numbers_ == nullptr ? reinterpret_cast<const node_id*>(behind) : nullptr),
          data_(data) {}

    /// The inputs of a sample, in `scratch` if they are scattered.
    const T* operator()(std::size_t sample, T* scratch) const {
        if (numbers_ != nullptr)
            return numbers_ + sample * inputs_;
        for (std::size_t i = 0; i < inputs_; ++i)
            scratch[i] = data_[ids_[sample * inputs_ + i]];
        return scratch;
    }
    [[nodiscard]] const node_id* ids(std::size_t sample) const { return ids_ + sample * inputs_; }

private:
    std::size_t inputs_;
    const T* numbers_;
    const node_id* ids_;
    const T* data_;
};

/// Room for some numbers, on this thread, kept between calls.
template <class T>
T* scratch_numbers(std::size_t count) {
    static thread_local std::vector<T> room;
    if (room.size() < count)
        room.resize(count);
    return room.data();
}

template <class Activation, class T>
struct dense_call {
    // From so many samples on it pays to transpose the weights: then the neurons of a layer, which
    // are independent, stand side by side in a vector register.
    static constexpr std::size_t worth_transposing = 4;

    static void forward(const dense_payload& header, const char* behind, T* data, node_id first) {
        const std::size_t n = header.inputs, m = header.neurons;
        T* const room = scratch_numbers<T>(n * m + n + m);
        T* const x_room = room + n * m;
        const T* const parameters = data + header.parameters;
        const dense_inputs<T> x(header, behind, data);
        T* y = data + first;
        if (header.samples < worth_transposing) {
            for (std::size_t s = 0; s < header.samples; ++s, y += m) {
                const T* const row = x(s, x_room);
                for (std::size_t j = 0; j < m; ++j) {
                    const T* const w = parameters + j * (n + 1);
                    y[j] = Activation::value(inner_product(w, row, n, w[n]));
                }
            }
            return;
        }
        T* const columns = room;
        T* const biases = x_room + n;
        for (std::size_t j = 0; j < m; ++j) {
            for (std::size_t i = 0; i < n; ++i)
                columns[i * m + j] = parameters[j * (n + 1) + i];
            biases[j] = parameters[j * (n + 1) + n];
        }
        for (std::size_t s = 0; s < header.samples; ++s, y += m) {
            const T* const row = x(s, x_room);
            add_columns(y, biases, columns, row, n, m);
            for (std::size_t j = 0; j < m; ++j)
                y[j] = Activation::value(y[j]);
        }
    }
    // to = start + sum over i of factors[i] * rows[i], four rows at a time.
    [[gnu::always_inline]] static void add_columns(T* __restrict to, const T* __restrict start,
                                                   const T* __restrict rows,
                                                   const T* __restrict factors, std::size_t n,
                                                   std::size_t m) {
        std::copy(start, start + m, to);
        std::size_t i = 0;
        for (; i + 4 <= n; i += 4) {
            const T* __restrict r = rows + i * m;
            const T a = factors[i], b = factors[i + 1], c = factors[i + 2], d = factors[i + 3];
            for (std::size_t j = 0; j < m; ++j)
                to[j] += (a * r[j] + b * r[m + j]) + (c * r[2 * m + j] + d * r[3 * m + j]);
        }
        for (; i < n; ++i)
            add_multiple(to, factors[i], rows + i * m, m);
    }

    static void reverse(const char* payload, T* grad, const T* data, node_id first, std::uint32_t) {
        dense_payload header;
        std::memcpy(&header, payload, sizeof header);
        const std::size_t n = header.inputs, m = header.neurons;
        T* const room = scratch_numbers<T>(2 * n);
        T* const x_room = room;
        T* const gx_room = room + n;
        const T* const parameters = data + header.parameters;
        T* const parameter_grad = grad + header.parameters;
        const dense_inputs<T> x(header, payload + sizeof header, data);
        for (std::size_t s = 0; s < header.samples; ++s) {
            const T* const row = x(s, x_room);
            T* gx = nullptr;
            if (header.x != 0)
                gx = grad + header.x + s * n;
            else if (header.numbers == 0) {
                gx = gx_room;
                std::fill(gx, gx + n, T(0));
            }
            const node_id y = first + static_cast<node_id>(s * m);
            for (std::size_t j = 0; j < m; ++j) {
                const T adjoint = grad[y + j];
                if (is_untouched(adjoint))
                    continue;
                const T delta = guarded_product(adjoint, Activation::slope(data[y + j]));
                if (delta == 0)
                    continue;
                T* const gw = parameter_grad + j * (n + 1);
                add_multiple(gw, delta, row, n);
                gw[n] += delta;
                if (gx != nullptr)
                    add_multiple(gx, delta, parameters + j * (n + 1), n);
            }
            if (gx == gx_room)
                for (std::size_t i = 0; i < n; ++i)
                    grad[x.ids(s)[i]] += gx[i];
        }
    }
    static void draw(const char* payload, sketch<T>& to, node_id, std::uint32_t) {
        dense_payload header;
        std::memcpy(&header, payload, sizeof header);
        const T* const data = this_thread<T>.data;
        const dense_inputs<T> x(header, payload + sizeof header, data);
        std::vector<T> room(header.inputs);
        for (std::size_t s = 0; s < header.samples; ++s)
            for (node_id j = 0; j < header.neurons; ++j) {
                const node_id w = header.parameters + j * (header.inputs + 1);
                auto total = to.node(w + header.inputs);
                for (node_id i = 0; i < header.inputs; ++i) {
                    const auto input =
                        header.numbers != 0 ? to.number(x(s, room.data())[i])
                        : header.x != 0
                            ? to.node(header.x + static_cast<node_id>(s) * header.inputs + i)
                            : to.node(x.ids(s)[i]);
                    total = to.template operation<op::add>(
                        total, to.template operation<op::multiply>(to.node(w + i), input));
                }
                if constexpr (requires { typename Activation::primitive; })
                    total = to.template operation<typename Activation::primitive>(total);
                to.output(total);
            }
    }
    static constexpr call_kind<T> kind{&reverse, &draw};
};

// Records the neurons [begin, end) of the samples [from, to).
template <class Activation, class T>
void record_dense(node_id parameters, std::size_t inputs, std::size_t neurons, std::size_t samples,
                  node_id x, const node_id* ids, const T* numbers,
                  std::vector<basic_value<T>>& outputs) {
    auto& scratch = tape<T>::here().waiting;
    scratch.clear();
    const auto append_run = [&](node_id first, std::size_t count) {
        for (std::uint32_t page = page_of(first);
             page <= page_of(first + static_cast<node_id>(count) - 1); ++page)
            scratch.push_back(std::max(first, first_of(page)));
    };
    append_run(parameters, neurons * (inputs + 1));
    const std::size_t count = samples * inputs;
    if (x != 0)
        append_run(x, count);
    else if (numbers == nullptr)
        scratch.insert(scratch.end(), ids, ids + count);
    const std::size_t bytes =
        sizeof(dense_payload) +
        (x != 0 ? 0 : count * (numbers != nullptr ? sizeof(T) : sizeof(node_id)));
    const new_call<T> call(dense_call<Activation, T>::kind, bytes, samples * neurons,
                           scratch.data(), scratch.size());
    const dense_payload header{static_cast<std::uint32_t>(inputs),
                               static_cast<std::uint32_t>(neurons),
                               static_cast<std::uint32_t>(samples),
                               parameters,
                               x,
                               numbers != nullptr,
                               {}};
    std::memcpy(call.payload, &header, sizeof header);
    char* const behind = call.payload + sizeof header;
    if (x == 0 && numbers != nullptr)
        std::memcpy(behind, numbers, count * sizeof(T));
    else if (x == 0)
        std::memcpy(behind, ids, count * sizeof(node_id));
    dense_call<Activation, T>::forward(header, behind, this_thread<T>.data, call.first);
    for (std::size_t i = 0; i < samples * neurons; ++i)
        outputs.push_back(basic_value<T>::of_node(call.first + static_cast<node_id>(i)));
}

template <class Activation, class T>
std::vector<basic_value<T>> dense_of(node_id parameters, std::size_t parameter_count,
                                     std::size_t inputs, std::size_t input_count,
                                     const operand_run<T>* x, const T* numbers) {
    if (parameter_count == 0 || parameter_count % (inputs + 1) != 0)
        throw_size_error("dense(parameters, x, inputs) takes inputs + 1 parameters for each neuron",
                         (parameter_count / (inputs + 1) + 1) * (inputs + 1), parameter_count,
                         "give per neuron its weights, then its bias");
    if (inputs == 0 || input_count == 0 || input_count % inputs != 0)
        throw_size_error("dense(parameters, x, inputs) takes a whole number of samples", inputs,
                         input_count, "give `inputs` numbers for each sample");
    const std::size_t neurons = parameter_count / (inputs + 1), samples = input_count / inputs;
    if (neurons > chunk_capacity)
        throw_size_error("dense(parameters, x, inputs) has at most 4095 neurons", chunk_capacity,
                         neurons, "split the layer");
    std::vector<basic_value<T>> outputs;
    outputs.reserve(samples * neurons);
    // As many samples as fit into a chunk, whose nodes have consecutive ids.
    const std::size_t most = chunk_capacity / neurons;
    for (std::size_t s = 0; s < samples; s += most) {
        const std::size_t some = std::min(most, samples - s);
        const bool is_run = x != nullptr && x->first != 0;
        record_dense<Activation, T>(
            parameters, inputs, neurons, some,
            is_run ? x->first + static_cast<node_id>(s * inputs) : 0,
            x != nullptr && !is_run ? x->ids.data() + s * inputs : nullptr,
            numbers != nullptr ? numbers + s * inputs : nullptr, outputs);
    }
    return outputs;
}

template <class T>
node_id parameter_run(std::span<const basic_value<T>> parameters) {
    const operand_run<T> run(parameters);
    if (run.first == 0 && !parameters.empty())
        throw size_error("ctgrad: dense(parameters, x, inputs) takes parameters with consecutive "
                         "ids, these are not: make them with make_values(count)");
    return run.first;
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
    const detail::operand_run<T> run(x);
    return detail::dense_of<Activation, T>(detail::parameter_run(parameters), parameters.size(),
                                           inputs, x.size(), &run, nullptr);
}
/// The same for inputs that are numbers, which are copied.
template <class Activation, class T>
std::vector<basic_value<T>> dense(std::span<const basic_value<T>> parameters, std::span<const T> x,
                                  std::size_t inputs) {
    return detail::dense_of<Activation, T>(detail::parameter_run(parameters), parameters.size(),
                                           inputs, x.size(), nullptr, x.data());
}

} // namespace ctgrad
