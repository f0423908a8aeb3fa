// SPDX-License-Identifier: BSL-1.0
//
// pow, sqrt and cbrt; hypot, the distance from the origin.
#pragma once

#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/primitives/piecewise.hpp>

namespace ctgrad {

namespace op {
struct general_power;
}

/// x to the power y. With a constant exponent (`2_c`, a number in a traced function or in a sealed
/// expression) d/dy is never computed; an integer one is exact for every x.
template <class X, class Y>
constexpr applied<op::general_power, X, Y> pow(const X& x, const Y& y) {
    return apply<op::general_power>(x, y);
}
namespace op {

// x^p for a literal p, which belongs to the operation: it has no partial. Where p is an integer of
// at most 64 in magnitude, evaluation multiplies (see lower.hpp), so x < 0 and x = 0 are exact.
struct power : primitive<"power", 2> {
    static constexpr std::string_view latex_format = "%^{%}";
    static constexpr std::string_view format = "pow(%, %)";
    static constexpr auto value(const auto& x, const auto& p) {
        using std::pow;
        return compiling<decltype(x)>() ? compiled(detail::elementary::pow, x, p) : pow(x, p);
    }
    static constexpr auto dx(const auto& x, const auto& p, const auto&) {
        return p * pow(x, p - 1);
    }
    static constexpr bool domain(const auto& x, const auto&) { return x > 0; }
};

// 0 < p < 1: at x = 0 the value is finite and the slope is not.
struct fractional_power : power {
    static constexpr std::string_view name = "fractional_power";
    static constexpr bool vertical_tangent = true;
};

struct general_power : primitive<"pow", 2> {
    static constexpr std::string_view latex_format = "%^{%}";
    static constexpr bool vertical_tangent = true;
    static constexpr const detail::primitive_info* with_literal(double exponent);
    static constexpr auto value(const auto& x, const auto& y) { return power::value(x, y); }
    static constexpr auto dx(const auto& x, const auto& y, const auto&) {
        // Not wherever y is 0: there the derivative of this one by y is 1/x.
        return select(x == 0 && y == 0, 0, y * pow(x, y - 1));
    }
    // 0 at x = 0 for y >= 0, where the formula would say 0*inf.
    static constexpr auto dy(const auto& x, const auto& y, const auto& result) {
        return select(x == 0 && 0 <= y, 0, result * log(x));
    }
    static constexpr bool domain(const auto& x, const auto&) { return x > 0; }
};

constexpr const detail::primitive_info* general_power::with_literal(double exponent) {
    return exponent > 0 && exponent < 1 ? detail::operation<fractional_power>()
                                        : detail::operation<power>();
}

struct square_root : primitive<"sqrt", 1> {
    static constexpr std::string_view latex_format = R"(\sqrt{%})";
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::sqrt;
        return compiling<decltype(x)>() ? compiled(detail::elementary::sqrt, x) : sqrt(x);
    }
    static constexpr auto dx(const auto&, const auto& result) { return 0.5 / result; }
    static constexpr bool domain(const auto& x) { return x > 0; }
};

// At 0 the value is 0 and the slope infinite.
struct cube_root : primitive<"cbrt", 1> {
    static constexpr std::string_view latex_format = R"(\sqrt[3]{%})";
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::cbrt;
        return compiling<decltype(x)>() ? compiled(detail::elementary::cbrt, x) : cbrt(x);
    }
    static constexpr auto dx(const auto&, const auto& result) {
        return 1 / (3 * (result * result));
    }
    static constexpr bool domain(const auto& x) { return x != 0; }
};

// The partials are the coordinates of a direction, which the origin has not: 0 there.
struct hypotenuse : primitive<"hypot", 2> {
    static constexpr bool commutative = true;
    static constexpr auto value(const auto& x, const auto& y) {
        using std::hypot;
        return compiling<decltype(x)>() ? compiled(detail::elementary::hypot, x, y) : hypot(x, y);
    }
    static constexpr auto dx(const auto& x, const auto&, const auto& result) {
        return select(result == 0, 0, x / result);
    }
    static constexpr auto dy(const auto&, const auto& y, const auto& result) {
        return select(result == 0, 0, y / result);
    }
    static constexpr bool domain(const auto& x, const auto& y) { return x != 0 || y != 0; }
};

// Not std::hypot of three, which gives NaN for infinities in libstdc++.
struct diagonal : primitive<"hypot3", 3> {
    static constexpr std::string_view c_format = "hypot(hypot(%, %), %)";
    static constexpr std::string_view latex_format = R"(\operatorname{hypot}\left(%, %, %\right))";
    static constexpr std::string_view format = "hypot(%, %, %)";
    static constexpr auto value(const auto& x, const auto& y, const auto& z) {
        using std::hypot;
        using type = std::remove_cvref_t<decltype(x)>;
        if (compiling<type>())
            return compiled(detail::elementary::hypot, x, y, z);
        if constexpr (std::is_floating_point_v<type>)
            if (z != z) // hypot(infinity, NaN) is infinity: x and y must not overflow
                return hypot(hypot(x / 2, y / 2), z);
        return type(hypot(type(hypot(x, y)), z));
    }
    static constexpr auto dx(const auto& x, const auto&, const auto&, const auto& result) {
        return select(result == 0, 0, x / result);
    }
    static constexpr auto dy(const auto&, const auto& y, const auto&, const auto& result) {
        return select(result == 0, 0, y / result);
    }
    static constexpr auto dz(const auto&, const auto&, const auto& z, const auto& result) {
        return select(result == 0, 0, z / result);
    }
    static constexpr bool domain(const auto& x, const auto& y, const auto& z) {
        return x != 0 || y != 0 || z != 0;
    }
};

} // namespace op

using powers = family<op::general_power, op::power, op::fractional_power, op::square_root,
                      op::cube_root, op::hypotenuse, op::diagonal>;

template <class X>
constexpr applied<op::square_root, X> sqrt(const X& x) {
    return apply<op::square_root>(x);
}
template <class X>
constexpr applied<op::cube_root, X> cbrt(const X& x) {
    return apply<op::cube_root>(x);
}
/// sqrt(x^2 + y^2), without overflow. At the origin both partials are 0.
template <class X, class Y>
constexpr applied<op::hypotenuse, X, Y> hypot(const X& x, const Y& y) {
    return apply<op::hypotenuse>(x, y);
}
/// sqrt(x^2 + y^2 + z^2), without overflow.
template <class X, class Y, class Z>
constexpr applied<op::diagonal, X, Y, Z> hypot(const X& x, const Y& y, const Z& z) {
    return apply<op::diagonal>(x, y, z);
}
/// sqrt(x^2 + epsilon^2), an abs(x) without the corner: it is `hypot(x, epsilon)`, at least
/// epsilon, and its slope x/hypot(x, epsilon) goes from -1 to 1 within a few epsilon.
template <class X, class Epsilon>
constexpr applied<op::hypotenuse, X, Epsilon> smooth_abs(const X& x, const Epsilon& epsilon) {
    return hypot(x, epsilon);
}

/// A slip: in C++ ^ means the exclusive or of bits, and binds weaker than + and *.
template <class X, class Y>
    requires operands<X, Y>
constexpr void operator^(const X&, const Y&) {
    constexpr bool is_power = std::is_void_v<X>;
    static_assert(is_power, "ctgrad: x ^ y is no power in C++: write pow(x, y); see "
                            "docs/reference/primitives/power.md");
}

} // namespace ctgrad
