// SPDX-License-Identifier: BSL-1.0
//
// An expression as a formula: minimal parentheses, and a name for what is used more than once:
// "e = exp(2*n); (e - 1)/(e + 1)".
#pragma once

#include <ctgrad/detail/decimal_writer.hpp>
#include <ctgrad/detail/formula_pieces.hpp>
#include <ctgrad/sealed.hpp>
#include <ctgrad/text.hpp>

#include <iosfwd>
#include <string_view>

namespace ctgrad {

namespace detail {

// How a graph is written. Works through an explicit stack: formulas may be deeper than the
// recursion that compilers allow while compiling.
template <class Source>
class formula_writer {
public:
    constexpr explicit formula_writer(const double* slots) : slots_(slots) {
        for (const node& n : g.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                ++uses_[n.word[k]];
    }

    /// The whole expression, shared nodes first.
    template <class Sink>
    constexpr void write_all(Sink& out) const {
        for (std::size_t i = 0; i < g.size; ++i) {
            if (!is_shared(i))
                continue;
            write_name(out, i);
            write(out, " = ");
            write_node(out, i, &formula_writer::is_shared);
            write(out, "; ");
        }
        write_node(out, g.result[0], &formula_writer::is_shared);
    }

    /// One node in terms of the names below it.
    template <class Sink>
    constexpr void write_in_names(Sink& out, std::size_t root) const {
        write_node(out, root, &formula_writer::is_labelled);
    }

    [[nodiscard]] constexpr bool is_labelled(std::size_t i) const {
        for (std::size_t l = 0; l < g.labels; ++l)
            if (g.names[l].position == i)
                return true;
        return false;
    }
    template <class Sink>
    constexpr void write_labels(Sink& out, std::size_t i) const {
        bool first = true;
        for (std::size_t l = 0; l < g.labels; ++l) {
            if (g.names[l].position != i)
                continue;
            if (!first)
                write(out, ", ");
            write(out, g.names[l].name);
            first = false;
        }
    }
    template <class Sink>
    constexpr void write_leaf(Sink& out, std::size_t i) const {
        const node& n = g.nodes[i];
        if (is_input(n))
            write(out, name_of(n));
        else if (is_number(n))
            write_shortest(out, number(n));
        else
            write(out, n.operation->format);
    }

private:
    static constexpr const auto& g = graph_of<Source>;
    using predicate = bool (formula_writer::*)(std::size_t) const;

    static constexpr bool is_number(const node& n) {
        return n.operation->id == literal.id || n.operation->id == slot.id;
    }
    [[nodiscard]] constexpr double number(const node& n) const {
        return n.operation->id == slot.id ? slots_[n.word[0]] : literal_value(n);
    }
    [[nodiscard]] constexpr bool is_shared(std::size_t i) const {
        return uses_[i] > 1 && !is_leaf(g.nodes[i]);
    }
    [[nodiscard]] constexpr int precedence_of(const node& n) const {
        if (is_number(n))
            return number(n) < 0 ? sign_precedence : call_precedence;
        return is_input(n) ? int{call_precedence} : n.operation->precedence;
    }

    // The label of a shared node, else t1, t2, ... with a letter more where a variable has that
    // name.
    template <class Sink>
    constexpr void write_name(Sink& out, std::size_t shared) const {
        if (is_labelled(shared)) {
            for (std::size_t l = 0; l < g.labels; ++l)
                if (g.names[l].position == shared)
                    return write(out, g.names[l].name);
        }
        std::size_t rank = 1;
        for (std::size_t i = 0; i < shared; ++i)
            rank += is_shared(i) && !is_labelled(i);
        std::size_t letters = 1;
        while (is_taken(letters, rank))
            ++letters;
        for (std::size_t i = 0; i < letters; ++i)
            out('t');
        write(out, rank);
    }
    [[nodiscard]] constexpr bool is_taken(std::size_t letters, std::size_t rank) const {
        text<2 * max_name_length> candidate;
        for (std::size_t i = 0; i < letters && i < max_name_length; ++i)
            candidate('t');
        write(candidate, rank);
        const packed_name name = pack(candidate.view().substr(0, max_name_length));
        for (const node& n : g.nodes)
            if (is_input(n) && name_of(n) == name)
                return true;
        for (std::size_t l = 0; l < g.labels; ++l)
            if (g.names[l].name == name)
                return true;
        return false;
    }

    template <class Sink>
    constexpr void write_node(Sink& out, std::size_t root, predicate by_name) const {
        buffer<piece> stack;
        stack.push({root, 0});
        while (stack.size > 0) {
            const piece top = stack.pop();
            if (!top.characters.empty())
                write(out, top.characters);
            else if (is_leaf(g.nodes[top.node]) || (top.node != root && (this->*by_name)(top.node)))
                write_atom(out, top);
            else {
                const node& n = g.nodes[top.node];
                push_pieces(stack, *n.operation, n.word, top.precedence);
            }
        }
    }
    template <class Sink>
    constexpr void write_atom(Sink& out, const piece& atom) const {
        const node& n = g.nodes[atom.node];
        if (!is_leaf(n))
            return write_name(out, atom.node);
        const bool parentheses = precedence_of(n) < atom.precedence;
        if (parentheses)
            out('(');
        write_leaf(out, atom.node);
        if (parentheses)
            out(')');
    }

    const double* slots_;
    std::size_t uses_[g.size]{};
};

// Room for any number in place of a slot.
inline constexpr std::size_t longest_number = 24;

template <class Source>
constexpr std::size_t formula_capacity() {
    constexpr double zeros[Source::slots::value + 1]{};
    counter out;
    formula_writer<Source>(zeros).write_all(out);
    std::size_t slot_uses = 0;
    for (const node& n : graph_of<Source>.nodes)
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            slot_uses += graph_of<Source>.nodes[n.word[k]].operation->id == slot.id;
    return out.size + (slot_uses + 1) * (longest_number + 2);
}

} // namespace detail

/// The expression as readable C++-like text. What is used more than once is written once, under its
/// label (`named<"e">(...)`) or a name such as t1.
/// Returns a `text`, constexpr, convertible to std::string_view. Example: examples/neuron.cpp
template <class Source>
constexpr auto to_string(const expr<Source>& e) {
    text<detail::formula_capacity<Source>()> out;
    detail::formula_writer<Source>(e.slots).write_all(out);
    return out;
}
template <const auto& Expression>
constexpr auto to_string() {
    return to_string(sealed<Expression>);
}

/// The same text in a stream.
template <class Traits, class Source>
auto& operator<<(std::basic_ostream<char, Traits>& out, const expr<Source>& e) {
    return out << std::string_view(to_string(e));
}

} // namespace ctgrad
