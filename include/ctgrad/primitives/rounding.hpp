// SPDX-License-Identifier: BSL-1.0
//
// Functions with steps: floor, ceil, round, trunc, fmod, sign, copysign and clamp; and fma, which
// rounds once. A step has the derivative 0, also where it jumps: there the derivative that is
// useful in a descent is the one beside it.
#pragma once

#include <ctgrad/primitives/piecewise.hpp>

namespace ctgrad {

namespace op {
struct round_to_nearest;
struct sign;
} // namespace op

template <class X>
constexpr applied<op::round_to_nearest, X> round(const X& x);
template <class X>
constexpr applied<op::sign, X> sign(const X& x);

namespace op {

struct round_down : primitive<"floor", 1> {
    static constexpr std::string_view latex_format = R"(\left\lfloor % \right\rfloor)";
    static constexpr auto value(const auto& x) {
        using std::floor;
        return compiling<decltype(x)>() ? compiled(detail::elementary::floor, x) : floor(x);
    }
    static constexpr auto dx(const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x) { return x != value(x); }
};

struct round_up : primitive<"ceil", 1> {
    static constexpr std::string_view latex_format = R"(\left\lceil % \right\rceil)";
    static constexpr auto value(const auto& x) {
        using std::ceil;
        return compiling<decltype(x)>() ? compiled(detail::elementary::ceil, x) : ceil(x);
    }
    static constexpr auto dx(const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x) { return x != value(x); }
};

struct truncate : primitive<"trunc", 1> {
    static constexpr auto value(const auto& x) {
        using std::trunc;
        return compiling<decltype(x)>() ? compiled(detail::elementary::trunc, x) : trunc(x);
    }
    static constexpr auto dx(const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x) { return x == 0 || x != value(x); }
};

struct round_to_nearest : primitive<"round", 1> {
    static constexpr auto value(const auto& x) {
        using std::round;
        return compiling<decltype(x)>() ? compiled(detail::elementary::round, x) : round(x);
    }
    static constexpr auto dx(const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x) {
        const auto rest = x - truncate::value(x);
        return rest != 0.5 && rest != -0.5;
    }
};

// x - n*y with n = trunc(x/y), of the exact quotient: x/y itself may be rounded up to a whole
// number, 0.3/0.1 is, and trunc of it would be 3 where n is 2.
struct truncated_remainder : primitive<"fmod", 2> {
    static constexpr auto value(const auto& x, const auto& y) {
        using std::fmod;
        return compiling<decltype(x)>() ? compiled(detail::elementary::fmod, x, y) : fmod(x, y);
    }
    static constexpr auto dx(const auto&, const auto&, const auto&) { return 1; }
    static constexpr auto dy(const auto& x, const auto& y, const auto& result) {
        return -round((x - result) / y);
    }
    static constexpr bool domain(const auto& x, const auto& y) {
        return y != 0 && (x == 0 || value(x, y) != 0);
    }
};

// Of a zero the zero itself, with its sign; of NaN NaN.
struct sign : primitive<"sign", 1> {
    static constexpr std::string_view c_body = "return 0 < x ? 1 : x < 0 ? -1 : x;";
    static constexpr auto value(const auto& x) {
        if constexpr (symbolic<std::remove_cvref_t<decltype(x)>>)
            return ctgrad::sign(x);
        else
            return select(0 < x, 1, select(x < 0, -1, x));
    }
    static constexpr auto dx(const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x) { return x != 0; }
};

// |x| with the sign of y, the signs of zeros and NaNs included.
struct copy_sign : primitive<"copysign", 2> {
    static constexpr auto value(const auto& x, const auto& y) {
        using std::copysign;
        return compiling<decltype(x)>() ? compiled(detail::elementary::copysign, x, y)
                                        : copysign(x, y);
    }
    // 0 at x = 0, as of abs.
    static constexpr auto dx(const auto& x, const auto&, const auto& result) {
        return sign::value(x) * sign::value(result);
    }
    static constexpr auto dy(const auto&, const auto&, const auto&) { return 0; }
    static constexpr bool domain(const auto& x, const auto& y) { return x != 0 && y != 0; }
};

// min(max(x, low), high) as one operation, ties included.
struct clamp : primitive<"clamp", 3> {
    static constexpr std::string_view c_body =
        "if (x != x || y != y || z != z)\n        return x + y + z;\n"
        "    return z < x || z < y ? z : x < y ? y : x;";
    static constexpr auto value(const auto& x, const auto& low, const auto& high) {
        return minimum::value(maximum::value(x, low), high);
    }
    static constexpr auto dx(const auto& x, const auto& low, const auto& high, const auto& result) {
        const auto below = minimum::dx(x, high, result);
        return select(low < x, below, select(x < low, 0, select(x == low, 0.5 * below, result)));
    }
    static constexpr auto dy(const auto& x, const auto& low, const auto& high, const auto& result) {
        const auto below = minimum::dx(low, high, result);
        return select(x < low, below, select(low < x, 0, select(x == low, 0.5 * below, result)));
    }
    static constexpr auto dz(const auto& x, const auto& low, const auto& high, const auto& result) {
        const auto above = minimum::dy(low, high, result);
        return select(low < x, minimum::dy(x, high, result), select(x <= low, above, result));
    }
    static constexpr bool domain(const auto& x, const auto& low, const auto& high) {
        return x != low && x != high && low != high;
    }
};

struct fused_multiply_add : primitive<"fma", 3> {
    static constexpr auto value(const auto& x, const auto& y, const auto& z) {
        using std::fma;
        return compiling<decltype(x)>() ? compiled(detail::elementary::fma, x, y, z) : fma(x, y, z);
    }
    static constexpr auto dx(const auto&, const auto& y, const auto&, const auto&) { return y; }
    static constexpr auto dy(const auto& x, const auto&, const auto&, const auto&) { return x; }
    static constexpr auto dz(const auto&, const auto&, const auto&, const auto&) { return 1; }
};

} // namespace op

using roundings =
    family<op::round_down, op::round_up, op::truncate, op::round_to_nearest,
           op::truncated_remainder, op::sign, op::copy_sign, op::clamp, op::fused_multiply_add>;

/// The largest whole number that is not above x. Its derivative is 0.
template <class X>
constexpr applied<op::round_down, X> floor(const X& x) {
    return apply<op::round_down>(x);
}
/// The smallest whole number that is not below x. Its derivative is 0.
template <class X>
constexpr applied<op::round_up, X> ceil(const X& x) {
    return apply<op::round_up>(x);
}
/// x without its fraction. Its derivative is 0.
template <class X>
constexpr applied<op::truncate, X> trunc(const X& x) {
    return apply<op::truncate>(x);
}
/// The nearest whole number; of two the one further from 0. Its derivative is 0.
template <class X>
constexpr applied<op::round_to_nearest, X> round(const X& x) {
    return apply<op::round_to_nearest>(x);
}
/// x - n*y with n = trunc(x/y). Its derivatives are 1 and -n.
template <class X, class Y>
constexpr applied<op::truncated_remainder, X, Y> fmod(const X& x, const Y& y) {
    return apply<op::truncated_remainder>(x, y);
}
/// -1, 0 or 1. Its derivative is 0.
template <class X>
constexpr applied<op::sign, X> sign(const X& x) {
    return apply<op::sign>(x);
}
/// |x| with the sign of y. Its derivative by x is sign(x)*sign(y), by y it is 0.
template <class X, class Y>
constexpr applied<op::copy_sign, X, Y> copysign(const X& x, const Y& y) {
    return apply<op::copy_sign>(x, y);
}
/// min(max(x, low), high): x, or the bound that it is beyond. At a bound, half of the derivative is
/// that of x and half that of the bound.
/// Example: examples/edges.cpp
template <class X, class Low, class High>
constexpr applied<op::clamp, X, Low, High> clamp(const X& x, const Low& low, const High& high) {
    return apply<op::clamp>(x, low, high);
}
// Of equal types std::clamp would be the better match after `using std::clamp`.
template <class X>
    requires requires {
        typename applied<op::clamp, X, X, X>;
    }
constexpr applied<op::clamp, X, X, X> clamp(const X& x, const X& low, const X& high) {
    return apply<op::clamp>(x, low, high);
}
/// x*y + z, rounded once.
template <class X, class Y, class Z>
constexpr applied<op::fused_multiply_add, X, Y, Z> fma(const X& x, const Y& y, const Z& z) {
    return apply<op::fused_multiply_add>(x, y, z);
}

} // namespace ctgrad
