// SPDX-License-Identifier: BSL-1.0
//
// The graph of an operation on typed expressions: the graphs of its operands, equal nodes once.
#pragma once

#include <ctgrad/tracer.hpp>

namespace ctgrad {

/// A typed expression of more nodes than this is refused: compile time grows with the square of its
/// size, that of a traced function does not.
inline constexpr std::size_t max_typed_nodes = 512;

namespace detail {

// A graph of which only the largest possible size is known yet.
template <std::size_t Capacity, std::size_t Labels>
struct merged_nodes {
    node nodes[Capacity]{};
    std::size_t size = 0;
    label names[Labels + 1]{};
    std::size_t labels = 0;
    std::uint32_t result = 0;

    // The position of a node equal to `n`, added if there is none. At this size searching is faster
    // than filling the builder's table.
    constexpr std::uint32_t push(const node& n) {
        for (std::size_t i = size; i-- > 0;)
            if (nodes[i].word[0] == n.word[0] && nodes[i] == n)
                return static_cast<std::uint32_t>(i);
        nodes[size] = n;
        return static_cast<std::uint32_t>(size++);
    }
    constexpr void add(const label& name) {
        for (std::size_t i = 0; i < labels; ++i)
            if (names[i] == name)
                return;
        names[labels++] = name;
    }

    // What stands for an expression that was refused: its inputs and numbers, so that neither
    // compile time nor errors grow from there.
    std::size_t refused_size = 0;
    constexpr void refuse() {
        refused_size = size;
        std::size_t leaves = 0;
        for (std::size_t i = 0; i < size; ++i)
            if (is_leaf(nodes[i]))
                nodes[leaves++] = nodes[i];
        size = leaves;
        labels = 0;
        result = 0;
    }
};

template <std::size_t Nodes, std::size_t Labels, std::size_t RefusedSize>
constexpr auto shrink(const auto& all) {
    static_assert(
        RefusedSize <= max_typed_nodes,
        "ctgrad: a typed expression is limited to 512 nodes, as its compile time grows with "
        "the square of its size: write the formula as "
        "function([](auto x, auto y) { ... }), which has no limit; see "
        "docs/reference/function.md");
    graph<Nodes, 1, Labels> out;
    for (std::size_t i = 0; i < Nodes; ++i)
        out.nodes[i] = all.nodes[i];
    for (std::size_t i = 0; i < Labels; ++i)
        out.names[i] = all.names[i];
    out.result[0] = all.result;
    return out;
}

// Adds the nodes of a graph, equal ones once, and its labels. Returns where its result went.
template <std::size_t N, std::size_t R, std::size_t L>
constexpr std::uint32_t append(auto& all, std::uint64_t& slots, const graph<N, R, L>& from) {
    std::uint32_t position[N]{};
    std::size_t i = 0;
    // What all operands begin with keeps its place: most of a formula that grows step by step.
    for (; i < N && slots == 0; ++i) {
        if (i == all.size)
            all.nodes[all.size++] = from.nodes[i];
        else if (!(all.nodes[i] == from.nodes[i]))
            break;
        position[i] = static_cast<std::uint32_t>(i);
    }
    for (; i < N; ++i) {
        node copy = from.nodes[i];
        if (copy.operation->id == slot.id)
            copy.word[0] += slots;
        for (std::size_t k = 0; k < copy.operation->arity; ++k)
            copy.word[k] = position[copy.word[k]];
        position[i] = all.push(copy);
    }
    for (std::size_t l = 0; l < L; ++l)
        all.add({position[from.names[l].position], from.names[l].name});
    slots += count(from, slot);
    return position[from.result[0]];
}

// The graph of one operation on several graphs. The graphs are arguments, not template arguments,
// as is `All` below: a function whose name repeats two graphs costs more than what it does.
template <std::size_t... N, std::size_t... L>
constexpr auto merge(const primitive_info* operation, const graph<N, 1, L>&... graphs) {
    merged_nodes<(N + ... + 1), (L + ... + 0)> all;
    node top{operation};
    std::size_t operand = 0;
    std::uint64_t slots = 0;
    ((top.word[operand++] = append(all, slots, graphs)), ...);
    all.result = all.push(in_literal_form(all.nodes, top));
    if (all.size > max_typed_nodes)
        all.refuse();
    return all;
}

} // namespace detail
} // namespace ctgrad
