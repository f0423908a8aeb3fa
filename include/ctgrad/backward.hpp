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
    bool same[Part::g.size][Whole::g.size]{};

    // Without values of plain numbers: could they correspond at all?
    constexpr void find() { find_with(nullptr, nullptr); }

    constexpr void find_with(const double* whole_slots, const double* part_slots) {
        for (std::size_t p = 0; p < Part::g.size; ++p)
            for (std::size_t w = 0; w < Whole::g.size; ++w)
                same[p][w] =
                    correspond(Part::g.nodes[p], Whole::g.nodes[w], whole_slots, part_slots);
    }
    [[nodiscard]] constexpr bool any() const {
        for (const bool here : same[Part::g.result[0]])
            if (here)
                return true;
        return false;
    }

private:
    static constexpr bool is_number(const node& n) {
        return n.operation == &slot || n.operation == &literal;
    }
    static constexpr double number(const node& n, const double* slots) {
        return n.operation == &slot ? slots[n.word[0]] : literal_value(n);
    }
    constexpr bool correspond(const node& p, const node& w, const double* whole_slots,
                              const double* part_slots) const {
        if (is_number(p) && is_number(w)) {
            const bool both_known = p.operation == &literal && w.operation == &literal;
            return (part_slots == nullptr && !both_known) ||
                   number(p, part_slots) == number(w, whole_slots);
        }
        if (is_leaf(p))
            return p == w;
        // A sealed expression has the literal form where its part still has a plain number.
        bool same_operation = p.operation == w.operation;
        if (!same_operation && p.operation->with_literal != nullptr) {
            const node& exponent = Whole::g.nodes[w.word[w.operation->arity - 1]];
            same_operation = exponent.operation == &literal &&
                             w.operation->arity == p.operation->arity &&
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
struct backward_pass : detail::slot_values<detail::slots_of<Source>> {
    using source = Source;

    std::array<T, Source::g.size> node_data;
    std::array<T, Source::g.size> node_grad;

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
    constexpr T sum(const expr<Part>& part, const std::array<T, Source::g.size>& table,
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
        for (std::size_t w = 0; w < Source::g.size; ++w)
            if (places.same[Part::g.result[0]][w] && !(first_only && found)) {
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
    if constexpr (detail::slots_of<Source> != 0)
        detail::copy_slots(e.slots, detail::slots_of<Source>, pass.slots);
    for (std::size_t i = 0; i < Source::g.size; ++i) {
        pass.node_data[i] = results[i];
        pass.node_grad[i] = results[Source::g.size + i];
    }
    return pass;
}
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto backward(const named_point<T, Names...>& point) {
    return backward(sealed<Expression>, point);
}

} // namespace ctgrad
