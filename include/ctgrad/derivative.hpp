// SPDX-License-Identifier: BSL-1.0
//
// The derivative of an expression with respect to a variable is an expression again: evaluated,
// printed, drawn, compared and differentiated like what it came from. Integer powers stay powers,
// as the user would write them.
#pragma once

#include <ctgrad/jvp.hpp>

namespace ctgrad {

namespace detail {

// Of a derivative the formula that a user could have written: its graph, and where the plain
// numbers that are left stood in the original.
template <std::size_t Nodes, std::size_t Slots>
struct written_derivative {
    graph<Nodes> g;
    std::size_t slots[Slots + 1]{};
};

template <class Source>
class derivation {
public:
    static constexpr const auto& g = graph_of<Source>;

    constexpr explicit derivation(const packed_name& variable_name) {
        builder all;
        for (const node& n : g.nodes)
            all.push(n);
        std::uint32_t result = all.literal(0);
        const node leaf = named_node(variable, variable_name);
        if (all.contains(leaf)) {
            forward_pass pass(all, 1);
            pass.begin();
            pass.seed(all.push(leaf), all.literal(1));
            pass.sweep(g.result, 1);
            result = pass.coefficient(g.result[0], 1);
        }
        lowering<false> copies(all, written_);
        result_ = copies.copy(result);
    }

    [[nodiscard]] constexpr std::size_t nodes() const { return written_.size(); }
    [[nodiscard]] constexpr std::size_t slots() const {
        std::size_t total = 0;
        for (std::size_t i = 0; i < written_.size(); ++i)
            total += written_.nodes.items[i].operation->id == slot.id;
        return total;
    }
    template <std::size_t Nodes, std::size_t Slots>
    constexpr auto write() const {
        written_derivative<Nodes, Slots> out;
        std::size_t next = 0;
        for (std::size_t i = 0; i < Nodes; ++i) {
            out.g.nodes[i] = written_.nodes.items[i];
            if (out.g.nodes[i].operation->id == slot.id) {
                out.slots[next] = out.g.nodes[i].word[0];
                out.g.nodes[i].word[0] = next++;
            }
        }
        out.g.result[0] = result_;
        return out;
    }

private:
    builder written_;
    std::uint32_t result_ = 0;
};

template <class Source, packed_name Name>
struct derived_source {
    static constexpr std::size_t nodes = derivation<Source>(Name).nodes();
    static constexpr std::size_t slots = derivation<Source>(Name).slots();
    static constexpr auto written = derivation<Source>(Name).template write<nodes, slots>();
    using type = expr<flat<written.g>>;
};

} // namespace detail

/// The derivative of an expression with respect to a variable, as an expression: of higher order
/// with more variables, `derivative(f, x, x, y)`. The derivative with respect to a variable that is
/// not in it is 0_c.
/// `static_assert(derivative(sin(x), x) == cos(x));` Example: examples/derivative_expression.cpp
template <class Source, fixed_string Name, class... More>
constexpr auto derivative(const expr<Source>& e, const var<Name>&, const More&... more) {
    using derived = detail::derived_source<Source, detail::pack(Name.view())>;
    typename derived::type out;
    if constexpr (derived::slots != 0)
        for (std::size_t i = 0; i < derived::slots; ++i)
            out.slots[i] = e.slots[derived::written.slots[i]];
    if constexpr (sizeof...(More) == 0)
        return out;
    else
        return derivative(out, more...);
}
/// What is no variable is refused.
template <class Source, class X>
    requires(!detail::is_var<X>)
constexpr auto derivative(const expr<Source>& e, const X&, const auto&...) {
    constexpr bool is_variable = detail::is_var<X>;
    static_assert(is_variable,
                  "ctgrad: derivative(f, x) takes variables, here it is given something else: name "
                  "the inputs themselves, var<\"x\"> for example, not expressions of them, params "
                  "or numbers; see docs/reference/derivative.md");
    return e;
}

namespace detail {

template <class Function>
struct derivative_of {
    using original = Function;
    template <class Arg>
    using formula = derived_formula<typename formula_of<Function, Arg>::traced_result, 1,
                                    forward_jacobian_recipe<formula_of<Function, Arg>, false>>;
    template <class... Args>
    static constexpr auto check() {
        constexpr bool of_one_number = (shape<Args>::size + ... + 0) == 1 && sizeof...(Args) == 1;
        static_assert(of_one_number,
                      "ctgrad: derivative(f) takes a function of one number, here it is called "
                      "with others: use gradient(f), or jvp(f) for a direction; see "
                      "docs/reference/derivative.md");
        if constexpr (of_one_number)
            return check_call<Function, Args...>();
        else
            return std::false_type();
    }
};

template <class Function, std::size_t Order>
struct repeated_derivative {
    using type = derivative_of<typename repeated_derivative<Function, Order - 1>::type>;
};
template <class Function>
struct repeated_derivative<Function, 0> {
    using type = Function;
};

} // namespace detail

/// `derivative(f)(x)`: df/dx of a function of one number, in the shape of its results, and
/// `derivative<3>(f)` the third derivative. Forward mode.
template <std::size_t Order = 1, class Function>
constexpr auto derivative(const traced_function<Function>&) {
    return traced_function<typename detail::repeated_derivative<Function, Order>::type>{};
}

} // namespace ctgrad
