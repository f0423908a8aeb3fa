// SPDX-License-Identifier: BSL-1.0
//
// Simplification of what passes create: the products with 0, 1 and -1, the signs and the repeated
// terms that differentiation leaves behind. The user's own formula is never touched: 0*x is not 0
// where x is infinite. Arithmetic on literals is done only where it is exact, so that the graph
// means the same in every scalar type.
#pragma once

#include <ctgrad/detail/rule_conditions.hpp>

namespace ctgrad::detail {

class simplifier : public rule_conditions {
public:
    using rule_conditions::rule_conditions;

    /// The position of a node that means `operation(operands)`.
    constexpr std::uint32_t make(const node& n) {
        const std::uint32_t a = operand(n, 0), b = operand(n, 1);
        if (n.operation->id == info<op::add>.id)
            return add(a, b);
        if (n.operation->id == info<op::subtract>.id)
            return subtract(a, b);
        if (n.operation->id == info<op::multiply>.id)
            return multiply(a, b);
        if (n.operation->id == info<op::divide>.id)
            return divide(a, b);
        if (n.operation->id == info<op::negate>.id)
            return negate(a);
        if (n.operation->id == info<op::power>.id)
            return power(n);
        if (n.operation->branch)
            return choose(n);
        return graph_.push(n);
    }

    constexpr std::uint32_t add(std::uint32_t a, std::uint32_t b) {
        const node& x = graph_.nodes.items[a];
        const node& y = graph_.nodes.items[b];
        if (x.operation->id == literal.id || y.operation->id == literal.id)
            return add_literal(a, b);
        if (y.operation->id == info<op::negate>.id)
            return subtract(a, operand(y, 0));
        if (x.operation->id == info<op::negate>.id)
            return subtract(b, operand(x, 0));
        if (a == b)
            return multiply(graph_.literal(2), a);
        if (has_common_factor(x, y) && is_added(a) && is_added(b))
            return multiply(operand(x, 0), add(operand(x, 1), operand(y, 1)));
        if (x.operation->branch && y.operation->id == x.operation->id && x.word[0] == y.word[0] &&
            x.word[1] == y.word[1])
            return merge(a, b);
        return commutative<op::add>(a, b);
    }
    constexpr std::uint32_t add_literal(std::uint32_t a, std::uint32_t b) {
        if (is(a, 0))
            return b;
        if (is(b, 0))
            return a;
        if (are_moderate_literals(a, b)) {
            const double sum = value(a) + value(b);
            if (sum - value(a) == value(b) && sum - value(b) == value(a))
                return graph_.literal(sum);
        }
        return commutative<op::add>(a, b);
    }

    constexpr std::uint32_t subtract(std::uint32_t a, std::uint32_t b) {
        if (is(b, 0))
            return a;
        if (is(a, 0))
            return negate(b);
        if (are_moderate_literals(a, b)) {
            const double difference = value(a) - value(b);
            if (difference + value(b) == value(a) && value(a) - difference == value(b))
                return graph_.literal(difference);
        }
        if (is_negation(b))
            return add(a, operand(graph_.nodes.items[b], 0));
        if (is_negation(a))
            return negate(add(operand(graph_.nodes.items[a], 0), b));
        const node x = graph_.nodes.items[a], y = graph_.nodes.items[b];
        if (has_common_factor(x, y) && is_added(a) && is_added(b))
            return multiply(operand(x, 0), subtract(operand(x, 1), operand(y, 1)));
        return push<op::subtract>(a, b);
    }

    constexpr std::uint32_t multiply(std::uint32_t a, std::uint32_t b) {
        const node& x = graph_.nodes.items[a];
        const node& y = graph_.nodes.items[b];
        if (y.operation->id == literal.id)
            return multiply_by(b, a);
        if (x.operation->id == literal.id)
            return multiply_by(a, b);
        if (x.operation->id == info<op::negate>.id)
            return negate(multiply(operand(x, 0), b));
        if (y.operation->id == info<op::negate>.id)
            return negate(multiply(a, operand(y, 0)));
        if (is_sum(a) && distributes(a, b))
            return distributed(a, b);
        if (x.operation->id == info<op::multiply>.id || y.operation->id == info<op::multiply>.id)
            return multiply_product(a, b);
        return commutative<op::multiply>(a, b);
    }

    constexpr std::uint32_t divide(std::uint32_t a, std::uint32_t b) {
        if (is(a, 0))
            return a;
        if (is(b, 1))
            return a;
        if (are_moderate_literals(a, b) && value(b) != 0) {
            const double quotient = value(a) / value(b);
            if (quotient * value(b) == value(a) && exact_product(quotient, value(b)))
                return graph_.literal(quotient);
        }
        if (is_negation(a))
            return negate(divide(operand(graph_.nodes.items[a], 0), b));
        if (is_negation(b))
            return negate(divide(a, operand(graph_.nodes.items[b], 0)));
        // (x/(p/b))/b = x/p: the adjoint of log(p/b) on its way to p.
        const node x = graph_.nodes.items[a];
        if (is_added(a) && x.operation->id == info<op::divide>.id) {
            const node& inner = graph_.nodes.items[x.word[1]];
            if (inner.operation->id == info<op::divide>.id && inner.word[1] == b)
                return divide(operand(x, 0), operand(inner, 0));
        }
        // A reciprocal that the formula computes anyway saves a division.
        const node reciprocal{operation<op::divide>(), {graph_.literal(1), b}};
        if (graph_.formula_contains(reciprocal))
            return is(a, 1) ? graph_.push(reciprocal) : multiply(a, graph_.push(reciprocal));
        const node negative{operation<op::divide>(), {graph_.literal(-1), b}};
        if (graph_.formula_contains(negative))
            return negate(multiply(a, graph_.push(negative)));
        return push<op::divide>(a, b);
    }

    constexpr std::uint32_t negate(std::uint32_t a) {
        const node n = graph_.nodes.items[a];
        if (is_literal(a))
            return graph_.literal(0 - value(a)); // of 0 it is 0, not -0
        if (is_negation(a))
            return operand(n, 0);
        if (n.operation->id == info<op::subtract>.id && is_added(a))
            return subtract(operand(n, 1), operand(n, 0));
        return graph_.push({operation<op::negate>(), {a}});
    }

private:
    // factor*x, the factor being a literal. Signs go outwards, where an addition absorbs them and
    // where products that differ in nothing else become one.
    constexpr std::uint32_t multiply_by(std::uint32_t factor, std::uint32_t x) {
        if (is_literal(x)) {
            if (are_moderate_literals(factor, x) && exact_product(value(factor), value(x)))
                return graph_.literal(0 + value(factor) * value(x)); // not -0
            if (value(x) == 1)
                return factor;
        }
        if (value(factor) == 0)
            return graph_.literal(0);
        if (value(factor) == 1)
            return x;
        if (value(factor) < 0)
            return negate(multiply_by(graph_.literal(-value(factor)), x));
        return multiply_by_constant(factor, x);
    }
    constexpr std::uint32_t multiply_by_constant(std::uint32_t factor, std::uint32_t x) {
        const node n = graph_.nodes.items[x];
        if (n.operation->id == info<op::negate>.id)
            return negate(multiply_by_constant(factor, operand(n, 0)));
        if (n.operation->id == info<op::multiply>.id) {
            if (folds(factor, operand(n, 0)))
                return multiply(constant_product(factor, operand(n, 0)), operand(n, 1));
            for (std::size_t k = 0; k < 2 && is_added(x); ++k) { // 2*((y/2)*z) is y*z
                const node p = graph_.nodes.items[n.word[k]];
                if (p.operation->id == info<op::multiply>.id && folds(factor, operand(p, 0)) &&
                    is_literal(operand(p, 0)) && value(factor) * value(operand(p, 0)) == 1)
                    return multiply(operand(p, 1), operand(n, 1 - k));
            }
        }
        return commutative<op::multiply>(factor, x);
    }
    constexpr std::uint32_t constant_product(std::uint32_t a, std::uint32_t b) {
        if (!folds(a, b))
            return commutative<op::multiply>(a, b);
        if (is_literal(b))
            return graph_.literal(value(a) * value(b));
        const node n = graph_.nodes.items[b];
        return push<op::multiply>(graph_.literal(value(a) * value(operand(n, 0))), operand(n, 1));
    }

    // a*b where one of them is a product itself: the order of the factors is chosen such that a
    // product that exists already is used.
    constexpr std::uint32_t multiply_product(std::uint32_t a, std::uint32_t b) {
        for (int side = 0; side < 2; ++side) {
            const std::uint32_t product = side == 0 ? a : b, other = side == 0 ? b : a;
            const node n = graph_.nodes.items[product];
            if (n.operation->id != info<op::multiply>.id || is_constant(product))
                continue;
            const std::uint32_t p = operand(n, 0), q = operand(n, 1);
            if (is_constant(p)) {
                if (other != p && has_product(q, other)) // p*(p*q) would be as before
                    return multiply(p, commutative<op::multiply>(q, other));
                const node& o = graph_.nodes.items[other];
                if (o.operation->id == info<op::multiply>.id && is_constant(operand(o, 0)) &&
                    is_added(product) && is_added(other))
                    return multiply(constant_product(p, operand(o, 0)), multiply(q, operand(o, 1)));
            } else if (is_added(product)) {
                if (is_sum(other) && distributes(other, p))
                    return multiply(distributed(other, p), q);
                if (formula_has_product(q, other))
                    return commutative<op::multiply>(p, commutative<op::multiply>(q, other));
                if (formula_has_product(p, other))
                    return commutative<op::multiply>(q, commutative<op::multiply>(p, other));
            }
        }
        if (is_constant(a))
            return multiply_by_constant(a, b);
        if (is_constant(b))
            return multiply_by_constant(b, a);
        return commutative<op::multiply>(a, b);
    }

    // (p*u - q*v)*r = p*(u*r) - q*(v*r), where the formula computes u*r and v*r anyway.
    constexpr std::uint32_t distributed(std::uint32_t sum, std::uint32_t r) {
        const node n = graph_.nodes.items[sum];
        if (n.operation->id == info<op::add>.id)
            return add(distributed(operand(n, 0), r), distributed(operand(n, 1), r));
        if (n.operation->id == info<op::subtract>.id)
            return subtract(distributed(operand(n, 0), r), distributed(operand(n, 1), r));
        const std::size_t k = formula_has_product(operand(n, 0), r) ? 0 : 1;
        return commutative<op::multiply>(operand(n, 1 - k),
                                         commutative<op::multiply>(operand(n, k), r));
    }

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
            const bool first = n.operation->id == info<op::select_less>.id ? value(a) < value(b)
                               : n.operation->id == info<op::select_equal>.id
                                   ? value(a) == value(b)
                                   : value(a) <= value(b);
            return operand(n, first ? 2 : 3);
        }
        return graph_.push(n);
    }

    // select(c, x, y) + select(c, u, v) = select(c, x + u, y + v): one of each pair is usually 0.
    constexpr std::uint32_t merge(std::uint32_t a, std::uint32_t b) {
        const node x = graph_.nodes.items[a], y = graph_.nodes.items[b];
        return choose({x.operation,
                       {x.word[0], x.word[1], add(operand(x, 2), operand(y, 2)),
                        add(operand(x, 3), operand(y, 3))}});
    }
};

constexpr std::uint32_t simplified(builder& graph, const node& n) {
    return simplifier(graph).make(n);
}

} // namespace ctgrad::detail
