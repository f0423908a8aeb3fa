// SPDX-License-Identifier: BSL-1.0
//
// All derivatives of a typed expression without a point: not numbers but
// formulas, which are written as C (`to_c`), as LaTeX (`to_latex`) or drawn
// (`to_dot`). Expressions and traced functions become the same thing on the way
// there: a recipe, the names of its inputs, and what its results mean.
#pragma once

#include <ctgrad/hessian.hpp>

namespace ctgrad {

namespace detail {

enum class content {
    values,
    gradient,
    value_and_gradient,
    jacobian,
    value_and_jacobian,
    hessian,
    value_gradient_and_hessian
};

// What one result is: result number `row` of the formula, or its derivative of
// first order by variable number `first`, or of second order by `first` and
// `second`.
struct meaning {
    unsigned order = 0;
    std::size_t row = 0, first = 0, second = 0;
};

constexpr meaning meaning_of(content what, std::size_t r, std::size_t variables,
                             std::size_t results) {
    const bool second_order =
        what == content::hessian || what == content::value_gradient_and_hessian;
    const std::size_t values =
        what == content::values               ? results
        : what == content::value_and_jacobian ? results / (variables + 1)
        : what == content::value_and_gradient || what == content::value_gradient_and_hessian ? 1
                                                                                             : 0;
    if (r < values)
        return {.row = r};
    r -= values;
    if (second_order && what != content::hessian) {
        if (r < variables)
            return {.order = 1, .first = r};
        r -= variables;
    }
    if (second_order)
        return {.order = 2, .first = r / variables, .second = r % variables};
    return {.order = 1, .row = r / variables, .first = r % variables};
}

// `Recipe` computes the derivatives `What` of `Formula`.
template <class Recipe, class Formula, content What>
struct subject {
    using recipe = Recipe;
    using formula = Formula;
    static constexpr content what = What;
};

template <class Source>
using value_subject =
    subject<value_recipe<typed_formula<Source>>, typed_formula<Source>, content::values>;

// The recipe of a traced function's values is that of any derivative it stands
// for. What a verb that is not here returns is written as values.
template <class Function, class... Args>
struct traced_subject : subject<value_recipe<formula_of<Function, Args...>>,
                                formula_of<Function, Args...>, content::values> {};
template <class Function, class Derived, class Wrt, content What, class... Args>
using derived_subject =
    subject<value_recipe<formula_of<Derived, Args...>>,
            typename differentiated<Function, Wrt, Args...>::chosen_formula, What>;
template <class Function, class Wrt, class... Args>
struct traced_subject<gradient_of<Function, Wrt>, Args...>
    : derived_subject<Function, gradient_of<Function, Wrt>, Wrt, content::gradient, Args...> {};
template <class Function, class Wrt, class... Args>
struct traced_subject<value_and_gradient_of<Function, Wrt>, Args...>
    : derived_subject<Function, value_and_gradient_of<Function, Wrt>, Wrt,
                      content::value_and_gradient, Args...> {};
template <class Function, class Wrt, class Mode, class... Args>
struct traced_subject<jacobian_of<Function, Wrt, Mode>, Args...>
    : derived_subject<Function, jacobian_of<Function, Wrt, Mode>, Wrt, content::jacobian, Args...> {
};
template <class Function, class Wrt, class Mode, class... Args>
struct traced_subject<value_and_jacobian_of<Function, Wrt, Mode>, Args...>
    : derived_subject<Function, value_and_jacobian_of<Function, Wrt, Mode>, Wrt,
                      content::value_and_jacobian, Args...> {};
template <class Function, class Wrt, class... Args>
struct traced_subject<hessian_of<Function, Wrt>, Args...>
    : derived_subject<Function, hessian_of<Function, Wrt>, Wrt, content::hessian, Args...> {};
template <class Function, class Wrt, class... Args>
struct traced_subject<value_gradient_and_hessian_of<Function, Wrt>, Args...>
    : derived_subject<Function, value_gradient_and_hessian_of<Function, Wrt>, Wrt,
                      content::value_gradient_and_hessian, Args...> {};

} // namespace detail

/// Derivatives of a typed expression as formulas: what `gradient(o)` is before
/// there is a point.
template <class Source, class Subject>
struct derived_expression : detail::slot_values<Source::slots::value> {
    using source = Source;
    using subject = Subject;
};

namespace detail {

template <class T>
concept derived = requires {
    typename T::subject;
    typename T::source;
};

template <class Wrt>
inline constexpr bool chooses_variables = false;
template <fixed_string... Names>
inline constexpr bool chooses_variables<wrt_variables<Names...>> = true;
template <class Wrt>
concept variable_choice = chooses_variables<Wrt>;

template <class Source>
constexpr typed_formula<Source> formula_for(const expr<Source>&) {
    return {};
}
template <class Source, class Wrt>
constexpr auto formula_for(const expr<Source>&, const Wrt& wrt) {
    return choose<typed_formula<Source>>(wrt);
}
template <template <class, bool> class Recipe, bool Values, content What, class Source,
          class... Wrt>
constexpr auto derive(const expr<Source>& e, const Wrt&... wrt) {
    using formula = decltype(formula_for(e, wrt...));
    derived_expression<Source, subject<Recipe<formula, Values>, formula, What>> out;
    if constexpr (Source::slots::value != 0)
        copy_slots(e, out.slots);
    return out;
}

} // namespace detail

/// The gradient of an expression, to be written or drawn: `to_c(gradient(o))`.
/// Of some variables, `gradient(o, wrt(x, y))`; with the plain numbers of a
/// constexpr object as constants, `gradient<o>()`. Example: examples/to_c.cpp
template <class Source, detail::variable_choice... Wrt>
constexpr auto gradient(const expr<Source>& e, const Wrt&... wrt) {
    return detail::derive<detail::gradient_recipe, false, detail::content::gradient>(e, wrt...);
}
template <const auto& Expression, detail::variable_choice... Wrt>
constexpr auto gradient(const Wrt&... wrt) {
    return gradient(sealed<Expression>, wrt...);
}
/// A slip: numbers belong to a point.
template <class Source, class... Numbers>
    requires(!(detail::variable_choice<Numbers> && ...))
constexpr auto gradient(const expr<Source>& e, const Numbers&...) {
    constexpr bool is_at_a_point = std::is_void_v<Source>;
    static_assert(is_at_a_point,
                  "ctgrad: gradient(e, point) takes the numbers of all variables as a point, here "
                  "it is given something else: write gradient(e, at(x = 2.0)), and gradient(e, "
                  "at(x = 2.0), wrt(x)) for some of the derivatives; see "
                  "docs/reference/gradient.md");
    return gradient(e);
}

/// The value and the gradient.
template <class Source, detail::variable_choice... Wrt>
constexpr auto value_and_gradient(const expr<Source>& e, const Wrt&... wrt) {
    return detail::derive<detail::gradient_recipe, true, detail::content::value_and_gradient>(
        e, wrt...);
}
template <const auto& Expression, detail::variable_choice... Wrt>
constexpr auto value_and_gradient(const Wrt&... wrt) {
    return value_and_gradient(sealed<Expression>, wrt...);
}

/// The second derivatives.
template <class Source, detail::variable_choice... Wrt>
constexpr auto hessian(const expr<Source>& e, const Wrt&... wrt) {
    return detail::derive<detail::hessian_recipe, false, detail::content::hessian>(e, wrt...);
}
template <const auto& Expression, detail::variable_choice... Wrt>
constexpr auto hessian(const Wrt&... wrt) {
    return hessian(sealed<Expression>, wrt...);
}

} // namespace ctgrad
