// SPDX-License-Identifier: BSL-1.0
//
// What was found, as an error message shows it: numbers that read back, text in quotes that cannot
// disturb a terminal.
#pragma once

#include <ctgrad/detail/decimal_writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ctgrad::detail {

inline std::string shown(double number) {
    std::string text;
    const auto append = [&text](char c) { text += c; };
    write_shortest(append, number);
    return text;
}

/// The text in quotes, a control character as \x1b, no more than 40 bytes of it.
inline std::string shown(std::string_view text) {
    constexpr std::size_t longest = 40;
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    std::size_t length = text.size();
    if (length > longest) {
        length = longest;
        // Not within a character of UTF-8: its second and later bytes are 10xxxxxx.
        while (length > longest - 3 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
            --length;
    }
    std::string result = "\"";
    for (const char c : text.substr(0, length)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f)
            result += c;
        else
            result += {'\\', 'x', hexadecimal[byte >> 4U], hexadecimal[byte & 0xfU]};
    }
    return result + (length < text.size() ? "...\"" : "\"");
}

} // namespace ctgrad::detail
