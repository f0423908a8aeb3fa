// SPDX-License-Identifier: BSL-1.0
//
// A plain number in an expression is a run-time slot: two of the same type may hold different
// values, so they are never merged. A constexpr object, given as a template argument, has its
// numbers known: sealing turns them into literals, and equal nodes merge.
#pragma once

#include <ctgrad/expression.hpp>

namespace ctgrad::detail {

template <const auto& Expression>
constexpr auto sealed_nodes() {
    constexpr auto& g = graph_of<typename std::remove_cvref_t<decltype(Expression)>::source>;
    merged_nodes<g.size, g.labels> all;
    std::uint32_t position[g.size]{};
    for (std::size_t i = 0; i < g.size; ++i) {
        node n = g.nodes[i];
        if (n.operation->id == slot.id)
            n = literal_node(Expression.slots[n.word[0]]);
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            n.word[k] = position[n.word[k]];
        position[i] = all.push(in_literal_form(all.nodes, n));
    }
    for (std::size_t i = 0; i < g.labels; ++i)
        all.add({position[g.names[i].position], g.names[i].name});
    all.result = position[g.result[0]];
    return all;
}

} // namespace ctgrad::detail

namespace ctgrad {

/// The expression with its plain numbers as constants of the type. `Expression` is a constexpr
/// object of static storage duration.
template <const auto& Expression>
inline constexpr detail::shrunk<detail::sealed_nodes<Expression>()> sealed{};

} // namespace ctgrad
