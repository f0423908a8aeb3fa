// SPDX-License-Identifier: BSL-1.0
//
// A call of a rolled form: its arguments as streams, the formula that its body is traced to, and
// where its results go.
#pragma once

#include <ctgrad/function.hpp>
#include <ctgrad/rolled/over.hpp>
#include <ctgrad/run_time_error.hpp>

#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace ctgrad::detail {

// ---- what a body is traced with -----------------------------------------------------------------
template <class Function, class List>
struct body_formula;
template <class Function, class... Traced>
struct body_formula<Function, std::tuple<Traced...>> {
    using type = traced_formula<Function, Traced...>;
    static constexpr bool compiles = traced_call<Function, Traced...>::compiles;
};

// std::tuple<std::tuple<A>, std::tuple<B, C>> to std::tuple<A, B, C>.
template <class... Lists>
using joined = decltype(std::tuple_cat(std::declval<Lists>()...));

template <class Formula, class Activity>
struct active_formula : Formula {
    static constexpr auto inputs = [] {
        auto out = Formula::inputs;
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i].differentiated = Activity::of[i];
        return out;
    }();
};

// ---- what a rolled form is called with ----------------------------------------------------------
template <class Argument>
concept array_of_numbers = requires(const Argument& a) {
    std::data(a);
    std::size(a);
};
template <class Argument>
struct number_type {
    using type = typename shape<Argument>::scalar;
};
template <array_of_numbers Argument>
struct number_type<Argument> {
    using type = std::remove_cvref_t<decltype(*std::data(std::declval<const Argument&>()))>;
};

// A gradient or a result along an array: of an array of known size such an array, else a vector.
template <class Argument, class T>
struct array_like {
    using type = std::vector<T>;
    static constexpr type make(std::size_t size) { return type(size); }
};
template <class Element, std::size_t Size, class T>
struct array_like<std::array<Element, Size>, T> {
    using type = std::array<T, Size>;
    static constexpr type make(std::size_t) { return {}; }
};

[[noreturn, gnu::cold]] inline void throw_sizes_differ(const char* what, std::size_t argument,
                                                       std::size_t required, std::size_t found,
                                                       const char* advice) {
    throw size_error(std::string("ctgrad: ") + what + ", argument " + std::to_string(argument) +
                     ": " + std::to_string(required) + " required, " + std::to_string(found) +
                     " found: " + advice);
}

// The number of places of a call's arrays, which is the same for all of them.
template <class Kind, class Arg>
constexpr std::size_t places_along(const Arg& arg, std::size_t argument) {
    const std::size_t size = std::size(arg);
    if constexpr (argument_kind<Kind>::whole_rows)
        if (size % argument_kind<Kind>::width != 0)
            throw_sizes_differ("a rolled form takes whole rows", argument,
                               argument_kind<Kind>::width * (size / argument_kind<Kind>::width + 1),
                               size, "give a multiple of the width of a row");
    return argument_kind<Kind>::places(size);
}
template <class Kind, class Arg>
constexpr void count_places(const Arg& arg, std::size_t argument, bool& counted,
                            std::size_t& places) {
    if constexpr (argument_kind<Kind>::along) {
        const std::size_t here = places_along<Kind>(arg, argument);
        if (counted && here != places)
            throw_sizes_differ("a rolled form takes arrays with as many places as the first",
                               argument, places, here,
                               "give arrays of one length, a window<N> being N - 1 longer");
        places = here;
        counted = true;
    }
}
template <class... Kinds, class... Args>
constexpr std::size_t count_places(pattern<Kinds...>, const Args&... args) {
    std::size_t places = 0, argument = 0;
    bool counted = false;
    (count_places<Kinds>(args, ++argument, counted, places), ...);
    return places;
}

template <class Pattern, class... Args>
struct rolled_call;
template <class... Kinds, class... Args>
struct rolled_call<pattern<Kinds...>, Args...> {
    static constexpr std::size_t count = sizeof...(Kinds);
    // The scalar of the first array: everything is computed in it.
    static constexpr std::size_t leading = [] {
        constexpr bool along[] = {argument_kind<Kinds>::along...};
        std::size_t k = 0;
        while (!along[k])
            ++k;
        return k;
    }();
    using leading_argument = std::tuple_element_t<leading, std::tuple<Args...>>;
    using scalar = typename number_type<leading_argument>::type;
    static constexpr bool is_symbolic = (symbolic<typename number_type<Args>::type> || ...);

    using inputs = streams<argument_kind<Kinds>::template as_stream<Args>...>;
    using traced_arguments =
        joined<typename argument_kind<Kinds>::template body_arguments<Args, tracer>...>;
    struct activity {
        static constexpr auto of = [] {
            constexpr bool active[] = {argument_kind<Kinds>::active...};
            std::array<bool, inputs::numbers + 1> out{};
            for (std::size_t j = 0; j < inputs::numbers; ++j)
                out[j] = active[inputs::number[j].stream];
            return out;
        }();
    };
    template <class Body>
    using formula = active_formula<typename body_formula<Body, traced_arguments>::type, activity>;
    template <class Body>
    static constexpr bool takes = body_formula<Body, traced_arguments>::compiles;

    std::array<const scalar*, count + 1> first{};
    std::array<scalar, inputs::numbers + 1> common{};
    std::size_t places = 0;

    constexpr explicit rolled_call(const Args&... args) {
        std::size_t argument = 0;
        places = count_places(pattern<Kinds...>(), args...);
        (bind<Kinds>(args, argument++), ...);
    }
    rolled_call(const rolled_call&) = delete;
    rolled_call& operator=(const rolled_call&) = delete;

private:
    template <class Kind, class Arg>
    constexpr void bind(const Arg& arg, std::size_t argument) {
        if constexpr (argument_kind<Kind>::along) {
            const std::span<const scalar> numbers(arg);
            first[argument] = numbers.data();
        } else {
            scalar* const begin = common.data() + inputs::first[argument];
            scalar* next = begin;
            shape<Arg>::write(arg, next);
            first[argument] = begin;
        }
    }
};

struct nothing_after {};

// A rolled form of traced values or Values is taken apart, place by place.
template <class... Numbers>
struct first_symbolic;
template <class Number, class... Rest>
struct first_symbolic<Number, Rest...> : first_symbolic<Rest...> {};
template <symbolic Number, class... Rest>
struct first_symbolic<Number, Rest...> {
    using type = Number;
};

template <class Kind, class Arg>
constexpr auto arguments_at(const Arg& arg, std::size_t place) {
    if constexpr (!argument_kind<Kind>::along)
        return std::tuple<const Arg&>(arg);
    else
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
            using number = typename number_type<Arg>::type;
            const std::array<number, sizeof...(K)> here{
                std::data(arg)[argument_kind<Kind>::template as_stream<Arg>.step * place + K]...};
            if constexpr (argument_kind<Kind>::whole_rows)
                return std::tuple(here);
            else
                return std::tuple_cat(here);
        }
    (std::make_index_sequence<argument_kind<Kind>::width>());
}
template <class Kind, class Arg>
constexpr auto shared_of([[maybe_unused]] const Arg& arg) {
    if constexpr (argument_kind<Kind>::along)
        return std::tuple<>();
    else
        return std::tuple<const Arg&>(arg);
}
template <class... Kinds, class Term, class After, class... Args>
constexpr auto unrolled_sum(pattern<Kinds...> kinds, const Term& term, const After& after,
                            const Args&... args) {
    using result = typename first_symbolic<typename number_type<Args>::type...>::type;
    const auto term_at = [&](std::size_t place) {
        return result(std::apply(term, std::tuple_cat(arguments_at<Kinds>(args, place)...)));
    };
    const std::size_t places = count_places(kinds, args...);
    result total = places == 0 ? result(0) : term_at(0);
    for (std::size_t i = 1; i < places; ++i)
        total = total + term_at(i);
    if constexpr (std::is_same_v<After, nothing_after>)
        return total;
    else
        return result(std::apply(
            after, std::tuple_cat(std::tuple<const result&>(total), shared_of<Kinds>(args)...)));
}

// Checks of all rolled forms, before anything else; `Arguments` are what the body takes besides.
template <class Pattern, class... Args>
struct check_arrays {
    static constexpr bool right = false;
};
template <class Arg>
concept number_or_shape = std::is_arithmetic_v<typename shape<Arg>::scalar> ||
    (std::is_class_v<typename shape<Arg>::scalar> &&
     !array_of_numbers<typename shape<Arg>::scalar>);
template <class Kind, class Arg>
constexpr bool is_right_argument() {
    if constexpr (argument_kind<Kind>::along)
        return array_of_numbers<Arg>;
    else
        return number_or_shape<Arg>;
}
template <class... Kinds, class... Args>
    requires(sizeof...(Kinds) == sizeof...(Args))
struct check_arrays<pattern<Kinds...>, Args...> {
    static constexpr bool right = (is_right_argument<Kinds, Args>() && ...);
};

template <class Pattern, class Term, class... Args>
constexpr auto check_rolled() {
    constexpr bool arrays = check_arrays<Pattern, Args...>::right;
    static_assert(arrays,
                  "ctgrad: a rolled form is called with what its over(...) says: an array, vector "
                  "or span for each, window<N> and rows<N>, a number or std::array for shared, "
                  "here it is given something else: give one argument for each of them; see "
                  "docs/reference/rolled/over.md");
    if constexpr (arrays) {
        constexpr bool takes = rolled_call<Pattern, Args...>::template takes<Term>;
        static_assert(takes,
                      "ctgrad: the body of a rolled form takes what its over(...) says: one "
                      "argument for each, N for window<N>, a std::array for rows<N>, what is given "
                      "for shared; this one does not, or returns nothing, or does not compile for "
                      "traced values; see docs/reference/rolled/over.md");
        return std::bool_constant<takes>();
    } else
        return std::false_type();
}

// The function of the total, or of the last state: that and the shared arguments in, a number out.
template <class After, class Total, class Pattern, class... Args>
struct after_formula;
template <class After, class Total, class... Kinds, class... Args>
struct after_formula<After, Total, pattern<Kinds...>, Args...> {
    template <class Kind, class Arg>
    using argument = std::conditional_t<argument_kind<Kind>::along, std::tuple<>,
                                        std::tuple<typename shape<Arg>::template with<tracer>>>;
    using type =
        typename body_formula<After,
                              joined<std::tuple<typename shape<Total>::template with<tracer>>,
                                     argument<Kinds, Args>...>>::type;
};

// Where the numbers of shared arguments stand among the inputs of a call.
template <class Call>
inline constexpr auto shared_numbers = [] {
    struct {
        std::array<std::size_t, Call::inputs::numbers + 1> at{};
        std::size_t count = 0;
    } out;
    for (std::size_t j = 0; j < Call::inputs::numbers; ++j)
        if (Call::inputs::number[j].step == 0)
            out.at[out.count++] = j;
    return out;
}();

template <class Recipe, class Call>
constexpr auto evaluate_after(const typename Call::scalar& total, const Call& call) {
    constexpr auto& numbers = shared_numbers<Call>;
    std::array<typename Call::scalar, numbers.count + 1> inputs{};
    inputs[0] = total;
    for (std::size_t k = 0; k < numbers.count; ++k)
        inputs[k + 1] = call.common[numbers.at[k]];
    return evaluate<program<Recipe>>(inputs.data(), static_cast<const double*>(nullptr));
}

} // namespace ctgrad::detail
