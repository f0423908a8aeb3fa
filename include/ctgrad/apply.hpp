// SPDX-License-Identifier: BSL-1.0
//
// The one door through which every operation goes: apply<op::sine>(x) computes when x is a number
// and records when x is symbolic, that is, when its type names a front end: typed expressions,
// traced values, run-time graphs.
#pragma once

#include <type_traits>
#include <utility>

namespace ctgrad {

/// A type whose operations are recorded; its member `front_end` says how.
template <class T>
concept symbolic = requires {
    typename T::front_end;
};

/// A plain number that may stand on either side of an operator.
template <class T>
concept plain_number = std::is_arithmetic<T>::value && !std::is_same<T, bool>::value;

template <class... Ts>
concept operands = (symbolic<Ts> || ...) && ((symbolic<Ts> || plain_number<Ts>)&&...);

namespace detail {

// The front end of the first symbolic operand, and whether it is the only one. No variable
// templates from here on where graphs are arguments: every variable has a mangled name, of many
// kilobytes.
template <class... Xs>
struct front_end_of;
template <class X, class... Rest>
struct front_end_of<X, Rest...> : front_end_of<Rest...> {};
template <symbolic X, class... Rest>
struct front_end_of<X, Rest...> {
    using type = typename X::front_end;
};

template <class FrontEnd, class X>
concept of_front_end = !symbolic<X> || std::is_same<typename X::front_end, FrontEnd>::value;
template <class... Xs>
concept of_one_kind = operands<Xs...> &&(of_front_end<typename front_end_of<Xs...>::type, Xs>&&...);

// Typed expressions, of which == is a bool that compares formulas (`expression.hpp`).
template <class X>
concept compared_by_structure = symbolic<X> && X::front_end::structural_equality;

// What is refused has the type of an operand that is no typed expression: a function that was
// traced so far goes on being traced, and no other error follows.
template <class... Xs>
struct refused_type;
template <class X, class... Rest>
struct refused_type<X, Rest...> : refused_type<Rest...> {};
template <symbolic X, class... Rest>
    requires(!compared_by_structure<X>)
struct refused_type<X, Rest...> {
    using type = X;
};

// Empty unless some operand is symbolic, or all are numbers of which one is floating-point: so that
// is what a function such as exp accepts.
template <class Op, class... Xs>
struct applied_type {};
template <class Op, class... Xs>
    requires operands<Xs...>
struct applied_type<Op, Xs...> {
    using type = typename refused_type<Xs...>::type;
};
template <class Op, class... Xs>
    requires of_one_kind<Xs...>
struct applied_type<Op, Xs...> {
    using type = typename front_end_of<Xs...>::type::template result<Op, Xs...>;
};
template <class Op, class... Xs>
    requires((plain_number<Xs> && ...) && (std::is_floating_point<Xs>::value || ...))
struct applied_type<Op, Xs...> {
    using type = std::common_type_t<Xs...>;
};

} // namespace detail

/// What `apply<Op>(xs...)` returns. A function that calls it should name this type rather than
/// `auto`: the rules of sin and cos use each other.
template <class Op, class... Xs>
using applied = typename detail::applied_type<Op, Xs...>::type;

/// The value of a primitive, or the node that stands for it.
template <class Op, class... Xs>
constexpr applied<Op, Xs...> apply(const Xs&... xs) {
    if constexpr ((symbolic<Xs> || ...)) {
        constexpr bool of_one_kind = detail::of_one_kind<Xs...>;
        static_assert(
            of_one_kind,
            "ctgrad: an operation takes operands of one kind, here it is given two (typed "
            "expressions, traced values, Values): inside function(lambda) use only the "
            "lambda's own arguments and numbers; see docs/reference/expression.md");
        if constexpr (!of_one_kind || std::is_empty<applied<Op, Xs...>>::value)
            return {}; // refused, or all there is to know is in the type
        else
            return detail::front_end_of<Xs...>::type::template apply<Op>(xs...);
    } else
        return Op::value(static_cast<applied<Op, Xs...>>(xs)...);
}

/// A constant of the kind of `like`: a number of its type, or a node.
template <class Op, class X>
constexpr auto constant(const X& like) {
    if constexpr (symbolic<X>)
        return X::front_end::template constant<Op>(like);
    else
        return Op::template value<X>();
}

} // namespace ctgrad
