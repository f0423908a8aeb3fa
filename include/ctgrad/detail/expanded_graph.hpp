// SPDX-License-Identifier: BSL-1.0
//
// A run-time graph taken apart for looking at: entries of the tape become operations, one node for
// each, in topological order.
#pragma once

#include <ctgrad/value/record.hpp>

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

} // namespace ctgrad::detail
