// SPDX-License-Identifier: BSL-1.0
//
// + - * / and the sign.
//
// A product and a sum may become one fused instruction. g++ does so across statements unless told
// otherwise, clang only inside one source expression, which is what the formula was before it was
// taken apart: hence the pragmas, without which clang's gradients have no fused instruction at all.
#pragma once

#include <ctgrad/family.hpp>
#include <ctgrad/primitive.hpp>
#include <ctgrad/scalar.hpp>

namespace ctgrad {
namespace op {

struct add : primitive<"+", 2> {
    static constexpr std::string_view format = "% + %";
    static constexpr int precedence = sum_precedence;
    static constexpr bool commutative = true;
    static constexpr auto value(const auto& x, const auto& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return compiling_arithmetic<decltype(x)>() ? compiled(detail::elementary::sum, x, y)
                                                   : x + y;
    }
    static constexpr auto dx(const auto&, const auto&, const auto&) {
        return 1;
    }
    static constexpr auto dy(const auto&, const auto&, const auto&) {
        return 1;
    }
};

struct subtract : primitive<"-", 2> {
    static constexpr std::string_view format = "% - %";
    static constexpr int precedence = sum_precedence;
    static constexpr auto value(const auto& x, const auto& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return compiling_arithmetic<decltype(x)>() ? compiled(detail::elementary::difference, x, y)
                                                   : x - y;
    }
    static constexpr auto dx(const auto&, const auto&, const auto&) {
        return 1;
    }
    static constexpr auto dy(const auto&, const auto&, const auto&) {
        return -1;
    }
};

struct multiply : primitive<"*", 2> {
    static constexpr std::string_view format = "%*%";
    static constexpr int precedence = product_precedence;
    static constexpr bool commutative = true;
    static constexpr auto value(const auto& x, const auto& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return compiling_arithmetic<decltype(x)>() ? compiled(detail::elementary::product, x, y)
                                                   : x * y;
    }
    static constexpr auto dx(const auto&, const auto& y, const auto&) {
        return y;
    }
    static constexpr auto dy(const auto& x, const auto&, const auto&) {
        return x;
    }
};

struct divide : primitive<"/", 2> {
    static constexpr std::string_view latex_format = R"(\frac{%}{%})";
    static constexpr std::string_view format = "%/%";
    static constexpr int precedence = product_precedence;
    static constexpr auto value(const auto& x, const auto& y) {
        return compiling_arithmetic<decltype(x)>() ? compiled(detail::elementary::quotient, x, y)
                                                   : x / y;
    }
    static constexpr auto dx(const auto&, const auto& y, const auto&) { return 1 / y; }
    static constexpr auto dy(const auto&, const auto& y, const auto& result) {
        return -(result / y);
    }
    static constexpr bool domain(const auto&, const auto& y) { return y != 0; }
};

struct negate : primitive<"neg", 1> {
    static constexpr std::string_view format = "-%";
    static constexpr int precedence = sign_precedence;
    static constexpr auto value(const auto& x) { return -x; }
    static constexpr auto dx(const auto&, const auto&) { return -1; }
};

} // namespace op

using arithmetic = family<op::add, op::subtract, op::multiply, op::divide, op::negate>;

template <class X, class Y>
constexpr applied<op::add, X, Y> operator+(const X& x, const Y& y) {
    return apply<op::add>(x, y);
}
template <class X, class Y>
constexpr applied<op::subtract, X, Y> operator-(const X& x, const Y& y) {
    return apply<op::subtract>(x, y);
}
template <class X, class Y>
constexpr applied<op::multiply, X, Y> operator*(const X& x, const Y& y) {
    return apply<op::multiply>(x, y);
}
template <class X, class Y>
constexpr applied<op::divide, X, Y> operator/(const X& x, const Y& y) {
    return apply<op::divide>(x, y);
}
template <symbolic X>
constexpr applied<op::negate, X> operator-(const X& x) {
    return apply<op::negate>(x);
}
template <symbolic X>
constexpr X operator+(const X& x) {
    return x;
}

} // namespace ctgrad
