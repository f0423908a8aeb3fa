// SPDX-License-Identifier: BSL-1.0
//
// With respect to what: `wrt(x, y)` chooses variables of an expression, `wrt<0, 2>()` arguments of
// a function. Derivatives with respect to the others are neither computed nor returned.
#pragma once

#include <ctgrad/at.hpp>
#include <ctgrad/formula.hpp>
#include <ctgrad/shape.hpp>

#include <array>
#include <tuple>

namespace ctgrad {

/// Variables by name, as `wrt(x, y)`.
template <fixed_string... Names>
struct wrt_variables {};

/// Arguments by position, the first being 0, as `wrt<0, 2>()`; none stands for all.
template <std::size_t... Positions>
struct wrt_arguments {};

namespace detail {
template <class T>
inline constexpr bool is_var = false;
template <fixed_string Name>
inline constexpr bool is_var<var<Name>> = true;

template <fixed_string... Names>
constexpr wrt_variables<Names...> as_variables(const var<Names>&...) {
    return {};
}
} // namespace detail

/// Chooses variables of an expression: `gradient(o, point, wrt(w1, w2))`.
/// Errors: a variable that the expression does not have; what is no variable.
template <class First, class... More>
constexpr auto wrt(const First& first, const More&... more) {
    constexpr bool variables = detail::is_var<First> && (detail::is_var<More> && ...);
    static_assert(variables,
                  "ctgrad: wrt(x, y) takes variables, here it is given something else: name the "
                  "inputs themselves, var<\"x\"> for example, not expressions of them or params; "
                  "see docs/reference/wrt.md");
    if constexpr (variables)
        return detail::as_variables(first, more...);
    else
        return wrt_variables<>{};
}

namespace detail {
template <std::size_t... Positions>
constexpr bool are_ascending() {
    std::size_t least = 0; // of the next one
    return ((Positions < least ? false : (least = Positions + 1, true)) && ...);
}
} // namespace detail

/// Chooses arguments of a function: `gradient(f, wrt<0, 2>())`, in their order.
/// Errors: no position; positions that do not ascend.
template <std::size_t... Positions>
constexpr auto wrt() {
    static_assert(sizeof...(Positions) != 0,
                  "ctgrad: wrt<0, 2>() takes the positions of arguments, here there are none: name "
                  "at least one, or leave wrt away, which means all; see docs/reference/wrt.md");
    constexpr bool ascending = detail::are_ascending<Positions...>();
    static_assert(ascending,
                  "ctgrad: wrt<0, 2>() takes positions that ascend, as derivatives stand in the "
                  "order of the arguments, here they do not: sort them, and name each once; see "
                  "docs/reference/wrt.md");
    if constexpr (ascending)
        return wrt_arguments<Positions...>{};
    else
        return wrt_arguments<>{};
}

namespace detail {

template <class Wrt>
inline constexpr bool is_wrt = false;
template <std::size_t... Positions>
inline constexpr bool is_wrt<wrt_arguments<Positions...>> = true;

template <class Wrt, class... Args>
struct chosen_arguments;
// The numbers that the chosen arguments are made of, and the chosen arguments themselves.
template <std::size_t... Positions, class... Args>
struct chosen_arguments<wrt_arguments<Positions...>, Args...> {
    static constexpr bool exist = ((Positions < sizeof...(Args)) && ...);
    static constexpr auto find_numbers() {
        std::array<bool, (shape<Args>::size + ... + 0)> out{};
        std::size_t next = 0, argument = 0;
        const auto add = [&](std::size_t size) {
            for (std::size_t i = 0; i < size; ++i)
                out[next++] = ((argument == Positions) || ...);
            ++argument;
        };
        (add(shape<Args>::size), ...);
        return out;
    }
    static constexpr auto numbers = find_numbers();
    template <class Formula>
    using formula = restricted<Formula, numbers>;
    // One that does not exist is refused by check_chosen; here it is a number.
    using list =
        std::tuple<std::tuple_element_t<(Positions < sizeof...(Args) ? Positions : sizeof...(Args)),
                                        std::tuple<Args..., double>>...>;
};
template <class... Args>
struct chosen_arguments<wrt_arguments<>, Args...> {
    static constexpr bool exist = true;
    template <class Formula>
    using formula = Formula;
    using list = std::tuple<Args...>;
};

template <class Wrt, class... Args>
constexpr auto check_chosen() {
    constexpr bool exist = chosen_arguments<Wrt, Args...>::exist;
    static_assert(exist, "ctgrad: wrt<0, 2>() names arguments by position, the first being 0, here "
                         "the function is called with fewer arguments: use positions that it has; "
                         "see docs/reference/wrt.md");
    return std::bool_constant<exist>();
}

template <fixed_string Variable, bool Differentiated>
struct check_chosen_variable {
    static_assert(Differentiated,
                  "ctgrad: wrt(x, y) chooses variables of the expression, this one is not in it: "
                  "leave it away, or use one that the expression has; the type "
                  "check_chosen_variable<...> in this message names it; see docs/reference/wrt.md");
};

// A typed formula of which the named variables are differentiated.
template <class Formula, fixed_string... Names>
constexpr auto find_chosen() {
    std::array<bool, Formula::inputs.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = ((Formula::inputs[i].name == pack(Names.view())) || ...);
    return out;
}
template <class Formula, fixed_string Name>
constexpr bool has_variable() {
    for (const input& i : Formula::inputs)
        if (i.differentiated && i.name == pack(Name.view()))
            return true;
    return false;
}
// `auto`, so that asking for the type is enough for the check.
template <class Formula, fixed_string... Names>
constexpr auto choose(const wrt_variables<Names...>&) {
    (static_cast<void>(check_chosen_variable<Names, has_variable<Formula, Names>()>{}), ...);
    return restricted<Formula, find_chosen<Formula, Names...>()>{};
}

} // namespace detail
} // namespace ctgrad
