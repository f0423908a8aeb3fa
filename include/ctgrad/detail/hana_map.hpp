// SPDX-License-Identifier: BSL-1.0
//
// What gradients and variables are for Boost.Hana: a map, and its keys.
#pragma once

// Declarations only, at a fraction of what Hana's map costs the compiler: who uses Hana includes
// the rest.
#include <boost/hana/fwd/any_of.hpp>
#include <boost/hana/fwd/at_key.hpp>
#include <boost/hana/fwd/bool.hpp>
#include <boost/hana/fwd/equal.hpp>
#include <boost/hana/fwd/find_if.hpp>
#include <boost/hana/fwd/first.hpp>
#include <boost/hana/fwd/hash.hpp>
#include <boost/hana/fwd/optional.hpp>
#include <boost/hana/fwd/second.hpp>
#include <boost/hana/fwd/type.hpp>
#include <boost/hana/fwd/unpack.hpp>

#include <type_traits>

namespace ctgrad::detail {
struct variable_tag;
struct gradient_tag;
struct partial_tag;

// `g` and `g.map` are the same to Hana.
constexpr const auto& map_of(const auto& gradient) {
    if constexpr (requires { gradient.map; })
        return gradient.map;
    else
        return gradient;
}
} // namespace ctgrad::detail

// Variables as keys of Hana's maps, and gradients as such maps.
namespace boost::hana {
template <>
struct hash_impl<ctgrad::detail::variable_tag> {
    template <class Variable>
    static constexpr auto apply(const Variable&) {
        return type_c<Variable>;
    }
};
template <>
struct equal_impl<ctgrad::detail::variable_tag, ctgrad::detail::variable_tag> {
    template <class A, class B>
    static constexpr auto apply(const A&, const B&) {
        return bool_c<std::is_same_v<A, B>>;
    }
};
template <>
struct first_impl<ctgrad::detail::partial_tag> {
    static constexpr auto apply(const auto& partial) { return partial.variable; }
};
template <>
struct second_impl<ctgrad::detail::partial_tag> {
    static constexpr auto apply(const auto& partial) { return partial.value; }
};
template <>
struct unpack_impl<ctgrad::detail::gradient_tag> {
    static constexpr decltype(auto) apply(const auto& gradient, auto&& function) {
        return ctgrad::detail::map_of(gradient).unpack(function);
    }
};
template <>
struct any_of_impl<ctgrad::detail::gradient_tag> {
    template <class Predicate>
    static constexpr auto apply(const auto& gradient, const Predicate&) {
        return ctgrad::detail::map_of(gradient).template any_of<Predicate>();
    }
};
template <>
struct find_if_impl<ctgrad::detail::gradient_tag> {
    template <class Predicate>
    static constexpr auto apply(const auto& gradient, const Predicate&) {
        return ctgrad::detail::map_of(gradient).template find_if<Predicate>();
    }
};
template <>
struct at_key_impl<ctgrad::detail::gradient_tag> {
    static constexpr auto apply(const auto& gradient, const auto& variable) {
        return gradient[variable];
    }
};
} // namespace boost::hana
