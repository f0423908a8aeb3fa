// SPDX-License-Identifier: BSL-1.0
//
// Names that live in types: the "x" of var<"x">.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ctgrad {

/// A string literal as a template argument, as in `var<"x">` and `named<"e">(expression)`.
template <std::size_t Size>
struct fixed_string {
    char characters[Size]{};

    constexpr fixed_string(const char (&literal)[Size]) {
        for (std::size_t i = 0; i < Size; ++i)
            characters[i] = literal[i];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {characters, Size - 1}; }
    friend constexpr bool operator==(const fixed_string&, const fixed_string&) = default;
};

/// The longest name of a variable, a parameter or a label, in characters (bytes).
inline constexpr std::size_t max_name_length = 32;

namespace detail {

// A name as a node stores it: packed into words, because the mangled name of a type that holds
// four integers is a sixth as long as that of one that holds 32 characters.
struct packed_name {
    std::uint64_t word[max_name_length / 8]{};

    friend constexpr bool operator==(const packed_name&, const packed_name&) = default;
};

constexpr packed_name pack(std::string_view text) {
    packed_name packed{};
    for (std::size_t i = 0; i < text.size() && i < max_name_length; ++i)
        packed.word[i / 8] |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * (i % 8));
    return packed;
}

constexpr char character(const packed_name& name, std::size_t i) {
    return static_cast<char>(static_cast<unsigned char>(name.word[i / 8] >> (8 * (i % 8))));
}

constexpr std::size_t length(const packed_name& name) {
    std::size_t n = 0;
    while (n < max_name_length && character(name, n) != '\0')
        ++n;
    return n;
}

} // namespace detail
} // namespace ctgrad
