// SPDX-License-Identifier: BSL-1.0
//
// Inside the library: from a formula to its graph, to the adjoint nodes that the reverse pass
// appends, to the program that is turned into code. Nothing here is needed to use the library.

#include <ctgrad.hpp>

#include <iostream>

namespace {

using namespace ctgrad;

// A graph as text, one node per line, a literal where it is used.
template <class Formula>
struct listing {
    text<1000> out;

    constexpr void write_node(const detail::node& n) {
        if (detail::is_input(n)) // an argument of a function has no name
            return Formula::inputs[n.word[0]].name == detail::packed_name{}
                       ? out('x')
                       : detail::write(out, Formula::inputs[n.word[0]].name);
        const auto& op = *n.operation;
        const auto form = op.format.empty() ? std::string_view("f(%)") : op.format;
        std::size_t k = 0;
        for (const char c : form) {
            if (c == 'f' && op.format.empty())
                detail::write(out, op.name);
            else if (c == '%')
                write_operand(n.word[k++]);
            else
                out(c);
        }
    }
    constexpr void write_operand(std::size_t i) {
        if (nodes[i].operation == &detail::literal)
            return detail::write_shortest(out, detail::literal_value(nodes[i]));
        out('v');
        detail::write(out, i);
    }
    constexpr void write_nodes() {
        for (std::size_t i = 0; i < size; ++i) {
            if (nodes[i].operation == &detail::literal)
                continue;
            write_operand(i);
            detail::write(out, " = ");
            write_node(nodes[i]);
            out('\n');
        }
    }

    const detail::node* nodes;
    std::size_t size;
};

template <class Recipe, class Formula>
constexpr auto program_text() {
    constexpr auto& g = detail::program<Recipe>::g;
    listing<Formula> lines{{}, g.nodes, g.size};
    lines.write_nodes();
    detail::write(lines.out, "results");
    for (const auto r : g.result) {
        lines.out(' ');
        lines.write_operand(r);
    }
    return lines.out;
}

//! [by_hand]
// What one would write by hand.
struct value_and_slopes {
    double value, x1, x2, w1, w2, b;
};
constexpr value_and_slopes by_hand(double x1, double x2, double w1, double w2, double b) {
    const double o = ctgrad::tanh(x1 * w1 + x2 * w2 + b);
    const double slope = 1 - o * o;
    return {o, slope * w1, slope * w2, slope * x1, slope * x2, slope};
}
//! [by_hand]

//! [neuron]
constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr var<"b"> b;
constexpr auto o = tanh(x1 * w1 + x2 * w2 + b);
//! [neuron]

using neuron = detail::typed_formula<decltype(o)::source>;

//! [value]
static_assert(program_text<detail::value_recipe<neuron>, neuron>() == R"(v0 = x1
v1 = w1
v2 = v0*v1
v3 = x2
v4 = w2
v5 = v3*v4
v6 = v2 + v5
v7 = b
v8 = v6 + v7
v9 = tanh(v8)
results v9)");
//! [value]

//! [gradient]
static_assert(program_text<detail::gradient_recipe<neuron, true>, neuron>() == R"(v0 = x1
v1 = w1
v2 = v0*v1
v3 = x2
v4 = w2
v5 = v3*v4
v6 = v2 + v5
v7 = b
v8 = v6 + v7
v9 = tanh(v8)
v11 = v9*v9
v12 = 1 - v11
v13 = v12*v1
v14 = v12*v0
v15 = v12*v4
v16 = v12*v3
results v9 v13 v14 v15 v16 v12)");
//! [gradient]

constexpr auto g = value_and_gradient<o>(at(x1 = 2.0, x2 = 0.5, w1 = -3.0, w2 = 1.0, b = 6.7));
constexpr auto h = by_hand(2.0, 0.5, -3.0, 1.0, 6.7);
static_assert(g.value == h.value && g[x1] == h.x1 && g[x2] == h.x2);
static_assert(g[w1] == h.w1 && g[w2] == h.w2 && g[b] == h.b);

//! [cube]
constexpr auto cube = [](auto x) { return pow(x, 3) * exp(-x); };
//! [cube]
using cube_formula = detail::traced_formula<decltype(cube), tracer>;

//! [cube_gradient]
static_assert(program_text<detail::gradient_recipe<cube_formula, true>, cube_formula>() ==
              R"(v0 = x
v1 = v0*v0
v2 = v1*v0
v3 = -v0
v4 = exp(v3)
v5 = v2*v4
v7 = 3*v1
v8 = v4*v7
v9 = v8 - v5
results v5 v9)");
//! [cube_gradient]

} // namespace

int main() {
    std::cout << "The neuron's value:\n"
              << program_text<detail::value_recipe<neuron>, neuron>()
              << "\n\nIts value and gradient:\n"
              << program_text<detail::gradient_recipe<neuron, true>, neuron>()
              << "\n\nValue and derivative of pow(x, 3)*exp(-x):\n"
              << program_text<detail::gradient_recipe<cube_formula, true>, cube_formula>() << '\n';
}
