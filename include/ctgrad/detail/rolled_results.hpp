// SPDX-License-Identifier: BSL-1.0
//
// Where the results of a rolled form go: gradients in the shapes of the arguments, or the places
// that were named with `into`.
#pragma once

#include <ctgrad/detail/rolled_call.hpp>

#include <array>
#include <span>
#include <tuple>
#include <utility>

namespace ctgrad::detail {

// A gradient's part for one argument: none, an array, or the shape of what is shared.
template <class Kind, class Arg, class T>
struct gradient_part {
    using type = std::tuple<typename shape<Arg>::template with<T>>;
    static constexpr type make(const Arg&) { return {}; }
};
template <class Kind, class Arg, class T>
    requires(!argument_kind<Kind>::active)
struct gradient_part<Kind, Arg, T> {
    using type = std::tuple<>;
    static constexpr type make(const Arg&) { return {}; }
};
template <class Kind, class Arg, class T>
    requires(argument_kind<Kind>::active&& argument_kind<Kind>::along)
struct gradient_part<Kind, Arg, T> {
    using type = std::tuple<typename array_like<Arg, T>::type>;
    static constexpr type make(const Arg& arg) {
        return type(array_like<Arg, T>::make(std::size(arg)));
    }
};

template <class Pattern, class... Args>
struct gradient_streams;
template <class... Kinds, class... Args>
struct gradient_streams<pattern<Kinds...>, Args...> {
    static constexpr auto chosen = [] {
        std::array<std::size_t, sizeof...(Kinds) + 1> out{};
        std::size_t next = 0, k = 0;
        ((argument_kind<Kinds>::active ? void(out[next++] = k++) : void(k++)), ...);
        return out;
    }();
    static constexpr std::size_t count = (std::size_t{argument_kind<Kinds>::active} + ... + 0);
    template <std::size_t... K>
    static auto pick(std::index_sequence<K...>)
        -> streams<rolled_call<pattern<Kinds...>, Args...>::inputs::all[chosen[K]]...>;
    using type = decltype(pick(std::make_index_sequence<count>()));
    // The same with the sum of the values in front.
    template <std::size_t... K>
    static auto pick_with_value(std::index_sequence<K...>)
        -> streams<stream{1, 0},
                   rolled_call<pattern<Kinds...>, Args...>::inputs::all[chosen[K]]...>;
    using with_value = decltype(pick_with_value(std::make_index_sequence<count>()));
};

// Of one argument its bare part, of several a tuple.
template <class Part>
constexpr Part unwrapped(std::tuple<Part>&& parts) {
    return std::get<0>(std::move(parts));
}
template <class... Parts>
constexpr std::tuple<Parts...> unwrapped(std::tuple<Parts...>&& parts) {
    return std::move(parts);
}

// Gradients of arrays are written where they belong, those of shared arguments into `common` first.
template <class Call, class Outputs>
struct gradient_sink {
    using T = typename Call::scalar;
    std::array<T*, Outputs::count + 1> first{};
    std::array<T, Outputs::numbers + 1> common{};

    template <std::size_t Stream, class Place>
    constexpr void bind(Place& place, std::size_t places, std::size_t size) {
        if constexpr (Outputs::all[Stream].step == 0)
            first[Stream] = common.data() + Outputs::first[Stream];
        else {
            const std::span<T> numbers(place);
            if (numbers.size() != size)
                throw_sizes_differ("into(...) takes arrays with room for each result", Stream + 1,
                                   size, numbers.size(),
                                   "a gradient is as long as its array, a result has one number "
                                   "or row per place");
            first[Stream] = numbers.data();
            if (places == 0)
                for (T& number : numbers)
                    number = T(0);
        }
    }
    template <std::size_t Stream, class Place>
    constexpr void give(Place& place) const {
        if constexpr (Outputs::all[Stream].step == 0) {
            const T* next = common.data() + Outputs::first[Stream];
            place = shape<Place>::read(next);
        }
    }
};

// Runs a recipe over the places of a call. `finish` sees where everything was written, before what
// is shared is given to its places.
template <class Recipe, class Outputs, class Call, class... Places>
constexpr void run_into(const Call& call, const std::tuple<Places&...>& places, const auto& sizes,
                        const auto& finish) {
    gradient_sink<Call, Outputs> sink;
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (sink.template bind<K>(std::get<K>(places), call.places, sizes[K]), ...);
    }
    (std::index_sequence_for<Places...>());
    run_loop<program<Recipe>, typename Call::inputs, Outputs>(call.places, call.first, sink.first);
    finish(sink);
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (sink.template give<K>(std::get<K>(places)), ...);
    }
    (std::index_sequence_for<Places...>());
}
inline constexpr auto nothing_else = [](const auto&) {};

template <class Arg>
constexpr std::size_t size_of(const Arg& arg) {
    if constexpr (array_of_numbers<Arg>)
        return std::size(arg);
    else
        return 0;
}
// The sizes of the differentiated arguments' gradients, after `before` others.
template <class Gradients, class... Args>
constexpr auto gradient_sizes(std::size_t first, const Args&... args) {
    const std::array<std::size_t, sizeof...(Args)> sizes{size_of(args)...};
    std::array<std::size_t, Gradients::count + 2> out{first};
    for (std::size_t k = 0; k < Gradients::count; ++k)
        out[k + 1] = sizes[Gradients::chosen[k]];
    return out;
}

} // namespace ctgrad::detail
