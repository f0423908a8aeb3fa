// SPDX-License-Identifier: BSL-1.0
//
// Reverse mode, graph to graph. The pass appends to a formula the nodes that compute its adjoints:
//
//     adjoint(operand) += adjoint(node) * partial(node, operand)      from the result to the leaves
//
// Every adjoint is an ordinary node, defined once. So the gradient is evaluated, printed, drawn,
// differentiated again and freed of common subexpressions by the same code as the formula, and the
// partial of exp is the node of exp itself.
#pragma once

#include <ctgrad/chain_rule.hpp>

namespace ctgrad::detail {

class reverse_pass {
public:
    /// Prepares the formula in `graph` for sweeps with respect to the leaves that
    /// `is_active(leaf)` chooses. `sweeps` is how many will follow: a partial that only one sweep
    /// uses is not worth a node of its own.
    constexpr reverse_pass(builder& graph, std::size_t sweeps, const auto& is_active)
        : graph_(graph), size_(graph.size()), rule_(graph, sweeps != 1) {
        graph_.begin_pass(&simplified);
        for (std::size_t i = 0; i < size_; ++i) {
            const node& n = graph_.nodes.items[i];
            active_.push(is_leaf(n) ? is_active(n) : has_active_operand(n));
            has_branches_ = has_branches_ || n.operation->branch;
        }
        guards_.push({});
        regions_.parent.push(0);
        if (has_branches_) {
            find_guards(static_cast<std::uint32_t>(size_ - 1), regions_.of_node, false);
            graph_.available = &regions_;
        }
    }
    reverse_pass(const reverse_pass&) = delete;
    reverse_pass& operator=(const reverse_pass&) = delete;
    constexpr ~reverse_pass() { graph_.available = nullptr; }

    /// Adds the adjoints of one result, whose own adjoint is 1. Afterwards `adjoint(i)` is the
    /// position of the adjoint of node i.
    constexpr void sweep(std::uint32_t result) {
        guard_.reset(size_);
        if (has_branches_) {
            find_guards(result, guard_, true);
            find_least_depths(result);
        }
        adjoint_.reset(size_);
        if (active_.items[result])
            adjoint_.items[result] = graph_.literal(1) + 1;
        for (std::size_t i = result + 1; i-- > 0;)
            if (adjoint_.items[i] != none && !is_leaf(graph_.nodes.items[i]))
                propagate(static_cast<std::uint32_t>(i));
    }
    constexpr std::uint32_t adjoint(std::uint32_t i) {
        return adjoint_.items[i] == none ? graph_.literal(0)
                                         : leave(guard_.items[i], 0, adjoint_.items[i] - 1);
    }

private:
    // What has no adjoint; the others are stored one higher.
    static constexpr std::uint32_t none = 0;

    [[nodiscard]] constexpr bool differentiates(const node& n, std::size_t k) const {
        return n.operation->differentiable[k] && active_.items[n.word[k]];
    }
    [[nodiscard]] constexpr bool has_active_operand(const node& n) const {
        return differentiates(n, 0) || differentiates(n, 1) || differentiates(n, 2) ||
               differentiates(n, 3);
    }

    constexpr void propagate(std::uint32_t i) {
        const node n = graph_.nodes.items[i];
        regions_.here = guard_.items[i];
        const bool square = n.operation->arity == 2 && n.word[0] == n.word[1];
        if (square && differentiates(n, 0) && differentiates(n, 1)) // 2*(g*x) is one term, not two
            return accumulate(i, n, 0,
                              simplifier(graph_).add(contribution(i, n, 0), contribution(i, n, 1)));
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (differentiates(n, k))
                accumulate(i, n, k, contribution(i, n, k));
    }
    constexpr std::uint32_t contribution(std::uint32_t i, const node& n, std::size_t k) {
        const std::uint32_t incoming = adjoint_.items[i] - 1;
        if (n.operation->branch)
            return incoming;
        return rule_.product(incoming, rule_.partial(i, k),
                             n.operation->vertical_tangent || (has_branches_ && is_shared(i)));
    }
    constexpr void accumulate(std::uint32_t i, const node& n, std::size_t k,
                              std::uint32_t contribution) {
        const std::uint64_t operand = n.word[k];
        if (has_branches_)
            contribution = leave(edge_guard(guard_, i, k), guard_.items[operand], contribution);
        std::uint32_t& sum = adjoint_.items[operand];
        sum = 1 + (sum == none ? contribution : simplifier(graph_).add(sum - 1, contribution));
    }

    // Guards. A node that only one alternative of a select uses is guarded by that select's
    // condition. Inside its region adjoints flow as if it were chosen; where they leave the region
    // they are replaced by 0 unless it was. So the alternative that was not chosen cannot poison
    // anything, and only the region's borders pay for it.
    struct guard {
        std::uint32_t parent = 0, depth = 0;
        const primitive_info* select = nullptr;
        std::uint64_t a = 0, b = 0;
        bool first = false;
    };

    constexpr std::uint32_t edge_guard(const buffer<std::uint32_t>& guards_of_nodes,
                                       std::uint32_t i, std::size_t k) {
        const node& n = graph_.nodes.items[i];
        const std::uint32_t around = guards_of_nodes.items[i];
        if (!n.operation->branch || k < 2)
            return around;
        const guard wanted{
            around, guards_.items[around].depth + 1, n.operation, n.word[0], n.word[1], k == 2};
        for (std::size_t g = 1; g < guards_.size; ++g)
            if (guards_.items[g].parent == wanted.parent &&
                guards_.items[g].select->id == wanted.select->id &&
                guards_.items[g].a == wanted.a && guards_.items[g].b == wanted.b &&
                guards_.items[g].first == wanted.first)
                return static_cast<std::uint32_t>(g);
        guards_.push(wanted);
        regions_.parent.push(around);
        return static_cast<std::uint32_t>(guards_.size - 1);
    }
    constexpr std::uint32_t common(std::uint32_t a, std::uint32_t b) const {
        while (a != b) {
            if (guards_.items[a].depth < guards_.items[b].depth)
                b = guards_.items[b].parent;
            else
                a = guards_.items[a].parent;
        }
        return a;
    }
    // guards.items[i] becomes the innermost guard common to those uses of node i by the result
    // through which adjoints flow, or to all uses by any result.
    constexpr void find_guards(std::uint32_t result, buffer<std::uint32_t>& guards,
                               bool of_adjoints) {
        buffer<bool> reached;
        reached.reset(size_);
        guards.reset(size_);
        reached.items[result] = true;
        for (std::size_t i = result + 1; i-- > 0;) {
            if (of_adjoints && !reached.items[i])
                continue;
            const node n = graph_.nodes.items[i];
            for (std::size_t k = 0; k < n.operation->arity; ++k) {
                if (of_adjoints && !differentiates(n, k))
                    continue;
                const std::uint32_t edge = edge_guard(guards, static_cast<std::uint32_t>(i), k);
                std::uint32_t& operand = guards.items[n.word[k]];
                operand = reached.items[n.word[k]] ? common(operand, edge) : edge;
                reached.items[n.word[k]] = true;
            }
        }
    }
    // Alternatives of several selects may share a node that no guard covers: when none of them is
    // chosen its adjoint is 0 and its partial may be infinite. All its uses lie deeper than its own
    // guard, or in such nodes.
    [[nodiscard]] constexpr bool is_shared(std::size_t i) const {
        return least_depth_.items[i] != guards_.items[guard_.items[i]].depth + 1;
    }
    // least_depth_.items[i] becomes 1 + the least depth of a use, of those that are not shared.
    constexpr void find_least_depths(std::uint32_t result) {
        least_depth_.reset(size_);
        least_depth_.items[result] = 1;
        for (std::size_t i = result + 1; i-- > 0;) {
            if (is_shared(i))
                continue;
            const node n = graph_.nodes.items[i];
            for (std::size_t k = 0; k < n.operation->arity; ++k) {
                if (!differentiates(n, k))
                    continue;
                const std::uint32_t edge = edge_guard(guard_, static_cast<std::uint32_t>(i), k);
                const std::uint32_t depth = guards_.items[edge].depth + 1;
                std::uint32_t& least = least_depth_.items[n.word[k]];
                least = least == 0 || depth < least ? depth : least;
            }
        }
    }
    constexpr std::uint32_t leave(std::uint32_t from, std::uint32_t to, std::uint32_t adjoint) {
        for (; from != to; from = guards_.items[from].parent) {
            const guard g = guards_.items[from];
            const std::uint32_t zero = graph_.literal(0);
            adjoint = simplified(
                graph_, {g.select, {g.a, g.b, g.first ? adjoint : zero, g.first ? zero : adjoint}});
        }
        return adjoint;
    }

    builder& graph_;
    std::size_t size_;
    chain_rule rule_;
    bool has_branches_ = false;
    buffer<bool> active_;
    buffer<std::uint32_t> adjoint_, guard_, least_depth_;
    buffer<guard> guards_;
    regions regions_;
};

} // namespace ctgrad::detail
