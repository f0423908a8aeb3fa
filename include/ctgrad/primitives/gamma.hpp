// SPDX-License-Identifier: BSL-1.0
//
// The gamma function, the logarithm of its magnitude, and the derivatives of that: digamma and
// polygamma. Not in <ctgrad.hpp>, as it includes parts of Boost.Math. Nothing is thrown: poles are
// infinite or NaN. What they cost and how accurate they are: docs/reference/primitives/gamma.md.
#pragma once

#include <ctgrad/detail/boost_gamma.hpp>
#include <ctgrad/detail/elementary/polygamma.hpp>
#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {

namespace op {
struct log_gamma;
struct gamma_function;
struct digamma_function;
struct polygamma_function;
} // namespace op

/// log|gamma(x)|, with the derivative digamma(x). It is infinite at 0, -1, -2, ...
/// Example: examples/gamma.cpp
template <class X>
constexpr applied<op::log_gamma, X> lgamma(const X& x) {
    return apply<op::log_gamma>(x);
}
/// gamma(x), (x - 1)! of whole x, with the derivative gamma(x)*digamma(x). It overflows above
/// 171.62; at 0 it is infinite, of the sign of 0, at -1, -2, ... NaN.
template <class X>
constexpr applied<op::gamma_function, X> tgamma(const X& x) {
    return apply<op::gamma_function>(x);
}
/// The derivative of log|gamma(x)|. At 0 it is infinite, of the opposite sign, at -1, -2, ... NaN.
template <class X>
constexpr applied<op::digamma_function, X> digamma(const X& x) {
    return apply<op::digamma_function>(x);
}
/// The n-th derivative of digamma, for whole n from 0 to 10000, else NaN; trigamma for n = 1. The
/// order is a number: there is no derivative by it.
template <class N, class X>
constexpr applied<op::polygamma_function, N, X> polygamma(const N& n, const X& x) {
    return apply<op::polygamma_function>(n, x);
}

namespace detail {

// Numbers that Boost.Math can compute with. A scalar type of one's own has functions of its own.
template <class T>
concept known_number = std::numeric_limits<T>::is_specialized;

// Packs whose lanes can be set, such as ctgrad's.
template <class T>
concept has_lanes = requires(T x) {
    x.set(0, x[0]);
};
template <has_lanes T>
T in_each_lane(const auto& function, const T& x, const auto&... more) {
    T out = x;
    for (std::size_t lane = 0; lane < sizeof(T) / sizeof(x[0]); ++lane)
        out.set(lane, function(x[lane], more[lane]...));
    return out;
}

} // namespace detail

namespace op {

struct log_gamma : primitive<"lgamma", 1> {
    static constexpr std::string_view latex_format = R"(\log \left|\Gamma\left(%\right)\right|)";
    static constexpr auto value(const auto& x) {
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (detail::has_lanes<type>)
            return detail::in_each_lane(detail::log_gamma_at_run_time<decltype(x[0])>, x);
        else if constexpr (detail::known_number<type>)
            return compiling<type>() ? compiled(detail::elementary::lgamma, x)
                                     : detail::log_gamma_at_run_time(x);
        else
            return lgamma(x);
    }
    static constexpr auto dx(const auto& x, const auto&);
    static constexpr bool domain(const auto& x) { return !detail::is_gamma_pole(x); }
};

struct gamma_function : primitive<"tgamma", 1> {
    static constexpr std::string_view latex_format = R"(\Gamma\left(%\right))";
    static constexpr auto value(const auto& x) {
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (detail::has_lanes<type>)
            return detail::in_each_lane(detail::gamma_at_run_time<decltype(x[0])>, x);
        else if constexpr (detail::known_number<type>)
            return compiling<type>() ? compiled(detail::elementary::tgamma, x)
                                     : detail::gamma_at_run_time(x);
        else
            return tgamma(x);
    }
    static constexpr auto dx(const auto& x, const auto& result);
    static constexpr bool domain(const auto& x) { return !detail::is_gamma_pole(x); }
};

struct digamma_function : primitive<"digamma", 1> {
    static constexpr std::string_view latex_format = R"(\psi\left(%\right))";
    // Terms 1/x up to 20, then the asymptotic series (DLMF 5.11); by reflection for x < 0.
    static constexpr std::string_view c_body =
        "const double d = x - floor(x + 0.5), pi = 3.141592653589793;\n"
        "    double sum = 0, w;\n"
        "    if (x <= 0 && d == 0)\n        return x == 0 ? -1/x : NAN;\n"
        "    if (x < 0) {\n        sum = -pi/tan(pi*d);\n        x = 1 - x;\n    }\n"
        "    for (; x < 20; ++x)\n        sum -= 1/x;\n"
        "    w = 1/(x*x);\n"
        "    return sum + log(x) - 0.5/x - w*(1.0/12 - w*(1.0/120 - w*(1.0/252 - w*(1.0/240\n"
        "        - w*(1.0/132 - w*691/32760)))));";
    static constexpr auto value(const auto& x) {
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return ctgrad::digamma(x);
        else if constexpr (detail::has_lanes<type>)
            return detail::in_each_lane(detail::digamma_at_run_time<decltype(x[0])>, x);
        else if constexpr (detail::known_number<type>)
            return compiling<type>() ? compiled(detail::elementary::digamma, x)
                                     : detail::digamma_at_run_time(x);
        else
            return digamma(x);
    }
    static constexpr auto dx(const auto& x, const auto&);
    static constexpr bool domain(const auto& x) { return !detail::is_gamma_pole(x); }
};

// The order has no partial. In C: the sum of like terms as in detail/elementary/polygamma.hpp.
struct polygamma_function : primitive<"polygamma", 2> {
    static constexpr std::string_view latex_format = R"(\psi^{\left(%\right)}\left(%\right))";
    static constexpr std::string_view c_body =
        "static const double b[] = {1.0/6, -1.0/30, 1.0/42, -1.0/30, 5.0/66, -691.0/2730, 7.0/6};\n"
        "    const double n = x, m = y > -0.5 ? 0 : -floor(y + 0.5), d = y + m, s = n + 1;\n"
        "    const double sign = fmod(n, 2) == 0 ? -1 : 1;\n"
        "    double sum = 0, term;\n"
        "    int k;\n"
        "    if (!(0 <= n && n <= 10000) || floor(n) != n || y != y || y == -HUGE_VAL)\n"
        "        return NAN;\n"
        "    if (y <= 0 && d == 0)\n"
        "        return sign > 0 ? HUGE_VAL : y == 0 ? -1/y : NAN;\n"
        "    if (y < 0.5) {\n"
        "        sum = ctgrad_polygamma(n, 1 + d) + sign*tgamma(s)*pow(d, -s);\n"
        "        return m == 0 ? sum : sum + sign*(ctgrad_polygamma(n, 1 - d)\n"
        "                                          - ctgrad_polygamma(n, 1 + m - d));\n"
        "    }\n"
        "    for (; y < n + 20; ++y)\n        sum += pow(y, -s);\n"
        "    sum += (n == 0 ? -log(y) : pow(y, -n)/n) + pow(y, -s)/2;\n"
        "    term = pow(y, -n);\n"
        "    for (k = 1; k <= 7; ++k) {\n"
        "        term *= (k == 1 && n == 0 ? 1 : n + 2*k - 2)*(n + 2*k - 1)/(2*k*(2*k - 1)*y*y);\n"
        "        sum += b[k - 1]*term/(n == 0 ? 1 : n);\n"
        "    }\n"
        "    return sign*tgamma(s)*sum;";
    static constexpr auto value(const auto& n, const auto& x) {
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type> || symbolic<std::remove_cvref_t<decltype(n)>>)
            return ctgrad::polygamma(n, x);
        else if constexpr (detail::has_lanes<type>)
            return detail::in_each_lane(
                [](auto lane, auto order) {
                    return detail::polygamma_at_run_time(static_cast<double>(order), lane);
                },
                x, type(n));
        else if constexpr (detail::known_number<type>)
            return compiling<type>()
                       ? compiled(detail::elementary::polygamma, static_cast<type>(n), x)
                       : detail::polygamma_at_run_time(static_cast<double>(n), x);
        else
            return polygamma(n, x);
    }
    static constexpr auto dy(const auto& n, const auto& x, const auto&) { return value(n + 1, x); }
    static constexpr bool domain(const auto& n, const auto& x) {
        const double order = static_cast<double>(n);
        return 0 <= order && order < 10000 && static_cast<int>(order) == order &&
               !detail::is_gamma_pole(x);
    }
};

constexpr auto log_gamma::dx(const auto& x, const auto&) {
    return digamma_function::value(x);
}
constexpr auto gamma_function::dx(const auto& x, const auto& result) {
    return result * digamma_function::value(x);
}
constexpr auto digamma_function::dx(const auto& x, const auto&) {
    return polygamma_function::value(1, x);
}

} // namespace op

using gammas =
    family<op::log_gamma, op::gamma_function, op::digamma_function, op::polygamma_function>;

} // namespace ctgrad
