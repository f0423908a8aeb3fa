// SPDX-License-Identifier: BSL-1.0
//
// log(sum over i of exp(t_i)) of terms that a body computes at the places of arrays, or of the
// numbers themselves. The largest term is subtracted first, so that nothing overflows; the gradient
// weighs the terms with softmax, exp(t_i)/sum of exp(t_j).
//
//     constexpr auto f = logsumexp(each());
//     auto [v, weights] = value_and_gradient(f)(x);
#pragma once

#include <ctgrad/rolled/map.hpp>

#include <limits>

namespace ctgrad {

/// What `logsumexp(over(...), term)` returns: a function of arrays and shared parameters.
template <class Pattern, class Term>
struct rolled_logsumexp;

namespace detail {

// The terms are the numbers of one array.
struct the_number_itself {
    constexpr auto operator()(const auto& x) const { return x; }
};

// f(x_i) over all i, with as many accumulators as additions take cycles; f also sees i.
template <class T, class Combine>
[[gnu::always_inline]] inline T reduce(std::size_t size, T start, const Combine& combine,
                                       const auto& join) {
    constexpr std::size_t accumulators = 4;
    T total = start;
    std::size_t i = 0;
    if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) {
        constexpr std::size_t at_once = native_lanes<T>;
        if (size >= accumulators * at_once) {
            using numbers = ctgrad::pack<T>;
            numbers parts[accumulators] = {start, start, start, start};
            for (; i + accumulators * at_once <= size; i += accumulators * at_once) {
                combine(parts[0], i);
                combine(parts[1], i + at_once);
                combine(parts[2], i + 2 * at_once);
                combine(parts[3], i + 3 * at_once);
            }
            const numbers both = join(join(parts[0], parts[1]), join(parts[2], parts[3]));
            for (std::size_t l = 0; l < at_once; ++l)
                total = join(total, both[l]);
        }
    }
    for (; i < size; ++i)
        combine(total, i);
    return total;
}

template <class T>
[[gnu::always_inline]] constexpr auto read_at(const T* from, const auto& like) {
    return read_places<std::remove_cvref_t<decltype(like)>, 1>(from);
}

// What is subtracted: the largest number, which NaN is not.
template <class T>
constexpr T shift_of(const T* x, std::size_t size) {
    const auto larger = [](const auto& a, const auto& b) { return select(a < b, b, a); };
    T largest = -std::numeric_limits<T>::infinity();
    if (std::is_constant_evaluated())
        for (std::size_t i = 0; i < size; ++i)
            largest = larger(largest, x[i]);
    else
        largest = reduce(
            size, largest,
            [&](auto& most, std::size_t i) { most = larger(most, read_at(x + i, most)); }, larger);
    return largest;
}
// The sum of exp(x_i - shift), where equal infinities are 0 apart; each is written to `terms`.
template <bool Write, class T>
constexpr T sum_of_exponentials(const T* x, std::size_t size, const T& shift, T* terms) {
    const auto add = [&](auto& sum, std::size_t i) {
        const auto here = read_at(x + i, sum);
        const auto apart = op::subtract::value(here, decltype(here)(shift));
        const auto term = op::exponential::value(select(here == shift, decltype(here)(0), apart));
        if constexpr (Write)
            write_places<1>(term, terms + i);
        sum = sum + term;
    };
    T total = T(0);
    if (std::is_constant_evaluated())
        for (std::size_t i = 0; i < size; ++i)
            add(total, i);
    else
        total = reduce(size, total, add, [](const auto& a, const auto& b) { return a + b; });
    return total;
}
template <class T>
constexpr T logsumexp_of(const T* x, std::size_t size) {
    const T shift = shift_of(x, size);
    return shift + op::logarithm::value(
                       sum_of_exponentials<false>(x, size, shift, static_cast<T*>(nullptr)));
}
// The same; `weights` become softmax(x), and may be x.
template <class T>
constexpr T logsumexp_of(const T* x, std::size_t size, T* weights) {
    const T shift = shift_of(x, size);
    const T sum = sum_of_exponentials<true>(x, size, shift, weights);
    const T scale = op::divide::value(T(1), sum); // the sum is at least 1
    for (std::size_t i = 0; i < size; ++i)
        weights[i] = op::multiply::value(weights[i], scale);
    return shift + op::logarithm::value(sum);
}

template <class Pattern, class Term, bool Value>
struct logsumexp_gradient;
template <class... Kinds, class Term, bool Value>
struct logsumexp_gradient<pattern<Kinds...>, Term, Value> {
    template <class... Args>
    constexpr auto operator()(const Args&... args) const {
        if constexpr (decltype(check_rolled<pattern<Kinds...>, Term, Args...>())::value) {
            using T = typename rolled_call<pattern<Kinds...>, Args...>::scalar;
            auto parts = std::tuple_cat(gradient_part<Kinds, Args, T>::make(args)...);
            const T value = std::apply(
                [&](auto&... places) { return run(std::tie(places...), args...); }, parts);
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
            return run(into.places, args...);
    }

private:
    template <class... Places, class... Args>
    static constexpr auto run(const std::tuple<Places&...>& places, const Args&... args) {
        using call_type = rolled_call<pattern<Kinds...>, Args...>;
        using T = typename call_type::scalar;
        using gradients = gradient_streams<pattern<Kinds...>, Args...>;
        if constexpr (std::is_same_v<Term, the_number_itself>) {
            const call_type call(args...);
            gradient_sink<call_type, typename gradients::type> sink;
            sink.template bind<0>(std::get<0>(places), call.places, call.places);
            return logsumexp_of(call.first[0], call.places, sink.first[0]);
        } else {
            auto terms = rolled_map<pattern<Kinds...>, Term>{}(args...);
            const T value = logsumexp_of(terms.data(), terms.size(), terms.data());
            std::apply(
                [&](auto&... place) {
                    rolled_vjp<pattern<Kinds...>, Term>{}(result_places<Places...>{{place...}},
                                                          args..., terms);
                },
                places);
            return value;
        }
    }
};

} // namespace detail

template <class... Kinds, class Term>
struct rolled_logsumexp<pattern<Kinds...>, Term> {
    template <class... Args>
    constexpr auto operator()(const Args&... args) const {
        if constexpr (decltype(detail::check_rolled<pattern<Kinds...>, Term, Args...>())::value) {
            if constexpr (std::is_same_v<Term, detail::the_number_itself>) {
                const detail::rolled_call<pattern<Kinds...>, Args...> call(args...);
                return detail::logsumexp_of(call.first[0], call.places);
            } else {
                const auto terms = rolled_map<pattern<Kinds...>, Term>{}(args...);
                return detail::logsumexp_of(terms.data(), terms.size());
            }
        }
    }
};

/// log(sum over i of exp(x_i)) of the numbers of one array. Of none it is -inf; inf if one of them
/// is; NaN if one of them is. Equal infinities share the gradient, as in `logsumexp(x, y)`.
/// Cost: a loop for the largest and one for the sum. Example: examples/rolled.cpp
template <bool Active>
constexpr rolled_logsumexp<pattern<window_kind<1, Active>>, detail::the_number_itself>
logsumexp(const window_kind<1, Active>&) {
    return {};
}
/// The same of terms, term(x_i, y_i, mu, ...), as in a rolled sum.
/// Cost: also memory for one number per place.
template <class... Kinds, class Term>
constexpr rolled_logsumexp<pattern<Kinds...>, Term> logsumexp(const pattern<Kinds...>&,
                                                              const Term&) {
    return {};
}

/// `gradient(f)(x, mu)`, as of a rolled sum; of `logsumexp(each())` it is softmax(x).
template <class Pattern, class Term>
constexpr auto gradient(const rolled_logsumexp<Pattern, Term>&) {
    return detail::logsumexp_gradient<Pattern, Term, false>{};
}
template <class Pattern, class Term>
constexpr auto value_and_gradient(const rolled_logsumexp<Pattern, Term>&) {
    return detail::logsumexp_gradient<Pattern, Term, true>{};
}

} // namespace ctgrad
