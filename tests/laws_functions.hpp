// SPDX-License-Identifier: BSL-1.0
//
// Every primitive as a function, at the points of a grid in its domain.
#pragma once

#include "laws.hpp"

#include <ctgrad/function.hpp>

#include <utility>

namespace laws {

using ctgrad::apply;

// A primitive as a function of the arguments that it can be differentiated by: all of them, or the
// first of two when the second is a constant of the operation (x^p), or the alternatives of a
// select, which are then shifted to make its condition.
template <class Op>
constexpr bool constant_exponent = Op::arity == 2 && !has_partial<Op, 1>;
template <class Op>
constexpr std::size_t active = Op::branch              ? 2
                               : constant_exponent<Op> ? 1
                                                       : Op::arity;
template <class Op>
constexpr std::size_t constants_tried = constant_exponent<Op> ? steps.size() : 1;

template <class Op, std::size_t Constant>
struct as_function {
    static constexpr double number = steps[Constant];

    constexpr auto operator()(const auto& x) const {
        if constexpr (constant_exponent<Op>)
            return apply<Op>(x, number);
        else
            return apply<Op>(x);
    }
    constexpr auto operator()(const auto& x, const auto& y) const {
        if constexpr (Op::branch)
            return apply<Op>(x + 0.25, y, x, y);
        else
            return apply<Op>(x, y);
    }
    constexpr auto operator()(const auto& x, const auto& y, const auto& z) const {
        return apply<Op>(x, y, z);
    }
    // All arguments of the primitive, given the active ones.
    static constexpr point_of<Op> arguments(double x) {
        if constexpr (constant_exponent<Op>)
            return {x, number};
        else
            return {x};
    }
    static constexpr point_of<Op> arguments(double x, double y) {
        if constexpr (Op::branch)
            return {x + 0.25, y, x, y};
        else
            return {x, y};
    }
    static constexpr point_of<Op> arguments(double x, double y, double z) { return {x, y, z}; }
};

// Calls `check(f, x...)` for each primitive as a function and points in its domain.
template <class Op, std::size_t Constant>
void on_grid_of(const auto& check) {
    using f = as_function<Op, Constant>;
    for (const double x : steps) {
        if constexpr (active<Op> == 1) {
            if (in_domain<Op>(f::arguments(x)))
                check(f(), x);
        } else
            for (const double shifted : steps) {
                const double y = shifted + 0.03125, z = 0.75 - shifted;
                if constexpr (active<Op> == 3) {
                    if (in_domain<Op>(f::arguments(x, y, z)))
                        check(f(), x, y, z);
                } else if (in_domain<Op>(f::arguments(x, y)))
                    check(f(), x, y);
            }
    }
}
void for_each_function(const auto& check) {
    for_each_primitive([&](auto primitive) {
        using op = decltype(primitive);
        [&]<std::size_t... Constant>(std::index_sequence<Constant...>) {
            (on_grid_of<op, Constant>([&](auto f, auto... x) { check(op(), f, x...); }), ...);
        }
        (std::make_index_sequence<constants_tried<op>>());
    });
}

} // namespace laws
