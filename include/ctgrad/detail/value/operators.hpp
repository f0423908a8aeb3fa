// SPDX-License-Identifier: BSL-1.0
//
// Sums, differences, products and quotients of Values, which are statements; comparisons, which are
// of numbers and give bools. Other functions reach Values by `apply`, as they do everything.
#pragma once

#include <ctgrad/detail/value/operation.hpp>

#include <cmath>
#include <compare>

namespace ctgrad {

// Forwarding, unlike the operators of all front ends: parts move into the statement, and `T(2)*x`
// costs no node.
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator+(X&& x, Y&& y) {
    return detail::operate<op::add>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator-(X&& x, Y&& y) {
    return detail::operate<op::subtract>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator*(X&& x, Y&& y) {
    return detail::operate<op::multiply>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator/(X&& x, Y&& y) {
    return detail::operate<op::divide>(static_cast<X&&>(x), static_cast<Y&&>(y));
}

namespace detail {

// What is compared is data; plain numbers follow the scalar.
template <class T, class X>
[[gnu::always_inline]] inline T compared_as(const X& x) {
    if constexpr (plain_number<X>)
        return static_cast<T>(x);
    else if constexpr (statement<X>)
        return static_cast<T>(x.value);
    else
        return static_cast<T>(x.data());
}
template <class X>
[[gnu::always_inline]] inline auto compared(const X& x) {
    if constexpr (plain_number<X>)
        return x;
    else
        return compared_as<typename scalar_of_operand<X>::type>(x);
}

} // namespace detail

template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline bool operator==(const X& x, const Y& y) {
    using T = detail::value_scalar<X, Y>;
    return detail::compared_as<T>(x) == detail::compared_as<T>(y);
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator<=>(const X& x, const Y& y) {
    using T = detail::value_scalar<X, Y>;
    return detail::compared_as<T>(x) <=> detail::compared_as<T>(y);
}

/// The Value `condition ? x : y`, of which only the chosen one is recorded.
template <class X, class Y>
    requires detail::value_operands<X, Y>
auto select(bool condition, const X& x, const Y& y) {
    using result = basic_value<detail::value_scalar<X, Y>>;
    return condition ? result(x) : result(y);
}

template <detail::value_operand X>
bool isnan(const X& x) {
    return std::isnan(detail::compared(x));
}
template <detail::value_operand X>
bool isinf(const X& x) {
    return std::isinf(detail::compared(x));
}
template <detail::value_operand X>
bool isfinite(const X& x) {
    return std::isfinite(detail::compared(x));
}

} // namespace ctgrad
