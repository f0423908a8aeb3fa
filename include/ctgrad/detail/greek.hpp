// SPDX-License-Identifier: BSL-1.0
//
// Greek letters, which C writes as words and LaTeX as commands.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace ctgrad::detail {

// From U+03B1 on, as Unicode has them: with both small sigmas.
inline constexpr std::array<std::string_view, 25> greek_letters{
    "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
    "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
    "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"};

struct greek_letter {
    std::string_view name{}; // empty: it is none
    bool capital = false;
};

/// The Greek letter that a text in UTF-8 begins with; it has two bytes.
constexpr greek_letter greek_letter_at(std::string_view text) {
    if (text.size() < 2)
        return {};
    const int first = static_cast<unsigned char>(text[0]);
    const int second = static_cast<unsigned char>(text[1]);
    if (first != 0xce && first != 0xcf)
        return {};
    const int code = (first - 0xc0) * 64 + second - 0x80;
    if (0x3b1 <= code && code <= 0x3c9)
        return {greek_letters[static_cast<std::size_t>(code - 0x3b1)], false};
    if (0x391 <= code && code <= 0x3a9 && code != 0x3a2)
        return {greek_letters[static_cast<std::size_t>(code - 0x391)], true};
    return {};
}

constexpr bool is_greek_name(std::string_view word) {
    for (const std::string_view letter : greek_letters)
        if (letter == word)
            return true;
    return false;
}

} // namespace ctgrad::detail
