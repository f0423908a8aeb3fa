// SPDX-License-Identifier: BSL-1.0
//
// One result per place of arrays, in a loop that stays one; derivatives are carried along it and
// back, without a Jacobian.
//
//     constexpr auto m = map(over(each(), shared()), [](auto x, auto k) { return tanh(k*x); });
//     auto y = m(x, 2.0);
#pragma once

#include <ctgrad/detail/rolled_results.hpp>
#include <ctgrad/jvp.hpp>

namespace ctgrad {

/// What `map(over(...), body)` returns: a function of arrays and shared parameters.
template <class Pattern, class Body>
struct rolled_map;

namespace detail {

// The types of the first arguments, those of the map itself: what a derivative is given follows.
template <class Pattern, class Indices, class... All>
struct first_call;
template <class Pattern, std::size_t... I, class... All>
struct first_call<Pattern, std::index_sequence<I...>, All...> {
    template <std::size_t K>
    using argument = std::tuple_element_t<K, std::tuple<All...>>;
    using type = rolled_call<Pattern, argument<I>...>;
    using gradients = gradient_streams<Pattern, argument<I>...>;
    template <class Body>
    static constexpr auto check() {
        return check_rolled<Pattern, Body, argument<I>...>();
    }
};

// Results along the places: `Width` numbers each.
template <class Leading, class T, std::size_t Width>
struct result_array {
    template <class Kind>
    static constexpr auto make(std::size_t places) {
        return std::vector<T>(places * Width);
    }
};
template <class Element, std::size_t Size, class T, std::size_t Width>
struct result_array<std::array<Element, Size>, T, Width> {
    template <class Kind>
    static constexpr auto make(std::size_t) {
        return std::array<T, argument_kind<Kind>::places(Size) * Width>{};
    }
};
template <std::size_t Width, class Pattern, class... Args>
struct results_of;
template <std::size_t Width, class... Kinds, class... Args>
struct results_of<Width, pattern<Kinds...>, Args...> {
    using call = rolled_call<pattern<Kinds...>, Args...>;
    static constexpr auto make(std::size_t places) {
        return result_array<typename call::leading_argument, typename call::scalar, Width>::
            template make<std::tuple_element_t<call::leading, std::tuple<Kinds...>>>(places);
    }
};

// The adjoints of the inputs alone, given those of the results.
template <class Formula>
struct pullback_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> all;
        vjp_recipe<Formula>::build(b, all);
        for (std::size_t r = Formula::results; r < all.size; ++r)
            results.push(all.items[r]);
    }
};

template <class Outputs, std::size_t Width, std::size_t... K>
auto after_results(std::index_sequence<K...>) -> streams<stream{Width, Width}, Outputs::all[K]...>;

/// `jvp(map)`.
template <class Pattern, class Body>
struct rolled_jvp;
template <class... Kinds, class Body>
struct rolled_jvp<pattern<Kinds...>, Body> {
    template <class Kind>
    using direction = std::conditional_t<argument_kind<Kind>::active,
                                         std::tuple<decltype(passive(Kind()))>, std::tuple<>>;
    template <class... Directions>
    static pattern<Kinds..., Directions...> extend(std::tuple<Directions...>);
    using extended = decltype(extend(std::declval<joined<direction<Kinds>...>>()));

    template <class... All>
    constexpr auto operator()(const All&... all) const {
        constexpr std::size_t directions = (std::size_t{argument_kind<Kinds>::active} + ... + 0);
        constexpr bool complete = sizeof...(All) == sizeof...(Kinds) + directions;
        static_assert(complete,
                      "ctgrad: jvp(map) is called with the arguments of the map and then one "
                      "direction for each differentiated one, here there are more or fewer: give "
                      "each of them an array or number of its own; see "
                      "docs/reference/rolled/map.md");
        if constexpr (complete) {
            using first = first_call<pattern<Kinds...>, std::index_sequence_for<Kinds...>, All...>;
            if constexpr (decltype(first::template check<Body>())::value) {
                using formula = typename first::type::template formula<Body>;
                constexpr std::size_t width = formula::results;
                using outputs = streams<stream{width, width}, stream{width, width}>;
                const rolled_call<extended, All...> call(all...);
                using array = decltype(results_of<width, extended, All...>::make(0));
                value_with_tangent<array, array> out{
                    results_of<width, extended, All...>::make(call.places),
                    results_of<width, extended, All...>::make(call.places)};
                run_into<taylor_recipe<formula, 1>, outputs>(
                    call, std::tie(out.value, out.tangent),
                    std::array{width * call.places, width * call.places}, nothing_else);
                return out;
            }
        }
    }
};

/// `vjp(map)`.
template <class Pattern, class Body>
struct rolled_vjp;
template <class... Kinds, class Body>
struct rolled_vjp<pattern<Kinds...>, Body> {
    template <class... All>
    constexpr auto operator()(const All&... all) const {
        if constexpr (decltype(check<All...>())::value)
            return run(std::index_sequence_for<Kinds...>(), std::tie(all...));
    }
    template <class... Places, class... All>
    constexpr void operator()(const result_places<Places...>& into, const All&... all) const {
        if constexpr (decltype(check<All...>())::value)
            run_in_place(into.places, std::index_sequence_for<Kinds...>(), std::tie(all...));
    }

private:
    template <class... All>
    static constexpr auto check() {
        constexpr bool complete = sizeof...(All) == sizeof...(Kinds) + 1;
        static_assert(complete,
                      "ctgrad: vjp(map) is called with the arguments of the map and then the "
                      "adjoints of its results, here there are more or fewer: give one array of "
                      "adjoints; see docs/reference/rolled/map.md");
        if constexpr (complete)
            return first_call<pattern<Kinds...>, std::index_sequence_for<Kinds...>,
                              All...>::template check<Body>();
        else
            return std::false_type();
    }
    template <std::size_t... I, class... All>
    static constexpr auto run(std::index_sequence<I...>, const std::tuple<const All&...>& all) {
        using first = first_call<pattern<Kinds...>, std::index_sequence<I...>, All...>;
        using gradients = typename first::gradients;
        using formula = typename first::type::template formula<Body>;
        using T = typename first::type::scalar;
        constexpr std::size_t width = formula::results;
        using outputs = decltype(after_results<typename gradients::type, width>(
            std::make_index_sequence<gradients::count>()));
        using extended = pattern<Kinds..., rows_kind<width, false>>;
        const rolled_call<extended, All...> call(std::get<I>(all)...,
                                                 std::get<sizeof...(Kinds)>(all));
        auto values = results_of<width, extended, All...>::make(call.places);
        auto parts =
            std::tuple_cat(gradient_part<Kinds, typename first::template argument<I>, T>::make(
                std::get<I>(all))...);
        std::apply(
            [&](auto&... places) {
                run_into<vjp_recipe<formula>, outputs>(
                    call, std::tie(values, places...),
                    gradient_sizes<gradients>(width * call.places, std::get<I>(all)...),
                    nothing_else);
            },
            parts);
        using gradient = decltype(unwrapped(std::move(parts)));
        return value_with_gradient<decltype(values), gradient>{std::move(values),
                                                               unwrapped(std::move(parts))};
    }
    template <class... Places, std::size_t... I, class... All>
    static constexpr void run_in_place(const std::tuple<Places&...>& places,
                                       std::index_sequence<I...>,
                                       const std::tuple<const All&...>& all) {
        using first = first_call<pattern<Kinds...>, std::index_sequence<I...>, All...>;
        using gradients = typename first::gradients;
        using formula = typename first::type::template formula<Body>;
        constexpr std::size_t width = formula::results;
        const rolled_call<pattern<Kinds..., rows_kind<width, false>>, All...> call(
            std::get<I>(all)..., std::get<sizeof...(Kinds)>(all));
        const auto sizes = gradient_sizes<gradients>(0, std::get<I>(all)...);
        run_into<pullback_recipe<formula>, typename gradients::type>(
            call, places, std::span(sizes).subspan(1), nothing_else);
    }
};

} // namespace detail

template <class... Kinds, class Body>
struct rolled_map<pattern<Kinds...>, Body> {
    template <class... Args>
    constexpr auto operator()(const Args&... args) const {
        if constexpr (decltype(detail::check_rolled<pattern<Kinds...>, Body, Args...>())::value) {
            using call_type = detail::rolled_call<pattern<Kinds...>, Args...>;
            constexpr std::size_t width = call_type::template formula<Body>::results;
            const call_type call(args...);
            auto out = detail::results_of<width, pattern<Kinds...>, Args...>::make(call.places);
            write(call, out);
            return out;
        }
    }
    template <class Place, class... Args>
    constexpr void operator()(const result_places<Place>& into, const Args&... args) const {
        if constexpr (decltype(detail::check_rolled<pattern<Kinds...>, Body, Args...>())::value)
            write(detail::rolled_call<pattern<Kinds...>, Args...>(args...),
                  std::get<0>(into.places));
    }

private:
    template <class Call>
    static constexpr void write(const Call& call, auto& place) {
        using formula = typename Call::template formula<Body>;
        constexpr std::size_t width = formula::results;
        detail::run_into<detail::value_recipe<formula>,
                         detail::streams<detail::stream{width, width}>>(
            call, std::tie(place), std::array{width * call.places}, detail::nothing_else);
    }
};

/// `map(over(...), body)(x, k)`: body(x_i, k) of every place i, in one array; of a body that
/// returns a std::array, row by row. `m(into(y), x, k)` writes into an array that is there.
/// Errors: size_error, when called, if the arrays have different numbers of places, or `y` another.
/// Cost: one loop. Example: examples/rolled.cpp
template <class... Kinds, class Body>
constexpr rolled_map<pattern<Kinds...>, Body> map(const pattern<Kinds...>&, const Body&) {
    return {};
}
template <std::size_t Width, bool Active, class Body>
constexpr rolled_map<pattern<window_kind<Width, Active>>, Body>
map(const window_kind<Width, Active>&, const Body&) {
    return {};
}

/// `jvp(m)(x, k, dx, dk)`: `value` and `tangent` of every result along a direction, which has a
/// part for each differentiated argument.
template <class Pattern, class Body>
constexpr auto jvp(const rolled_map<Pattern, Body>&) {
    return detail::rolled_jvp<Pattern, Body>{};
}
/// `vjp(m)(x, k, adjoints)`: `value` and `gradient`, the adjoints of the differentiated arguments;
/// `vjp(m)(into(gx, gk), x, k, adjoints)` writes the gradient alone.
template <class Pattern, class Body>
constexpr auto vjp(const rolled_map<Pattern, Body>&) {
    return detail::rolled_vjp<Pattern, Body>{};
}

} // namespace ctgrad
