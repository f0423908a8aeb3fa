// SPDX-License-Identifier: BSL-1.0
//
// value, gradient and value_and_gradient of typed expressions.
#pragma once

#include <ctgrad/at.hpp>
#include <ctgrad/detail/hana_map.hpp>
#include <ctgrad/evaluate.hpp>
#include <ctgrad/formula.hpp>
#include <ctgrad/sealed.hpp>
#include <ctgrad/wrt.hpp>

namespace ctgrad {

namespace detail {

// The formula of a typed expression.
template <class Source>
struct typed_formula {
    static constexpr const auto& g = graph_of<Source>;

    static constexpr auto find_inputs() {
        std::array<input, count(g, variable) + count(g, parameter)> out{};
        std::size_t next = 0;
        for (const node& n : g.nodes)
            if (is_input(n))
                out[next++] = {name_of(n), n.operation->id == variable.id};
        return out;
    }
    static constexpr auto inputs = find_inputs();

    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        std::size_t next = 0;
        for (const node& n : g.nodes) {
            if (is_input(n)) {
                b.push(input_node(inputs[next], next));
                ++next;
            } else
                b.push(n);
        }
        results.push(g.result[0]);
    }
};

// An entry of a gradient, for Hana a pair.
template <fixed_string Name, class T>
struct partial_by_name {
    using hana_tag = partial_tag;

    var<Name> variable;
    T value;
};

template <fixed_string Variable, bool Differentiated>
struct check_variable {
    static_assert(
        Differentiated,
        "ctgrad: g[x] asks for the derivative with respect to a variable of the expression, "
        "this one is not in it, or is a param: use a variable that the expression has; the "
        "type check_variable<...> in this message names it; see docs/reference/gradient.md");
};

// The map inside a gradient, in the order in which the formula first uses the variables.
template <class T, fixed_string... Names>
struct partial_map {
    using hana_tag = gradient_tag;
    static constexpr std::size_t size = sizeof...(Names);
    static constexpr std::array<packed_name, size> names{pack(Names.view())...};

    std::array<T, size> partials;

    template <fixed_string Name>
    constexpr T operator[](const var<Name>&) const {
        constexpr std::size_t i = find(names, pack(Name.view()));
        static_cast<void>(check_variable<Name, (i < size)>{});
        if constexpr (i < size)
            return partials[i];
        else
            return T{};
    }
    template <fixed_string Name>
    constexpr T operator[](const param<Name>&) const {
        static_cast<void>(check_variable<Name, false>{});
        return T{};
    }

    // What Hana asks of a map. The answer of a predicate is in the type that it returns.
    constexpr decltype(auto) unpack(auto&& function) const {
        return unpack(function, std::make_index_sequence<size>());
    }
    template <class Predicate>
    static constexpr auto any_of() {
        return boost::hana::bool_c<(first<Predicate>() < size)>;
    }
    template <class Predicate>
    constexpr auto find_if() const {
        if constexpr (first<Predicate>() < size)
            return boost::hana::just(partials[first<Predicate>()]);
        else
            return boost::hana::nothing;
    }

private:
    template <class Predicate>
    static constexpr std::size_t first() {
        constexpr bool chosen[] = {
            decltype(std::declval<const Predicate&>()(var<Names>()))::value..., true};
        std::size_t i = 0;
        while (!chosen[i])
            ++i;
        return i;
    }
    template <std::size_t... I>
    constexpr decltype(auto) unpack(auto&& function, std::index_sequence<I...>) const {
        return function(partial_by_name<Names, T>{{}, partials[I]}...);
    }
};

} // namespace detail

/// A gradient by name, read as `g[x]`. For Boost.Hana it is a map from variables to partial
/// derivatives: `hana::for_each(g, f)`, `hana::at_key(g, x)`; `g.map` is that map itself.
template <class T, fixed_string... Names>
struct named_gradient {
    using hana_tag = detail::gradient_tag;
    using scalar = T;

    detail::partial_map<T, Names...> map;

    /// The partial derivative with respect to a variable of the expression.
    template <fixed_string Name>
    constexpr T operator[](const var<Name>& variable) const {
        return map[variable];
    }
    template <fixed_string Name>
    constexpr T operator[](const param<Name>& parameter) const {
        return map[parameter];
    }
};

/// A slip: a gradient is printed by its parts.
template <class Stream, class T, fixed_string... Names>
Stream& operator<<(Stream& out, const named_gradient<T, Names...>&) {
    constexpr bool is_number = std::is_void_v<T>;
    static_assert(is_number,
                  "ctgrad: a gradient has a number for each variable: write std::cout << g[x] for "
                  "std::cout << g; see docs/reference/gradient.md");
    return out;
}

/// A value and a gradient: `auto [v, g] = value_and_gradient(o, point);`
template <class T, class Gradient>
struct value_with_gradient {
    T value;
    Gradient gradient;

    /// The partial derivative, as `gradient[variable]`.
    constexpr auto operator[](const auto& variable) const { return gradient[variable]; }
};

namespace detail {

template <class Recipe, class Formula, class Point>
[[gnu::always_inline]] constexpr auto evaluate_at(const Point& point, const double* slots) {
    const auto inputs =
        inputs_at<Formula>(point, std::make_index_sequence<Formula::inputs.size()>());
    return evaluate<program<Recipe>>(inputs.data(), slots);
}

template <class Formula, std::size_t K>
inline constexpr auto
    variable_name = unpack<Formula::inputs[variable_position(Formula::inputs, K)].name>();

template <class Formula, std::size_t First, class T, std::size_t Count, std::size_t... I>
constexpr auto by_name(const std::array<T, Count>& results, std::index_sequence<I...>) {
    return named_gradient<T, variable_name<Formula, I>...>{{{results[First + I]...}}};
}
template <class Formula, std::size_t First, class T, std::size_t Count>
constexpr auto by_name(const std::array<T, Count>& results) {
    return by_name<Formula, First>(results, std::make_index_sequence<variables_of<Formula>>());
}

} // namespace detail

/// The value of an expression at a point, in the point's scalar type.
/// Cost: each distinct node once, no allocation. Example: examples/neuron.cpp
template <class Source, class T, fixed_string... Names>
constexpr T value(const expr<Source>& e, const named_point<T, Names...>& point) {
    using formula = detail::typed_formula<Source>;
    return detail::evaluate_at<detail::value_recipe<formula>, formula>(point, e.slots)[0];
}

/// A slip: an expression has a value at a point.
template <class Source, class... Numbers>
constexpr auto value(const expr<Source>&, const Numbers&...) {
    constexpr bool is_at_a_point = std::is_void_v<Source>;
    static_assert(is_at_a_point,
                  "ctgrad: value(e, point) takes the numbers of all variables as a point, here it "
                  "is given none, or something else: write value(e, at(x = 2.0)); see "
                  "docs/reference/gradient.md");
    return 0.0;
}

/// All partial derivatives of an expression at a point, by one reverse sweep: read them as `g[x]`.
/// Cost: a small multiple of the value's, whatever the number of variables.
template <class Source, class T, fixed_string... Names>
constexpr auto gradient(const expr<Source>& e, const named_point<T, Names...>& point) {
    using formula = detail::typed_formula<Source>;
    return detail::by_name<formula, 0>(
        detail::evaluate_at<detail::gradient_recipe<formula, false>, formula>(point, e.slots));
}

/// Value and gradient from one sweep.
template <class Source, class T, fixed_string... Names>
constexpr auto value_and_gradient(const expr<Source>& e, const named_point<T, Names...>& point) {
    using formula = detail::typed_formula<Source>;
    const auto results =
        detail::evaluate_at<detail::gradient_recipe<formula, true>, formula>(point, e.slots);
    const auto partials = detail::by_name<formula, 1>(results);
    return value_with_gradient<T, std::remove_const_t<decltype(partials)>>{results[0], partials};
}

/// The same with respect to some of the variables: `gradient(o, point, wrt(w1, w2))`.
template <class Source, class T, fixed_string... Names, fixed_string... Chosen>
constexpr auto gradient(const expr<Source>& e, const named_point<T, Names...>& point,
                        const wrt_variables<Chosen...>& chosen) {
    using formula = decltype(detail::choose<detail::typed_formula<Source>>(chosen));
    return detail::by_name<formula, 0>(
        detail::evaluate_at<detail::gradient_recipe<formula, false>, formula>(point, e.slots));
}
template <class Source, class T, fixed_string... Names, fixed_string... Chosen>
constexpr auto value_and_gradient(const expr<Source>& e, const named_point<T, Names...>& point,
                                  const wrt_variables<Chosen...>& chosen) {
    using formula = decltype(detail::choose<detail::typed_formula<Source>>(chosen));
    const auto results =
        detail::evaluate_at<detail::gradient_recipe<formula, true>, formula>(point, e.slots);
    const auto partials = detail::by_name<formula, 1>(results);
    return value_with_gradient<T, std::remove_const_t<decltype(partials)>>{results[0], partials};
}

/// The same for a constexpr expression given as a template argument: its plain numbers are
/// constants, and equal subexpressions are computed once.
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto value(const named_point<T, Names...>& point) {
    return value(sealed<Expression>, point);
}
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto gradient(const named_point<T, Names...>& point) {
    return gradient(sealed<Expression>, point);
}
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto value_and_gradient(const named_point<T, Names...>& point) {
    return value_and_gradient(sealed<Expression>, point);
}

} // namespace ctgrad
