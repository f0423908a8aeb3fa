// SPDX-License-Identifier: BSL-1.0
//
// Text made while compiling.
#pragma once

#include <ctgrad/name.hpp>

namespace ctgrad {

/// At most `Capacity` characters, held by value: a constexpr string.
template <std::size_t Capacity>
struct text {
    char characters[Capacity + 1]{};
    std::size_t size = 0;

    [[nodiscard]] constexpr std::string_view view() const { return {characters, size}; }
    [[nodiscard]] constexpr const char* c_str() const { return characters; }
    constexpr operator std::string_view() const { return view(); }

    constexpr void operator()(char c) {
        characters[size] = c;
        ++size;
    }
    friend constexpr bool operator==(const text& a, std::string_view b) { return a.view() == b; }

    template <class Stream>
        requires requires(Stream& stream, std::string_view view) {
            stream << view;
        }
    friend Stream& operator<<(Stream& stream, const text& t) {
        stream << t.view();
        return stream;
    }
};

namespace detail {

/// Counts what is written to it.
struct counter {
    std::size_t size = 0;
    constexpr void operator()(char) { ++size; }
};

template <class Sink>
constexpr void write(Sink& out, std::string_view characters) {
    for (const char c : characters)
        out(c);
}
// clang counts the steps of constant evaluation: one for a word, not for each character.
constexpr void write(counter& out, std::string_view characters) {
    out.size += characters.size();
}
template <class Sink>
constexpr void write(Sink& out, const packed_name& name) {
    for (std::size_t i = 0; i < length(name); ++i)
        out(character(name, i));
}
template <class Sink>
constexpr void write(Sink& out, std::size_t number) {
    if (number >= 10)
        write(out, number / 10);
    out(static_cast<char>('0' + number % 10));
}

} // namespace detail
} // namespace ctgrad
