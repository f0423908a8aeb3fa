// SPDX-License-Identifier: BSL-1.0
//
// What operations on Values take - Values, statements, plain numbers - and the scalar type in which
// they compute: the widest of the Values. Plain numbers follow it.
#pragma once

#include <ctgrad/apply.hpp>
#include <ctgrad/detail/statement/parts.hpp>

#include <concepts>
#include <type_traits>

namespace ctgrad {

template <class T>
class basic_value;

/// A Value of any scalar type.
template <class X>
inline constexpr bool is_basic_value = false;
template <class T>
inline constexpr bool is_basic_value<basic_value<T>> = true;

namespace detail {

/// What operations on Values take: Values, statements, plain numbers.
template <class X>
concept value_operand = is_basic_value<X> || statement<X>;

template <class X>
struct scalar_of_operand {
    using type = void;
};
template <class T>
struct scalar_of_operand<basic_value<T>> {
    using type = T;
};
template <statement X>
struct scalar_of_operand<X> {
    using type = typename X::scalar;
};

// The widest scalar of the Values; plain numbers, whose scalar is void, follow it.
template <class A, class B>
struct wider {
    using type = std::conditional_t<(sizeof(A) < sizeof(B)), B, A>;
};
template <class A>
struct wider<A, void> {
    using type = A;
};
template <class B>
struct wider<void, B> {
    using type = B;
};
template <>
struct wider<void, void> {
    using type = void;
};
template <class... Scalars>
struct widest {
    using type = void;
};
template <class First, class... Rest>
struct widest<First, Rest...> : wider<First, typename widest<Rest...>::type> {};
template <class... Xs>
using value_scalar = typename widest<typename scalar_of_operand<Xs>::type...>::type;

template <class X, class T>
concept narrower_operand =
    value_operand<X> && !std::same_as<typename scalar_of_operand<X>::type, T> &&
    (sizeof(typename scalar_of_operand<X>::type) < sizeof(T));

template <class... Xs>
concept value_operands = (value_operand<std::remove_cvref_t<Xs>> || ...) &&
                         ((value_operand<std::remove_cvref_t<Xs>> ||
                           plain_number<std::remove_cvref_t<Xs>>)&&...);

} // namespace detail
} // namespace ctgrad
