// SPDX-License-Identifier: BSL-1.0
//
// Traced functions: `function([](auto x, auto y) { return x*exp(x*y); })`. The lambda is run once
// per shape of its arguments, while compiling, with traced values; what it did is then a formula
// like any other. Loops with bounds known to the compiler, std::array, local lambdas and helper
// functions are fine. Compile time grows with the number of operations, not with its square.
#pragma once

#include <ctgrad/evaluate.hpp>
#include <ctgrad/formula.hpp>
#include <ctgrad/shape.hpp>

#include <array>
#include <string_view>
#include <tuple>

namespace ctgrad {

namespace detail {

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

// A function made of another one, its gradient for example: an empty type that says what its
// formula is for arguments of given types, and checks that there is one.
template <class Function>
concept derived_function = requires {
    typename Function::original;
};
// One that is called with what the original is called with: that is checked first, and at once, so
// that the compiler has little to tell of the way there.
template <class Function>
struct of_same_arguments {
    using original = Function;
};
template <class Function>
struct innermost {
    using type = Function;
};
template <class Function>
    requires std::is_base_of_v<of_same_arguments<typename Function::original>, Function>
struct innermost<Function> : innermost<typename Function::original> {
};

template <class Function, class... Args>
struct find_formula {
    using type = traced_formula<Function, typename shape<Args>::template with<tracer>...>;
};
template <derived_function Function, class... Args>
struct find_formula<Function, Args...> {
    using type = typename Function::template formula<Args...>;
};
template <class Function, class... Args>
using formula_of = typename find_formula<Function, Args...>::type;

// Called before all else, so that little stands between the user's line and the message; `auto`
// makes g++ look into it at once. False of a derived function that cannot be: it then has no
// result.
template <derived_function Function, class... Args>
[[gnu::always_inline]] constexpr auto check_call() {
    return Function::template check<Args...>();
}
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
    return std::true_type();
}
// Texts, and containers of any size.
template <class X>
concept of_unknown_size = std::is_convertible_v<const X&, std::string_view> || requires {
    typename X::allocator_type;
};
template <class Function, class... Args>
    requires(!derived_function<Function> && (of_unknown_size<typename shape<Args>::scalar> || ...))
constexpr auto check_call() {
    constexpr bool of_known_size = derived_function<Function>;
    static_assert(of_known_size,
                  "ctgrad: function(lambda) is called with numbers and std::arrays of them, here "
                  "with a text, or a container whose size the compiler does not know: use a "
                  "std::array, or a sum over the container; see docs/reference/rolled.md");
    return std::false_type();
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

} // namespace detail

/// What `function(lambda)` returns, and `gradient(f)` and the like of one: a formula of its
/// arguments. Called with numbers it evaluates, called with expressions, traced values or Values it
/// becomes part of theirs.
template <class Function>
struct traced_function {
    template <class... Args>
    [[gnu::always_inline]] constexpr auto operator()(const Args&... args) const {
        if constexpr ((detail::recorded_as_call<Args> || ...))
            return detail::front_end_of<
                typename detail::shape<Args>::scalar...>::type::template call<Function>(args...);
        else if constexpr ((symbolic<Args> || ...) && !detail::derived_function<Function>)
            return Function{}(args...);
        else {
            detail::check_call<typename detail::innermost<Function>::type, Args...>();
            if constexpr (decltype(detail::check_call<Function, Args...>())::value) {
                using formula = detail::formula_of<Function, Args...>;
                const auto results = detail::evaluate_with<detail::value_recipe<formula>>(args...);
                const auto* next = results.data();
                return detail::shape<typename formula::traced_result>::read(next);
            } else if constexpr (!detail::derived_function<Function> || sizeof...(Args) == 1)
                return 0.0; // refused: printing the result is no second error
        }
    }
};

/// A slip: a function is printed by what it gives.
template <class Stream, class Function>
Stream& operator<<(Stream& out, const traced_function<Function>&) {
    constexpr bool is_number = std::is_void_v<Function>;
    static_assert(is_number,
                  "ctgrad: a function has a value where it is called: write std::cout << "
                  "f(2.0) for std::cout << f; see docs/reference/function.md");
    return out;
}

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

/// `value(f)(x, y)` is `f(x, y)`.
template <class Function>
constexpr auto value(const traced_function<Function>& f) {
    return f;
}

} // namespace ctgrad
