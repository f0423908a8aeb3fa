// SPDX-License-Identifier: BSL-1.0
//
// asin, acos and atan, in radians; atan2 is beside sin and cos. At -1 and 1 the slopes of asin and
// acos are infinite; 1 - x^2 is written (1 - x)(1 + x), which does not cancel there.
#pragma once

#include <ctgrad/primitives/power.hpp>

namespace ctgrad {
namespace op {

struct arc_sine : primitive<"asin", 1> {
    static constexpr std::string_view latex_format = R"(\arcsin\left(%\right))";
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::asin;
        return compiling<decltype(x)>() ? compiled(detail::elementary::asin, x) : asin(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / sqrt((1 - x) * (1 + x)); }
    static constexpr bool domain(const auto& x) { return -1 < x && x < 1; }
};

struct arc_cosine : primitive<"acos", 1> {
    static constexpr std::string_view latex_format = R"(\arccos\left(%\right))";
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::acos;
        return compiling<decltype(x)>() ? compiled(detail::elementary::acos, x) : acos(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return -1 / sqrt((1 - x) * (1 + x)); }
    static constexpr bool domain(const auto& x) { return -1 < x && x < 1; }
};

struct arc_tangent : primitive<"atan", 1> {
    static constexpr std::string_view latex_format = R"(\arctan\left(%\right))";
    static constexpr auto value(const auto& x) {
        using std::atan;
        return compiling<decltype(x)>() ? compiled(detail::elementary::atan, x) : atan(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / (1 + x * x); }
};

} // namespace op

using inverse_trigonometric = family<op::arc_sine, op::arc_cosine, op::arc_tangent>;

/// -1 <= x <= 1, else NaN; the result is between -pi/2 and pi/2.
template <class X>
constexpr applied<op::arc_sine, X> asin(const X& x) {
    return apply<op::arc_sine>(x);
}
/// -1 <= x <= 1, else NaN; the result is between 0 and pi.
template <class X>
constexpr applied<op::arc_cosine, X> acos(const X& x) {
    return apply<op::arc_cosine>(x);
}
/// Between -pi/2 and pi/2.
template <class X>
constexpr applied<op::arc_tangent, X> atan(const X& x) {
    return apply<op::arc_tangent>(x);
}

} // namespace ctgrad
