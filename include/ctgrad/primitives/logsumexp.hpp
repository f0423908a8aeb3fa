// SPDX-License-Identifier: BSL-1.0
//
// logsumexp and softmax of any number of arguments. The largest is taken out of the exponentials,
// so that none overflows and one of them is 1. What is taken out cancels, and so is not
// differentiated: two primitives that have no partial by it say so. The partials of logsumexp are
// then the softmax, without a rest of rounding errors.
#pragma once

#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/primitives/piecewise.hpp>

#include <array>
#include <cstddef>

namespace ctgrad {
namespace op {

// x - y with a constant y; 0 of two equal ones, infinite ones included.
struct distance : primitive<"distance", 2> {
    static constexpr std::string_view c_body = "return x == y ? 0 : x - y;";
    static constexpr auto value(const auto& x, const auto& y) {
        using type = std::remove_cvref_t<decltype(x)>;
        return select(x == y, type(0), type(subtract::value(x, y)));
    }
    static constexpr auto dx(const auto&, const auto&, const auto&) { return 1; }
};

// log(x) + y with a constant y.
struct raised_logarithm : primitive<"raised_log", 2> {
    static constexpr std::string_view format = "log(%) + %";
    static constexpr int precedence = sum_precedence;
    static constexpr auto value(const auto& x, const auto& y) {
        return add::value(logarithm::value(x), y);
    }
    static constexpr auto dx(const auto& x, const auto&, const auto&) { return 1 / x; }
    static constexpr bool domain(const auto& x, const auto&) { return x > 0; }
};

} // namespace op

/// log(exp(x[0]) + exp(x[1]) + ...), without overflow. Its derivatives are the softmax; of several
/// equal infinities each receives the same.
/// Cost: one exponential per element.
/// Example: examples/edges.cpp
template <class X, std::size_t N>
constexpr X logsumexp(const std::array<X, N>& x) {
    static_assert(N > 0, "ctgrad: logsumexp(array) takes at least one number, this one is empty: "
                         "the sum of nothing has no logarithm; see "
                         "docs/reference/primitives/logsumexp.md");
    X largest = x[0];
    for (std::size_t i = 1; i < N; ++i)
        largest = max(largest, x[i]);
    X sum = exp(apply<op::distance>(x[0], largest));
    for (std::size_t i = 1; i < N; ++i)
        sum = sum + exp(apply<op::distance>(x[i], largest));
    return apply<op::raised_logarithm>(sum, largest);
}
/// exp(x[i])/(exp(x[0]) + exp(x[1]) + ...), without overflow: positive numbers whose sum is 1.
/// Cost: one exponential per element.
template <class X, std::size_t N>
constexpr std::array<X, N> softmax(const std::array<X, N>& x) {
    std::array<X, N> shares{};
    if constexpr (N > 0) {
        X largest = x[0];
        for (std::size_t i = 1; i < N; ++i)
            largest = max(largest, x[i]);
        for (std::size_t i = 0; i < N; ++i)
            shares[i] = exp(apply<op::distance>(x[i], largest));
        X sum = shares[0];
        for (std::size_t i = 1; i < N; ++i)
            sum = sum + shares[i];
        for (X& share : shares)
            share = share / sum;
    }
    return shares;
}

namespace detail {
template <class X>
constexpr const X& largest_of(const X& x) {
    return x;
}
template <class X, class Y, class... Rest>
constexpr auto largest_of(const X& x, const Y& y, const Rest&... rest) {
    return ctgrad::detail::largest_of(max(x, y), rest...);
}
} // namespace detail

/// The same of several arguments: numbers, traced values or typed expressions.
template <class X, class Y, class... Rest>
    requires requires {
        typename applied<op::maximum, X, Y>;
    }
constexpr auto logsumexp(const X& x, const Y& y, const Rest&... rest) {
    const auto largest = detail::largest_of(x, y, rest...);
    const auto two = exp(apply<op::distance>(x, largest)) + exp(apply<op::distance>(y, largest));
    const auto sum = (two + ... + exp(apply<op::distance>(rest, largest)));
    return apply<op::raised_logarithm>(sum, largest);
}

} // namespace ctgrad
