// SPDX-License-Identifier: BSL-1.0
//
// The graph: every expression, traced function and derivative is one of these.
//
// A graph is a value, not a type: an array of small nodes in topological order (each node stands
// after its operands), equal nodes stored once. All algorithms on it are ordinary constexpr
// functions over arrays. Types appear twice: an expression carries its graph as a template
// argument, and `evaluate.hpp` turns the finished graph into straight-line code.
#pragma once

#include <ctgrad/name.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ctgrad {

class tracer;

namespace detail {

/// What a graph knows of a primitive: the run-time face of the struct that defines it
/// (`primitive.hpp`). A node points to it, and its address leads back to the struct.
struct primitive_info {
    using rule = tracer (*)(const tracer* arguments, const tracer& result);

    std::string_view name{};
    std::uint64_t id =
        0; // what is compared, and hashed: addresses are no constants to every g++ flag
    std::string_view format{}; // how to_string writes it: each '%' is an operand
    std::string_view c_format{}, c_body{}, latex_format{}; // to_c.hpp, to_latex.hpp
    double (*constant)() = nullptr;                        // the value, if there are no operands
    unsigned arity = 0;
    int precedence = 0;
    bool commutative = false;
    bool vertical_tangent = false; // the value may be finite where a partial is infinite
    bool branch = false;           // operands 2 and 3 are alternatives, 0 and 1 decide
    bool has_literal_form = false;
    bool differentiable[4]{};
    const primitive_info* (*with_literal)(double) = nullptr; // the form for a literal last operand
    rule partial[4]{};                                       // null: not differentiable
};

/// One operation or leaf. `word` holds operand positions, or, in a leaf, its payload: the packed
/// name of a variable or parameter, the bits of a literal, the number of a slot.
struct node {
    const primitive_info* operation{};
    std::uint64_t word[4]{};

    friend constexpr bool operator==(const node& a, const node& b) {
        return a.operation->id == b.operation->id && a.word[0] == b.word[0] &&
               a.word[1] == b.word[1] && a.word[2] == b.word[2] && a.word[3] == b.word[3];
    }
};

/// The name that `named<"e">` gave to a node.
struct label {
    std::uint64_t position{};
    packed_name name{};

    friend constexpr bool operator==(const label&, const label&) = default;
};

/// `Nodes` nodes in topological order, `Results` positions of results, `Labels` labels.
template <std::size_t Nodes, std::size_t Results = 1, std::size_t Labels = 0>
struct graph {
    static constexpr std::size_t size = Nodes;
    static constexpr std::size_t results = Results;
    static constexpr std::size_t labels = Labels;

    node nodes[Nodes ? Nodes : 1]{};
    std::uint32_t result[Results ? Results : 1]{};
    label names[Labels ? Labels : 1]{};

    friend constexpr bool operator==(const graph&, const graph&) = default;
};

// The four kinds of leaves.
inline constexpr primitive_info variable{.name = "variable", .id = 1}; // differentiated
inline constexpr primitive_info parameter{.name = "parameter",
                                          .id = 2}; // bound by name, not differentiated
inline constexpr primitive_info literal{.name = "literal",
                                        .id = 3};              // a number known when compiling
inline constexpr primitive_info slot{.name = "slot", .id = 4}; // a number kept in the expression

constexpr bool is_leaf(const node& n) {
    return n.operation->arity == 0;
}
constexpr bool is_input(const node& n) {
    return n.operation->id == variable.id || n.operation->id == parameter.id;
}

constexpr node literal_node(double value) {
    return {&literal, {std::bit_cast<std::uint64_t>(value)}};
}
constexpr double literal_value(const node& n) {
    return std::bit_cast<double>(n.word[0]);
}

constexpr node named_node(const primitive_info& kind, const packed_name& name) {
    return {&kind, {name.word[0], name.word[1], name.word[2], name.word[3]}};
}
constexpr packed_name name_of(const node& n) {
    return {{n.word[0], n.word[1], n.word[2], n.word[3]}};
}

template <std::size_t N, std::size_t R, std::size_t L>
constexpr std::size_t count(const graph<N, R, L>& g, const primitive_info& kind) {
    std::size_t total = 0;
    for (std::size_t i = 0; i < N; ++i)
        total += g.nodes[i].operation->id == kind.id;
    return total;
}

} // namespace detail
} // namespace ctgrad
