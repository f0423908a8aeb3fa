// SPDX-License-Identifier: BSL-1.0
//
// Traced functions: `function([](auto x, auto y) { return x*exp(x*y); })`. The lambda is run once
// per shape of its arguments, while compiling, with traced values; what it did is then a formula
// like any other. Loops with bounds known to the compiler, std::array, local lambdas and helper
// functions are fine. Compile time grows with the number of operations, not with its square.
#pragma once

#include <ctgrad/evaluate.hpp>
#include <ctgrad/formula.hpp>
#include <ctgrad/gradient.hpp>

#include <array>
#include <tuple>

namespace ctgrad {

namespace detail {

// Shapes: a scalar, or a std::array, std::tuple or std::pair of shapes. `with<T>` is the same shape
// of T.
template <class Shape>
struct shape {
    static constexpr std::size_t size = 1;
    static constexpr bool traceable = std::is_convertible_v<Shape, tracer>;
    using scalar =
        std::conditional_t<std::is_integral_v<Shape> || expression<Shape>, double, Shape>;
    template <class T>
    using with = T;

    template <class T>
    [[gnu::always_inline]] static constexpr void write(const Shape& from, T*& to) {
        if constexpr (requires { static_cast<T>(from); })
            *to++ = static_cast<T>(from);
        else
            *to++ = T(); // refused by check_call, without further errors
    }
    template <class T>
    [[gnu::always_inline]] static constexpr T read(const T*& from) {
        return *from++;
    }
};

template <class Element, std::size_t Size>
struct shape<std::array<Element, Size>> {
    static constexpr std::size_t size = Size * shape<Element>::size;
    static constexpr bool traceable = shape<Element>::traceable;
    using scalar = typename shape<Element>::scalar;
    template <class T>
    using with = std::array<typename shape<Element>::template with<T>, Size>;

    template <class T>
    [[gnu::always_inline]] static constexpr void write(const std::array<Element, Size>& from,
                                                       T*& to) {
        for (const Element& element : from)
            shape<Element>::write(element, to);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr with<T> read(const T*& from) {
        return read(from, std::make_index_sequence<Size>());
    }

private:
    template <class T, std::size_t... I>
    [[gnu::always_inline]] static constexpr with<T> read(const T*& from,
                                                         std::index_sequence<I...>) {
        return {{(static_cast<void>(I), shape<Element>::read(from))...}};
    }
};

template <class... Elements>
struct shape<std::tuple<Elements...>> {
    static constexpr std::size_t size = (shape<Elements>::size + ... + 0);
    static constexpr bool traceable = (shape<Elements>::traceable && ...);
    using scalar = std::common_type_t<typename shape<Elements>::scalar...>;
    template <class T>
    using with = std::tuple<typename shape<Elements>::template with<T>...>;

    template <class T>
    [[gnu::always_inline]] static constexpr void write(const std::tuple<Elements...>& from,
                                                       T*& to) {
        write(from, to, std::index_sequence_for<Elements...>());
    }
    template <class T>
    [[gnu::always_inline]] static constexpr with<T> read(const T*& from) {
        return with<T>{shape<Elements>::read(from)...}; // braces: from left to right
    }

private:
    template <class T, std::size_t... I>
    [[gnu::always_inline]] static constexpr void write(const std::tuple<Elements...>& from, T*& to,
                                                       std::index_sequence<I...>) {
        (shape<Elements>::write(std::get<I>(from), to), ...);
    }
};

template <class First, class Second>
struct shape<std::pair<First, Second>> {
    static constexpr std::size_t size = shape<First>::size + shape<Second>::size;
    static constexpr bool traceable = shape<First>::traceable && shape<Second>::traceable;
    using scalar =
        std::common_type_t<typename shape<First>::scalar, typename shape<Second>::scalar>;
    template <class T>
    using with = std::pair<typename shape<First>::template with<T>,
                           typename shape<Second>::template with<T>>;

    template <class T>
    [[gnu::always_inline]] static constexpr void write(const std::pair<First, Second>& from,
                                                       T*& to) {
        shape<First>::write(from.first, to);
        shape<Second>::write(from.second, to);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr with<T> read(const T*& from) {
        return with<T>{shape<First>::read(from), shape<Second>::read(from)};
    }
};

// Run-time graphs record a compiled function as one entry, their Values may stand in arrays too.
template <class Arg>
concept recorded_as_call = symbolic<typename shape<Arg>::scalar> && requires {
    requires shape<Arg>::scalar::front_end::records_calls;
};

// What a lambda returns. One that does not take its arguments was refused (`check_call`): it then
// has one result and no formula, so that no other error follows.
template <class Function, class... Traced>
struct traced_call {
    static constexpr bool compiles = false;
    using result = tracer;
};
template <class Function, class... Traced>
    requires requires(const Function& function, Traced&... arguments) {
        function(arguments...);
        requires !std::is_void_v<decltype(function(arguments...))>;
    }
struct traced_call<Function, Traced...> {
    static constexpr bool compiles = true;
    using result =
        std::remove_cvref_t<decltype(std::declval<const Function&>()(std::declval<Traced&>()...))>;
};

// The formula of a function of arguments of the given shapes, made of tracers.
template <class Function, class... Traced>
struct traced_formula {
    using traced_result = typename traced_call<Function, Traced...>::result;
    static constexpr std::size_t results = shape<traced_result>::size;
    static constexpr std::array<input, (shape<Traced>::size + ... + 0)> inputs{};

    static constexpr void build(builder& b, buffer<std::uint32_t>& roots) {
        std::array<tracer, inputs.size() + 1> leaves{};
        for (std::size_t i = 0; i < inputs.size(); ++i)
            leaves[i] = tracer_front_end::at(b, b.push(input_node(inputs[i], i)));
        [[maybe_unused]] const tracer* next = leaves.data(); // without arguments
        std::tuple<Traced...> arguments{shape<Traced>::read(next)...};
        call(b, roots, arguments, std::index_sequence_for<Traced...>());
    }

private:
    template <std::size_t... I>
    static constexpr void call(builder& b, buffer<std::uint32_t>& roots,
                               std::tuple<Traced...>& arguments, std::index_sequence<I...>) {
        std::array<tracer, results + 1> values{};
        tracer* next = values.data();
        if constexpr (traced_call<Function, Traced...>::compiles)
            shape<traced_result>::write(Function{}(std::get<I>(arguments)...), next);
        for (std::size_t r = 0; r < results; ++r)
            roots.push(tracer_front_end::position(b, values[r]));
    }
};

template <class Function, class... Args>
using formula_of = traced_formula<Function, typename shape<Args>::template with<tracer>...>;

// Called before all else, so that little stands between the user's line and the message; `auto`
// makes g++ look into it at once.
template <class Function, class... Args>
[[gnu::always_inline]] constexpr auto check_call() {
    constexpr bool compiles =
        requires(const Function& function, typename shape<Args>::template with<tracer>&... traced) {
        function(traced...);
        requires !std::is_void_v<decltype(function(traced...))>;
    };
    static_assert(
        compiles,
        "ctgrad: function(lambda) is called with the arguments that its lambda takes, this lambda "
        "does not take these, or returns nothing, or its body does not compile for traced values: "
        "give as many as it has, and let it use ctgrad's functions (exp for std::exp, for "
        "example); see docs/reference/function.md");
    using result =
        typename traced_call<Function, typename shape<Args>::template with<tracer>...>::result;
    static_assert(
        shape<result>::traceable,
        "ctgrad: function(lambda) takes a lambda that returns numbers, or arrays, tuples and pairs "
        "of them, this one returns something else: if it is a condition, return "
        "select(condition, 1, 0); see docs/reference/function.md");
    static_assert((!expression<Args> && ...),
                  "ctgrad: gradient(f) and jacobian(f) are called with numbers, here with a typed "
                  "expression: "
                  "write gradient(f(x, y), at(x = 1.0, y = 2.0)); see docs/reference/function.md");
}

template <class... Args>
struct common_scalar : std::common_type<typename shape<Args>::scalar...> {};
template <>
struct common_scalar<> : std::common_type<double> {};
template <class... Args>
using scalar_of = typename common_scalar<Args...>::type;

template <class Recipe, class... Args>
[[gnu::always_inline]] constexpr auto evaluate_with(const Args&... args) {
    using scalar = scalar_of<Args...>;
    std::array<scalar, (shape<Args>::size + ... + 0)> inputs{};
    [[maybe_unused]] scalar* next = inputs.data();
    (shape<Args>::write(args, next), ...);
    return evaluate<program<Recipe>>(inputs.data(), static_cast<const double*>(nullptr));
}

// A gradient in the shape of the arguments: of one argument just its shape, of several a tuple.
template <class Argument, class... More, class T>
[[gnu::always_inline]] constexpr auto gradient_from(const T*& from) {
    if constexpr (sizeof...(More) == 0)
        return shape<Argument>::read(from);
    else
        return shape<std::tuple<Argument, More...>>::read(from);
}

template <class Formula, class... Args, class T>
[[gnu::always_inline]] constexpr auto jacobian_from(const T* from) {
    using row = decltype(gradient_from<Args...>(from));
    std::array<row, Formula::results> rows{};
    for (row& each : rows)
        each = gradient_from<Args...>(from);
    const row* next = rows.data();
    return shape<typename Formula::traced_result>::read(next);
}

template <class Result>
concept several = requires {
    std::tuple_size<Result>::value;
};

template <class Formula>
struct check_single_result {
    static constexpr bool single = !several<typename Formula::traced_result>;
    static_assert(single,
                  "ctgrad: gradient takes a function with one result, this one has several: "
                  "use jacobian(f); see docs/reference/function.md");
};

} // namespace detail

/// What `function(lambda)` returns: the lambda as a formula of its arguments. Called with numbers
/// it evaluates, called with expressions or traced values it becomes part of theirs.
template <class Function>
struct traced_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        if constexpr ((detail::recorded_as_call<Args> || ...))
            return detail::front_end_of<
                typename detail::shape<Args>::scalar...>::type::template call<Function>(args...);
        else if constexpr ((symbolic<Args> || ...))
            return Function{}(args...);
        else {
            detail::check_call<Function, Args...>();
            using formula = detail::formula_of<Function, Args...>;
            const auto results = detail::evaluate_with<detail::value_recipe<formula>>(args...);
            const auto* next = results.data();
            return detail::shape<typename formula::traced_result>::read(next);
        }
    }
};

/// Makes a formula of a lambda without captures. Its arguments may be scalars, std::arrays and
/// std::arrays of std::arrays; so may its result.
/// Errors: a body that the compiler cannot run, a branch on a traced value.
/// Example: examples/function.cpp
template <class Function>
constexpr auto function(const Function&) {
    constexpr bool captureless =
        std::is_empty_v<Function> && std::is_default_constructible_v<Function>;
    static_assert(captureless,
                  "ctgrad: function(lambda) takes a lambda without captures, as it is run while "
                  "compiling, this one captures something: make that an argument of the lambda, or "
                  "a constexpr variable of static storage; see docs/reference/function.md");
    if constexpr (captureless)
        return traced_function<Function>{};
}

/// What `gradient(f)` returns.
template <class Function>
struct gradient_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        detail::check_call<Function, Args...>();
        using formula = detail::formula_of<Function, Args...>;
        if constexpr (detail::check_single_result<formula>::single) {
            const auto results =
                detail::evaluate_with<detail::gradient_recipe<formula, false>>(args...);
            const auto* next = results.data();
            return detail::gradient_from<Args...>(next);
        }
    }
};

/// What `value_and_gradient(f)` returns.
template <class Function>
struct value_and_gradient_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        detail::check_call<Function, Args...>();
        using formula = detail::formula_of<Function, Args...>;
        if constexpr (detail::check_single_result<formula>::single) {
            const auto results =
                detail::evaluate_with<detail::gradient_recipe<formula, true>>(args...);
            const auto* next = results.data();
            const auto first = *next++;
            return with_value(first, detail::gradient_from<Args...>(next));
        }
    }

private:
    template <class T, class Gradient>
    [[gnu::always_inline]] static constexpr value_with_gradient<T, Gradient>
    with_value(const T& value, const Gradient& gradient) {
        return {value, gradient};
    }
};

/// What `jacobian(f)` returns.
template <class Function>
struct jacobian_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        detail::check_call<Function, Args...>();
        using formula = detail::formula_of<Function, Args...>;
        const auto results =
            detail::evaluate_with<detail::gradient_recipe<formula, false>>(args...);
        return detail::jacobian_from<formula, Args...>(results.data());
    }
};

/// Values and Jacobian: `auto [r, J] = value_and_jacobian(f)(x);`
template <class Values, class Jacobian>
struct values_with_jacobian {
    Values value;
    Jacobian jacobian;
};

/// What `value_and_jacobian(f)` returns.
template <class Function>
struct value_and_jacobian_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        detail::check_call<Function, Args...>();
        using formula = detail::formula_of<Function, Args...>;
        const auto results = detail::evaluate_with<detail::gradient_recipe<formula, true>>(args...);
        const auto* next = results.data();
        const auto values = detail::shape<typename formula::traced_result>::read(next);
        const auto rows = detail::jacobian_from<formula, Args...>(next);
        return values_with_jacobian<std::remove_const_t<decltype(values)>,
                                    std::remove_const_t<decltype(rows)>>{values, rows};
    }
};

/// `gradient(f)(x, y)`: a tuple of partial derivatives, each in the shape of its argument; of a
/// function of one argument, just that. `auto [fx, fy] = gradient(f)(1.0, 2.0);`
/// Cost: a small multiple of the function's, whatever the number of arguments.
template <class Function>
constexpr auto gradient(const traced_function<Function>&) {
    return gradient_function<Function>{};
}

/// `value_and_gradient(f)(x, y)`: both from one sweep, as members `value` and `gradient`.
template <class Function>
constexpr auto value_and_gradient(const traced_function<Function>&) {
    return value_and_gradient_function<Function>{};
}

/// `jacobian(f)(x, y)`: the gradient of each result, in the shape of the results: of a function
/// that returns std::array<T, M>, an array of M gradients. One reverse sweep per result; what the
/// sweeps have in common is computed once.
template <class Function>
constexpr auto jacobian(const traced_function<Function>&) {
    return jacobian_function<Function>{};
}

/// `value_and_jacobian(f)(x, y)`: both, as members `value` and `jacobian`.
template <class Function>
constexpr auto value_and_jacobian(const traced_function<Function>&) {
    return value_and_jacobian_function<Function>{};
}

/// `value(f)(x, y)` is `f(x, y)`.
template <class Function>
constexpr auto value(const traced_function<Function>& f) {
    return f;
}

} // namespace ctgrad
