// SPDX-License-Identifier: BSL-1.0
//
// erf and erfc. The complement is a primitive of its own: 1 - erf(x) loses every digit in the tail.
#pragma once

#include <ctgrad/primitives/exponential.hpp>

namespace ctgrad {
namespace op {

struct two_over_sqrt_pi : primitive<"2/sqrt(pi)", 0> {
    static constexpr std::string_view latex_format = R"(\frac{2}{\sqrt{\pi}})";
    static constexpr std::string_view format = "2/sqrt(pi)";
    static constexpr int precedence = product_precedence;
    template <class T>
    static constexpr T value() {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(1.12837916709551257389615890312154517168810L);
        else {
            using std::atan;
            using std::sqrt;
            return 1 / sqrt(atan(T(1))); // atan(1) is pi/4, to the precision of T
        }
    }
};

struct error_function : primitive<"erf", 1> {
    static constexpr auto value(const auto& x) {
        using std::erf;
        return compiling<decltype(x)>() ? compiled(detail::elementary::erf, x) : erf(x);
    }
    static constexpr auto dx(const auto& x, const auto&) {
        return constant<two_over_sqrt_pi>(x) * exp(-(x * x));
    }
};

struct complementary_error_function : primitive<"erfc", 1> {
    static constexpr auto value(const auto& x) {
        using std::erfc;
        return compiling<decltype(x)>() ? compiled(detail::elementary::erfc, x) : erfc(x);
    }
    static constexpr auto dx(const auto& x, const auto&) {
        return -(constant<two_over_sqrt_pi>(x) * exp(-(x * x)));
    }
};

} // namespace op

using error_functions = family<op::error_function, op::complementary_error_function>;

template <class X>
constexpr applied<op::error_function, X> erf(const X& x) {
    return apply<op::error_function>(x);
}
template <class X>
constexpr applied<op::complementary_error_function, X> erfc(const X& x) {
    return apply<op::complementary_error_function>(x);
}

} // namespace ctgrad
