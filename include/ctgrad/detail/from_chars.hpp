// SPDX-License-Identifier: BSL-1.0
//
// std::from_chars for floating-point numbers, which libc++ before version 20 does not have. There
// the number's characters are found here and read by a stream of the classic locale.
#pragma once

#include <charconv>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

namespace ctgrad::detail {

/// How many characters of the text are a decimal number: -12.5e-3, no blanks, no plus; 0: none.
constexpr std::size_t decimal_length(std::string_view text) {
    const auto digits_from = [text](std::size_t i) {
        while (i < text.size() && text[i] >= '0' && text[i] <= '9')
            ++i;
        return i;
    };
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    std::size_t end = digits_from(first), digits = end - first;
    if (end < text.size() && text[end] == '.') {
        const std::size_t after = digits_from(end + 1);
        digits += after - end - 1;
        end = after;
    }
    if (digits == 0)
        return 0;
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        std::size_t exponent = end + 1;
        if (exponent < text.size() && (text[exponent] == '-' || text[exponent] == '+'))
            ++exponent;
        if (const std::size_t after = digits_from(exponent); after != exponent)
            end = after;
    }
    return end;
}

/// The same by a stream. Infinities and NaN are no numbers to it.
template <class T>
std::from_chars_result from_stream(const char* first, const char* last, T& number) {
    const std::size_t length = decimal_length({first, static_cast<std::size_t>(last - first)});
    if (length == 0)
        return {first, std::errc::invalid_argument};
    std::istringstream in{std::string(first, length)};
    in.imbue(std::locale::classic());
    T read{};
    if (!(in >> read))
        return {first + length, std::errc::result_out_of_range};
    number = read;
    return {first + length, std::errc()};
}

template <class T>
std::from_chars_result from_chars(const char* first, const char* last, T& number) {
    if constexpr (requires { std::from_chars(first, last, number); })
        return std::from_chars(first, last, number);
    else
        return from_stream(first, last, number);
}

} // namespace ctgrad::detail
