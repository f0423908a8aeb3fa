// SPDX-License-Identifier: BSL-1.0
//
// A primitive at a point, whatever its number of arguments: the value, the partials, the domain.
#pragma once

#include <ctgrad/primitives.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace laws {

/// The arguments; the places that a primitive does not have are 0.
template <class T>
using point_of = std::array<T, 4>;
using point = point_of<double>;

template <class Op, unsigned Argument>
constexpr bool has_partial = Argument < Op::arity&& ctgrad::detail::has_partial<Op>[Argument];

template <class Op, class T, std::size_t Places>
constexpr T value_at(const std::array<T, Places>& x) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return static_cast<T>(Op::value(x[I]...));
    }
    (std::make_index_sequence<Op::arity>());
}
template <class Op, unsigned Argument, class T, std::size_t Places>
constexpr T partial_at(const std::array<T, Places>& x) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return static_cast<T>(
            ctgrad::detail::partial<Op, Argument>(x[I]..., static_cast<T>(Op::value(x[I]...))));
    }
    (std::make_index_sequence<Op::arity>());
}
template <class Op>
constexpr bool in_domain(const point& x) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return Op::domain(x[I]...);
    }
    (std::make_index_sequence<Op::arity>());
}

} // namespace laws
