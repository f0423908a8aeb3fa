// SPDX-License-Identifier: BSL-1.0
//
// A state that is carried along arrays: s = body(s, x_i, ...), for each place in turn. Forward
// every state is kept, backward the loop runs from the last place to the first.
//
//     constexpr auto horner =
//         fold(over(each(), shared()), [](auto s, auto c, auto t) { return s*t + c; });
//     horner(0.0, coefficients, t)
#pragma once

#include <ctgrad/gradient.hpp>
#include <ctgrad/rolled/map.hpp>

#include <algorithm>

namespace ctgrad {

/// What `fold(over(...), body)` returns: a function of the first state, arrays and shared
/// parameters.
template <class Pattern, class Body, class After = detail::nothing_after>
struct rolled_fold;

namespace detail {

// Room for the states of all places. Not initialised at run time: every number is written.
template <class T>
class state_history {
public:
    constexpr explicit state_history(std::size_t size)
        : items_(std::is_constant_evaluated() ? new T[size]{} : new T[size]) {}
    state_history(const state_history&) = delete;
    state_history& operator=(const state_history&) = delete;
    constexpr ~state_history() { delete[] items_; }
    constexpr T* at(std::size_t i) const { return items_ + i; }

private:
    T* items_;
};

// A fold from a state of a given shape.
template <class Pattern, class Body, class After, class State, class... Args>
struct folding {
    using call = rolled_call<Pattern, Args...>;
    using T = typename call::scalar;
    using inputs = typename call::inputs;
    using gradients = gradient_streams<Pattern, Args...>;
    using outputs = typename gradients::type;
    using state = typename shape<State>::template with<T>;
    static constexpr std::size_t size = shape<State>::size;

    using traced =
        body_formula<Body, joined<std::tuple<typename shape<State>::template with<tracer>>,
                                  typename call::traced_arguments>>;
    struct activity {
        static constexpr auto of = [] {
            std::array<bool, size + inputs::numbers + 1> out{};
            for (std::size_t j = 0; j < size + inputs::numbers; ++j)
                out[j] = j < size || call::activity::of[j - size];
            return out;
        }();
    };
    static constexpr auto check() {
        constexpr bool takes = traced::compiles;
        static_assert(takes,
                      "ctgrad: the body of fold takes the state and then what its over(...) says, "
                      "and returns the next state; this one does not, or does not compile for "
                      "traced values; see docs/reference/rolled/fold.md");
        if constexpr (takes) {
            constexpr bool same = std::is_same_v<
                typename shape<typename traced::type::traced_result>::template with<char>,
                typename shape<State>::template with<char>>;
            static_assert(same,
                          "ctgrad: the body of fold returns the next state, this one returns "
                          "something of another shape than the first state: give both the same "
                          "number of elements; see docs/reference/rolled/fold.md");
            return std::bool_constant<same>();
        } else
            return std::false_type();
    }
    using formula = active_formula<typename traced::type, activity>;
    using forward = program<value_recipe<formula>>;
    using backward = program<pullback_recipe<formula>>;

    template <std::size_t Extra, std::size_t... S, std::size_t... J, std::size_t... A>
    [[gnu::always_inline]] static constexpr std::array<T, size + inputs::numbers + Extra>
    read(const call& c, std::size_t place, const T* from, const T* adjoint,
         std::index_sequence<S...>, std::index_sequence<J...>, std::index_sequence<A...>) {
        return {from[S]..., read_number<inputs, J, T>(c.first, c.common, place)..., adjoint[A]...};
    }
    [[gnu::always_inline]] static constexpr void step(const call& c, std::size_t place,
                                                      const T* from, T* to) {
        const auto x =
            read<0>(c, place, from, from, std::make_index_sequence<size>(),
                    std::make_index_sequence<inputs::numbers>(), std::index_sequence<>());
        const auto next = evaluate<forward>(x.data(), static_cast<const double*>(nullptr));
        std::copy(next.begin(), next.end(), to);
    }

    // Sweeps back from `adjoint`, that of the last state, which becomes that of the first.
    static constexpr void sweep(const call& c, const state_history<T>& states, T* adjoint,
                                gradient_sink<call, outputs>& sink) {
        for (std::size_t i = c.places; i-- > 0;) {
            const auto x = read<size>(
                c, i, states.at(i * size), adjoint, std::make_index_sequence<size>(),
                std::make_index_sequence<inputs::numbers>(), std::make_index_sequence<size>());
            const auto partials = evaluate<backward>(x.data(), static_cast<const double*>(nullptr));
            std::copy(partials.begin(), partials.begin() + size, adjoint);
            add(partials, sink, i, std::make_index_sequence<outputs::numbers>());
        }
    }
    template <std::size_t... R>
    [[gnu::always_inline]] static constexpr void
    add(const auto& partials, gradient_sink<call, outputs>& sink,
        [[maybe_unused]] std::size_t place, std::index_sequence<R...>) {
        (add_one<R>(partials[size + R], sink, place), ...);
    }
    template <std::size_t R>
    [[gnu::always_inline]] static constexpr void
    add_one(const T& partial, gradient_sink<call, outputs>& sink, std::size_t place) {
        constexpr streamed_number to = outputs::number[R];
        T& sum = to.step == 0 ? sink.common[R] : sink.first[to.stream][place * to.step + to.offset];
        sum = sum + partial;
    }

    // after(state, shared...)
    static constexpr auto after_inputs(const T* last, const call& c) {
        constexpr auto& numbers = shared_numbers<call>;
        std::array<T, size + numbers.count> out{};
        std::copy(last, last + size, out.begin());
        for (std::size_t k = 0; k < numbers.count; ++k)
            out[size + k] = c.common[numbers.at[k]];
        return out;
    }
    using after = typename after_formula<After, state, Pattern, Args...>::type;

    static constexpr auto value(const State& initial, const Args&... args) {
        const call c(args...);
        std::array<T, size> s{};
        T* next = s.data();
        shape<State>::write(initial, next);
        for (std::size_t i = 0; i < c.places; ++i)
            step(c, i, s.data(), s.data());
        if constexpr (std::is_same_v<After, nothing_after>) {
            const T* from = s.data();
            return shape<State>::read(from);
        } else
            return T(evaluate<program<value_recipe<after>>>(
                after_inputs(s.data(), c).data(), static_cast<const double*>(nullptr))[0]);
    }

    template <class InitialPlace, class... Places>
    static constexpr T gradient(const std::tuple<InitialPlace&, Places&...>& places,
                                const State& initial, const Args&... args) {
        const call c(args...);
        const state_history<T> states((c.places + 1) * size);
        T* next = states.at(0);
        shape<State>::write(initial, next);
        for (std::size_t i = 0; i < c.places; ++i)
            step(c, i, states.at(i * size), states.at((i + 1) * size));
        gradient_sink<call, outputs> sink;
        bind(sink, places, c, std::make_index_sequence<gradients::count>(), args...);
        std::array<T, size> adjoint{};
        T result{};
        if constexpr (std::is_same_v<After, nothing_after>) {
            result = *states.at(c.places);
            adjoint[0] = T(1);
        } else {
            const auto all = evaluate<program<gradient_recipe<after, true>>>(
                after_inputs(states.at(c.places * size), c).data(),
                static_cast<const double*>(nullptr));
            result = all[0];
            std::copy(all.begin() + 1, all.begin() + 1 + size, adjoint.begin());
            for (std::size_t r = 0; r < outputs::numbers; ++r)
                if (outputs::number[r].step == 0)
                    sink.common[r] = all[1 + size + shared_position(r)];
        }
        sweep(c, states, adjoint.data(), sink);
        const T* from = adjoint.data();
        std::get<0>(places) = shape<State>::read(from);
        give(sink, places, std::make_index_sequence<gradients::count>());
        return result;
    }

private:
    template <std::size_t... K>
    static constexpr void bind(gradient_sink<call, outputs>& sink, const auto& places,
                               const call& c, std::index_sequence<K...>, const Args&... args) {
        const std::array<std::size_t, sizeof...(Args)> sizes{size_of(args)...};
        (sink.template bind<K>(std::get<K + 1>(places), c.places, sizes[gradients::chosen[K]]),
         ...);
        for (std::size_t s = 0; s < outputs::count; ++s)
            if (outputs::all[s].step != 0)
                std::fill_n(sink.first[s], sizes[gradients::chosen[s]], T(0));
    }
    template <std::size_t... K>
    static constexpr void give(const gradient_sink<call, outputs>& sink, const auto& places,
                               std::index_sequence<K...>) {
        (sink.template give<K>(std::get<K + 1>(places)), ...);
    }
    // The place, among all shared numbers, of differentiated number r.
    static constexpr std::size_t shared_position(std::size_t r) {
        const streamed_number wanted = outputs::number[r];
        const std::size_t input = inputs::first[gradients::chosen[wanted.stream]] + wanted.offset;
        std::size_t k = 0;
        while (shared_numbers<call>.at[k] != input)
            ++k;
        return k;
    }
};

template <class Pattern, class Body, class After, class State, class... Args>
constexpr auto check_fold() {
    constexpr bool arrays = check_arrays<Pattern, Args...>::right && number_or_shape<State>;
    static_assert(arrays,
                  "ctgrad: a fold is called with its first state and then with what its over(...) "
                  "says: an array, vector or span for each, window<N> and rows<N>, a number or "
                  "std::array for shared, here it is given something else: give one argument for "
                  "each of them; see docs/reference/rolled/fold.md");
    if constexpr (arrays)
        return folding<Pattern, Body, After, State, Args...>::check();
    else
        return std::false_type();
}
template <class State, class After>
constexpr auto check_fold_result() {
    constexpr bool single = !std::is_same_v<After, nothing_after> || !several<State>;
    static_assert(single,
                  "ctgrad: the gradient of a fold needs a result that is one number, this state is "
                  "several: give fold a third argument, a function of the last state and of what "
                  "is shared that returns a number; see docs/reference/rolled/fold.md");
    return std::bool_constant<single>();
}

/// `gradient(f)` and `value_and_gradient(f)` of a fold.
template <class Pattern, class Body, class After, bool Value>
struct fold_gradient;
template <class... Kinds, class Body, class After, bool Value>
struct fold_gradient<pattern<Kinds...>, Body, After, Value> {
    template <class State, class... Args>
    constexpr auto operator()(const State& initial, const Args&... args) const {
        if constexpr (decltype(check_fold<pattern<Kinds...>, Body, After, State, Args...>())::value)
            if constexpr (decltype(check_fold_result<State, After>())::value) {
                using folding = folding<pattern<Kinds...>, Body, After, State, Args...>;
                using T = typename folding::T;
                auto parts = std::tuple_cat(std::tuple<typename folding::state>(),
                                            gradient_part<Kinds, Args, T>::make(args)...);
                const T value = std::apply(
                    [&](auto&... places) {
                        return folding::gradient(std::tie(places...), initial, args...);
                    },
                    parts);
                if constexpr (Value) {
                    using gradient = decltype(unwrapped(std::move(parts)));
                    return value_with_gradient<T, gradient>{value, unwrapped(std::move(parts))};
                } else
                    return unwrapped(std::move(parts));
            }
    }
    template <class... Places, class State, class... Args>
    constexpr auto operator()(const result_places<Places...>& into, const State& initial,
                              const Args&... args) const {
        if constexpr (decltype(check_fold<pattern<Kinds...>, Body, After, State, Args...>())::value)
            if constexpr (decltype(check_fold_result<State, After>())::value)
                return folding<pattern<Kinds...>, Body, After, State, Args...>::gradient(
                    into.places, initial, args...);
    }
};

} // namespace detail

template <class Pattern, class Body, class After>
struct rolled_fold {
    template <class State, class... Args>
    constexpr auto operator()(const State& initial, const Args&... args) const {
        if constexpr (decltype(detail::check_fold<Pattern, Body, After, State, Args...>())::value)
            return detail::folding<Pattern, Body, After, State, Args...>::value(initial, args...);
    }
};

/// The last state: from s = initial, s = body(s, x_i, ...) for every place i in turn. The state is
/// a number, a std::array or a tuple.
/// Errors: size_error, when called, if the arrays have different numbers of places.
/// Cost: one loop; the gradient a loop forward and one backward, and memory for a state per place.
/// Example: examples/rolled.cpp
template <class... Kinds, class Body>
constexpr rolled_fold<pattern<Kinds...>, Body> fold(const pattern<Kinds...>&, const Body&) {
    return {};
}
/// The same, and then a function of the last state and of the shared arguments.
template <class... Kinds, class Body, class After>
constexpr rolled_fold<pattern<Kinds...>, Body, After> fold(const pattern<Kinds...>&, const Body&,
                                                           const After&) {
    return {};
}

/// `gradient(f)(initial, x, mu)`: a tuple: the part of the first state, then those of the
/// differentiated arguments.
template <class Pattern, class Body, class After>
constexpr auto gradient(const rolled_fold<Pattern, Body, After>&) {
    return detail::fold_gradient<Pattern, Body, After, false>{};
}
/// Both from one sweep; with `into(ginitial, gx, gmu)` in front, the gradient is written there.
template <class Pattern, class Body, class After>
constexpr auto value_and_gradient(const rolled_fold<Pattern, Body, After>&) {
    return detail::fold_gradient<Pattern, Body, After, true>{};
}

} // namespace ctgrad
