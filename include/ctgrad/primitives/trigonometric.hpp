// SPDX-License-Identifier: BSL-1.0
//
// sin, cos, tan and atan2, in radians.
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

// The angle of the point (x, y). At the origin it has no derivative: NaN in both.
struct arc_tangent_of_two : primitive<"atan2", 2> {
    static constexpr auto value(const auto& y, const auto& x) {
        using std::atan2;
        return compiling<decltype(x)>() ? compiled(detail::elementary::atan2, y, x) : atan2(y, x);
    }
    static constexpr auto dx(const auto& y, const auto& x, const auto&) {
        return x / (x * x + y * y);
    }
    static constexpr auto dy(const auto& y, const auto& x, const auto&) {
        return -(y / (x * x + y * y));
    }
    static constexpr bool domain(const auto& y, const auto& x) { return y != 0 || x != 0; }
};

} // namespace op

using trigonometric = family<op::sine, op::cosine, op::tangent, op::arc_tangent_of_two>;

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

template <class Y, class X>
constexpr applied<op::arc_tangent_of_two, Y, X> atan2(const Y& y, const X& x) {
    return apply<op::arc_tangent_of_two>(y, x);
}

} // namespace ctgrad
