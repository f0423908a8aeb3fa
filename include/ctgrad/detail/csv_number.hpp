// SPDX-License-Identifier: BSL-1.0
//
// The number that a field of a table holds, or a sentence about what it holds instead.
#pragma once

#include <ctgrad/detail/csv_records.hpp>
#include <ctgrad/detail/from_chars.hpp>

#include <cmath>

namespace ctgrad::detail {

constexpr std::string_view csv_blanks = " \t";

inline bool is_empty(std::string_view text) {
    return text.find_first_not_of(csv_blanks) == std::string_view::npos;
}

struct parsed_number {
    enum { whole, prefix, none, out_of_range } kind; // what of the text is a number
    double value;
};

/// By from_chars: the decimal point of std::strtod and of streams is that of a locale. Takes a
/// leading + as well.
inline parsed_number parse_number(std::string_view text) {
    if (is_empty(text))
        return {parsed_number::none, 0};
    const std::size_t first = text.find_first_not_of(csv_blanks);
    text = text.substr(first, text.find_last_not_of(csv_blanks) + 1 - first);
    if (text.size() > 1 && text[0] == '+' && text[1] != '-')
        text.remove_prefix(1);
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = from_chars(text.data(), end, value);
    if (problem == std::errc::invalid_argument)
        return {parsed_number::none, 0};
    if (stop != end)
        return {parsed_number::prefix, 0};
    return {problem == std::errc{} ? parsed_number::whole : parsed_number::out_of_range, value};
}

/// The number in field j of the present record. Errors: data_error when it is not finite or none.
inline double csv_number(const csv_records& records, std::size_t j, bool is_target = false) {
    const csv_field& field = records.fields()[j];
    const parsed_number parsed = parse_number(field.text);
    if (parsed.kind == parsed_number::whole && std::isfinite(parsed.value))
        return parsed.value;
    const auto refuse = [&](const char* required, const char* to_do) {
        const std::string found = is_empty(field.text) ? "an empty field" : shown(field.text);
        records.fail(field.line, j,
                     std::string(required) + " is required, found " + found + ": " + to_do);
    };
    if (is_empty(field.text))
        refuse("a number", "fill it in, or delete the row");
    if (parsed.kind == parsed_number::whole)
        refuse("a finite number", "fill in the value, or delete the row");
    if (parsed.kind == parsed_number::out_of_range)
        refuse("a number that a double can hold, 1e-307 to 1e308 or 0,",
               "give the column in another unit");
    if (field.text.find(',') != std::string_view::npos &&
        field.text.find_first_not_of("0123456789.,+-eE \t") == std::string_view::npos)
        refuse("a number", "write a point for the decimals and nothing between thousands");
    if (is_target)
        refuse("a number, as in the first row,",
               "correct it, or say classification = true if the column holds labels");
    if (parsed.kind == parsed_number::prefix)
        refuse("a number", "write nothing after it; a unit belongs into the name of the column");
    refuse("a number", "fill it in, or delete the row; only the target column may hold text");
    return 0; // not reached
}

} // namespace ctgrad::detail
