// SPDX-License-Identifier: BSL-1.0
//
// A run-time graph taken apart for looking at: entries of the tape become operations, one node for
// each, in topological order.
#pragma once

#include <ctgrad/value/record.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace ctgrad::detail {

using position = std::uint32_t;
inline constexpr position nowhere = ~position{0};

/// A node of an expanded graph. What an entry computes on its way has no id; its numbers have none
/// either, but no operation.
template <class T>
struct expanded_node {
    const number_operation<T>* what = nullptr; // null: a leaf, a number, or not expanded
    position operands[4] = {};
    node_id id = 0;           // on the tape
    position entry = nowhere; // that it is a part of
    bool guarded = false;     // products with its partials are
    T data = 0;
};

/// The part of the nodes that one entry has become; operands among them are not part of it.
struct expanded_entry {
    position begin = 0, end = 0;
    position first_output = 0, outputs = 0; // in `expanded_graph::outputs`
};

template <class T>
struct expanded_graph {
    std::vector<expanded_node<T>> nodes;
    std::vector<expanded_entry> entries;
    std::vector<position> outputs;

    [[nodiscard]] unsigned arity(position i) const {
        return nodes[i].what == nullptr ? 0 : nodes[i].what->info->arity;
    }
    [[nodiscard]] bool is_number(position i) const {
        return nodes[i].what == nullptr && nodes[i].id == 0;
    }
    /// A number that is not differentiated, such as an exponent, is part of its operation.
    [[nodiscard]] bool is_attribute(position i, unsigned k) const {
        return !nodes[i].what->info->differentiable[k] && is_number(nodes[i].operands[k]);
    }
    /// The numbers that operation i works on.
    [[nodiscard]] std::array<T, 4> operand_data(position i) const {
        std::array<T, 4> x{};
        for (unsigned k = 0; k < arity(i); ++k)
            x[k] = nodes[nodes[i].operands[k]].data;
        return x;
    }
    [[nodiscard]] T evaluated(position i) const {
        return nodes[i].what->value(operand_data(i).data());
    }
    /// adjoint * d(node i)/d(operand k).
    [[nodiscard]] T contribution(position i, unsigned k, T adjoint) const {
        const T slope = nodes[i].what->partial[k](operand_data(i).data(), nodes[i].data);
        return nodes[i].guarded ? guarded_product(adjoint, slope) : adjoint * slope;
    }
};

/// Takes out what none of `roots` depends on: parts of calls of which not every node is used.
template <class T>
void keep_needed(expanded_graph<T>& graph, std::vector<position>& roots) {
    const auto size = static_cast<position>(graph.nodes.size());
    std::vector<position> place(size + 1, 0); // 1: needed; then: where to
    for (const position root : roots)
        place[root] = 1;
    for (position i = size; i-- > 0;)
        if (place[i] != 0)
            for (unsigned k = 0; k < graph.arity(i); ++k)
                place[graph.nodes[i].operands[k]] = 1;
    position next = 0;
    for (position i = 0; i < size; ++i) {
        const bool needed = place[i] != 0;
        place[i] = next;
        if (!needed)
            continue;
        expanded_node<T> node = graph.nodes[i];
        for (position& operand : node.operands)
            operand = place[operand];
        graph.nodes[next++] = node;
    }
    place[size] = next;
    if (next == size)
        return;
    const auto is_gone = [&](position i) { return place[i + 1] == place[i]; };
    for (expanded_entry& entry : graph.entries) {
        const auto first = graph.outputs.begin() + entry.first_output;
        const auto last = std::remove_if(first, first + entry.outputs, is_gone);
        std::for_each(first, last, [&](position& output) { output = place[output]; });
        entry.outputs = static_cast<position>(last - first);
        entry.begin = place[entry.begin];
        entry.end = place[entry.end];
    }
    for (position& root : roots)
        root = place[root];
    graph.nodes.resize(next);
}

} // namespace ctgrad::detail
