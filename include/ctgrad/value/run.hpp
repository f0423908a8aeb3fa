// SPDX-License-Identifier: BSL-1.0
//
// Values with consecutive ids: their data and grads are plain arrays, which `dot`, `sum` and layers
// read and write at the speed of arrays. Leaves made together are such a run, the outputs of a
// layer as well.
#pragma once

#include <ctgrad/value/basic_value.hpp>

#include <span>
#include <string>
#include <vector>

namespace ctgrad {

/// `count` leaves with consecutive ids and data 0, for parameters: each is a node of its own, which
/// the copies in `std::vector<Value>(count, 0.0)` are not.
template <class T = double>
std::vector<basic_value<T>> make_values(std::size_t count) {
    std::vector<basic_value<T>> values;
    values.reserve(count);
    if (count == 0)
        return values;
    auto& tape = detail::tape<T>::here();
    const detail::node_id first = tape.make_leaves(count);
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(basic_value<T>::of_node(first + static_cast<detail::node_id>(i)));
    return values;
}

namespace detail {

/// The operands of a call: a run is given by its first node, others one by one.
template <class T>
struct operand_run {
    node_id first = 0;             // 0: not a run
    std::vector<node_id> ids = {}; // if not a run
    std::size_t size = 0;

    operand_run(node_id run, std::size_t count) : first(run), size(count) {}
    explicit operand_run(std::span<const basic_value<T>> values) : size(values.size()) {
        if (values.empty())
            return;
        first = values[0].node();
        bool consecutive = true;
        for (std::size_t i = 0; i < values.size(); ++i)
            consecutive &= values[i].node() == first + i;
        if (consecutive)
            return;
        first = 0;
        ids.reserve(values.size());
        for (const auto& value : values)
            ids.push_back(value.node());
    }

    /// One node of each page that the operands are on.
    void append_pages(std::vector<node_id>& to) const {
        to.insert(to.end(), ids.begin(), ids.end());
        if (first != 0)
            for (std::uint32_t page = page_of(first);
                 page <= page_of(first + static_cast<node_id>(size) - 1); ++page)
                to.push_back(std::max(first, first_of(page)));
    }
};

/// Rows of nodes that a layer computed, without a Value for each: one Value keeps a run of them.
template <class T>
struct node_rows {
    std::vector<basic_value<T>> firsts; // of each run, which is on one page
    std::vector<std::size_t> sizes;

    void append(node_id first, std::size_t count) {
        firsts.push_back(basic_value<T>::of_node(first));
        sizes.push_back(count);
    }
    [[nodiscard]] std::size_t size() const {
        std::size_t sum = 0;
        for (const std::size_t n : sizes)
            sum += n;
        return sum;
    }
    [[nodiscard]] std::vector<basic_value<T>> values() const {
        std::vector<basic_value<T>> out;
        out.reserve(size());
        for (std::size_t r = 0; r < sizes.size(); ++r)
            for (node_id i = 0; i < sizes[r]; ++i)
                out.push_back(basic_value<T>::of_node(firsts[r].node() + i));
        return out;
    }
};

// Eight sums that do not wait for each other, and that a compiler adds in vector registers.
template <class T>
[[gnu::always_inline]] inline T inner_product(const T* a, const T* b, std::size_t n, T start) {
    constexpr std::size_t parts = 8;
    std::size_t i = 0;
    T total = start;
    if (n >= parts) {
        T sum[parts] = {};
        for (; i + parts <= n; i += parts)
            for (std::size_t k = 0; k < parts; ++k)
                sum[k] += a[i + k] * b[i + k];
        for (std::size_t half = parts / 2; half > 0; half /= 2)
            for (std::size_t k = 0; k < half; ++k)
                sum[k] += sum[k + half];
        total += sum[0];
    }
    for (; i < n; ++i)
        total += a[i] * b[i];
    return total;
}
/// to += factor * from, where the arrays do not overlap.
template <class T>
[[gnu::always_inline]] inline void add_multiple(T* __restrict to, T factor,
                                                const T* __restrict from, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        to[i] += factor * from[i];
}

[[noreturn, gnu::cold]] inline void throw_size_error(const char* what, std::size_t required,
                                                     std::size_t found, const char* advice) {
    throw size_error(std::string("ctgrad: ") + what + ": " + std::to_string(required) +
                     " required, " + std::to_string(found) + " found: " + advice);
}

} // namespace detail
} // namespace ctgrad
