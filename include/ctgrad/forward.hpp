// SPDX-License-Identifier: BSL-1.0
//
// Forward mode of any order, graph to graph. Along a line x + t*v every node is a power series in
// t, and the pass appends the nodes that compute its coefficients, from the leaves to the results:
//
//     y = f(x):   k*y_k = sum over j = 1..k of j * x_j * p_(k-j)      p: the partial of f at x
//
// The partial is a formula itself (cos for sin, exp for exp), so its coefficients follow by the
// same rule and no primitive needs another one. The first coefficient is the tangent, dy/dt.
#pragma once

#include <ctgrad/chain_rule.hpp>

namespace ctgrad::detail {

class forward_pass {
public:
    /// Prepares the formula in `graph` for sweeps that give coefficients up to `order`. Of several
    /// sweeps each divides by the same: then a reciprocal is worth a node.
    constexpr forward_pass(builder& graph, std::size_t order, std::size_t sweeps = 1)
        : graph_(graph), order_(order), reciprocals_(sweeps > 2), rule_(graph, sweeps > 2) {
        graph_.begin_pass(&simplified);
        // Of what an alternative computes nothing outside may be made.
        for (std::size_t i = 0; i < graph_.size(); ++i)
            if (graph_.nodes.items[i].operation->branch)
                graph_.reuses_formula = false;
    }

    /// Begins a new direction, in which every leaf is constant.
    constexpr void begin() { coefficients_.reset(order_ * graph_.size()); }
    /// The direction's component at a leaf: a node, or a literal.
    constexpr void seed(std::uint32_t leaf, std::uint32_t component) {
        state(leaf, 1) = component + known;
    }
    /// Appends the coefficients of what these nodes depend on, one order after the other.
    constexpr void sweep(const std::uint32_t* results, std::size_t count) {
        std::size_t size = 0;
        for (std::size_t r = 0; r < count; ++r)
            size = results[r] + 1 > size ? results[r] + 1 : size;
        buffer<bool> needed;
        needed.reset(size);
        for (std::size_t r = 0; r < count; ++r)
            needed.items[results[r]] = true;
        for (std::size_t i = size; i-- > 0;)
            if (const node& n = graph_.nodes.items[i]; needed.items[i] && !is_leaf(n))
                for (std::size_t k = 0; k < n.operation->arity; ++k)
                    if (n.operation->differentiable[k])
                        needed.items[n.word[k]] = true;
        for (std::size_t k = 1; k <= order_; ++k)
            for (std::size_t i = 0; i < size; ++i)
                if (needed.items[i])
                    coefficient_or_zero(static_cast<std::uint32_t>(i), k);
    }
    /// The node that computes coefficient k of node i.
    constexpr std::uint32_t coefficient(std::uint32_t i, std::size_t k) {
        const std::uint32_t found = coefficient_or_zero(i, k);
        return found == zero ? graph_.literal(0) : found - known;
    }

private:
    // What is stored of a coefficient: not computed yet, known to be 0, or a position, two higher.
    static constexpr std::uint32_t zero = 1, known = 2;

    constexpr std::uint32_t& state(std::uint32_t i, std::size_t k) {
        while (coefficients_.size < order_ * (i + std::size_t{1}))
            coefficients_.push(0);
        return coefficients_.items[order_ * i + k - 1];
    }
    // Deeper than a partial's own formula only if the results were not swept.
    constexpr std::uint32_t coefficient_or_zero(std::uint32_t i, std::size_t k) {
        if (k == 0)
            return i + known;
        if (state(i, k) == 0) {
            const std::uint32_t computed = compute(i, k);
            state(i, k) = computed;
        }
        return state(i, k);
    }
    constexpr std::uint32_t compute(std::uint32_t i, std::size_t k) {
        const node n = graph_.nodes.items[i];
        if (is_leaf(n))
            return zero;
        const std::uint32_t a = operand(n, 0), b = operand(n, 1);
        if (n.operation->id == info<op::multiply>.id)
            return convolution(a, b, k, 0, k);
        if (n.operation->id == info<op::divide>.id) // y*b = a
            return divided(subtracted(coefficient_or_zero(a, k), convolution(i, b, k, 0, k - 1)),
                           b);
        if (n.operation->branch)
            return chosen(n, coefficient_or_zero(operand(n, 2), k),
                          coefficient_or_zero(operand(n, 3), k));
        std::uint32_t sum = zero;
        for (std::size_t m = 0; m < n.operation->arity; ++m)
            if (n.operation->differentiable[m])
                for (std::size_t j = 1; j <= k; ++j)
                    sum = added(sum, term(i, n, m, j, k));
        return sum;
    }
    // (j/k) * x_j * p_(k-j) for operand m.
    constexpr std::uint32_t term(std::uint32_t i, const node& n, std::size_t m, std::size_t j,
                                 std::size_t k) {
        const std::uint32_t x = coefficient_or_zero(operand(n, m), j);
        if (x == zero)
            return zero;
        const std::uint32_t partial = rule_.partial(i, m);
        if (j == k)
            return rule_.product(x - known, partial, n.operation->vertical_tangent) + known;
        const std::uint32_t p = coefficient_or_zero(partial, k - j);
        if (p == zero)
            return zero;
        simplifier simplify(graph_);
        const std::uint32_t factor = simplify.divide(graph_.literal(static_cast<double>(j)),
                                                     graph_.literal(static_cast<double>(k)));
        return simplify.multiply(
                   factor, rule_.product(x - known, p - known, n.operation->vertical_tangent)) +
               known;
    }
    // The sum over j = first..last of a_j * b_(k-j).
    constexpr std::uint32_t convolution(std::uint32_t a, std::uint32_t b, std::size_t k,
                                        std::size_t first, std::size_t last) {
        std::uint32_t sum = zero;
        for (std::size_t j = last + 1; j-- > first;) {
            const std::uint32_t x = coefficient_or_zero(a, j);
            const std::uint32_t y = coefficient_or_zero(b, k - j);
            if (x != zero && y != zero)
                sum = added(sum, simplifier(graph_).multiply(x - known, y - known) + known);
        }
        return sum;
    }
    constexpr std::uint32_t added(std::uint32_t a, std::uint32_t b) {
        if (a == zero || b == zero)
            return a == zero ? b : a;
        return simplifier(graph_).add(a - known, b - known) + known;
    }
    constexpr std::uint32_t subtracted(std::uint32_t a, std::uint32_t b) {
        if (b == zero)
            return a;
        if (a == zero)
            return simplifier(graph_).negate(b - known) + known;
        return simplifier(graph_).subtract(a - known, b - known) + known;
    }
    constexpr std::uint32_t divided(std::uint32_t a, std::uint32_t b) {
        if (a == zero)
            return zero;
        simplifier simplify(graph_);
        if (reciprocals_ && !simplify.is_literal(b))
            return simplify.multiply(a - known, simplify.divide(graph_.literal(1), b)) + known;
        return simplify.divide(a - known, b) + known;
    }
    constexpr std::uint32_t chosen(const node& n, std::uint32_t a, std::uint32_t b) {
        if (a == zero && b == zero)
            return zero;
        const std::uint32_t nothing = graph_.literal(0);
        return known + simplified(graph_, {n.operation,
                                           {n.word[0], n.word[1], a == zero ? nothing : a - known,
                                            b == zero ? nothing : b - known}});
    }
    static constexpr std::uint32_t operand(const node& n, std::size_t k) {
        return static_cast<std::uint32_t>(n.word[k]);
    }

    builder& graph_;
    std::size_t order_;
    bool reciprocals_;
    chain_rule rule_;
    buffer<std::uint32_t> coefficients_;
};

} // namespace ctgrad::detail
