// SPDX-License-Identifier: BSL-1.0
//
// exp, exp2, expm1, log and tanh; sigmoid, the logistic function 1/(1 + exp(-x)), and softplus, its
// integral log(1 + exp(x)).
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {
namespace op {
struct exponential;
struct sigmoid;
} // namespace op

template <class X>
constexpr applied<op::exponential, X> exp(const X& x);
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

struct log_of_two : primitive<"log(2)", 0> {
    static constexpr std::string_view latex_format = R"(\log 2)";
    static constexpr std::string_view format = "log(2)";
    template <class T>
    static constexpr T value() {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(0.693147180559945309417232121458176568075500L);
        else {
            using std::log;
            return log(T(2));
        }
    }
};

struct binary_exponential : primitive<"exp2", 1> {
    static constexpr std::string_view latex_format = "2^{%}";
    static constexpr auto value(const auto& x) {
        using std::exp2;
        return compiling<decltype(x)>() ? compiled(detail::elementary::exp2, x) : exp2(x);
    }
    static constexpr auto dx(const auto& x, const auto& result) {
        return constant<log_of_two>(x) * result;
    }
};

// Not the result + 1, which has no digit left where exp(x) is small.
struct exponential_minus_one : primitive<"expm1", 1> {
    static constexpr auto value(const auto& x) {
        using std::expm1;
        return compiling<decltype(x)>() ? compiled(detail::elementary::expm1, x) : expm1(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return exp(x); }
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
    static constexpr std::string_view c_body = "const double t = exp(x < 0 ? x : -x);\n"
                                               "    return x < 0 ? t/(1 + t) : 1 - t/(1 + t);";
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
    static constexpr std::string_view c_body = "const double rest = log1p(exp(x < 0 ? x : -x));\n"
                                               "    return x < 0 ? rest : x + rest;";
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

using exponentials = family<op::exponential, op::binary_exponential, op::exponential_minus_one,
                            op::logarithm, op::hyperbolic_tangent, op::sigmoid, op::softplus>;

template <class X>
constexpr applied<op::exponential, X> exp(const X& x) {
    return apply<op::exponential>(x);
}
/// 2 to the power x; exact where x is whole.
template <class X>
constexpr applied<op::binary_exponential, X> exp2(const X& x) {
    return apply<op::binary_exponential>(x);
}
/// exp(x) - 1, with all digits of a small x.
template <class X>
constexpr applied<op::exponential_minus_one, X> expm1(const X& x) {
    return apply<op::exponential_minus_one>(x);
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
