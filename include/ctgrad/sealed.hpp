// SPDX-License-Identifier: BSL-1.0
//
// A plain number in an expression is a run-time slot: two of the same type may hold different
// values, so they are never merged. A constexpr object, given as a template argument, has its
// numbers known: sealing turns them into literals, and equal nodes merge.
#pragma once

#include <ctgrad/expression.hpp>

namespace ctgrad::detail {

template <const auto& Expression>
constexpr void seal(builder& b, std::uint32_t* position) {
    const auto& g = std::remove_cvref_t<decltype(Expression)>::source::g;
    for (std::size_t i = 0; i < g.size; ++i) {
        node n = g.nodes[i];
        if (n.operation == &slot)
            n = literal_node(Expression.slots[n.word[0]]);
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            n.word[k] = position[n.word[k]];
        position[i] = b.push(in_literal_form(b, n));
    }
}

template <const auto& Expression>
struct sealed_graph {
    using source = typename std::remove_cvref_t<decltype(Expression)>::source;

    static constexpr auto make_all() {
        merged_nodes<source::g.size, source::g.labels> out;
        builder b;
        std::uint32_t position[source::g.size]{};
        seal<Expression>(b, position);
        for (; out.size < b.size(); ++out.size)
            out.nodes[out.size] = b[out.size];
        for (std::size_t i = 0; i < source::g.labels; ++i)
            out.add({position[source::g.names[i].position], source::g.names[i].name});
        out.result = position[source::g.result[0]];
        return out;
    }
    static constexpr auto all = make_all();
    static constexpr auto g = shrink<all.size, all.labels>(all);
};

} // namespace ctgrad::detail

namespace ctgrad {

/// The expression with its plain numbers as constants of the type. `Expression` is a constexpr
/// object of static storage duration.
template <const auto& Expression>
inline constexpr expr<detail::flat<detail::sealed_graph<Expression>::g>> sealed{};

} // namespace ctgrad
