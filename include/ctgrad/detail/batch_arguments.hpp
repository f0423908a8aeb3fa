// SPDX-License-Identifier: BSL-1.0
//
// What a batch is called with: which arguments are inputs, which are outputs, what is refused.
#pragma once

#include <ctgrad/function.hpp>
#include <ctgrad/pack.hpp>
#include <ctgrad/run_time_error.hpp>

#include <array>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace ctgrad::detail {

// What a call is given: std::spans, std::vectors and the like are batches, std::arrays are shapes
// as everywhere, plain numbers hold for all points.
template <class X>
inline constexpr bool is_array = false;
template <class X, std::size_t Size>
inline constexpr bool is_array<std::array<X, Size>> = true;
template <class X>
concept batch = !is_array<std::remove_const_t<X>> && requires(const X& x) {
    std::span(x);
    requires std::is_floating_point_v<typename decltype(std::span(x))::value_type>;
};
template <class X>
struct batch_shape {
    static constexpr bool valid = plain_number<X>, writable = false;
    static constexpr std::size_t size = 1;
    template <class T>
    using of = T;
    using scalar = void;

    template <class T, class Leaf>
    static void collect(const X& x, std::size_t, Leaf*& to) {
        *to++ = {nullptr, static_cast<T>(x), 0, 0};
    }
    static constexpr std::array<bool, 1> shared{true};
};
template <batch X>
struct batch_shape<X> {
    static constexpr bool valid = true;
    static constexpr bool writable =
        !std::is_const_v<typename decltype(std::span(std::declval<X&>()))::element_type>;
    static constexpr std::size_t size = 1;
    template <class T>
    using of = T;
    using scalar = typename decltype(std::span(std::declval<const X&>()))::value_type;

    template <class T, class Leaf>
    static void collect(const X& x, std::size_t argument, Leaf*& to) {
        const std::span all(x);
        // Of an output the address of numbers that are not const, as `writable` says.
        *to++ = {const_cast<scalar*>(all.data()), T(), all.size(), argument};
    }
    static constexpr std::array<bool, 1> shared{false};
};
template <class X>
    requires(!batch<const X>)
struct batch_shape<const X> : batch_shape<X> {};
template <class... Xs>
struct several_batches {
    static constexpr bool valid = (batch_shape<Xs>::valid && ...);
    static constexpr bool writable = (batch_shape<Xs>::writable && ...);
    static constexpr std::size_t size = (batch_shape<Xs>::size + ... + 0);
    static constexpr auto shared = [] {
        std::array<bool, size> out{};
        std::size_t next = 0;
        const auto add = [&](const auto& part) {
            for (const bool each : part)
                out[next++] = each;
        };
        (add(batch_shape<Xs>::shared), ...);
        return out;
    }();

    template <class T, class Leaf>
    static void collect(const auto& xs, std::size_t argument, Leaf*& to) {
        std::apply(
            [&](const Xs&... each) {
                (batch_shape<Xs>::template collect<T>(each, argument, to), ...);
            },
            xs);
    }
};
template <class X, class Indices>
struct array_of_batches;
template <class X, std::size_t... I>
struct array_of_batches<X, std::index_sequence<I...>>
    : several_batches<std::conditional_t<(I < sizeof...(I)), X, X>...> {};
template <class X, std::size_t Size>
struct batch_shape<std::array<X, Size>> : array_of_batches<X, std::make_index_sequence<Size>> {
    template <class T>
    using of = std::array<typename batch_shape<X>::template of<T>, Size>;
    using scalar = typename batch_shape<X>::scalar;
};
template <class... Xs>
struct batch_shape<std::tuple<Xs...>> : several_batches<Xs...> {
    template <class T>
    using of = std::tuple<typename batch_shape<Xs>::template of<T>...>;
    using scalar = typename batch_shape<std::tuple_element_t<0, std::tuple<Xs...>>>::scalar;
};

// A span, or a number for all points.
template <class T>
struct batch_leaf {
    T* data;
    T number;
    std::size_t size;
    std::size_t position; // of the argument
};

// The lambda from which a function is derived: it says how many arguments there are.
template <class Function>
struct root_function {
    using type = Function;
};
template <derived_function Function>
struct root_function<Function> : root_function<typename Function::original> {};

// A call with the first of `Args` as inputs.
template <class Function, class Indices, class... Args>
struct batch_call;
template <class Function, std::size_t... I, class... Args>
struct batch_call<Function, std::index_sequence<I...>, Args...> {
    using list = std::tuple<Args...>;
    using inputs = several_batches<std::tuple_element_t<I, list>...>;
    static constexpr std::size_t count = sizeof...(I);
    static constexpr std::size_t outputs = several_batches<Args...>::size - inputs::size;
    static constexpr bool callable = traced_call<
        typename root_function<Function>::type,
        typename batch_shape<std::tuple_element_t<I, list>>::template of<tracer>...>::compiles;

    template <class T>
    using formula =
        formula_of<Function,
                   typename batch_shape<std::tuple_element_t<I, list>>::template of<T>...>;
    template <class T>
    static constexpr auto check() {
        return check_call<Function,
                          typename batch_shape<std::tuple_element_t<I, list>>::template of<T>...>();
    }
};
template <class Function, std::size_t Count, class... Args>
using call_with = batch_call<Function, std::make_index_sequence<Count>, Args...>;

// How many of the arguments are inputs: the first number that the lambda takes, and of which the
// results are as many as there are arguments left, if there is one.
struct division {
    bool callable = false, fits = false;
    std::size_t inputs = 0;
};
template <class Function, std::size_t Count, class... Args>
constexpr division divide(division found = {}) {
    if constexpr (Count < sizeof...(Args)) {
        using call = call_with<Function, Count, Args...>;
        if constexpr (call::callable) {
            if constexpr (call::template formula<double>::results == call::outputs)
                return {true, true, Count};
            else if (!found.callable)
                found = {true, false, Count};
        }
        return divide<Function, Count + 1, Args...>(found);
    } else
        return found;
}

// The element type of the last argument, which is an output.
template <class... Args>
using scalar_of_batch =
    typename batch_shape<std::tuple_element_t<sizeof...(Args) - 1, std::tuple<Args...>>>::scalar;

template <class T, class X>
struct same_scalar
    : std::bool_constant<!batch<X> || std::is_same_v<typename batch_shape<X>::scalar, T>> {};
template <class T, class X>
    requires(!batch<const X>)
struct same_scalar<T, const X> : same_scalar<T, X> {};
template <class T, class X, std::size_t Size>
struct same_scalar<T, std::array<X, Size>> : same_scalar<T, X> {};
template <class T, class... Xs>
struct same_scalar<T, std::tuple<Xs...>> : std::bool_constant<(same_scalar<T, Xs>::value && ...)> {
};

template <class T, std::size_t Count>
void check_sizes(const std::array<batch_leaf<T>, Count>& leaves) {
    const batch_leaf<T>* first = nullptr;
    for (const batch_leaf<T>& each : leaves) {
        if (each.data == nullptr && each.position == 0)
            continue;
        if (first == nullptr)
            first = &each;
        if (each.size != first->size)
            throw size_error("ctgrad: vmap(f)(inputs..., outputs...) requires spans of one length, "
                             "argument " +
                             std::to_string(first->position) + " has " +
                             std::to_string(first->size) + " numbers and argument " +
                             std::to_string(each.position) + " has " + std::to_string(each.size) +
                             ": give each point a place in all of them, as in "
                             "span.first(count); see docs/reference/vmap.md");
    }
}

template <class Function, class Pack, std::size_t Inputs, class... Args>
constexpr auto check_types() {
    using T = scalar_of_batch<Args...>;
    constexpr bool writable = []<std::size_t... I>(std::index_sequence<I...>) {
        return (batch_shape<std::tuple_element_t<Inputs + I, std::tuple<Args...>>>::writable &&
                ...);
    }
    (std::make_index_sequence<sizeof...(Args) - Inputs>());
    static_assert(writable, "ctgrad: vmap(f)(inputs..., outputs...) writes into the outputs, here "
                            "one of them is const, or no span: give a std::span<double> or a "
                            "std::vector<double>; see docs/reference/vmap.md");
    constexpr bool same = (same_scalar<T, Args>::value && ...);
    static_assert(
        same || !writable,
        "ctgrad: vmap(f)(inputs..., outputs...) takes spans of one type, here some are of "
        "float and some of double: convert one of them; see docs/reference/vmap.md");
    return std::bool_constant < writable && same > ();
}

template <class Function, class Pack, class... Args>
constexpr auto check_batch() {
    constexpr bool valid = (batch_shape<Args>::valid && ...);
    static_assert(valid,
                  "ctgrad: vmap(f)(inputs..., outputs...) takes spans of float or double, plain "
                  "numbers that all points share, and std::arrays of these, here it is given "
                  "something else; see docs/reference/vmap.md");
    if constexpr (!valid)
        return std::false_type();
    else {
        constexpr division parts = divide<Function, 1, Args...>();
        static_assert(
            !parts.callable || parts.fits,
            "ctgrad: vmap(f)(inputs..., outputs...) takes one output for each number that f "
            "returns, here there are more or fewer: value_and_gradient(f) has the value and then "
            "a partial derivative for each argument; see docs/reference/vmap.md");
        static_assert(
            parts.callable,
            "ctgrad: vmap(f)(inputs..., outputs...) takes the arguments of f and then outputs, "
            "here f does not take as many, or of these shapes: give a span, or a number, for each "
            "argument; see docs/reference/vmap.md");
        if constexpr (!parts.fits)
            return std::false_type();
        else
            return check_types<Function, Pack, parts.inputs, Args...>();
    }
}

} // namespace ctgrad::detail
