// SPDX-License-Identifier: BSL-1.0
//
// The shapes of arguments and results: a scalar, or a std::array, std::tuple or std::pair of
// shapes. A function is traced with numbers in a row; a shape says how many there are and gives
// them back as the arguments were given.
#pragma once

#include <ctgrad/expression.hpp>

#include <array>
#include <iosfwd>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ctgrad::detail {

// Numbers of scalar type `scalar`; `with<T>` is the same shape of T. Other types that hold numbers
// specialise it, Eigen's matrices for example.
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

// Two shapes side by side: a pair, or a struct of two members such as a value and its gradient.
template <template <class, class> class Both, class First, class Second>
struct shape_of_two {
    static constexpr std::size_t size = shape<First>::size + shape<Second>::size;
    static constexpr bool traceable = shape<First>::traceable && shape<Second>::traceable;
    using scalar =
        std::common_type_t<typename shape<First>::scalar, typename shape<Second>::scalar>;
    template <class T>
    using with =
        Both<typename shape<First>::template with<T>, typename shape<Second>::template with<T>>;

    template <class T>
    [[gnu::always_inline]] static constexpr void write(const Both<First, Second>& from, T*& to) {
        const auto& [first, second] = from;
        shape<First>::write(first, to);
        shape<Second>::write(second, to);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr with<T> read(const T*& from) {
        return with<T>{shape<First>::read(from), shape<Second>::read(from)};
    }
};
template <class First, class Second>
struct shape<std::pair<First, Second>> : shape_of_two<std::pair, First, Second> {};

// A std::tuple, std::pair or std::array of numbers. What it stands for is made only where nothing
// else prints them, as a conversion is the last choice.
template <class Result>
concept numbers_in_parts = requires {
    std::tuple_size<Result>::value;
}
&&plain_number<typename shape<Result>::scalar>;

struct printed_result {
    template <numbers_in_parts Result>
    printed_result(const Result&) {}
};

} // namespace ctgrad::detail

namespace ctgrad {

/// A slip: a result of several parts, a gradient for example, is printed part by part.
template <class Traits>
auto& operator<<(std::basic_ostream<char, Traits>& out, const detail::printed_result&) {
    constexpr bool is_number = std::is_void_v<Traits>;
    static_assert(is_number,
                  "ctgrad: a result of several parts is printed part by part, here all at once: "
                  "write const auto [dx, dy] = gradient(f)(x, y) and then std::cout << dx for "
                  "std::cout << gradient(f)(x, y); see docs/reference/jacobian.md");
    return out;
}

} // namespace ctgrad
