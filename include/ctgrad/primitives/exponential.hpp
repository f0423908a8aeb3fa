// SPDX-License-Identifier: BSL-1.0
//
// exp, log and tanh; sigmoid, the logistic function 1/(1 + exp(-x)), and softplus, its integral
// log(1 + exp(x)).
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {
namespace op {
struct sigmoid;
} // namespace op

template <class X>
constexpr applied<op::sigmoid, X> sigmoid(const X& x);

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

// exp is given what is not positive, so that nothing overflows, and what is close to 1 is computed
// from its distance to 1, which the derivative is made of. The plain formula of types whose
// comparison is no bool, SIMD packs, has the same values but for those below 1e-308.
struct sigmoid : primitive<"sigmoid", 1> {
    static constexpr auto value(const auto& x) {
        using std::exp;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return ctgrad::sigmoid(x);
        else if constexpr (!std::is_same_v<decltype(x < 0), bool>)
            return type(1 / (1 + exp(-x)));
        else if (compiling<type>())
            return compiled(detail::elementary::sigmoid, x);
        else {
            const type t = exp(x < 0 ? type(x) : type(-x));
            const type below_half = t / (1 + t);
            return x < 0 ? below_half : type(1 - below_half);
        }
    }
    static constexpr auto dx(const auto&, const auto& result) { return result * (1 - result); }
};

struct softplus : primitive<"softplus", 1> {
    static constexpr auto value(const auto& x) {
        using std::exp, std::log1p;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return apply<softplus>(x);
        else if constexpr (!std::is_same_v<decltype(x < 0), bool>)
            return type(select(x < 0, type(0), x) + log1p(exp(select(x < 0, x, type(-x)))));
        else if (compiling<type>())
            return compiled(detail::elementary::softplus, x);
        else {
            const type rest = log1p(exp(x < 0 ? type(x) : type(-x)));
            return x < 0 ? rest : type(x + rest);
        }
    }
    static constexpr auto dx(const auto& x, const auto&) { return sigmoid::value(x); }
};

} // namespace op

using exponentials =
    family<op::exponential, op::logarithm, op::hyperbolic_tangent, op::sigmoid, op::softplus>;

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
/// 1/(1 + exp(-x)), without overflow.
template <class X>
constexpr applied<op::sigmoid, X> sigmoid(const X& x) {
    return apply<op::sigmoid>(x);
}
/// log(1 + exp(x)), without overflow: a smooth max(0, x). Its derivative is sigmoid(x).
template <class X>
constexpr applied<op::softplus, X> softplus(const X& x) {
    return apply<op::softplus>(x);
}

} // namespace ctgrad
