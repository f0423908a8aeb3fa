// SPDX-License-Identifier: BSL-1.0
//
// What the terms of a rolled form take. A body is written for one place; `over` says, argument by
// argument, what it gets of the arrays:
//
//     over(window<2>(), passive(each()), shared())
//     [](auto x_i, auto x_next, auto y_i, auto mu) { ... }
//
// Lengths are known at run time only; the body is traced once, whatever they are.
#pragma once

#include <ctgrad/detail/rolled_loop.hpp>
#include <ctgrad/shape.hpp>

#include <array>
#include <tuple>

namespace ctgrad {

/// Of an array x, `Width` neighbours x[i] ... x[i + Width - 1], each an argument of the body.
template <std::size_t Width, bool Active = true>
struct window_kind {};
/// Of an array of rows, row i, a std::array<T, Width>.
template <std::size_t Width, bool Active = true>
struct rows_kind {};
/// The same number, or std::array of numbers, for all places.
template <bool Active = true>
struct shared_kind {};

/// x[i].
constexpr window_kind<1> each() {
    return {};
}
/// x[i] ... x[i + Width - 1], as so many arguments: of n numbers there are n - Width + 1 places,
/// and none if n < Width.
template <std::size_t Width>
constexpr window_kind<Width> window() {
    return {};
}
/// Row i of numbers that stand row by row in one array, as a std::array.
template <std::size_t Width>
constexpr rows_kind<Width> rows() {
    return {};
}
/// A parameter of all places.
constexpr shared_kind<> shared() {
    return {};
}

/// Not differentiated: data. `passive(each())`, `passive(rows<3>())`, `passive(shared())`.
template <std::size_t Width, bool Active>
constexpr window_kind<Width, false> passive(window_kind<Width, Active>) {
    return {};
}
template <std::size_t Width, bool Active>
constexpr rows_kind<Width, false> passive(rows_kind<Width, Active>) {
    return {};
}
template <bool Active>
constexpr shared_kind<false> passive(shared_kind<Active>) {
    return {};
}

/// The arguments of a rolled form.
template <class... Kinds>
struct pattern {};

namespace detail {

template <class Kind>
struct argument_kind {
    static constexpr bool known = false, along = false;
};
template <std::size_t Width, bool Active>
struct argument_kind<window_kind<Width, Active>> {
    static constexpr bool known = true, along = true, active = Active, whole_rows = false;
    static constexpr std::size_t width = Width;
    template <class>
    static constexpr stream as_stream{Width, 1};
    template <class, class T>
    using body_arguments = decltype(std::tuple_cat(std::array<T, Width>()));
    static constexpr std::size_t places(std::size_t size) {
        return size < Width ? 0 : size - Width + 1;
    }
};
template <std::size_t Width, bool Active>
struct argument_kind<rows_kind<Width, Active>> {
    static constexpr bool known = true, along = true, active = Active, whole_rows = true;
    static constexpr std::size_t width = Width;
    template <class>
    static constexpr stream as_stream{Width, Width};
    template <class, class T>
    using body_arguments = std::tuple<std::array<T, Width>>;
    static constexpr std::size_t places(std::size_t size) { return size / Width; }
};
template <bool Active>
struct argument_kind<shared_kind<Active>> {
    static constexpr bool known = true, along = false, active = Active;
    template <class Argument>
    static constexpr stream as_stream{shape<Argument>::size, 0};
    template <class Argument, class T>
    using body_arguments = std::tuple<typename shape<Argument>::template with<T>>;
};

} // namespace detail

/// The kinds of the body's arguments, in order; at least one of them goes along an array.
template <class... Kinds>
constexpr pattern<Kinds...> over(const Kinds&...) {
    constexpr bool kinds = (detail::argument_kind<Kinds>::known && ...);
    constexpr bool along = (detail::argument_kind<Kinds>::along || ...);
    static_assert(
        kinds && along,
        "ctgrad: over(...) takes each(), window<N>(), rows<N>(), shared() and "
        "passive(...) of these, and at least one that goes along an array, here it is given "
        "something "
        "else: write over(each(), shared()), for example, and give the arrays themselves to "
        "the finished function; see docs/reference/rolled/over.md");
    return {};
}

/// Where results go, one place for each: arrays, vectors or spans for arrays, numbers or
/// std::arrays for what is shared.
template <class... Places>
struct result_places {
    std::tuple<Places&...> places;
};
/// `value_and_gradient(f)(into(gx, gmu), x, mu)`: the results are written there, overwriting what
/// was there, and nothing is allocated.
template <class... Places>
constexpr result_places<Places...> into(Places&&... places) {
    return {std::tuple<Places&...>(places...)};
}

} // namespace ctgrad
