// SPDX-License-Identifier: BSL-1.0
//
// The normal distribution: density, its logarithm, and distribution function, of a standard normal
// variable or with mean and deviation.
#pragma once

#include <ctgrad/primitives/exponential.hpp>

namespace ctgrad {

namespace op {
struct normal_density;
}

template <class X>
constexpr applied<op::normal_density, X> normal_pdf(const X& x);

namespace op {

// 1/sqrt(2 pi).
struct peak_of_normal_density : primitive<"1/sqrt(2*pi)", 0> {
    static constexpr std::string_view latex_format = R"(\frac{1}{\sqrt{2 \pi}})";
    static constexpr std::string_view format = "1/sqrt(2*pi)";
    static constexpr int precedence = product_precedence;
    template <class T>
    static constexpr T value() {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(0.398942280401432677939946059934381868475859L);
        else {
            using std::atan;
            using std::sqrt;
            return 1 / sqrt(8 * atan(T(1))); // atan(1) is pi/4, to the precision of T
        }
    }
};

struct normal_density : primitive<"normal_pdf", 1> {
    static constexpr std::string_view latex_format = R"(\varphi\left(%\right))";
    static constexpr std::string_view c_body = "return 0.3989422804014327*exp(x*x/-2);";
    static constexpr auto value(const auto& x) {
        using std::exp;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return ctgrad::normal_pdf(x);
        else if (compiling<type>())
            return compiled(detail::elementary::normal_pdf, x);
        else
            return type(peak_of_normal_density::value<type>() * exp(type(x * x / -2)));
    }
    static constexpr auto dx(const auto& x, const auto& result) { return -(x * result); }
};

struct normal_log_density : primitive<"normal_log_density", 1> {
    static constexpr std::string_view latex_format = R"(\log \varphi\left(%\right))";
    static constexpr std::string_view c_body = "return x*x/-2 - 0.9189385332046727;";
    static constexpr auto value(const auto& x) {
        using std::log;
        using type = std::remove_cvref_t<decltype(x)>;
        if (compiling<type>())
            return compiled(detail::elementary::normal_log_density, x);
        if constexpr (std::is_floating_point_v<type>)
            return static_cast<type>(x * x / -2 - type(0.918938533204672741780329736405617639861L));
        else
            return type(x * x / -2 + log(peak_of_normal_density::value<type>()));
    }
    static constexpr auto dx(const auto& x, const auto&) { return -x; }
};

// The complement of erf keeps the digits of the lower tail.
struct normal_distribution : primitive<"normal_cdf", 1> {
    static constexpr std::string_view latex_format = R"(\Phi\left(%\right))";
    static constexpr std::string_view c_body = "return erfc(x*-sqrt(0.5))/2;";
    static constexpr auto value(const auto& x) {
        using std::erfc;
        using type = std::remove_cvref_t<decltype(x)>;
        using std::sqrt;
        if (compiling<type>())
            return compiled(detail::elementary::normal_cdf, x);
        return type(erfc(type(x * -sqrt(type(0.5)))) / 2);
    }
    static constexpr auto dx(const auto& x, const auto&) { return normal_density::value(x); }
};

} // namespace op

using distributions = family<op::normal_density, op::normal_log_density, op::normal_distribution>;

/// exp(-x^2/2)/sqrt(2 pi), the density of a standard normal variable.
template <class X>
constexpr applied<op::normal_density, X> normal_pdf(const X& x) {
    return apply<op::normal_density>(x);
}
/// -x^2/2 - log(sqrt(2 pi)), which is finite where the density is 0.
template <class X>
constexpr applied<op::normal_log_density, X> normal_log_density(const X& x) {
    return apply<op::normal_log_density>(x);
}
/// erfc(-x/sqrt(2))/2, the probability that a standard normal variable is at most x.
template <class X>
constexpr applied<op::normal_distribution, X> normal_cdf(const X& x) {
    return apply<op::normal_distribution>(x);
}

namespace detail {
template <class... Xs>
concept numbers_or_operands = operands<Xs...> ||
    ((plain_number<Xs> && ...) && (std::is_floating_point<Xs>::value || ...));
}

/// The same of a normal variable with a mean and a (positive) standard deviation, composed of the
/// operations above: these differentiate by all three.
template <class X, class Mean, class Deviation>
    requires detail::numbers_or_operands<X, Mean, Deviation>
constexpr auto normal_pdf(const X& x, const Mean& mean, const Deviation& deviation) {
    return normal_pdf((x - mean) / deviation) / deviation;
}
template <class X, class Mean, class Deviation>
    requires detail::numbers_or_operands<X, Mean, Deviation>
constexpr auto normal_log_density(const X& x, const Mean& mean, const Deviation& deviation) {
    return normal_log_density((x - mean) / deviation) - log(deviation);
}
template <class X, class Mean, class Deviation>
    requires detail::numbers_or_operands<X, Mean, Deviation>
constexpr auto normal_cdf(const X& x, const Mean& mean, const Deviation& deviation) {
    return normal_cdf((x - mean) / deviation);
}

} // namespace ctgrad
