// SPDX-License-Identifier: BSL-1.0
//
// Derivatives along a direction and back: jvp carries a tangent of the arguments to the results,
// vjp an adjoint of the results to the arguments, without a Jacobian. taylor is jvp of any order.
#pragma once

#include <ctgrad/jacobian.hpp>

namespace ctgrad {

/// A value and its derivative along a direction: `auto [v, t] = jvp(f)(x, dx);`
template <class T, class Tangent>
struct value_with_tangent {
    T value;
    Tangent tangent;
};

namespace detail {

template <class T, class Tangent>
struct shape<value_with_tangent<T, Tangent>> : shape_of_two<value_with_tangent, T, Tangent> {};

// The first half of the arguments, of which the second half is a direction.
template <class Indices, class... Args>
struct first_arguments;
template <std::size_t... I, class... Args>
struct first_arguments<std::index_sequence<I...>, Args...> {
    template <class Function>
    using differentiated_function =
        differentiated<Function, wrt_arguments<>, std::tuple_element_t<I, std::tuple<Args...>>...>;
    template <class Function, bool Single>
    static constexpr auto check() {
        return check_differentiated<Function, wrt_arguments<>, Single,
                                    std::tuple_element_t<I, std::tuple<Args...>>...>();
    }
    template <class T>
    using shapes = std::tuple<
        typename shape<std::tuple_element_t<I, std::tuple<Args...>>>::template with<T>...>;
};
template <class... Args>
using first_half = first_arguments<std::make_index_sequence<sizeof...(Args) / 2>, Args...>;
template <class... Args>
using all_but_last =
    first_arguments<std::make_index_sequence<(sizeof...(Args) == 0 ? 0 : sizeof...(Args) - 1)>,
                    Args...>;

// Whether the second half has the shapes of the first.
template <class... Args>
constexpr bool are_two_halves() {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        using all = std::tuple<typename shape<Args>::template with<char>...>;
        return (std::is_same_v<std::tuple_element_t<I, all>,
                               std::tuple_element_t<I + sizeof...(I), all>> &&
                ...);
    }
    (std::make_index_sequence<sizeof...(Args) / 2>());
}

template <class Function, bool Single, class... Args>
constexpr auto check_direction() {
    constexpr bool in_two_halves = sizeof...(Args) % 2 == 0 && are_two_halves<Args...>();
    static_assert(in_two_halves,
                  "ctgrad: jvp(f), hvp(f) and taylor<N>(f) are called with the arguments of f and "
                  "then a direction of the same shapes, as in jvp(f)(x, y, dx, dy), here the two "
                  "differ: give each argument a component; see docs/reference/jvp.md");
    if constexpr (in_two_halves)
        return first_half<Args...>::template check<Function, Single>();
    else
        return std::false_type();
}

template <class Function>
struct jvp_of {
    using original = Function;
    template <class... Args>
    using primal = typename first_half<Args...>::template differentiated_function<Function>;
    template <class... Args>
    using formula = derived_formula<
        value_with_tangent<typename primal<Args...>::result, typename primal<Args...>::result>,
        2 * primal<Args...>::inputs, taylor_recipe<typename primal<Args...>::formula, 1>>;
    template <class... Args>
    static constexpr auto check() {
        return check_direction<Function, false, Args...>();
    }
};

template <class Function, std::size_t Order>
struct taylor_of {
    using original = Function;
    template <class... Args>
    using primal = typename first_half<Args...>::template differentiated_function<Function>;
    template <class... Args>
    using formula = derived_formula<std::array<typename primal<Args...>::result, Order + 1>,
                                    2 * primal<Args...>::inputs,
                                    taylor_recipe<typename primal<Args...>::formula, Order>>;
    template <class... Args>
    static constexpr auto check() {
        return check_direction<Function, false, Args...>();
    }
};

template <class Function>
struct vjp_of {
    using original = Function;
    template <class... Args>
    using primal = typename all_but_last<Args...>::template differentiated_function<Function>;
    template <class... Args>
    using formula = derived_formula<
        value_with_gradient<typename primal<Args...>::result, typename primal<Args...>::gradient>,
        primal<Args...>::inputs + primal<Args...>::formula::results,
        vjp_recipe<typename primal<Args...>::formula>>;
    template <class... Args>
    static constexpr auto check() {
        if constexpr (!decltype(all_but_last<Args...>::template check<Function, false>())::value)
            return std::false_type();
        else
            return check_adjoint<Args...>();
    }

private:
    template <class... Args>
    static constexpr auto check_adjoint() {
        using adjoint = std::tuple_element_t<sizeof...(Args) - 1, std::tuple<Args...>>;
        constexpr bool fits =
            std::is_same_v<typename shape<adjoint>::template with<tracer>,
                           typename shape<typename primal<Args...>::result>::template with<tracer>>;
        static_assert(fits, "ctgrad: vjp(f) is called with the arguments of f and then an adjoint "
                            "of its results, in their shape, here that has another shape: give one "
                            "number for each result; see docs/reference/jvp.md");
        return std::bool_constant<fits>();
    }
};

} // namespace detail

/// `jvp(f)(x, y, dx, dy)`: value and tangent J*(dx, dy), in the shape of the results, by forward
/// mode. Cost: about twice the function's, whatever the number of results.
/// Errors: a direction of another shape than the arguments. Example: examples/jvp.cpp
template <class Function>
constexpr auto jvp(const traced_function<Function>&) {
    return traced_function<detail::jvp_of<Function>>{};
}

/// `vjp(f)(x, y, adjoint)`: value and gradient J^T*adjoint, in the shape of the arguments, by
/// reverse mode. Cost: a small multiple of the function's, whatever the number of arguments.
/// Errors: an adjoint of another shape than the results.
template <class Function>
constexpr auto vjp(const traced_function<Function>&) {
    return traced_function<detail::vjp_of<Function>>{};
}

/// `taylor<N>(f)(x, dx)`: the coefficients c_0..c_N of f(x + t*dx) = sum of c_k t^k, an array of
/// N + 1 results. The k-th derivative along dx is k! c_k. Cost: of order N^2 times the function's.
template <std::size_t Order, class Function>
constexpr auto taylor(const traced_function<Function>&) {
    return traced_function<detail::taylor_of<Function, Order>>{};
}

namespace detail {

// The inputs of a typed formula, then the direction's components.
template <class Formula, class Point, class Direction>
constexpr auto with_direction(const Point& point, const Direction& direction) {
    using T = std::common_type_t<typename Point::scalar, typename Direction::scalar>;
    constexpr std::size_t inputs = Formula::inputs.size(), variables = variables_of<Formula>;
    std::array<T, inputs + variables + 1> out{};
    [&]<std::size_t... I, std::size_t... K>(std::index_sequence<I...>, std::index_sequence<K...>) {
        ((out[I] = static_cast<T>(value_of<Formula::inputs[I].name>(point))), ...);
        ((out[inputs + K] = static_cast<T>(
              value_of<Formula::inputs[variable_position(Formula::inputs, K)].name>(direction))),
         ...);
    }
    (std::make_index_sequence<inputs>(), std::make_index_sequence<variables>());
    return out;
}

} // namespace detail

/// The coefficients c_0..c_N of an expression along a line: `taylor<2>(o, at(x = 1.0), at(x =
/// 0.5))` for o(1 + 0.5*t). The direction binds every variable.
template <std::size_t Order, class Source, class T, fixed_string... Names, class U,
          fixed_string... Directions>
constexpr auto taylor(const expr<Source>& e, const named_point<T, Names...>& point,
                      const named_point<U, Directions...>& direction) {
    using formula = detail::typed_formula<Source>;
    const auto inputs = detail::with_direction<formula>(point, direction);
    return detail::evaluate<detail::program<detail::taylor_recipe<formula, Order>>>(inputs.data(),
                                                                                    e.slots);
}

/// The value of an expression and its derivative along a direction, which binds every variable:
/// `jvp(o, at(x = 1.0, y = 2.0), at(x = 0.5, y = 0.0))`.
template <class Source, class T, fixed_string... Names, class U, fixed_string... Directions>
constexpr auto jvp(const expr<Source>& e, const named_point<T, Names...>& point,
                   const named_point<U, Directions...>& direction) {
    const auto coefficients = taylor<1>(e, point, direction);
    using scalar = typename std::remove_const_t<decltype(coefficients)>::value_type;
    return value_with_tangent<scalar, scalar>{coefficients[0], coefficients[1]};
}

} // namespace ctgrad
