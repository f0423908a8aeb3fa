// SPDX-License-Identifier: BSL-1.0
//
// Names and numbers in LaTeX: x1 and x_1 are x with an index, alpha is a Greek
// letter, what has several letters is upright.
#pragma once

#include <ctgrad/detail/c_names.hpp>
#include <ctgrad/detail/decimal_writer.hpp>

namespace ctgrad::detail {

// Of those that look like Latin letters LaTeX has no capitals, and no omicron.
constexpr bool is_latex_letter(std::string_view word) {
    constexpr std::string_view capitals =
        "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega";
    return contains_word(capitals, word) || (is_greek_name(word) && word != "omicron");
}

// What LaTeX has commands for; all else is an \operatorname.
constexpr bool is_latex_function(std::string_view name) {
    constexpr std::string_view functions =
        "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom "
        "inf ker lg lim "
        "liminf limsup ln log max min sec sin sinh sup tan tanh";
    return contains_word(functions, name);
}

struct latex_name {
    std::string_view head{}, index{};
};
constexpr latex_name split_name(std::string_view name) {
    const std::size_t underscore = name.find('_');
    if (underscore != std::string_view::npos && underscore != 0 && underscore + 1 < name.size())
        return {name.substr(0, underscore), name.substr(underscore + 1)};
    std::size_t digits = name.size();
    while (digits > 0 && is_digit(name[digits - 1]))
        --digits;
    if (digits == 0 || underscore != std::string_view::npos)
        return {name, {}};
    return {name.substr(0, digits), name.substr(digits)};
}

constexpr std::size_t count_letters(std::string_view utf8) {
    std::size_t total = 0;
    for (const char c : utf8)
        total += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return total;
}

/// Whether a name is set in several upright letters, which run into their
/// neighbours.
constexpr bool is_latex_word(std::string_view name) {
    const std::string_view head = split_name(name).head;
    return count_letters(head) > 1 && !is_latex_letter(head);
}

template <class Sink>
constexpr void write_latex_escaped(Sink& out, std::string_view word) {
    for (const char c : word) {
        if (is_letter(c) || is_digit(c))
            out(c);
        else if (c == '\\')
            write(out, "\\backslash ");
        else if (c == '^')
            write(out, "\\wedge ");
        else if (c == '~')
            write(out, "\\sim ");
        else if (c == '\n')
            write(out, "\\ ");
        else {
            if (std::string_view("_#$%&{} ").find(c) != std::string_view::npos)
                out('\\');
            out(c);
        }
    }
}

template <class Sink>
constexpr void write_latex_word(Sink& out, std::string_view word) {
    if (word.size() == 1 || is_digit(word[0])) // most are, and the search takes a thousand steps
        return write_latex_escaped(out, word);
    const greek_letter greek = greek_letter_at(word);
    text<16> name;
    write(name, greek.name);
    if (greek.capital)
        name.characters[0] -= 'a' - 'A';
    if (word.size() == 2 && is_latex_letter(name.view())) {
        out('\\');
        write(out, name.view());
    } else if (is_latex_letter(word)) {
        out('\\');
        write(out, word);
    } else if (count_letters(word) == 1)
        write_latex_escaped(out, word);
    else {
        write(out, "\\mathrm{");
        write_latex_escaped(out, word);
        out('}');
    }
}

template <class Sink>
constexpr void write_latex_name(Sink& out, std::string_view name) {
    const latex_name parts = split_name(name);
    write_latex_word(out, parts.head);
    if (parts.index.empty())
        return;
    write(out, "_{");
    for (std::size_t begin = 0; begin <= parts.index.size();) {
        std::size_t end = begin;
        while (end < parts.index.size() && parts.index[end] != '_')
            ++end;
        if (begin != 0)
            write(out, ", ");
        if (end > begin)
            write_latex_word(out, parts.index.substr(begin, end - begin));
        begin = end + 1;
    }
    out('}');
}

/// 1.5e-7 is 1.5 \cdot 10^{-7}.
template <class Sink>
constexpr void write_latex_number(Sink& out, double number) {
    text<32> digits;
    write_shortest(digits, number);
    std::string_view rest = digits.view();
    if (rest == "nan")
        return write(out, "\\mathrm{NaN}");
    if (rest[0] == '-') {
        out('-');
        rest.remove_prefix(1);
    }
    if (rest == "inf")
        return write(out, "\\infty");
    const std::size_t e = rest.find('e');
    if (e == std::string_view::npos)
        return write(out, rest);
    if (rest.substr(0, e) != "1") {
        write(out, rest.substr(0, e));
        write(out, " \\cdot ");
    }
    write(out, "10^{");
    if (rest[e + 1] == '-')
        out('-');
    std::size_t first = e + 2;
    while (rest[first] == '0')
        ++first;
    write(out, rest.substr(first));
    out('}');
}

} // namespace ctgrad::detail
