// SPDX-License-Identifier: BSL-1.0
//
// The product of the chain rule, which forward and reverse mode share: what arrives (an adjoint or
// a tangent) times the partial of an operation, as nodes of the graph. Both carry what arrives into
// the form of the partial, so that few operations are left.
#pragma once

#include <ctgrad/simplify.hpp>

namespace ctgrad::detail {

class chain_rule {
public:
    /// With `reciprocals` a division that several products share becomes a multiplication by its
    /// reciprocal; for a single one that is not worth a node.
    constexpr chain_rule(builder& graph, bool reciprocals)
        : graph_(graph), reciprocals_(reciprocals) {}

    /// arriving * partial. Where `zero_wins`, as at a vertical tangent, 0 times infinity is 0.
    constexpr std::uint32_t product(std::uint32_t arriving, std::uint32_t partial, bool zero_wins) {
        const std::uint32_t result = scale(arriving, partial);
        if (!zero_wins || graph_.nodes.items[arriving].operation->id == literal.id)
            return result;
        const std::uint32_t zero = graph_.literal(0);
        return simplified(graph_,
                          {detail::operation<op::select_equal>(), {arriving, zero, zero, result}});
    }

    /// The partial of node `i`, an operation, with respect to operand `k`.
    constexpr std::uint32_t partial(std::uint32_t i, std::size_t k) {
        const node n = graph_.nodes.items[i];
        const tracer x[4] = {traced(n.word[0]), traced(n.word[1]), traced(n.word[2]),
                             traced(n.word[3])};
        return tracer_front_end::position(graph_, n.operation->partial[k](x, traced(i)));
    }

private:
    // arriving * partial, carried into the form of the partial: g*(1/y) is g/y, g*(-p) is -(g*p),
    // and an alternative that is not chosen is not multiplied, as it may be infinite.
    constexpr std::uint32_t scale(std::uint32_t arriving, std::uint32_t partial) {
        const node p = graph_.nodes.items[partial];
        simplifier simplify(graph_);
        if (partial < graph_.formula_size || is_leaf(p))
            return simplify.multiply(arriving, partial);
        const auto a = static_cast<std::uint32_t>(p.word[0]);
        const auto b = static_cast<std::uint32_t>(p.word[1]);
        if (p.operation->id == info<op::negate>.id)
            return simplify.negate(scale(arriving, a));
        if (p.operation->id == info<op::divide>.id) {
            if (!reciprocals_)
                return simplify.is_literal(a) ? simplify.divide(simplify.multiply(a, arriving), b)
                                              : simplify.multiply(simplify.divide(arriving, b), a);
            if (!simplify.is_literal(a))
                return simplify.multiply(
                    simplify.multiply(arriving, simplify.divide(graph_.literal(1), b)), a);
        }
        if (p.operation->branch)
            return simplify.make(
                {p.operation,
                 {p.word[0], p.word[1], scale(arriving, static_cast<std::uint32_t>(p.word[2])),
                  scale(arriving, static_cast<std::uint32_t>(p.word[3]))}});
        return simplify.multiply(arriving, partial);
    }
    constexpr tracer traced(std::uint64_t i) {
        return tracer_front_end::at(graph_, static_cast<std::uint32_t>(i));
    }

    builder& graph_;
    bool reciprocals_;
};

} // namespace ctgrad::detail
