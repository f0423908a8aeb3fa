// SPDX-License-Identifier: BSL-1.0
//
// The backward pass as micrograd shows it: data and grad of every node, constants included.
#pragma once

#include <ctgrad/error.hpp>
#include <ctgrad/gradient.hpp>

namespace ctgrad {

namespace detail {

// Which nodes of a graph are a given subexpression. Two graphs correspond where operations and
// operands do; a plain number corresponds to a literal or plain number of the same value. A plain
// number written twice is two nodes, so a subexpression may stand in several places.
template <class Whole, class Part>
struct occurrences {
    bool same[graph_of<Part>.size][graph_of<Whole>.size]{};

    // Without values of plain numbers: could they correspond at all?
    constexpr void find() { find_with(nullptr, nullptr, false); }

    // A flag, as g++ takes no comparison of a temporary's address with null for constant.
    constexpr void find_with(const double* whole_slots, const double* part_slots,
                             bool numbers_known = true) {
        for (std::size_t p = 0; p < graph_of<Part>.size; ++p)
            for (std::size_t w = 0; w < graph_of<Whole>.size; ++w)
                same[p][w] = correspond(graph_of<Part>.nodes[p], graph_of<Whole>.nodes[w],
                                        whole_slots, part_slots, numbers_known);
    }
    [[nodiscard]] constexpr bool any() const {
        for (const bool here : same[graph_of<Part>.result[0]])
            if (here)
                return true;
        return false;
    }

private:
    static constexpr bool is_number(const node& n) {
        return n.operation->id == slot.id || n.operation->id == literal.id;
    }
    static constexpr double number(const node& n, const double* slots) {
        return n.operation->id == slot.id ? slots[n.word[0]] : literal_value(n);
    }
    constexpr bool correspond(const node& p, const node& w, const double* whole_slots,
                              const double* part_slots, bool numbers_known) const {
        if (is_number(p) && is_number(w)) {
            const bool both_known = p.operation->id == literal.id && w.operation->id == literal.id;
            return (!numbers_known && !both_known) ||
                   number(p, part_slots) == number(w, whole_slots);
        }
        if (is_leaf(p))
            return p == w;
        // A sealed expression has the literal form where its part still has a plain number.
        bool same_operation = p.operation->id == w.operation->id;
        if (!same_operation && p.operation->has_literal_form &&
            w.operation->arity == p.operation->arity) {
            const node& exponent = graph_of<Whole>.nodes[w.word[w.operation->arity - 1]];
            same_operation = exponent.operation->id == literal.id &&
                             p.operation->with_literal(literal_value(exponent)) == w.operation;
        }
        for (std::size_t k = 0; same_operation && k < p.operation->arity; ++k)
            same_operation = same[p.word[k]][w.word[k]];
        return same_operation;
    }
};

template <class Whole, class Part>
constexpr bool may_occur() {
    occurrences<Whole, Part> places;
    places.find();
    return places.any();
}

} // namespace detail

/// The data and grad of every node of an expression at a point.
template <class Source, class T>
struct backward_pass : detail::slot_values<Source::slots::value> {
    using source = Source;

    std::array<T, detail::graph_of<Source>.size> node_data;
    std::array<T, detail::graph_of<Source>.size> node_grad;

    /// The value of a subexpression.
    template <class Part>
    constexpr T data(const expr<Part>& part) const {
        return sum<Part>(part, node_data, true);
    }
    /// The derivative of the whole expression with respect to a subexpression.
    template <class Part>
    constexpr T grad(const expr<Part>& part) const {
        return sum<Part>(part, node_grad, false);
    }

private:
    template <class Part>
    constexpr T sum(const expr<Part>& part,
                    const std::array<T, detail::graph_of<Source>.size>& table,
                    bool first_only) const {
        static_assert(
            detail::may_occur<Source, Part>(),
            "ctgrad: data(e) and grad(e) of a backward pass take a subexpression of the "
            "expression it was made from, this one does not occur in it: ask for one that "
            "does, or make a pass of another expression; see docs/reference/backward.md");
        detail::occurrences<Source, Part> places;
        places.find_with(this->slots, part.slots);
        if (!places.any())
            throw error(
                "ctgrad: data(e) and grad(e) of a backward pass take a subexpression of the "
                "expression it was made from; this one has its form, but other numbers");
        T total = T(0);
        bool found = false;
        for (std::size_t w = 0; w < detail::graph_of<Source>.size; ++w)
            if (places.same[detail::graph_of<Part>.result[0]][w] && !(first_only && found)) {
                total = found ? total + table[w] : table[w];
                found = true;
            }
        return total;
    }
};

/// Evaluates an expression and runs its backward pass. `backward<o>(point)`, for a constexpr object
/// of static storage duration, merges equal subexpressions: `e` is then one node in
/// `(e - 1)/(e + 1)`, whatever numbers it contains. Example: examples/neuron.cpp
template <class Source, class T, fixed_string... Names>
constexpr auto backward(const expr<Source>& e, const named_point<T, Names...>& point) {
    using formula = detail::typed_formula<Source>;
    const auto results =
        detail::evaluate_at<detail::backward_recipe<formula>, formula>(point, e.slots);
    backward_pass<Source, T> pass{};
    if constexpr (Source::slots::value != 0)
        detail::copy_slots(e, pass.slots);
    for (std::size_t i = 0; i < detail::graph_of<Source>.size; ++i) {
        pass.node_data[i] = results[i];
        pass.node_grad[i] = results[detail::graph_of<Source>.size + i];
    }
    return pass;
}
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto backward(const named_point<T, Names...>& point) {
    return backward(sealed<Expression>, point);
}

} // namespace ctgrad
