// SPDX-License-Identifier: BSL-1.0
//
// sin, cos and tan, of radians.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {

namespace op {
struct sine;
struct cosine;
} // namespace op

template <class X>
constexpr applied<op::sine, X> sin(const X& x);
template <class X>
constexpr applied<op::cosine, X> cos(const X& x);

namespace op {

struct sine : primitive<"sin", 1> {
    static constexpr auto value(const auto& x) {
        using std::sin;
        return compiling<decltype(x)>() ? compiled(detail::elementary::sin, x) : sin(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return cos(x); }
};

struct cosine : primitive<"cos", 1> {
    static constexpr auto value(const auto& x) {
        using std::cos;
        return compiling<decltype(x)>() ? compiled(detail::elementary::cos, x) : cos(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return -sin(x); }
};

struct tangent : primitive<"tan", 1> {
    static constexpr auto value(const auto& x) {
        using std::tan;
        return compiling<decltype(x)>() ? compiled(detail::elementary::tan, x) : tan(x);
    }
    static constexpr auto dx(const auto&, const auto& result) { return 1 + result * result; }
};

} // namespace op

using trigonometric = family<op::sine, op::cosine, op::tangent>;

template <class X>
constexpr applied<op::sine, X> sin(const X& x) {
    return apply<op::sine>(x);
}
template <class X>
constexpr applied<op::cosine, X> cos(const X& x) {
    return apply<op::cosine>(x);
}
template <class X>
constexpr applied<op::tangent, X> tan(const X& x) {
    return apply<op::tangent>(x);
}

} // namespace ctgrad
