// SPDX-License-Identifier: BSL-1.0
//
// pow and sqrt.
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
    static constexpr bool vertical_tangent = true;
    static constexpr const detail::primitive_info* with_literal(double exponent);
    static constexpr auto value(const auto& x, const auto& y) { return power::value(x, y); }
    static constexpr auto dx(const auto& x, const auto& y, const auto&) {
        return select(y == 0, 0, y * pow(x, y - 1));
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
    static constexpr bool vertical_tangent = true;
    static constexpr auto value(const auto& x) {
        using std::sqrt;
        return compiling<decltype(x)>() ? compiled(detail::elementary::sqrt, x) : sqrt(x);
    }
    static constexpr auto dx(const auto&, const auto& result) { return 0.5 / result; }
    static constexpr bool domain(const auto& x) { return x > 0; }
};

} // namespace op

using powers = family<op::general_power, op::power, op::fractional_power, op::square_root>;

template <class X>
constexpr applied<op::square_root, X> sqrt(const X& x) {
    return apply<op::square_root>(x);
}

} // namespace ctgrad
