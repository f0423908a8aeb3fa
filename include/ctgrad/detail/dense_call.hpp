// SPDX-License-Identifier: BSL-1.0
//
// The entry of a layer of neurons for some samples: what its payload holds, and how it is computed,
// swept and drawn. Nothing is stored but the results: the backward pass reads the data of
// parameters and inputs again. Its loops run over neighbouring numbers, forward and backward.
#pragma once

#include <ctgrad/detail/row_sums.hpp>
#include <ctgrad/value/dot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace ctgrad::detail {

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
        : inputs_(header.inputs), numbers_(header.numbers != 0 ? reinterpret_cast<const T*>(behind)
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

    /// The numbers that a sweep takes, and so as many as a forward pass takes at least.
    static std::size_t scratch_size(std::size_t n, std::size_t m, std::size_t samples) {
        return samples * (m + n) + (n + 1) * m + n;
    }

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
            std::copy(biases, biases + m, y);
            add_rows(y, columns, m, row, 1, n, m);
            for (std::size_t j = 0; j < m; ++j)
                y[j] = Activation::value(y[j]);
        }
    }

    static void reverse(const char* payload, T* grad, const T* data, node_id first, std::uint32_t) {
        dense_payload header;
        std::memcpy(&header, payload, sizeof header);
        const std::size_t n = header.inputs, m = header.neurons, samples = header.samples;
        T* const room = scratch_numbers<T>(scratch_size(n, m, samples));
        T* const delta = room;                  // of the samples that received something
        T* const rows = room + samples * m;     // their inputs
        T* const gradient = rows + samples * n; // by columns
        T* const x_room = gradient + (n + 1) * m;
        const T* const parameters = data + header.parameters;
        const dense_inputs<T> x(header, payload + sizeof header, data);
        std::size_t active = 0;
        for (std::size_t s = 0; s < samples; ++s) {
            const node_id y = first + static_cast<node_id>(s * m);
            if (!set_deltas(delta + active * m, grad + y, data + y, m))
                continue;
            T* const d = delta + active * m;
            const T* const row = x(s, x_room);
            std::copy(row, row + n, rows + active * n);
            ++active;
            // The inputs' share: rows of weights, four at a time.
            if (header.x != 0)
                add_rows(grad + header.x + s * n, parameters, n + 1, d, 1, m, n);
            else if (header.numbers == 0) {
                std::fill(x_room, x_room + n, T(0));
                add_rows(x_room, parameters, n + 1, d, 1, m, n);
                for (std::size_t i = 0; i < n; ++i)
                    grad[x.ids(s)[i]] += x_room[i];
            }
        }
        T* const parameter_grad = grad + header.parameters;
        if (active < worth_transposing || m < n / 4) {
            for (std::size_t j = 0; j < m; ++j) {
                T* const gw = parameter_grad + j * (n + 1);
                add_rows(gw, rows, n, delta + j, m, active, n);
                for (std::size_t s = 0; s < active; ++s)
                    gw[n] += delta[s * m + j];
            }
            return;
        }
        std::fill(gradient, gradient + (n + 1) * m, T(0));
        for (std::size_t i = 0; i < n; ++i)
            add_rows(gradient + i * m, delta, m, rows + i, n, active, m);
        T* const bias = gradient + n * m;
        for (std::size_t s = 0; s < active; ++s)
            for (std::size_t j = 0; j < m; ++j)
                bias[j] += delta[s * m + j];
        for (std::size_t j = 0; j < m; ++j)
            for (std::size_t i = 0; i <= n; ++i)
                parameter_grad[j * (n + 1) + i] += gradient[i * m + j];
    }
    // The adjoints of a sample's sums. Whether there are any: what no result depends on stays out,
    // whatever its numbers are.
    [[gnu::always_inline]] static bool set_deltas(T* __restrict to, const T* __restrict adjoints,
                                                  const T* __restrict results, std::size_t m) {
        bool any = false;
        for (std::size_t j = 0; j < m; ++j)
            any |= !is_untouched(adjoints[j]);
        // Through an inactive neuron nothing comes, not even infinity.
        for (std::size_t j = 0; j < m; ++j) {
            const T slope = Activation::slope(results[j]);
            to[j] = slope == 0 || is_untouched(adjoints[j]) ? T(0) : adjoints[j] * slope;
        }
        return any;
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
    static void visit(const char* payload, void* to, void (*run)(void*, node_id, std::size_t)) {
        dense_payload header;
        std::memcpy(&header, payload, sizeof header);
        const std::size_t count = std::size_t{header.samples} * header.inputs;
        run(to, header.parameters, std::size_t{header.neurons} * (header.inputs + 1));
        if (header.x != 0)
            return run(to, header.x, count);
        if (header.numbers != 0)
            return;
        const dense_inputs<T> x(header, payload + sizeof header, nullptr);
        for (std::size_t i = 0; i < count; ++i)
            run(to, x.ids(0)[i], 1);
    }
    static constexpr call_kind<T> kind{&reverse, &draw, &visit};
};

} // namespace ctgrad::detail
