// SPDX-License-Identifier: BSL-1.0
//
// dot and sum of many Values as one node, whose derivatives are not stored: the backward pass reads
// the data of the operands again.
#pragma once

#include <ctgrad/value/run.hpp>
#include <ctgrad/value/sketch.hpp>

#include <array>
#include <cstring>

namespace ctgrad {

namespace detail {

// {count, first a, first b}, then the ids or the numbers of those that are no runs.
struct dot_payload {
    std::uint32_t count;
    node_id a, b;          // of runs, else 0
    std::uint32_t numbers; // a stands there as numbers
};

// What stands behind the header of a payload.
template <class T>
struct dot_operands {
    dot_payload header;
    const T* numbers = nullptr;
    const node_id* a_ids = nullptr;
    const node_id* b_ids = nullptr;

    explicit dot_operands(const char* payload) {
        std::memcpy(&header, payload, sizeof header);
        const char* next = payload + sizeof header;
        if (header.numbers != 0) {
            numbers = reinterpret_cast<const T*>(next);
            next += header.count * sizeof(T);
        } else if (header.a == 0) {
            a_ids = reinterpret_cast<const node_id*>(next);
            next += header.count * sizeof(node_id);
        }
        if (header.b == 0)
            b_ids = reinterpret_cast<const node_id*>(next);
    }
    [[nodiscard]] node_id a(std::size_t i) const {
        return header.a != 0 ? header.a + static_cast<node_id>(i) : a_ids[i];
    }
    [[nodiscard]] node_id b(std::size_t i) const {
        return header.b != 0 ? header.b + static_cast<node_id>(i) : b_ids[i];
    }
    template <class Run>
    void visit_b(void* to, const Run& run) const {
        if (header.b != 0)
            return run(to, header.b, header.count);
        for (std::size_t i = 0; i < header.count; ++i)
            run(to, b_ids[i], 1);
    }
    template <class Run>
    void visit_a(void* to, const Run& run) const {
        if (header.a != 0)
            return run(to, header.a, header.count);
        for (std::size_t i = 0; i < header.count; ++i)
            run(to, a_ids[i], 1);
    }
    [[nodiscard]] bool are_apart() const {
        return header.a + header.count <= header.b || header.b + header.count <= header.a;
    }
};

template <class T>
struct dot_call {
    static void reverse(const char* payload, T* grad, const T* data, node_id first, std::uint32_t) {
        const T adjoint = grad[first];
        if (is_untouched(adjoint))
            return;
        const dot_operands<T> x(payload);
        const std::size_t n = x.header.count;
        if (x.numbers != nullptr && x.header.b != 0)
            return add_multiple(grad + x.header.b, adjoint, x.numbers, n);
        if (x.numbers == nullptr && x.header.a != 0 && x.header.b != 0 && x.are_apart()) {
            add_multiple(grad + x.header.a, adjoint, data + x.header.b, n);
            return add_multiple(grad + x.header.b, adjoint, data + x.header.a, n);
        }
        for (std::size_t i = 0; i < n; ++i) {
            if (x.numbers == nullptr)
                grad[x.a(i)] += adjoint * data[x.b(i)];
            grad[x.b(i)] += adjoint * (x.numbers != nullptr ? x.numbers[i] : data[x.a(i)]);
        }
    }
    static void draw(const char* payload, sketch<T>& to, node_id, std::uint32_t) {
        const dot_operands<T> x(payload);
        auto total = to.number(0);
        for (std::size_t i = 0; i < x.header.count; ++i) {
            const auto a = x.numbers != nullptr ? to.number(x.numbers[i]) : to.node(x.a(i));
            const auto product = to.template operation<op::multiply>(a, to.node(x.b(i)));
            total = i == 0 ? product : to.template operation<op::add>(total, product);
        }
        to.output(total);
    }
    static void visit(const char* payload, void* to, void (*run)(void*, node_id, std::size_t)) {
        const dot_operands<T> x(payload);
        x.visit_b(to, run);
        if (x.numbers == nullptr)
            x.visit_a(to, run);
    }
    static constexpr call_kind<T> kind{&reverse, &draw, &visit};
};

template <class T>
struct sum_call {
    static void reverse(const char* payload, T* grad, const T*, node_id first, std::uint32_t) {
        const T adjoint = grad[first];
        if (is_untouched(adjoint))
            return;
        const dot_operands<T> x(payload);
        for (std::size_t i = 0; i < x.header.count; ++i)
            grad[x.b(i)] += adjoint;
    }
    static void draw(const char* payload, sketch<T>& to, node_id, std::uint32_t) {
        const dot_operands<T> x(payload);
        auto total = to.node(x.b(0));
        for (std::size_t i = 1; i < x.header.count; ++i)
            total = to.template operation<op::add>(total, to.node(x.b(i)));
        to.output(total);
    }
    static void visit(const char* payload, void* to, void (*run)(void*, node_id, std::size_t)) {
        dot_operands<T>(payload).visit_b(to, run);
    }
    static constexpr call_kind<T> kind{&reverse, &draw, &visit};
};

// Records a dot product or a sum: the ids of a, if any, or its numbers, and those of b.
template <class T>
basic_value<T> record_dot(const call_kind<T>& kind, const operand_run<T>* a, const T* numbers,
                          const operand_run<T>& b, T value) {
    auto& scratch = tape<T>::here().operands;
    scratch.clear();
    b.append_pages(scratch);
    if (a != nullptr)
        a->append_pages(scratch);
    const std::size_t n = b.size;
    const bool a_ids = a != nullptr && a->first == 0, b_ids = b.first == 0;
    const std::size_t bytes = sizeof(dot_payload) + (numbers != nullptr ? n * sizeof(T) : 0) +
                              (a_ids ? n * sizeof(node_id) : 0) + (b_ids ? n * sizeof(node_id) : 0);
    const new_call<T> call(kind, bytes, 1, scratch.data(), scratch.size());
    // A sum has the shape of a dot product with b itself, of which a is never read.
    const dot_payload header{static_cast<std::uint32_t>(n), a != nullptr ? a->first : node_id{1},
                             b.first, numbers != nullptr};
    char* next = call.payload;
    const auto append = [&](const void* from, std::size_t size) {
        std::memcpy(next, from, size);
        next += size;
    };
    append(&header, sizeof header);
    if (numbers != nullptr)
        append(numbers, n * sizeof(T));
    if (a_ids)
        append(a->ids.data(), n * sizeof(node_id));
    if (b_ids)
        append(b.ids.data(), n * sizeof(node_id));
    this_thread<T>.data[call.first] = value;
    return basic_value<T>::of_node(call.first);
}

} // namespace detail

/// The sum of a[i]*b[i], as one node. Fastest where a and b each are a run: leaves of
/// `make_values`, outputs of a layer.
/// Errors: size_error if the sizes differ.
template <class T>
basic_value<T> dot(std::span<const basic_value<T>> a, std::span<const basic_value<T>> b) {
    if (a.size() != b.size())
        detail::throw_size_error("dot(a, b) takes as many Values b as a", a.size(), b.size(),
                                 "give both the same length");
    if (a.empty())
        return basic_value<T>(0);
    const detail::operand_run<T> left(a), right(b);
    const T* const data = detail::this_thread<T>.data;
    T value = 0;
    if (left.first != 0 && right.first != 0)
        value = detail::inner_product(data + left.first, data + right.first, a.size(), T(0));
    else
        for (std::size_t i = 0; i < a.size(); ++i)
            value += data[a[i].node()] * data[b[i].node()];
    return detail::record_dot<T>(detail::dot_call<T>::kind, &left, nullptr, right, value);
}
/// The same with numbers a, which are copied.
template <class T>
basic_value<T> dot(std::span<const T> a, std::span<const basic_value<T>> b) {
    if (a.size() != b.size())
        detail::throw_size_error("dot(a, b) takes as many Values b as numbers a", a.size(),
                                 b.size(), "give both the same length");
    if (a.empty())
        return basic_value<T>(0);
    const detail::operand_run<T> right(b);
    const T* const data = detail::this_thread<T>.data;
    T value = 0;
    if (right.first != 0)
        value = detail::inner_product(a.data(), data + right.first, a.size(), T(0));
    else
        for (std::size_t i = 0; i < a.size(); ++i)
            value += a[i] * data[b[i].node()];
    return detail::record_dot<T>(detail::dot_call<T>::kind, nullptr, a.data(), right, value);
}
/// For vectors and arrays, whose type alone does not say the span's.
template <class T>
basic_value<T> dot(const std::vector<basic_value<T>>& a, const std::vector<basic_value<T>>& b) {
    return dot(std::span<const basic_value<T>>(a), std::span<const basic_value<T>>(b));
}
template <class T>
basic_value<T> dot(const std::vector<T>& a, const std::vector<basic_value<T>>& b) {
    return dot(std::span<const T>(a), std::span<const basic_value<T>>(b));
}

/// The sum of all x, as one node.
template <class T>
basic_value<T> sum(std::span<const basic_value<T>> x) {
    if (x.empty())
        return basic_value<T>(0);
    const detail::operand_run<T> run(x);
    const T* const data = detail::this_thread<T>.data;
    T value = 0;
    for (const auto& each : x)
        value += data[each.node()];
    return detail::record_dot<T>(detail::sum_call<T>::kind, nullptr, nullptr, run, value);
}
template <class T>
basic_value<T> sum(const std::vector<basic_value<T>>& x) {
    return sum(std::span<const basic_value<T>>(x));
}

} // namespace ctgrad
