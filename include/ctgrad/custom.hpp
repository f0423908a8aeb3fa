// SPDX-License-Identifier: BSL-1.0
//
// Functions with a derivative given by hand: `custom_vjp` and `custom_jvp` make a primitive of two
// lambdas. Its value is computed as the first one says, Newton's iteration for example; what is
// differentiated is the second one, which is traced like any formula, to any order.
#pragma once

#include <ctgrad/primitives.hpp>

#include <tuple>
#include <type_traits>

namespace ctgrad {

namespace detail {

// With how many numbers a lambda is called; 0: with none of 1 to 4.
template <class Function>
constexpr unsigned arguments_of() {
    using D = const double&;
    return std::is_invocable_v<const Function&, D>            ? 1
           : std::is_invocable_v<const Function&, D, D>       ? 2
           : std::is_invocable_v<const Function&, D, D, D>    ? 3
           : std::is_invocable_v<const Function&, D, D, D, D> ? 4
                                                              : 0;
}

// Component `Argument` of an adjoint: a number if there is one argument, else a tuple or an array.
template <unsigned Argument>
constexpr auto component(const auto& adjoints) {
    if constexpr (requires { std::get<Argument>(adjoints); })
        return std::get<Argument>(adjoints);
    else
        return adjoints;
}

// How the rule's lambda gives the partial with respect to an argument.
template <class Rule>
struct vjp_rule {
    // (arguments, result, adjoint of the result)
    template <unsigned Argument>
    static constexpr auto partial(const auto&... arguments_and_result) {
        return component<Argument>(Rule{}(arguments_and_result..., 1));
    }
};
template <class Rule>
struct jvp_rule {
    // (arguments, result, tangents of the arguments): of the direction in which this one grows.
    template <unsigned Argument>
    static constexpr auto partial(const auto&... arguments_and_result) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Rule{}(arguments_and_result..., int{I == Argument}...);
        }
        (std::make_index_sequence<sizeof...(arguments_and_result) - 1>());
    }
};

template <fixed_string Name, class Value, class Rule, unsigned Arity>
struct custom_dx : primitive<Name, Arity> {
    static constexpr auto value(const auto&... x) { return Value{}(x...); }
    static constexpr auto dx(const auto&... x) { return Rule::template partial<0>(x...); }
};
template <fixed_string Name, class Value, class Rule, unsigned Arity>
struct custom_dy : custom_dx<Name, Value, Rule, Arity> {
    static constexpr auto dy(const auto&... x) { return Rule::template partial<1>(x...); }
};
template <fixed_string Name, class Value, class Rule, unsigned Arity>
struct custom_dz : custom_dy<Name, Value, Rule, Arity> {
    static constexpr auto dz(const auto&... x) { return Rule::template partial<2>(x...); }
};
template <fixed_string Name, class Value, class Rule, unsigned Arity>
struct custom_dw : custom_dz<Name, Value, Rule, Arity> {
    static constexpr auto dw(const auto&... x) { return Rule::template partial<3>(x...); }
};

template <fixed_string Name, class Value, class Rule, unsigned Arity>
using custom_primitive = std::conditional_t<
    Arity <= 1, custom_dx<Name, Value, Rule, Arity>,
    std::conditional_t<Arity == 2, custom_dy<Name, Value, Rule, Arity>,
                       std::conditional_t<Arity == 3, custom_dz<Name, Value, Rule, Arity>,
                                          custom_dw<Name, Value, Rule, Arity>>>>;

} // namespace detail

/// A function with a derivative given by hand, to be called with numbers, expressions, traced
/// values and Values.
template <class Primitive>
struct custom_function {
    template <class... Xs>
        requires(sizeof...(Xs) == Primitive::arity)
    constexpr applied<Primitive, Xs...> operator()(const Xs&... xs) const {
        return apply<Primitive>(xs...);
    }
};

namespace detail {
template <fixed_string Name, template <class> class Rule, class Value, class Given>
constexpr auto make_custom() {
    constexpr unsigned arity = arguments_of<Value>();
    constexpr bool usable = arity != 0 && std::is_empty_v<Value> && std::is_empty_v<Given> &&
                            std::is_default_constructible_v<Value> &&
                            std::is_default_constructible_v<Given>;
    static_assert(usable,
                  "ctgrad: custom_vjp<\"name\">(f, rule) and custom_jvp take lambdas without "
                  "captures, the first of 1 to 4 numbers, here one captures something, or f takes "
                  "others: make what is captured an argument; see docs/reference/custom.md");
    if constexpr (usable)
        return custom_function<custom_primitive<Name, Value, Rule<Given>, arity>>{};
}
} // namespace detail

/// `custom_vjp<"name">(f, rule)`: f(x, y) with the adjoints `rule(x, y, result, adjoint)`, one
/// number, or a tuple or array of one per argument. The rule is linear in the adjoint.
/// Errors: captures, more than four arguments. Example: examples/custom.cpp
template <fixed_string Name, class Value, class Rule>
constexpr auto custom_vjp(const Value&, const Rule&) {
    return detail::make_custom<Name, detail::vjp_rule, Value, Rule>();
}

/// `custom_jvp<"name">(f, rule)`: f(x, y) with the tangent `rule(x, y, result, dx, dy)`, which is
/// linear in dx and dy.
template <fixed_string Name, class Value, class Rule>
constexpr auto custom_jvp(const Value&, const Rule&) {
    return detail::make_custom<Name, detail::jvp_rule, Value, Rule>();
}

} // namespace ctgrad
