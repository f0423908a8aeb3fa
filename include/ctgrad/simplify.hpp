// SPDX-License-Identifier: BSL-1.0
//
// Simplification of what passes create: the products with 0, 1 and -1, the signs and the repeated
// terms that differentiation leaves behind. The user's own formula is never touched: 0*x is not 0
// where x is infinite. Arithmetic on literals is done only where it is exact, so that the graph
// means the same in every scalar type.
#pragma once

#include <ctgrad/builder.hpp>
#include <ctgrad/primitives.hpp>

namespace ctgrad::detail {

class simplifier {
    // First, as clang instantiates a member template only where its body has been seen.
    template <class Op>
    constexpr std::uint32_t push(std::uint32_t a, std::uint32_t b) {
        return graph_.push({operation<Op>(), {a, b}});
    }
    template <class Op>
    constexpr std::uint32_t commutative(std::uint32_t a, std::uint32_t b) {
        if (graph_.contains({operation<Op>(), {b, a}}))
            return push<Op>(b, a);
        return push<Op>(a, b);
    }

public:
    constexpr explicit simplifier(builder& graph) : graph_(graph) {}

    /// The position of a node that means `operation(operands)`.
    constexpr std::uint32_t make(const node& n) {
        const std::uint32_t a = operand(n, 0), b = operand(n, 1);
        if (n.operation == operation<op::add>())
            return add(a, b);
        if (n.operation == operation<op::subtract>())
            return subtract(a, b);
        if (n.operation == operation<op::multiply>())
            return multiply(a, b);
        if (n.operation == operation<op::divide>())
            return divide(a, b);
        if (n.operation == operation<op::negate>())
            return negate(a);
        if (n.operation == operation<op::power>())
            return power(n);
        if (n.operation->branch)
            return choose(n);
        return graph_.push(n);
    }

    constexpr std::uint32_t add(std::uint32_t a, std::uint32_t b) {
        if (is(a, 0))
            return b;
        if (is(b, 0))
            return a;
        if (is_literal(a) && is_literal(b)) {
            const double sum = value(a) + value(b);
            if (sum - value(a) == value(b) && sum - value(b) == value(a))
                return graph_.literal(sum);
        }
        if (is_negation(b))
            return subtract(a, operand(graph_[b], 0));
        if (is_negation(a))
            return subtract(b, operand(graph_[a], 0));
        if (a == b)
            return multiply(graph_.literal(2), a);
        if (graph_[a].operation->branch && graph_[b].operation == graph_[a].operation &&
            operand(graph_[a], 0) == operand(graph_[b], 0) &&
            operand(graph_[a], 1) == operand(graph_[b], 1))
            return merge(a, b);
        return commutative<op::add>(a, b);
    }

    constexpr std::uint32_t subtract(std::uint32_t a, std::uint32_t b) {
        if (is(b, 0))
            return a;
        if (is(a, 0))
            return negate(b);
        if (is_literal(a) && is_literal(b)) {
            const double difference = value(a) - value(b);
            if (difference + value(b) == value(a) && value(a) - difference == value(b))
                return graph_.literal(difference);
        }
        if (is_negation(b))
            return add(a, operand(graph_[b], 0));
        if (is_negation(a))
            return negate(add(operand(graph_[a], 0), b));
        return push<op::subtract>(a, b);
    }

    constexpr std::uint32_t multiply(std::uint32_t a, std::uint32_t b) {
        if (is(a, 0) || is(b, 0))
            return graph_.literal(0);
        if (is(a, 1))
            return b;
        if (is(b, 1))
            return a;
        if (is_literal(b) && !is_literal(a))
            return multiply(b, a);
        if (is(a, -1))
            return negate(b);
        if (is_literal(a)) {
            if (is_literal(b) && exact_product(value(a), value(b)))
                return graph_.literal(value(a) * value(b));
            if (is_negation(b))
                return multiply(graph_.literal(-value(a)), operand(graph_[b], 0));
            if (graph_[b].operation == operation<op::multiply>()) {
                const std::uint32_t inner = operand(graph_[b], 0);
                if (is_literal(inner) && exact_product(value(a), value(inner)))
                    return multiply(graph_.literal(value(a) * value(inner)), operand(graph_[b], 1));
            }
        }
        if (is_negation(a))
            return negate(multiply(operand(graph_[a], 0), b));
        if (is_negation(b))
            return negate(multiply(a, operand(graph_[b], 0)));
        return commutative<op::multiply>(a, b);
    }

    constexpr std::uint32_t divide(std::uint32_t a, std::uint32_t b) {
        if (is(a, 0))
            return a;
        if (is(b, 1))
            return a;
        if (is_literal(a) && is_literal(b) && value(b) != 0) {
            const double quotient = value(a) / value(b);
            if (quotient * value(b) == value(a) && exact_product(quotient, value(b)))
                return graph_.literal(quotient);
        }
        if (is_negation(a))
            return negate(divide(operand(graph_[a], 0), b));
        if (is_negation(b))
            return negate(divide(a, operand(graph_[b], 0)));
        return push<op::divide>(a, b);
    }

    constexpr std::uint32_t negate(std::uint32_t a) {
        const node n = graph_[a];
        if (is_literal(a))
            return graph_.literal(-value(a));
        if (is_negation(a))
            return operand(n, 0);
        if (n.operation == operation<op::subtract>() && a >= graph_.formula_size)
            return subtract(operand(n, 1), operand(n, 0));
        if (n.operation == operation<op::multiply>() && is_literal(operand(n, 0)))
            return multiply(graph_.literal(-value(operand(n, 0))), operand(n, 1));
        return graph_.push({operation<op::negate>(), {a}});
    }

    [[nodiscard]] constexpr bool is_literal(std::uint32_t a) const {
        return graph_[a].operation == &detail::literal;
    }
    [[nodiscard]] constexpr double value(std::uint32_t a) const { return literal_value(graph_[a]); }
    [[nodiscard]] constexpr bool is(std::uint32_t a, double number) const {
        return is_literal(a) && value(a) == number;
    }
    [[nodiscard]] constexpr bool is_negation(std::uint32_t a) const {
        return graph_[a].operation == operation<op::negate>();
    }
    static constexpr std::uint32_t operand(const node& n, std::size_t k) {
        return static_cast<std::uint32_t>(n.word[k]);
    }

private:
    constexpr std::uint32_t power(const node& n) {
        if (is(operand(n, 1), 0))
            return graph_.literal(1);
        if (is(operand(n, 1), 1))
            return operand(n, 0);
        return graph_.push(n);
    }

    constexpr std::uint32_t choose(const node& n) {
        const std::uint32_t a = operand(n, 0), b = operand(n, 1);
        if (operand(n, 2) == operand(n, 3))
            return operand(n, 2);
        if (is_literal(a) && is_literal(b)) {
            const bool first = n.operation == operation<op::select_less>() ? value(a) < value(b)
                               : n.operation == operation<op::select_equal>()
                                   ? value(a) == value(b)
                                   : value(a) <= value(b);
            return operand(n, first ? 2 : 3);
        }
        return graph_.push(n);
    }

    // select(c, x, y) + select(c, u, v) = select(c, x + u, y + v): one of each pair is usually 0.
    constexpr std::uint32_t merge(std::uint32_t a, std::uint32_t b) {
        const node x = graph_[a], y = graph_[b];
        return choose({x.operation,
                       {x.word[0], x.word[1], add(operand(x, 2), operand(y, 2)),
                        add(operand(x, 3), operand(y, 3))}});
    }

    // Dekker's product: whether x*y needs no rounding. Small and large factors are not tried.
    static constexpr bool exact_product(double x, double y) {
        const auto moderate = [](double t) { return t == 0 || (t < 0 ? -t : t) < 0x1p300; };
        const auto not_tiny = [](double t) { return t == 0 || (t < 0 ? -t : t) > 0x1p-300; };
        if (!moderate(x) || !moderate(y) || !not_tiny(x) || !not_tiny(y))
            return false;
        const auto high = [](double t) { return 134217729.0 * t - (134217729.0 * t - t); };
        const double xh = high(x), xl = x - xh, yh = high(y), yl = y - yh, p = x * y;
        return ((xh * yh - p) + xh * yl + xl * yh) + xl * yl == 0;
    }

    builder& graph_;
};

constexpr std::uint32_t simplified(builder& graph, const node& n) {
    return simplifier(graph).make(n);
}

} // namespace ctgrad::detail
