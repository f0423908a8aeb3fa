// SPDX-License-Identifier: BSL-1.0
//
// From operands to a statement: a Value becomes a leaf, a plain number a number, a statement stays
// what it is and becomes a part of the larger one. What has more than 30 leaves is recorded first,
// and is one leaf from then on. This is what the operators and all primitives do with Values.
#pragma once

#include <ctgrad/detail/statement/power_of_number.hpp>
#include <ctgrad/detail/value/operands.hpp>
#include <ctgrad/value/statement.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace ctgrad::detail {

// A part of a narrower type comes from a Value that is gone before there is a statement to pin it.
struct no_pin {};
template <class T, class... Xs>
using pin_of_conversion = std::conditional_t<(narrower_operand<Xs, T> || ...), pin<T>, no_pin>;

// An operand as a part of a statement of scalar T.
template <class T, class X>
[[gnu::always_inline]] inline auto as_part(X&& x) {
    using operand = std::remove_cvref_t<X>;
    if constexpr (plain_number<operand>)
        return number_part<T>(static_cast<T>(x));
    else if constexpr (!std::same_as<typename scalar_of_operand<operand>::type, T>)
        return basic_value<T>(x).as_operand();
    else if constexpr (statement<operand>)
        return operand(static_cast<X&&>(x));
    else if constexpr (std::is_rvalue_reference_v<X&&>)
        return x.as_last_operand();
    else
        return x.as_operand();
}
template <class T, class X>
using part_of = decltype(as_part<T>(std::declval<X>()));

// A part that is too large for the statement becomes a node, whose Value lives until the statement
// that refers to it is there.
template <class T>
struct node_of_part {
    basic_value<T> value;
    [[gnu::always_inline]] leaf_part<T> part() && { return value.as_operand(); }
};
template <class Part>
struct part_itself {
    Part&& itself;
    [[gnu::always_inline]] Part&& part() && { return static_cast<Part&&>(itself); }
};
template <unsigned Most, class Part>
[[gnu::always_inline]] inline auto bounded(Part&& part) {
    if constexpr (Part::leaves + Part::constants > Most && Part::leaves != 0)
        return node_of_part<typename Part::scalar>{static_cast<Part&&>(part)};
    else
        return part_itself<Part>{static_cast<Part&&>(part)};
}

template <unsigned Total, unsigned Arity>
inline constexpr unsigned most_of_part =
    Total > max_statement_leaves ? max_statement_leaves / Arity : max_statement_leaves;

template <class T, class Op, class... Bounded>
[[gnu::always_inline]] inline auto operation_of(Bounded&&... parts) {
    return operation_part<T, Op,
                          std::remove_cvref_t<decltype(static_cast<Bounded&&>(parts).part())>...>(
        static_cast<Bounded&&>(parts).part()...);
}
template <class T, class Op, class... Parts>
[[gnu::always_inline]] inline auto make_operation(Parts&&... parts) {
    constexpr unsigned most =
        most_of_part<(Parts::leaves + ... + 0) + (Parts::constants + ... + 0), Op::arity>;
    return operation_of<T, Op>(bounded<most>(static_cast<Parts&&>(parts))...);
}

// x^p with a plain number p: as in typed expressions, p is part of the operation.
template <class Op, class... Xs>
struct number_form {
    using type = Op;
};
template <class X, plain_number P>
struct number_form<op::general_power, X, P> {
    using type = power_of_number;
};

template <class Op, class... Xs>
[[gnu::always_inline]] inline auto operate(Xs&&... xs) {
    using T = value_scalar<std::remove_cvref_t<Xs>...>;
    using form = typename number_form<Op, std::remove_cvref_t<Xs>...>::type;
    const pin<T>
        until_pinned; // parts may come from Values that are gone before there is a statement
    return make_operation<T, form>(as_part<T>(static_cast<Xs&&>(xs))...);
}

struct value_front_end {
    static constexpr bool lazy_conditions = false;
    static constexpr bool structural_equality = false;
    static constexpr bool records_calls = true;

    template <class Op, class... Xs>
    using result = decltype(operate<Op>(std::declval<const Xs&>()...));

    template <class Op, class... Xs>
    [[gnu::always_inline]] static auto apply(const Xs&... xs) {
        return operate<Op>(xs...);
    }
    template <class Op, class X>
    static auto constant(const X&) {
        return Op::template value<typename scalar_of_operand<X>::type>();
    }
    template <class Function, class... Args>
    static auto call(const Args&... args); // `call.hpp`
};

} // namespace ctgrad::detail
