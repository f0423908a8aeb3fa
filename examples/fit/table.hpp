// SPDX-License-Identifier: BSL-1.0
#pragma once

// A two-column data file: lines of two numbers, the predictor x and the response y. What follows a
// '#' is a comment, except that a line "# key: text" with a key of `header` below describes the
// data. Whoever mistypes a datum wants to know where: every complaint names file, line and column,
// what was expected and what was found.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fit {

/// What the '#' lines of a data file say. All of it is optional in a file of one's own.
struct header {
    std::string name;
    std::string model;
    std::vector<double> start;      // of several start lines, the first
    std::vector<double> certified;  // parameters
    std::vector<double> deviations; // their standard deviations
    std::vector<double> rss;        // residual sum of squares: one number
};

struct table {
    header about;
    std::vector<double> x;
    std::vector<double> y;
};

/// Reads as "Misra1a.dat:14:7: expected a number, found 'abc'".
struct malformed : std::runtime_error {
    malformed(std::string_view file, std::size_t line, std::size_t column,
              std::string_view expected, std::string_view found)
        : std::runtime_error{std::string{file} + ':' + std::to_string(line) + ':' +
                             std::to_string(column) + ": expected " + std::string{expected} +
                             ", found " + std::string{found}} {}
};

namespace detail {

constexpr std::string_view blanks = " \t\r\v\f";

/// The text in quotes, without the bytes that would disturb a terminal.
inline std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string result = "'";
    for (const char c : text.substr(0, longest))
        result += c >= ' ' && c <= '~' ? c : '?';
    return result + (text.size() > longest ? "...'" : "'");
}

/// Cuts one line into words and remembers where they stand.
class words {
public:
    words(std::string_view file, std::size_t line, std::string_view text)
        : file_{file}, line_{line}, text_{text} {}

    bool at_end() {
        position_ = std::min(text_.find_first_not_of(blanks, position_), text_.size());
        return position_ == text_.size();
    }

    double number(std::string_view expected) {
        if (at_end())
            complain(expected, "the end of the line");
        const std::string word{peek()};
        // strtod, not from_chars: it is there in every standard library, and takes a leading '+'.
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        if (end != word.c_str() + word.size())
            complain(expected, in_quotes(word));
        if (!std::isfinite(value))
            complain("a finite number", in_quotes(word));
        position_ += word.size();
        return value;
    }

    void nothing_more(std::string_view expected) {
        if (!at_end())
            complain(expected, in_quotes(peek()));
    }

    void skip(std::size_t length) { position_ += length; }

private:
    std::string_view peek() const {
        return text_.substr(position_, text_.find_first_of(blanks, position_) - position_);
    }

    [[noreturn]] void complain(std::string_view expected, std::string_view found) const {
        throw malformed{file_, line_, position_ + 1, expected, found};
    }

    std::string_view file_;
    std::size_t line_;
    std::string_view text_;
    std::size_t position_ = 0;
};

inline std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// Takes "# key: text"; any other comment says nothing to the program.
inline void read_comment(std::string_view file, std::size_t line, std::string_view text,
                         header& about) {
    const auto hash = text.find('#');
    const auto colon = text.find(':', hash);
    if (colon == std::string_view::npos)
        return;
    const auto key = trimmed(text.substr(hash + 1, colon - hash - 1));
    const auto numbers = [&](std::vector<double>& into) {
        words rest{file, line, text};
        rest.skip(colon + 1);
        std::vector<double> values;
        do {
            values.push_back(rest.number("a number"));
        } while (!rest.at_end());
        if (into.empty())
            into = values;
    };
    if (key == "name")
        about.name = trimmed(text.substr(colon + 1));
    else if (key == "model")
        about.model = trimmed(text.substr(colon + 1));
    else if (key == "start")
        numbers(about.start);
    else if (key == "certified")
        numbers(about.certified);
    else if (key == "deviations")
        numbers(about.deviations);
    else if (key == "rss")
        numbers(about.rss);
}

} // namespace detail

/// The table in `text`; `file` is the name that error messages use.
inline table parse(std::string_view text, std::string_view file) {
    table result;
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto whole = text.substr(begin, end - begin);
        begin = end + 1;
        ++line;
        if (whole.find('#') != std::string_view::npos)
            detail::read_comment(file, line, whole, result.about);
        detail::words row{file, line, whole.substr(0, whole.find('#'))};
        if (row.at_end())
            continue;
        result.x.push_back(row.number("a number (the predictor x)"));
        result.y.push_back(row.number("a second number (the response y)"));
        row.nothing_more("the end of the line after two numbers");
    }
    if (result.x.empty())
        throw malformed{file, line + 1, 1, "a line of two numbers", "the end of the file"};
    return result;
}

/// The table in the file at `path`.
inline table read(const std::filesystem::path& path) {
    if (std::filesystem::is_directory(path))
        throw std::runtime_error{path.string() + ": expected a data file, found a directory"};
    std::ifstream stream{path, std::ios::binary};
    if (!stream)
        throw std::runtime_error{path.string() + ": this file cannot be opened"};
    std::ostringstream text;
    text << stream.rdbuf();
    return parse(text.str(), path.string());
}

} // namespace fit
