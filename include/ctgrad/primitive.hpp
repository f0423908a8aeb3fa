// SPDX-License-Identifier: BSL-1.0
//
// A primitive is one struct: its name, its value, one partial derivative per argument, its domain.
//
//     struct sine : primitive<"sin", 1> {
//         static constexpr auto value(const auto& x) { return scalar::sin(x); }
//         static constexpr auto dx(const auto& x, const auto&) { return cos(x); }
//     };
//
// A partial is given the arguments and the result, and is written with the library's own
// operations. So one rule serves numbers of every type and traced graphs alike: derivatives of any
// order, printed and drawn, come from it. Nothing needs to be registered.
#pragma once

#include <ctgrad/tracer.hpp>

#include <type_traits>
#include <utility>

namespace ctgrad {

/// How tightly the printed form of a primitive binds.
enum precedence : int { sum_precedence = 1, product_precedence, sign_precedence, call_precedence };

/// What a primitive inherits; it may redefine every member but `name` and `arity`.
/// It defines `value(x, y, ...)` and, in this order of arguments, those of
/// `dx`, `dy`, `dz`, `dw` (all taking the arguments and the result) that exist: an argument without
/// a partial is never differentiated. A function `with_literal(double)` may name the primitive that
/// takes its place when the last argument is a literal.
template <fixed_string Name, unsigned Arity>
struct primitive {
    static_assert(Arity <= 4, "ctgrad: a primitive has at most 4 arguments");

    static constexpr std::string_view name = Name.view();
    static constexpr unsigned arity = Arity;

    /// The printed form, '%' standing for an operand; empty: name(operands).
    static constexpr std::string_view format = "";
    /// How `to_c` writes it, in the same way; empty: as printed if it is an operator, else
    /// name(operands). `c_body` is for what C has no function for: the body of one, of double x, y,
    /// z, w.
    static constexpr std::string_view c_format = "", c_body = "";
    /// How `to_latex` writes it; '%2' is the second operand. Empty: as an operator or a function.
    static constexpr std::string_view latex_format = "";
    static constexpr int precedence = call_precedence;
    /// f(x, y) == f(y, x), to the last bit.
    static constexpr bool commutative = false;
    /// At an edge of the domain the value is finite and a partial infinite (sqrt at 0): there an
    /// adjoint that is exactly 0 stays 0 instead of becoming 0*inf.
    static constexpr bool vertical_tangent = false;
    /// Arguments 2 and 3 are alternatives between which 0 and 1 decide: only the chosen one
    /// receives an adjoint.
    static constexpr bool branch = false;
    /// Whether the primitive is defined and differentiable at a point.
    static constexpr bool domain(const auto&...) { return true; }
};

namespace detail {

// Whether a struct has a member of a given name, whatever its type: the name becomes ambiguous.
struct four_partials {
    int dx, dy, dz, dw;
};
template <class Op>
struct ambiguous : Op, four_partials {};

template <class Op>
concept lacks_dx = requires {
    &ambiguous<Op>::dx;
};
template <class Op>
concept lacks_dy = requires {
    &ambiguous<Op>::dy;
};
template <class Op>
concept lacks_dz = requires {
    &ambiguous<Op>::dz;
};
template <class Op>
concept lacks_dw = requires {
    &ambiguous<Op>::dw;
};
template <class Op>
inline constexpr bool has_partial[4] = {!lacks_dx<Op>, !lacks_dy<Op>, !lacks_dz<Op>, !lacks_dw<Op>};

template <class Op, unsigned Argument>
constexpr auto partial(const auto&... arguments_and_result) {
    if constexpr (Argument == 0)
        return Op::dx(arguments_and_result...);
    else if constexpr (Argument == 1)
        return Op::dy(arguments_and_result...);
    else if constexpr (Argument == 2)
        return Op::dz(arguments_and_result...);
    else
        return Op::dw(arguments_and_result...);
}

template <class Op, unsigned Argument, class... Xs>
concept takes_partial = (Argument == 0 && requires(const Xs&... xs) { Op::dx(xs...); }) ||
                        (Argument == 1 && requires(const Xs&... xs) { Op::dy(xs...); }) ||
                        (Argument == 2 && requires(const Xs&... xs) { Op::dz(xs...); }) ||
                        (Argument == 3 && requires(const Xs&... xs) { Op::dw(xs...); });

template <class Op>
constexpr auto literal_form() -> const primitive_info* (*)(double) {
    if constexpr (requires { Op::with_literal(0.0); })
        return &Op::with_literal;
    else
        return nullptr;
}

template <class Op, unsigned Argument, std::size_t... I>
constexpr tracer traced_partial(const tracer* operands, const tracer& result,
                                std::index_sequence<I...>) {
    constexpr bool takes = takes_partial<Op, Argument, decltype(operands[I])..., tracer>;
    static_assert(
        takes, "ctgrad: a partial (dx, dy, dz, dw) of a primitive takes the arguments and the "
               "result, numbers or traced values, this one does not: write it as static constexpr "
               "auto dx(const auto& x, const auto& result); see docs/reference/primitive.md");
    if constexpr (takes)
        return partial<Op, Argument>(operands[I]..., result);
    else
        return {};
}
template <class Op, unsigned Argument>
constexpr tracer rule(const tracer* operands, const tracer& result) {
    return traced_partial<Op, Argument>(operands, result, std::make_index_sequence<Op::arity>());
}
template <class Op, unsigned Argument>
constexpr primitive_info::rule rule_of() {
    if constexpr (has_partial<Op>[Argument])
        return &rule<Op, Argument>;
    else
        return nullptr;
}

template <class Op>
constexpr auto constant_value() -> double (*)() {
    if constexpr (Op::arity == 0)
        return &Op::template value<double>;
    else
        return nullptr;
}

// A number for a type, from the name that the compiler gives it (FNV-1a).
template <class Op>
constexpr std::uint64_t id_of() {
    std::uint64_t id = 0xcbf29ce484222325;
    for (const char c : std::string_view(__PRETTY_FUNCTION__))
        id = (id ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return id;
}

template <class Op>
constexpr primitive_info describe() {
    return {.name = Op::name,
            .id = id_of<Op>(),
            .format = Op::format,
            .c_format = Op::c_format,
            .c_body = Op::c_body,
            .latex_format = Op::latex_format,
            .constant = constant_value<Op>(),
            .arity = Op::arity,
            .precedence = Op::precedence,
            .commutative = Op::commutative,
            .vertical_tangent = Op::vertical_tangent,
            .branch = Op::branch,
            .has_literal_form = requires {Op::with_literal(0.0);
}
,
    .differentiable = {has_partial<Op>[0], has_partial<Op>[1], has_partial<Op>[2],
                       has_partial<Op>[3]},
    .with_literal = literal_form<Op>(), .partial = {
        rule_of<Op, 0>(),
        rule_of<Op, 1>(),
        rule_of<Op, 2>(),
        rule_of<Op, 3>()
    }
}; // namespace detail
} // namespace ctgrad

template <class Op>
inline constexpr primitive_info info = describe<Op>();

// From the address in a node back to the struct: `primitive_at(address<&info<Op>>)` is declared for
// every address, and defined, as a friend, when `operation<Op>()` first hands that address out.
// This is what lets graphs be plain values while anyone adds primitives without a list of all of
// them.
template <const primitive_info* Info>
struct address {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
    friend constexpr auto primitive_at(address);
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
};
template <class Op>
struct registered {
    friend constexpr auto primitive_at(address<&info<Op>>) { return Op{}; }
    static constexpr bool done = true;
};

template <class Op>
constexpr const primitive_info* operation() {
    static_assert(registered<Op>::done);
    return &info<Op>;
}

template <const primitive_info* Info>
using primitive_of = decltype(primitive_at(address<Info>()));

} // namespace detail
} // namespace ctgrad
