// SPDX-License-Identifier: BSL-1.0
//
// The other logarithms: log2, log10 and log1p(x) = log(1 + x); logit, the inverse of sigmoid; and
// logaddexp, which adds numbers that are given by their logarithms.
#pragma once

#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/primitives/piecewise.hpp>

namespace ctgrad {
namespace op {

struct log_of_ten : primitive<"log(10)", 0> {
    static constexpr std::string_view latex_format = R"(\log 10)";
    static constexpr std::string_view format = "log(10)";
    template <class T>
    static constexpr T value() {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(2.30258509299404568401799145468436420760110L);
        else {
            using std::log;
            return log(T(10));
        }
    }
};

struct binary_logarithm : primitive<"log2", 1> {
    static constexpr std::string_view latex_format = R"(\log_{2}\left(%\right))";
    static constexpr auto value(const auto& x) {
        using std::log2;
        return compiling<decltype(x)>() ? compiled(detail::elementary::log2, x) : log2(x);
    }
    static constexpr auto dx(const auto& x, const auto&) {
        return 1 / (x * constant<log_of_two>(x));
    }
    static constexpr bool domain(const auto& x) { return x > 0; }
};

struct decimal_logarithm : primitive<"log10", 1> {
    static constexpr std::string_view latex_format = R"(\log_{10}\left(%\right))";
    static constexpr auto value(const auto& x) {
        using std::log10;
        return compiling<decltype(x)>() ? compiled(detail::elementary::log10, x) : log10(x);
    }
    static constexpr auto dx(const auto& x, const auto&) {
        return 1 / (x * constant<log_of_ten>(x));
    }
    static constexpr bool domain(const auto& x) { return x > 0; }
};

struct logarithm_of_one_plus : primitive<"log1p", 1> {
    static constexpr auto value(const auto& x) {
        using std::log1p;
        return compiling<decltype(x)>() ? compiled(detail::elementary::log1p, x) : log1p(x);
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / (1 + x); }
    static constexpr bool domain(const auto& x) { return x > -1; }
};

// Around 1/2 the quotient is close to 1, and 2x - 1, which is exact there, says how close.
struct logit : primitive<"logit", 1> {
    static constexpr std::string_view c_body =
        "return 0.25 < x && x < 0.75 ? log1p((2*x - 1)/(1 - x)) : log(x/(1 - x));";
    static constexpr auto value(const auto& x) {
        using std::log, std::log1p;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (!std::is_same_v<decltype(x < 0), bool>)
            return type(log(x / (1 - x)));
        else if (compiling<type>())
            return compiled(detail::elementary::logit, x);
        else if (type(0.25) < x && x < type(0.75))
            return type(log1p((2 * x - 1) / (1 - x)));
        else
            return type(log(x / (1 - x)));
    }
    static constexpr auto dx(const auto& x, const auto&) { return 1 / (x * (1 - x)); }
    static constexpr bool domain(const auto& x) { return 0 < x && x < 1; }
};

// Two equal infinities have no difference, but a sum: each receives half.
struct log_of_sum : primitive<"logaddexp", 2> {
    static constexpr std::string_view c_body =
        "const double distance = x < y ? x - y : y - x;\n"
        "    return (x < y ? y : x) + (x == y ? log(2.0) : log1p(exp(distance)));";
    static constexpr bool commutative = true;
    static constexpr auto value(const auto& x, const auto& y) {
        using std::exp, std::log1p;
        using type = std::remove_cvref_t<decltype(x)>;
        if (compiling<type>())
            return compiled(detail::elementary::logaddexp, x, y);
        const type distance = select(x < y, type(x - y), type(y - x));
        const type large = select(x < y, y, x);
        return select(x == y, type(large + log1p(type(1))), type(large + log1p(exp(distance))));
    }
    static constexpr auto dx(const auto& x, const auto& y, const auto&) { return share(x, y); }
    static constexpr auto dy(const auto& x, const auto& y, const auto&) { return share(y, x); }

private:
    template <class T>
    static constexpr auto share(const T& x, const T& y) {
        const T difference = x - y;
        return select(difference == difference, sigmoid::value(difference),
                      select(x == y, T(0.5), difference));
    }
};

} // namespace op

using logarithms = family<op::binary_logarithm, op::decimal_logarithm, op::logarithm_of_one_plus,
                          op::logit, op::log_of_sum>;

template <class X>
constexpr applied<op::binary_logarithm, X> log2(const X& x) {
    return apply<op::binary_logarithm>(x);
}
template <class X>
constexpr applied<op::decimal_logarithm, X> log10(const X& x) {
    return apply<op::decimal_logarithm>(x);
}
/// log(1 + x), with all digits of a small x.
template <class X>
constexpr applied<op::logarithm_of_one_plus, X> log1p(const X& x) {
    return apply<op::logarithm_of_one_plus>(x);
}
/// log(x/(1 - x)), the logarithm of the odds; the inverse of sigmoid. For 0 <= x <= 1, else NaN.
template <class X>
constexpr applied<op::logit, X> logit(const X& x) {
    return apply<op::logit>(x);
}
/// log(exp(x) + exp(y)), without overflow: a smooth max(x, y). Its partials are sigmoid(x - y) and
/// sigmoid(y - x).
template <class X, class Y>
constexpr applied<op::log_of_sum, X, Y> logaddexp(const X& x, const Y& y) {
    return apply<op::log_of_sum>(x, y);
}

} // namespace ctgrad
