// SPDX-License-Identifier: BSL-1.0
//
// A graph as DOT text, at compile time: one record per node, one ellipse per
// operation, left to right. Every use of a node is an edge, so `a + a` has two.
// In the graph of derivatives what differentiation added is coloured.
#pragma once

#include <ctgrad/backward.hpp>
#include <ctgrad/detail/dot_text.hpp>
#include <ctgrad/detail/written_graph.hpp>
#include <ctgrad/to_string.hpp>

namespace ctgrad {

namespace detail {

template <class Source>
class dot_writer {
public:
    constexpr explicit dot_writer(const double* slots) : formula_(slots) {
        for (const node& n : g.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                drawn_[n.word[k]] = drawn_[n.word[k]] || !is_attribute(n, k);
        for (std::size_t r = 0; r < g.results; ++r)
            drawn_[g.result[r]] = true;
    }

    /// `fields(out, i)` adds what follows the label of node i.
    template <class Sink, class Fields>
    constexpr void write_all(Sink& out, const Fields& fields) const {
        write(out, "digraph {\n  rankdir=LR;\n");
        for (std::size_t i = 0; i < g.size; ++i)
            if (drawn_[i])
                write_node(out, i, fields);
        if constexpr (of_derivatives)
            for (std::size_t r = 0; r < g.results; ++r)
                write_result(out, r);
        write(out, "}\n");
    }

private:
    static constexpr const auto& g = graph_of<Source>;
    static constexpr bool of_derivatives = requires { typename Source::subject; };

    // A literal that is not differentiated, such as an exponent, is part of its
    // operation.
    static constexpr bool is_attribute(const node& n, std::size_t k) {
        return !n.operation->differentiable[k] && g.nodes[n.word[k]].operation->id == literal.id;
    }

    template <class Sink, class Fields>
    constexpr void write_node(Sink& out, std::size_t i, const Fields& fields) const {
        write(out, "  n");
        write(out, i);
        write(out, " [shape=record, label=\"{ ");
        write_label(out, i);
        fields(out, i);
        write(out, " }\"");
        write_colour(out, i);
        write(out, "];\n");
        if (!is_leaf(g.nodes[i]))
            write_operation(out, i);
    }

    // The name given to the node, else its formula in names if that is short.
    template <class Sink>
    constexpr void write_label(Sink& out, std::size_t i) const {
        dot_escaped<Sink> escaped{out};
        if (formula_.is_labelled(i))
            return formula_.write_labels(escaped, i);
        if (is_leaf(g.nodes[i]))
            return formula_.write_leaf(escaped, i);
        limited_text composed;
        formula_.write_in_names(composed, i);
        if (composed.complete)
            write(escaped, composed.kept.view());
    }

    template <class Sink>
    constexpr void write_operation(Sink& out, std::size_t i) const {
        const node& n = g.nodes[i];
        write(out, "  o");
        write(out, i);
        write(out, " [label=\"");
        dot_escaped<Sink> escaped{out};
        write(escaped, short_name(*n.operation));
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (is_attribute(n, k)) {
                out(' ');
                formula_.write_leaf(escaped, n.word[k]);
            }
        out('"');
        write_colour(out, i);
        write(out, "];\n");
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (!is_attribute(n, k)) {
                write(out, "  n");
                write(out, std::size_t{n.word[k]});
                write(out, " -> o");
                write(out, i);
                write(out, ";\n");
            }
        write(out, "  o");
        write(out, i);
        write(out, " -> n");
        write(out, i);
        write(out, ";\n");
    }

    template <class Sink>
    constexpr void write_colour([[maybe_unused]] Sink& out, [[maybe_unused]] std::size_t i) const {
        if constexpr (of_derivatives)
            if (Source::written.is_derivative[i])
                write(out, ", style=filled, fillcolor=lightblue");
    }

    // What a result is: do/dx, of a function without a name df/dx, of second
    // order d2f/dx dy.
    template <class Sink>
    constexpr void write_result(Sink& out, std::size_t r) const {
        using formula = typename Source::subject::formula;
        const meaning what = meaning_of(Source::subject::what, r, variables_of<formula>, g.results);
        write(out, "  r");
        write(out, r);
        write(out, " [shape=plaintext, label=\"");
        dot_escaped<Sink> escaped{out};
        write(escaped, what.order == 0 ? "" : what.order == 1 ? "d" : "d2");
        write_function_name(escaped);
        if (what.order > 0) {
            write(escaped, "/d");
            write(escaped, formula::inputs[variable_position(formula::inputs, what.first)].name);
        }
        if (what.order > 1) {
            write(escaped, " d");
            write(escaped, formula::inputs[variable_position(formula::inputs, what.second)].name);
        }
        write(out, "\"];\n  n");
        write(out, std::size_t{g.result[r]});
        write(out, " -> r");
        write(out, r);
        write(out, ";\n");
    }
    template <class Sink>
    static constexpr void write_function_name(Sink& out) {
        constexpr const auto& formula = Source::subject::formula::g;
        for (std::size_t l = 0; l < formula.labels; ++l)
            if (formula.names[l].position == formula.result[0])
                return write(out, formula.names[l].name);
        out('f');
    }

    formula_writer<Source> formula_;
    bool drawn_[g.size]{};
};

struct no_fields {
    template <class Sink>
    constexpr void operator()(Sink&, std::size_t) const {}
};

// " | data 2.0000 | grad -1.5000"
template <class T>
struct data_and_grad {
    const T* data;
    const T* grad;

    template <class Sink>
    constexpr void operator()(Sink& out, std::size_t i) const {
        write(out, " | data ");
        write_four_decimals(out, static_cast<double>(data[i]));
        write(out, " | grad ");
        write_four_decimals(out, static_cast<double>(grad[i]));
    }
};
inline constexpr std::size_t longest_fields = 2 * (8 + longest_number);

template <class Source>
constexpr std::size_t dot_capacity() {
    constexpr double zeros[Source::slots::value + 1]{};
    counter out;
    dot_writer<Source>(zeros).write_all(out, no_fields{});
    // A plain number stands in its own label and may stand in any composed one;
    // labels are limited.
    return out.size +
           (Source::slots::value == 0 ? 0 : 2 * limited_text::limit * graph_of<Source>.size);
}

} // namespace detail

/// The structure of an expression in Graphviz's DOT language: a `text`,
/// constexpr. Labels are those of `named<"e">(...)`, or composed from the
/// operands' when short.
template <class Source>
constexpr auto to_dot(const expr<Source>& e) {
    text<detail::dot_capacity<Source>()> out;
    detail::dot_writer<Source>(e.slots).write_all(out, detail::no_fields{});
    return out;
}

/// The same with data and grad of every node to four decimals. Example:
/// examples/neuron.cpp
template <class Source, class T>
constexpr auto to_dot(const backward_pass<Source, T>& pass) {
    text<detail::dot_capacity<Source>() + detail::graph_of<Source>.size * detail::longest_fields>
        out;
    detail::dot_writer<Source>(pass.slots)
        .write_all(out, detail::data_and_grad<T>{pass.node_data.data(), pass.node_grad.data()});
    return out;
}
template <const auto& Expression>
constexpr auto to_dot() {
    return to_dot(sealed<Expression>);
}

/// The graph of derivatives of an expression, `to_dot(gradient(o))`: what
/// differentiation added to the formula is coloured, and each result is named.
template <detail::derived Derivatives>
constexpr auto to_dot(const Derivatives& e) {
    using source = detail::written_source<typename Derivatives::subject>;
    text<detail::dot_capacity<source>()> out;
    detail::dot_writer<source>(e.slots).write_all(out, detail::no_fields{});
    return out;
}

} // namespace ctgrad
