// SPDX-License-Identifier: BSL-1.0
//
// Typed expressions: `(e - 1)/(e + 1)` is an object whose type carries its graph. An operator
// merges the graphs of its operands, so node identity is structural and the type grows with the
// number of distinct nodes, however often they are used. An expression owns everything it refers
// to: `auto`, copies and returned expressions are safe.
#pragma once

#include <ctgrad/detail/decimal_reader.hpp>
#include <ctgrad/detail/merge.hpp>
#include <ctgrad/primitives.hpp>

namespace ctgrad {

namespace detail {

/// A graph as a type.
template <graph G>
struct flat {
    using slots = std::integral_constant<std::size_t, count(G, slot)>;
};

// The graph of a source. Not a member of it, which would be a variable, with its long name, for
// each intermediate expression.
template <class Source>
inline constexpr int graph_of = 0;
template <graph G>
inline constexpr const auto& graph_of<flat<G>> = G;

// What variables are for Boost.Hana: keys of its maps (`gradient.hpp`).
struct variable_tag;

template <std::size_t Count>
struct slot_values {
    double slots[Count]{};
};
template <>
struct slot_values<0> {
    static constexpr const double* slots = nullptr;
};

struct typed_front_end;

template <class X>
constexpr void refuse_assignment() {
    constexpr bool same_type = std::is_void_v<X>;
    static_assert(
        same_type,
        "ctgrad: a typed expression cannot become another one, as its type is its formula: write "
        "auto t = s + x for s += x or s = s + x, or write the formula as "
        "function([](auto x, auto y) { ... }), which may assign to its variables when it is called "
        "with numbers; see docs/reference/expression.md");
}

} // namespace detail

/// A typed expression. Its type encodes its graph; the object holds only the plain numbers that
/// were written in it (`2*x` holds a 2, `2_c*x` holds nothing).
template <class Source>
struct expr : detail::slot_values<Source::slots::value> {
    using expression_type = expr;
    using front_end = detail::typed_front_end;
    using source = Source;

    template <symbolic X>
    constexpr void operator=(const X&) {
        detail::refuse_assignment<X>();
    }
};

template <class T>
concept expression = requires {
    typename T::source;
}
&&symbolic<T>;

namespace detail {

template <merged_nodes All>
using shrunk = expr<flat<shrink<All.size, All.labels, All.refused_size>(All)>>;

constexpr graph<1> leaf(const node& n) {
    graph<1> g;
    g.nodes[0] = n;
    return g;
}

template <std::uint64_t Bits>
using literal_expr = expr<flat<leaf(literal_node(std::bit_cast<double>(Bits)))>>;
using slot_expr = expr<flat<leaf(node{&slot})>>;

template <class Source>
constexpr const expr<Source>& as_expression(const expr<Source>& e) {
    return e;
}
template <plain_number Number>
constexpr slot_expr as_expression(Number number) {
    static_assert(
        !std::is_same_v<Number, long double>,
        "ctgrad: a plain number in a typed expression is kept as a double, here it is a "
        "long double: write a double, or make it a param<\"name\"> and bind it in at(...); "
        "see docs/reference/expression.md");
    return {{static_cast<double>(number)}};
}

template <class Source>
constexpr double* copy_slots(const expr<Source>& from, double* to) {
    for (std::size_t i = 0; i < Source::slots::value; ++i)
        *to++ = from.slots[i];
    return to;
}

template <class X>
struct operand_expression {
    using type = slot_expr;
};
template <class X>
    requires symbolic<X>
struct operand_expression<X> {
    using type = typename X::expression_type;
};

template <class Op, class... Expressions>
struct merged;
template <class Op, graph... Gs>
struct merged<Op, expr<flat<Gs>>...> {
    using type = shrunk<merge(operation<Op>(), Gs...)>;
};

struct typed_front_end {
    static constexpr bool lazy_conditions = true;
    static constexpr bool structural_equality = true;

    template <class Op, class... Xs>
    using result = typename merged<Op, typename operand_expression<Xs>::type...>::type;

    template <class Op, class... Xs>
    static constexpr auto apply(const Xs&... xs) {
        result<Op, Xs...> out;
        double* next = out.slots;
        ((next = copy_slots(as_expression(xs), next)), ...);
        return out;
    }
    template <class Op>
    static constexpr auto constant(const auto&) {
        return expr<flat<leaf(node{operation<Op>()})>>{};
    }
};

template <fixed_string Name>
constexpr node checked_leaf(const primitive_info& kind) {
    static_assert(
        Name.view().size() <= max_name_length,
        "ctgrad: the name of a variable, parameter or label has at most 32 characters, here "
        "it is longer: shorten it; see docs/reference/name.md");
    static_assert(
        !Name.view().empty(),
        "ctgrad: the name of a variable, parameter or label has at least one character, as "
        "in var<\"x\">; see docs/reference/name.md");
    return named_node(kind, pack(Name.view().substr(0, max_name_length)));
}

} // namespace detail

template <class Source, class X>
    requires operands<expr<Source>, X>
constexpr void operator+=(const expr<Source>&, const X&) {
    detail::refuse_assignment<X>();
}
template <class Source, class X>
    requires operands<expr<Source>, X>
constexpr void operator-=(const expr<Source>&, const X&) {
    detail::refuse_assignment<X>();
}
template <class Source, class X>
    requires operands<expr<Source>, X>
constexpr void operator*=(const expr<Source>&, const X&) {
    detail::refuse_assignment<X>();
}
template <class Source, class X>
    requires operands<expr<Source>, X>
constexpr void operator/=(const expr<Source>&, const X&) {
    detail::refuse_assignment<X>();
}

/// Two expressions are equal when they are the same formula: the same graph, with the same numbers.
/// Labels do not count.
template <class A, class B>
constexpr bool operator==(const expr<A>& a, const expr<B>& b) {
    if constexpr (detail::graph_of<A>.size != detail::graph_of<B>.size)
        return false;
    else {
        for (std::size_t i = 0; i < detail::graph_of<A>.size; ++i)
            if (!(detail::graph_of<A>.nodes[i] == detail::graph_of<B>.nodes[i]))
                return false;
        for (std::size_t i = 0; i < A::slots::value; ++i)
            if (a.slots[i] != b.slots[i])
                return false;
        return detail::graph_of<A>.result[0] == detail::graph_of<B>.result[0];
    }
}

/// A value for a variable or parameter, as in `at(x = 2.0)`.
template <fixed_string Name, class T>
struct binding {
    static constexpr auto name = Name;
    T value;
};

namespace detail {
template <fixed_string Name, class T>
constexpr auto bind(const T& value) {
    constexpr bool is_number = !symbolic<T>;
    static_assert(
        is_number,
        "ctgrad: a variable is bound to a number, here it is given an expression: to "
        "substitute one expression in another, write the formula as a generic function and "
        "call it with the expression; see docs/reference/at.md");
    if constexpr (std::is_integral_v<T>)
        return binding<Name, double>{static_cast<double>(value)};
    else
        return binding<Name, T>{value};
}
} // namespace detail

/// An independent variable: `constexpr var<"x"> x;`. Variables of the same name are the same
/// variable.
template <fixed_string Name>
struct var : expr<detail::flat<detail::leaf(detail::checked_leaf<Name>(detail::variable))>> {
    using hana_tag = detail::variable_tag;
    static constexpr auto name = Name;
    constexpr var() = default;
    constexpr var(const var&) = default;
    template <class T>
    constexpr auto operator=(const T& value) const {
        return detail::bind<Name>(value);
    }
};

/// A number that is bound in `at(...)` like a variable, but never differentiated.
template <fixed_string Name>
struct param : expr<detail::flat<detail::leaf(detail::checked_leaf<Name>(detail::parameter))>> {
    static constexpr auto name = Name;
    constexpr param() = default;
    constexpr param(const param&) = default;
    template <class T>
    constexpr auto operator=(const T& value) const {
        return detail::bind<Name>(value);
    }
};

namespace literals {

/// `2_c`, `0.5_c`: a constant in the type, so that equal constants are one node.
template <char... Characters>
constexpr auto operator""_c() {
    constexpr char text[] = {Characters...};
    constexpr double number = detail::parse_decimal({text, sizeof...(Characters)});
    return detail::literal_expr<std::bit_cast<std::uint64_t>(number)>{};
}

} // namespace literals

namespace detail {
template <class Source>
concept literal_source = graph_of<Source>
.nodes[graph_of<Source>.result[0]].operation->id == literal.id;
} // namespace detail

// The negative of a literal is a literal, so that pow(x, -2_c) has a constant exponent.
template <class Source>
    requires detail::literal_source<Source>
constexpr auto operator-(const expr<Source>&) {
    constexpr double number = detail::literal_value(detail::graph_of<Source>.nodes[0]);
    return detail::literal_expr<std::bit_cast<std::uint64_t>(-number)>{};
}

namespace detail {
template <class Source, fixed_string Name>
constexpr auto labelled() {
    constexpr packed_name name = name_of(checked_leaf<Name>(variable));
    constexpr auto& from = graph_of<Source>;
    graph<from.size, 1, from.labels + 1> out;
    for (std::size_t i = 0; i < from.size; ++i)
        out.nodes[i] = from.nodes[i];
    for (std::size_t i = 0; i < from.labels; ++i)
        out.names[i] = from.names[i];
    out.names[from.labels] = {from.result[0], name};
    out.result[0] = from.result[0];
    return out;
}
} // namespace detail

/// The same expression with a name for its result, shown by `to_string` and `to_dot`. Anything that
/// is not a typed expression is returned as it is, so generic functions may name their parts.
template <fixed_string Name, class X>
constexpr auto named(const X& x) {
    if constexpr (expression<X>) {
        expr<detail::flat<detail::labelled<typename X::source, Name>()>> out;
        if constexpr (X::source::slots::value != 0)
            detail::copy_slots(x, out.slots);
        return out;
    } else
        return x;
}

} // namespace ctgrad
