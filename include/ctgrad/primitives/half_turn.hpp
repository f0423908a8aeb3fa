// SPDX-License-Identifier: BSL-1.0
//
// sinpi(x) = sin(pi x) and cospi(x) = cos(pi x): angles in half turns, whose reduction to one turn
// is exact, so that zeros and extremes are. std has neither before C++26.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

namespace ctgrad {

namespace op {
struct cosine_of_half_turns;
} // namespace op

template <class X>
constexpr applied<op::cosine_of_half_turns, X> cospi(const X& x);

namespace op {

struct pi : primitive<"pi", 0> {
    static constexpr std::string_view latex_format = R"(\pi)";
    static constexpr std::string_view format = "pi";
    template <class T>
    static constexpr T value() {
        if constexpr (std::is_floating_point_v<T>)
            return static_cast<T>(3.14159265358979323846264338327950288419717L);
        else {
            using std::atan;
            return 4 * atan(T(1));
        }
    }
};

// Of x >= 0: x half turns are, but for whole turns, `quarter` quarters of one and the angle `rest`,
// between -pi/4 and pi/4. Both differences are exact.
template <class T>
struct part_of_turn {
    int quarter;
    T rest;

    constexpr explicit part_of_turn(const T& x) {
        using std::floor;
        const T part = x - 2 * floor(T(x / 2));
        quarter = part < T(0.25) ? 0 : part < T(0.75) ? 1 : part < T(1.25) ? 2 : 3;
        if (quarter == 3 && !(part < T(1.75)))
            quarter = 4;
        rest = pi::value<T>() * (part - T(quarter) / 2);
    }
};

// Types whose comparison is no bool, SIMD packs, are reduced to one turn only.
struct sine_of_half_turns : primitive<"sinpi", 1> {
    static constexpr std::string_view c_body =
        "const double a = fabs(x), t = a - 2*floor(a/2), pi = 3.141592653589793;\n"
        "    const double s = t < 0.25 ? sin(pi*t) : t < 0.75 ? cos(pi*(0.5 - t))\n"
        "        : t < 1.25 ? sin(pi*(1 - t)) : t < 1.75 ? -cos(pi*(1.5 - t)) : sin(pi*(t - 2));\n"
        "    return x < 0 ? -s : x == 0 ? x : s;";
    static constexpr auto value(const auto& x) {
        using std::sin, std::cos, std::floor;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return apply<sine_of_half_turns>(x);
        else if constexpr (!std::is_same_v<decltype(x < 0), bool>)
            return type(sin(pi::value<type>() * (x - 2 * floor(x / 2))));
        else if (compiling<type>())
            return compiled(detail::elementary::sinpi, x);
        else {
            if (x == 0)
                return x;
            const part_of_turn<type> a(x < 0 ? type(-x) : x);
            const type sine = a.quarter % 2 != 0 ? cos(a.rest)
                              : a.quarter == 2   ? sin(type(-a.rest))
                                                 : sin(a.rest);
            return (x < 0) != (a.quarter == 3) ? type(-sine) : sine;
        }
    }
    static constexpr auto dx(const auto& x, const auto&);
};

// Where the value is 0 it is +0: a difference of equal numbers.
struct cosine_of_half_turns : primitive<"cospi", 1> {
    static constexpr std::string_view c_body =
        "const double a = fabs(x), t = a - 2*floor(a/2), pi = 3.141592653589793;\n"
        "    return t < 0.25 ? cos(pi*t) : t < 0.75 ? sin(pi*(0.5 - t))\n"
        "        : t < 1.25 ? -cos(pi*(1 - t)) : t < 1.75 ? sin(pi*(t - 1.5)) : cos(pi*(t - 2));";
    static constexpr auto value(const auto& x) {
        using std::sin, std::cos, std::floor;
        using type = std::remove_cvref_t<decltype(x)>;
        if constexpr (symbolic<type>)
            return ctgrad::cospi(x);
        else if constexpr (!std::is_same_v<decltype(x < 0), bool>)
            return type(cos(pi::value<type>() * (x - 2 * floor(x / 2))));
        else if (compiling<type>())
            return compiled(detail::elementary::cospi, x);
        else {
            const part_of_turn<type> a(x < 0 ? type(-x) : x);
            const type cosine = a.quarter == 1   ? sin(type(-a.rest))
                                : a.quarter == 3 ? sin(a.rest)
                                                 : cos(a.rest);
            return a.quarter == 2 ? type(-cosine) : cosine;
        }
    }
    static constexpr auto dx(const auto& x, const auto&) {
        return -(constant<pi>(x) * sine_of_half_turns::value(x));
    }
};

constexpr auto sine_of_half_turns::dx(const auto& x, const auto&) {
    return constant<pi>(x) * cosine_of_half_turns::value(x);
}

} // namespace op

using half_turns = family<op::sine_of_half_turns, op::cosine_of_half_turns>;

/// sin(pi x), exactly 0 at whole x. Example: examples/edges.cpp
template <class X>
constexpr applied<op::sine_of_half_turns, X> sinpi(const X& x) {
    return apply<op::sine_of_half_turns>(x);
}
/// cos(pi x), exactly 0 halfway between. Example: examples/edges.cpp
template <class X>
constexpr applied<op::cosine_of_half_turns, X> cospi(const X& x) {
    return apply<op::cosine_of_half_turns>(x);
}

} // namespace ctgrad
