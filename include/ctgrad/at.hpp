// SPDX-License-Identifier: BSL-1.0
//
// A point: values for variables and parameters, by name.
#pragma once

#include <ctgrad/expression.hpp>

#include <array>

namespace ctgrad {

/// Values by name. Their common type is the scalar in which everything is computed.
template <class T, fixed_string... Names>
struct named_point {
    using scalar = T;
    static constexpr std::array<detail::packed_name, sizeof...(Names)> names{
        detail::pack(Names.view())...};

    std::array<T, sizeof...(Names)> values;
};

namespace detail {

template <class T>
inline constexpr bool is_binding = false;
template <fixed_string Name, class T>
inline constexpr bool is_binding<binding<Name, T>> = true;

template <std::size_t Count>
constexpr std::size_t find(const std::array<packed_name, Count>& names, const packed_name& name) {
    std::size_t i = 0;
    while (i < Count && !(names[i] == name))
        ++i;
    return i;
}

template <std::size_t Count>
constexpr bool all_different(const std::array<packed_name, Count>& names) {
    for (std::size_t i = 0; i < Count; ++i)
        if (find(names, names[i]) != i)
            return false;
    return true;
}

} // namespace detail

/// The point at which to evaluate: `at(x = 2.0, y = 0.5)`. Numbers of different types are converted
/// to their common type, integers to double. A point may bind more names than an expression has.
template <class... Bindings>
constexpr auto at(const Bindings&... bindings) {
    static_assert(
        (detail::is_binding<Bindings> && ...),
        "ctgrad: at(...) takes bindings of variables, as in at(x = 2.0, y = 3.0), here it is "
        "given something else; see docs/reference/at.md");
    if constexpr ((detail::is_binding<Bindings> && ...)) {
        constexpr std::array<detail::packed_name, sizeof...(Bindings)> names{
            detail::pack(Bindings::name.view())...};
        static_assert(detail::all_different(names),
                      "ctgrad: at(...) takes one value for each variable, here a variable is bound "
                      "twice: remove one of the two; see docs/reference/at.md");
        if constexpr (sizeof...(Bindings) == 0)
            return named_point<double>{};
        else {
            using scalar = std::common_type_t<decltype(bindings.value)...>;
            return named_point<scalar, Bindings::name...>{{static_cast<scalar>(bindings.value)...}};
        }
    }
}

namespace detail {

// A name in a type again, so that the compiler's message shows it.
template <packed_name Name>
constexpr auto unpack() {
    char text[length(Name) + 1]{};
    for (std::size_t i = 0; i < length(Name); ++i)
        text[i] = character(Name, i);
    return fixed_string<length(Name) + 1>(text);
}

template <fixed_string Variable, bool Bound>
struct check_binding {
    static_assert(Bound, "ctgrad: a value is needed for every variable and parameter of the "
                         "expression, at(...) lacks one: add it, as in at(x = 2.0); the type "
                         "check_binding<...> in this message names it; see docs/reference/at.md");
    static constexpr bool bound = Bound;
};

template <packed_name Name, class Point>
constexpr auto value_of(const Point& point) {
    constexpr std::size_t i = find(Point::names, Name);
    if constexpr (check_binding<unpack<Name>(), (i < Point::names.size())>::bound)
        return point.values[i];
    else
        return typename Point::scalar{};
}

/// The inputs of a formula in its own order.
template <class Formula, class Point, std::size_t... I>
constexpr auto inputs_at(const Point& point, std::index_sequence<I...>) {
    return std::array<typename Point::scalar, sizeof...(I)>{
        value_of<Formula::inputs[I].name>(point)...};
}

} // namespace detail
} // namespace ctgrad
