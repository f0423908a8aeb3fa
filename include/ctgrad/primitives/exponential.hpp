// SPDX-License-Identifier: BSL-1.0
//
// exp, log and tanh.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {
namespace op {

struct exponential : primitive<"exp", 1> {
    static constexpr auto value(const auto& x) {
        using std::exp;
        return compiling<decltype(x)>() ? compiled(detail::elementary::exp, x) : exp(x);
    }
    static constexpr auto dx(const auto&, const auto& result) { return result; }
};

struct logarithm : primitive<"log", 1> {
    static constexpr auto value(const auto& x) {
        using std::log;
        return compiling<decltype(x)>() ? compiled(detail::elementary::log, x) : log(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / x; }
    static constexpr bool domain(const auto& x) { return x > 0; }
};

struct hyperbolic_tangent : primitive<"tanh", 1> {
    static constexpr auto value(const auto& x) {
        using std::tanh;
        return compiling<decltype(x)>() ? compiled(detail::elementary::tanh, x) : tanh(x);
    }
    static constexpr auto dx(const auto&, const auto& result) { return 1 - result * result; }
};

} // namespace op

using exponentials = family<op::exponential, op::logarithm, op::hyperbolic_tangent>;

template <class X>
constexpr applied<op::exponential, X> exp(const X& x) {
    return apply<op::exponential>(x);
}
template <class X>
constexpr applied<op::logarithm, X> log(const X& x) {
    return apply<op::logarithm>(x);
}
template <class X>
constexpr applied<op::hyperbolic_tangent, X> tanh(const X& x) {
    return apply<op::hyperbolic_tangent>(x);
}

} // namespace ctgrad
