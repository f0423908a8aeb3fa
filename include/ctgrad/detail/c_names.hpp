// SPDX-License-Identifier: BSL-1.0
//
// Names that C accepts: a variable may be called "α", "int" or "x 1".
#pragma once

#include <ctgrad/detail/greek.hpp>
#include <ctgrad/formula.hpp>
#include <ctgrad/text.hpp>

namespace ctgrad::detail {

// Up to 16 Greek letters in the place of 32 bytes, and a number.
using c_name = text<128>;

constexpr bool is_digit(char c) {
    return '0' <= c && c <= '9';
}
constexpr bool is_letter(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}

constexpr bool contains_word(std::string_view words, std::string_view word) {
    for (std::size_t begin = 0; begin < words.size();) {
        std::size_t end = begin;
        while (end < words.size() && words[end] != ' ')
            ++end;
        if (words.substr(begin, end - begin) == word)
            return true;
        begin = end + 1;
    }
    return false;
}

/// The keywords of C, those of later standards among them, and the macros of
/// <math.h>.
constexpr bool is_reserved_in_c(std::string_view word) {
    constexpr std::string_view keywords =
        "auto break case char const continue default do double else enum extern "
        "float for goto if "
        "inline int long register restrict return short signed sizeof static "
        "struct switch typedef "
        "union unsigned void volatile while alignas alignof asm bool constexpr "
        "false nullptr "
        "static_assert thread_local true typeof typeof_unqual";
    constexpr std::string_view macros = "DOMAIN HUGE INFINITY MAXFLOAT NAN OVERFLOW PLOSS SING "
                                        "TLOSS UNDERFLOW X_TLOSS math_errhandling";
    return contains_word(keywords, word) || contains_word(macros, word) ||
           word.substr(0, 2) == "M_" || word.substr(0, 3) == "FP_" ||
           word.substr(0, 5) == "HUGE_" || word.substr(0, 5) == "MATH_";
}

/// Letters, digits and _, beginning with a letter, as _ belongs to the
/// compiler; no reserved word.
constexpr bool is_c_name(std::string_view name) {
    if (name.empty() || !is_letter(name[0]) || is_reserved_in_c(name))
        return false;
    for (const char c : name)
        if (!is_letter(c) && !is_digit(c) && c != '_')
            return false;
    return true;
}

/// Greek letters become words, what else C does not know becomes _.
constexpr c_name similar_c_name(std::string_view name) {
    c_name out;
    if (name.empty() || is_digit(name[0]) || name[0] == '_')
        out('x');
    while (!name.empty()) {
        if (const greek_letter greek = greek_letter_at(name); !greek.name.empty()) {
            write(out, greek.name);
            if (greek.capital)
                out.characters[out.size - greek.name.size()] -= 'a' - 'A';
            name.remove_prefix(2);
            continue;
        }
        const char c = name[0];
        if (is_letter(c) || is_digit(c) || c == '_')
            out(c);
        else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) // one for all bytes of a character
            out('_');
        name.remove_prefix(1);
    }
    if (is_c_name(out.view()))
        return out;
    // With _ behind it a keyword is none; what has a reserved beginning needs something before it.
    c_name other;
    if (is_letter(out.characters[0])) {
        other = out;
        other('_');
    }
    if (!is_c_name(other.view())) {
        other = {};
        other('x');
        write(other, out.view());
    }
    return other;
}

/// Names for the inputs, all different, none of them `taken`: those that C
/// accepts stay.
template <std::size_t Count>
constexpr std::array<c_name, Count> find_c_names(const std::array<input, Count>& inputs,
                                                 const auto& taken) {
    std::array<c_name, Count> out{};
    const auto is_free = [&](std::string_view name) {
        for (const c_name& other : out)
            if (other == name)
                return false;
        return !taken(name);
    };
    for (std::size_t i = 0; i < Count; ++i) {
        c_name name;
        write(name, inputs[i].name);
        if (is_c_name(name.view()) && is_free(name.view()))
            out[i] = name;
    }
    for (std::size_t i = 0; i < Count; ++i) {
        if (out[i].size != 0)
            continue;
        c_name original;
        write(original, inputs[i].name);
        const c_name similar = similar_c_name(original.view());
        c_name candidate = similar;
        for (std::size_t number = 2; !is_free(candidate.view()); ++number) {
            candidate = similar;
            candidate('_');
            write(candidate, number);
        }
        out[i] = candidate;
    }
    return out;
}

} // namespace ctgrad::detail
