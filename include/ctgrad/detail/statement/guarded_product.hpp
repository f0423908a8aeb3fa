// SPDX-License-Identifier: BSL-1.0
//
// Products of adjoints and partials in which 0 times infinity is 0, and which primitives need them:
// those with a vertical tangent, and those whose rules choose between alternatives.
#pragma once

#include <ctgrad/primitive.hpp>

namespace ctgrad::detail {

// adjoint * partial, where 0 times infinity is 0: at a vertical tangent, and on the way into an
// alternative that was not chosen.
template <class T>
[[gnu::always_inline]] inline T guarded_product(const T& adjoint, const T& partial) {
    if ((adjoint == 0 && partial == partial) || (partial == 0 && adjoint == adjoint))
        return 0;
    return adjoint * partial;
}

// Whether a rule of the primitive chooses, that is, the graph of a partial has a select at its
// root, or is 0: a step has the derivative 0, whatever arrives there.
template <class Op, unsigned Argument>
constexpr bool rule_chooses() {
    if constexpr (has_partial<Op>[Argument]) {
        builder graph;
        tracer operands[4];
        for (std::size_t k = 0; k < Op::arity; ++k)
            operands[k] = tracer_front_end::at(graph, graph.push({&variable, {k}}));
        const tracer result =
            tracer_front_end::at(graph, graph.push({&variable, {std::size_t{Op::arity}}}));
        const std::uint32_t partial =
            tracer_front_end::position(graph, rule<Op, Argument>(operands, result));
        const node& p = graph.nodes.items[partial];
        return p.operation->branch || (p.operation->id == literal.id && literal_value(p) == 0);
    } else
        return false;
}
/// Whether products with the primitive's partials are `guarded_product`s.
template <class Op>
inline constexpr bool is_guarded = Op::vertical_tangent ||
                                   rule_chooses<Op, 0>() || rule_chooses<Op, 1>() ||
                                   rule_chooses<Op, 2>() || rule_chooses<Op, 3>();

} // namespace ctgrad::detail
