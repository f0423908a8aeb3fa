// SPDX-License-Identifier: BSL-1.0
//
// What the rules of simplification (`simplify.hpp`) ask of the graph before they apply: what a node
// is, whether a pass added it or the formula itself computes it, and whether arithmetic on literals
// is exact.
#pragma once

#include <ctgrad/builder.hpp>
#include <ctgrad/primitives.hpp>

#include <cstddef>
#include <cstdint>

namespace ctgrad::detail {

class rule_conditions {
public:
    constexpr explicit rule_conditions(builder& graph) : graph_(graph) {}

    [[nodiscard]] constexpr bool is_literal(std::uint32_t a) const {
        return graph_.nodes.items[a].operation->id == detail::literal.id;
    }
    [[nodiscard]] constexpr double value(std::uint32_t a) const {
        return literal_value(graph_.nodes.items[a]);
    }
    [[nodiscard]] constexpr bool is(std::uint32_t a, double number) const {
        return is_literal(a) && value(a) == number;
    }
    [[nodiscard]] constexpr bool is_negation(std::uint32_t a) const {
        return graph_.nodes.items[a].operation->id == info<op::negate>.id;
    }
    static constexpr std::uint32_t operand(const node& n, std::size_t k) {
        return static_cast<std::uint32_t>(n.word[k]);
    }

protected:
    // Above their uses, as clang instantiates a member template only where its body has been seen.
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

    // Whether a pass added the node: what the formula itself holds is computed in any case.
    [[nodiscard]] constexpr bool is_added(std::uint32_t a) const {
        return a >= graph_.formula_size;
    }
    // 2*u + 2*v: one product less, and a multiplication that may fuse with the next addition.
    static constexpr bool has_common_factor(const node& x, const node& y) {
        return x.operation->id == info<op::multiply>.id && y.operation->id == x.operation->id &&
               x.word[0] == y.word[0];
    }
    // A literal, a named constant such as 2/sqrt(pi), or a product of two: no deeper, as a chain of
    // products would be searched to its end each time.
    [[nodiscard]] constexpr bool is_constant(std::uint32_t a) const {
        const node& n = graph_.nodes.items[a];
        return is_constant_leaf(n) || (n.operation->id == info<op::multiply>.id &&
                                       is_constant_leaf(graph_.nodes.items[n.word[0]]) &&
                                       is_constant_leaf(graph_.nodes.items[n.word[1]]));
    }
    static constexpr bool is_constant_leaf(const node& n) {
        return n.operation->id == literal.id ||
               (is_leaf(n) && !is_input(n) && n.operation->id != slot.id);
    }
    // Whether the product of two constants needs no multiplication: exact literals, or a literal
    // and such a product with a named constant.
    [[nodiscard]] constexpr bool folds(std::uint32_t a, std::uint32_t b) const {
        if (are_moderate_literals(a, b))
            return exact_product(value(a), value(b));
        const node& n = graph_.nodes.items[b];
        return is_literal(a) && n.operation->id == info<op::multiply>.id &&
               are_moderate_literals(a, operand(n, 0)) &&
               exact_product(value(a), value(operand(n, 0))) && is_constant(b);
    }
    [[nodiscard]] constexpr bool has_product(std::uint32_t a, std::uint32_t b) const {
        return graph_.contains({operation<op::multiply>(), {a, b}}) ||
               graph_.contains({operation<op::multiply>(), {b, a}});
    }
    // One that a pass added may stand in an alternative of a select, and would be drawn out of it.
    [[nodiscard]] constexpr bool formula_has_product(std::uint32_t a, std::uint32_t b) const {
        return graph_.formula_contains({operation<op::multiply>(), {a, b}}) ||
               graph_.formula_contains({operation<op::multiply>(), {b, a}});
    }

    // A sum that a pass added, and whether a product with r may go into it.
    [[nodiscard]] constexpr bool is_sum(std::uint32_t a) const {
        const primitive_info* operation = graph_.nodes.items[a].operation;
        return is_added(a) &&
               (operation->id == info<op::add>.id || operation->id == info<op::subtract>.id);
    }
    // The last term first, as most sums fail there; no long sums, as each product would search
    // them.
    [[nodiscard]] constexpr bool distributes(std::uint32_t sum, std::uint32_t r,
                                             int terms = 4) const {
        const node& n = graph_.nodes.items[sum];
        if (is_sum(sum))
            return terms > 1 && distributes(operand(n, 1), r, terms - 1) &&
                   distributes(operand(n, 0), r, terms - 1);
        return is_added(sum) && n.operation->id == info<op::multiply>.id &&
               (formula_has_product(operand(n, 0), r) || formula_has_product(operand(n, 1), r));
    }

    // Large and small literals, infinities and NaN are left alone: where an operation on them
    // overflows or has no value, it is no constant expression.
    static constexpr bool moderate(double x) {
        const double magnitude = x < 0 ? -x : x;
        return x == 0 || (0x1p-300 < magnitude && magnitude < 0x1p300);
    }
    [[nodiscard]] constexpr bool are_moderate_literals(std::uint32_t a, std::uint32_t b) const {
        return is_literal(a) && is_literal(b) && moderate(value(a)) && moderate(value(b));
    }

    // Dekker's product: whether x*y needs no rounding.
    static constexpr bool exact_product(double x, double y) {
        if (!moderate(x) || !moderate(y))
            return false;
        const auto high = [](double t) { return 134217729.0 * t - (134217729.0 * t - t); };
        const double xh = high(x), xl = x - xh, yh = high(y), yl = y - yh, p = x * y;
        return ((xh * yh - p) + xh * yl + xl * yh) + xl * yl == 0;
    }

    builder& graph_;
};

} // namespace ctgrad::detail
