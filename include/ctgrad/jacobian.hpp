// SPDX-License-Identifier: BSL-1.0
//
// First derivatives of functions: functions in, functions out. `gradient(f)` is a function again,
// so it can be differentiated, called in other functions and recorded like f itself.
#pragma once

#include <ctgrad/function.hpp>
#include <ctgrad/gradient.hpp>

namespace ctgrad {

/// Values and Jacobian: `auto [r, J] = value_and_jacobian(f)(x);`
template <class Values, class Jacobian>
struct values_with_jacobian {
    Values value;
    Jacobian jacobian;
};

/// How a Jacobian is computed: one sweep per argument, or one per result.
struct forward_mode_tag {};
struct reverse_mode_tag {};
struct automatic_mode_tag {}; // the one with fewer sweeps, and reverse mode if they are equal
inline constexpr forward_mode_tag forward_mode{};
inline constexpr reverse_mode_tag reverse_mode{};

namespace detail {

template <class T, class Gradient>
struct shape<value_with_gradient<T, Gradient>> : shape_of_two<value_with_gradient, T, Gradient> {};
template <class T, class Jacobian>
struct shape<values_with_jacobian<T, Jacobian>> : shape_of_two<values_with_jacobian, T, Jacobian> {
};

// The formula of a derived function, which a recipe builds.
template <class Result, std::size_t Inputs, class Recipe>
struct derived_formula : Recipe {
    using traced_result = Result;
    static constexpr std::size_t results = shape<Result>::size;
    static constexpr std::array<input, Inputs> inputs{};
};

// A gradient in the shape of the arguments: of one argument just its shape, of several a tuple.
template <class List>
struct gradient_shape {
    using type = List;
};
template <class Argument>
struct gradient_shape<std::tuple<Argument>> {
    using type = Argument;
};

// What verbs know of their function, its arguments, and what they differentiate with respect to.
template <class Function, class Wrt, class... Args>
struct differentiated {
    using formula = formula_of<Function, Args...>;
    using chosen_formula = typename chosen_arguments<Wrt, Args...>::template formula<formula>;
    using result = typename formula::traced_result;
    using gradient = typename shape<typename gradient_shape<
        typename chosen_arguments<Wrt, Args...>::list>::type>::template with<tracer>;
    using jacobian = typename shape<result>::template with<gradient>;
    static constexpr std::size_t inputs = (shape<Args>::size + ... + 0);
};

template <class Result>
concept several = requires {
    std::tuple_size<Result>::value;
};

template <class Formula>
constexpr auto check_single_result() {
    constexpr bool single = !several<typename Formula::traced_result>;
    static_assert(
        single, "ctgrad: gradient(f), hessian(f) and hvp(f) take a function with one result, this "
                "one has several: use jacobian(f), and jacobian(jacobian(f)) for second "
                "derivatives; see docs/reference/jacobian.md");
    return std::bool_constant<single>();
}

template <class... Conditions>
constexpr std::bool_constant<(Conditions::value && ...)> all_of(Conditions...) {
    return {};
}

// What all functions of first derivatives check; `Single`: that there is one result.
template <class Function, class Wrt, bool Single, class... Args>
constexpr auto check_differentiated() {
    constexpr bool callable = decltype(check_call<Function, Args...>())::value;
    if constexpr (!callable)
        return std::false_type();
    else if constexpr (!decltype(check_chosen<Wrt, Args...>())::value)
        return std::false_type();
    else if constexpr (Single)
        return check_single_result<formula_of<Function, Args...>>();
    else
        return std::true_type();
}

template <class Function, class Wrt>
struct gradient_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        typename differentiated<Function, Wrt, Args...>::gradient,
        differentiated<Function, Wrt, Args...>::inputs,
        gradient_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, false>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, true, Args...>();
    }
};

template <class Function, class Wrt>
struct value_and_gradient_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        value_with_gradient<typename differentiated<Function, Wrt, Args...>::result,
                            typename differentiated<Function, Wrt, Args...>::gradient>,
        differentiated<Function, Wrt, Args...>::inputs,
        gradient_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, true>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, true, Args...>();
    }
};

template <class Formula, class Mode>
inline constexpr bool runs_forward = std::is_same_v<Mode, forward_mode_tag> ||
                                     (std::is_same_v<Mode, automatic_mode_tag> &&
                                      variables_of<Formula> < Formula::results);
template <class Formula, class Mode, bool Values>
using jacobian_recipe =
    std::conditional_t<runs_forward<Formula, Mode>, forward_jacobian_recipe<Formula, Values>,
                       gradient_recipe<Formula, Values>>;

template <class Function, class Wrt, class Mode>
struct jacobian_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        typename differentiated<Function, Wrt, Args...>::jacobian,
        differentiated<Function, Wrt, Args...>::inputs,
        jacobian_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, Mode,
                        false>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, false, Args...>();
    }
};

template <class Function, class Wrt, class Mode>
struct value_and_jacobian_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        values_with_jacobian<typename differentiated<Function, Wrt, Args...>::result,
                             typename differentiated<Function, Wrt, Args...>::jacobian>,
        differentiated<Function, Wrt, Args...>::inputs,
        jacobian_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, Mode,
                        true>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, false, Args...>();
    }
};

template <class Mode>
concept differentiation_mode = std::is_same_v<Mode, forward_mode_tag> ||
    std::is_same_v<Mode, reverse_mode_tag> || std::is_same_v<Mode, automatic_mode_tag>;

} // namespace detail

/// `gradient(f)(x, y)`: a tuple of partial derivatives, each in the shape of its argument; of a
/// function of one argument, just that. `auto [fx, fy] = gradient(f)(1.0, 2.0);`
/// Cost: a small multiple of the function's, whatever the number of arguments.
template <class Function, std::size_t... Positions>
constexpr auto gradient(const traced_function<Function>&, wrt_arguments<Positions...> = {}) {
    return traced_function<detail::gradient_of<Function, wrt_arguments<Positions...>>>{};
}

/// A slip: the gradient of a function is a function, which takes the numbers.
template <class Function, class First, class... More>
constexpr auto gradient(const traced_function<Function>& f, const First& first,
                        const More&... more) {
    constexpr bool without_numbers = std::is_void_v<Function>;
    static_assert(without_numbers,
                  "ctgrad: gradient(f) takes the function alone and is a function itself, here it "
                  "is given more: write gradient(f)(x, y), without at(...); see "
                  "docs/reference/jacobian.md");
    if constexpr (plain_number<First> && (plain_number<More> && ...))
        return gradient(f)(first, more...);
    else
        return gradient(f);
}
/// Another: a lambda, a function or a Value. Any other function of this name is preferred, as the
/// pack makes this the least specialised.
template <class Function, class... Numbers>
    requires(std::is_function_v<Function> || (std::is_class_v<Function> && !expression<Function> &&
                                              (std::is_empty_v<Function> || symbolic<Function>)))
constexpr auto gradient(const Function&, const Numbers&...) {
    constexpr bool is_traced = std::is_void_v<Function>;
    static_assert(is_traced,
                  "ctgrad: gradient(f) takes what function([](auto x) { ... }) returns, or a typed "
                  "expression, here it is given something else: write gradient(function(lambda)), "
                  "and for a Value y.backward(), then x.grad(); see docs/reference/jacobian.md");
    return [](const auto&...) { return 0.0; };
}

/// `value_and_gradient(f)(x, y)`: both from one sweep, as members `value` and `gradient`.
template <class Function, std::size_t... Positions>
constexpr auto value_and_gradient(const traced_function<Function>&,
                                  wrt_arguments<Positions...> = {}) {
    return traced_function<detail::value_and_gradient_of<Function, wrt_arguments<Positions...>>>{};
}

/// `jacobian(f)(x, y)`: the gradient of each result, in the shape of the results: of a function
/// that returns std::array<T, M>, an array of M gradients. One reverse sweep per result or one
/// forward sweep per argument, whichever are fewer, or as `jacobian(f, forward_mode)` says; what
/// the sweeps have in common is computed once.
template <class Function, detail::differentiation_mode Mode = automatic_mode_tag>
constexpr auto jacobian(const traced_function<Function>&, Mode = {}) {
    return traced_function<detail::jacobian_of<Function, wrt_arguments<>, Mode>>{};
}
template <class Function, std::size_t... Positions,
          detail::differentiation_mode Mode = automatic_mode_tag>
constexpr auto jacobian(const traced_function<Function>&, wrt_arguments<Positions...>, Mode = {}) {
    return traced_function<detail::jacobian_of<Function, wrt_arguments<Positions...>, Mode>>{};
}

/// `value_and_jacobian(f)(x, y)`: both, as members `value` and `jacobian`.
template <class Function, detail::differentiation_mode Mode = automatic_mode_tag>
constexpr auto value_and_jacobian(const traced_function<Function>&, Mode = {}) {
    return traced_function<detail::value_and_jacobian_of<Function, wrt_arguments<>, Mode>>{};
}
template <class Function, std::size_t... Positions,
          detail::differentiation_mode Mode = automatic_mode_tag>
constexpr auto value_and_jacobian(const traced_function<Function>&, wrt_arguments<Positions...>,
                                  Mode = {}) {
    return traced_function<
        detail::value_and_jacobian_of<Function, wrt_arguments<Positions...>, Mode>>{};
}

} // namespace ctgrad
