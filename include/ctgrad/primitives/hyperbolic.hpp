// SPDX-License-Identifier: BSL-1.0
//
// sinh and cosh, and the inverses asinh, acosh and atanh; tanh is beside exp, with the other
// activations. The derivatives of the inverses are written such that no square overflows and no
// difference cancels.
#pragma once

#include <ctgrad/primitives/power.hpp>

namespace ctgrad {

namespace op {
struct hyperbolic_sine;
struct hyperbolic_cosine;
} // namespace op

template <class X>
constexpr applied<op::hyperbolic_sine, X> sinh(const X& x);
template <class X>
constexpr applied<op::hyperbolic_cosine, X> cosh(const X& x);

namespace op {

struct hyperbolic_sine : primitive<"sinh", 1> {
    static constexpr auto value(const auto& x) {
        using std::sinh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::sinh, x) : sinh(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return cosh(x); }
};

struct hyperbolic_cosine : primitive<"cosh", 1> {
    static constexpr auto value(const auto& x) {
        using std::cosh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::cosh, x) : cosh(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return sinh(x); }
};

struct inverse_hyperbolic_sine : primitive<"asinh", 1> {
    static constexpr auto value(const auto& x) {
        using std::asinh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::asinh, x) : asinh(x);
    }
    // 1/sqrt(1 + x^2)
    static constexpr auto dx(const auto& x, const auto&) {
        return 1 / hypot(x, std::remove_cvref_t<decltype(x)>(1));
    }
};

// At 1 the value is 0 and the slope infinite. Two roots, as the product would overflow.
struct inverse_hyperbolic_cosine : primitive<"acosh", 1> {
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::acosh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::acosh, x) : acosh(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / (sqrt(x - 1) * sqrt(x + 1)); }
    static constexpr bool domain(const auto& x) { return x > 1; }
};

struct inverse_hyperbolic_tangent : primitive<"atanh", 1> {
    static constexpr auto value(const auto& x) {
        using std::atanh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::atanh, x) : atanh(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / ((1 - x) * (1 + x)); }
    static constexpr bool domain(const auto& x) { return -1 < x && x < 1; }
};

} // namespace op

using hyperbolic = family<op::hyperbolic_sine, op::hyperbolic_cosine, op::inverse_hyperbolic_sine,
                          op::inverse_hyperbolic_cosine, op::inverse_hyperbolic_tangent>;

template <class X>
constexpr applied<op::hyperbolic_sine, X> sinh(const X& x) {
    return apply<op::hyperbolic_sine>(x);
}
template <class X>
constexpr applied<op::hyperbolic_cosine, X> cosh(const X& x) {
    return apply<op::hyperbolic_cosine>(x);
}
template <class X>
constexpr applied<op::inverse_hyperbolic_sine, X> asinh(const X& x) {
    return apply<op::inverse_hyperbolic_sine>(x);
}
/// x >= 1, else NaN. At 1 the derivative is infinite.
template <class X>
constexpr applied<op::inverse_hyperbolic_cosine, X> acosh(const X& x) {
    return apply<op::inverse_hyperbolic_cosine>(x);
}
/// -1 <= x <= 1, else NaN.
template <class X>
constexpr applied<op::inverse_hyperbolic_tangent, X> atanh(const X& x) {
    return apply<op::inverse_hyperbolic_tangent>(x);
}

} // namespace ctgrad
