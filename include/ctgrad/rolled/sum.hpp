// SPDX-License-Identifier: BSL-1.0
//
// Sums over arrays that stay loops, as do their gradients:
//
//     constexpr auto f = sum(window<2>(), [](auto x, auto y) { return sin(x*y)*exp(-x); });
//     double v = f(x);                                 // x: any number of doubles
//     auto [v, g] = value_and_gradient(f)(x);
//
// The program of one term's value and partials is made while compiling, once; compile time does not
// depend on the length, which may be known at run time only.
#pragma once

#include <ctgrad/detail/rolled_results.hpp>
#include <ctgrad/gradient.hpp>

namespace ctgrad {

/// What `sum(over(...), term)` returns: a function of arrays and shared parameters.
template <class Pattern, class Term, class After = detail::nothing_after>
struct rolled_sum;

namespace detail {

template <class Pattern, class Term, class After>
struct rolled_gradient_engine {
    // `places` has one place per differentiated argument.
    template <class... Places, class... Args>
    static constexpr auto run(const std::tuple<Places&...>& places, const Args&... args) {
        using call_type = rolled_call<Pattern, Args...>;
        using T = typename call_type::scalar;
        using picked = gradient_streams<Pattern, Args...>;
        using outputs = typename picked::with_value;
        using formula = typename call_type::template formula<Term>;
        static_assert(sizeof...(Places) == picked::count,
                      "ctgrad: into(...) takes one place per differentiated argument: arrays for "
                      "each, window<N> and rows<N>, numbers or std::arrays for shared; see "
                      "docs/reference/rolled/sum.md");
        const call_type call(args...);
        T value{};
        run_into<gradient_recipe<formula, true>, outputs>(
            call, std::tuple_cat(std::tie(value), places), gradient_sizes<picked>(0, args...),
            [&]([[maybe_unused]] auto& sink) {
                if constexpr (!std::is_same_v<After, nothing_after>)
                    sink.common[0] = apply_after<call_type, outputs, Args...>(
                        call, sink, std::array{size_of(args)...});
            });
        return value;
    }

private:
    // after(total, shared...): its partials scale the sums, and add to those of what is shared.
    template <class Call, class Outputs, class... Args, class T = typename Call::scalar>
    static constexpr T apply_after(const Call& call, gradient_sink<Call, Outputs>& sink,
                                   const auto& sizes) {
        using formula = typename after_formula<After, T, Pattern, Args...>::type;
        const auto results = evaluate_after<gradient_recipe<formula, true>>(sink.common[0], call);
        const T slope = results[1];
        std::size_t shared = 0, out = 1; // results[2 + k] belongs to shared number k
        for (std::size_t a = 0; a < Call::count; ++a) {
            const bool is_shared = Call::inputs::all[a].step == 0;
            const std::size_t width = is_shared ? Call::inputs::all[a].width : 0;
            if (Call::activity::of[Call::inputs::first[a]]) {
                T* const gradient = sink.first[out++];
                if (is_shared)
                    for (std::size_t k = 0; k < width; ++k)
                        gradient[k] = gradient[k] * slope + results[2 + shared + k];
                else if (slope != 1)
                    for (std::size_t i = 0; i < sizes[a]; ++i)
                        gradient[i] = gradient[i] * slope;
            }
            shared += width;
        }
        return results[0];
    }
};

/// `value_and_gradient(f)` and `gradient(f)` of a rolled sum.
template <class Pattern, class Term, class After, bool Value>
struct rolled_gradient;
template <class... Kinds, class Term, class After, bool Value>
struct rolled_gradient<pattern<Kinds...>, Term, After, Value> {
    template <class... Args>
    constexpr auto operator()(const Args&... args) const {
        if constexpr (decltype(check_rolled<pattern<Kinds...>, Term, Args...>())::value) {
            using T = typename rolled_call<pattern<Kinds...>, Args...>::scalar;
            auto parts = std::tuple_cat(gradient_part<Kinds, Args, T>::make(args)...);
            const T value = std::apply(
                [&](auto&... places) {
                    return rolled_gradient_engine<pattern<Kinds...>, Term, After>::run(
                        std::tie(places...), args...);
                },
                parts);
            if constexpr (Value) {
                using gradient = decltype(unwrapped(std::move(parts)));
                return value_with_gradient<T, gradient>{value, unwrapped(std::move(parts))};
            } else
                return unwrapped(std::move(parts));
        }
    }
    template <class... Places, class... Args>
    constexpr auto operator()(const result_places<Places...>& into, const Args&... args) const {
        if constexpr (decltype(check_rolled<pattern<Kinds...>, Term, Args...>())::value)
            return rolled_gradient_engine<pattern<Kinds...>, Term, After>::run(into.places,
                                                                               args...);
    }
};

} // namespace detail

template <class Pattern, class Term, class After>
struct rolled_sum {
    template <class... Args>
    constexpr auto operator()(const Args&... args) const {
        if constexpr (decltype(detail::check_rolled<Pattern, Term, Args...>())::value) {
            if constexpr (detail::rolled_call<Pattern, Args...>::is_symbolic)
                return detail::unrolled_sum(Pattern(), Term(), After(), args...);
            else
                return run(args...);
        }
    }

private:
    template <class... Args>
    static constexpr auto run(const Args&... args) {
        using call_type = detail::rolled_call<Pattern, Args...>;
        using formula = typename call_type::template formula<Term>;
        using T = typename call_type::scalar;
        const call_type call(args...);
        T total = T(0);
        detail::run_loop<detail::program<detail::value_recipe<formula>>, typename call_type::inputs,
                         detail::streams<detail::stream{1, 0}>>(call.places, call.first,
                                                                {&total, nullptr});
        if constexpr (std::is_same_v<After, detail::nothing_after>)
            return total;
        else
            return T(detail::evaluate_after<detail::value_recipe<
                         typename detail::after_formula<After, T, Pattern, Args...>::type>>(
                total, call)[0]);
    }
};

/// The sum of a body's values over the places of arrays: sum over i of term(x_i, y_i, mu, ...).
/// `over` says what the body gets; `each` or `window<N>` alone may stand in its place.
/// Errors: size_error, when called, if the arrays have different numbers of places.
/// Cost: one loop; its gradient is one loop that writes each partial once. No allocation but that
/// of a gradient that is returned as a vector.
/// Example: examples/rolled.cpp
template <class... Kinds, class Term>
constexpr rolled_sum<pattern<Kinds...>, Term> sum(const pattern<Kinds...>&, const Term&) {
    return {};
}
/// The same, and then a function of the total and of the shared arguments: a prior, a mean.
template <class... Kinds, class Term, class After>
constexpr rolled_sum<pattern<Kinds...>, Term, After> sum(const pattern<Kinds...>&, const Term&,
                                                         const After&) {
    return {};
}
template <std::size_t Width, bool Active, class Term>
constexpr rolled_sum<pattern<window_kind<Width, Active>>, Term>
sum(const window_kind<Width, Active>&, const Term&) {
    return {};
}

/// `gradient(f)(x, mu)`: a std::array of a std::array, else a std::vector, for arrays; numbers or
/// std::arrays for what is shared; a tuple of these if several arguments are differentiated.
template <class Pattern, class Term, class After>
constexpr auto gradient(const rolled_sum<Pattern, Term, After>&) {
    return detail::rolled_gradient<Pattern, Term, After, false>{};
}
/// `auto [value, g] = value_and_gradient(f)(x, mu)`, or, without allocation,
/// `value = value_and_gradient(f)(into(gx, gmu), x, mu)`.
template <class Pattern, class Term, class After>
constexpr auto value_and_gradient(const rolled_sum<Pattern, Term, After>&) {
    return detail::rolled_gradient<Pattern, Term, After, true>{};
}

} // namespace ctgrad
