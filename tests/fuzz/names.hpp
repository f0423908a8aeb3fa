// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a name: in DOT they stay within their label and read back as themselves, in LaTeX
// nothing has a meaning, in C there is a name.
#pragma once

#include "require.hpp"

#include <ctgrad/detail/c_names.hpp>
#include <ctgrad/detail/dot_text.hpp>
#include <ctgrad/detail/latex_names.hpp>
#include <ctgrad/detail/shown.hpp>

#include <string>

namespace fuzz_names {

// What a label of a record shows: no character that has a meaning may stand alone.
inline std::string shown_by_dot(std::string_view label) {
    std::string out;
    while (!label.empty()) {
        const char c = label[0];
        require(std::string_view("\"{}|<>\n").find(c) == std::string_view::npos,
                "a character with a meaning is escaped");
        if (label.starts_with("&amp;")) {
            out += '&';
            label.remove_prefix(5);
        } else if (c == '\\') {
            require(label.size() > 1, "a label does not escape its own end");
            out += label[1] == 'n' ? '\n' : label[1];
            label.remove_prefix(2);
        } else {
            require(c != '&', "an & stands for itself");
            out += c;
            label.remove_prefix(1);
        }
    }
    return out;
}
inline bool is_one_name(std::string_view latex) {
    int open = 0;
    for (std::size_t i = 0; i < latex.size() && open >= 0; ++i) {
        if (latex[i] == '\\')
            ++i;
        else if (std::string_view("%#$&~^\n").find(latex[i]) != std::string_view::npos)
            return false;
        else
            open += latex[i] == '{' ? 1 : latex[i] == '}' ? -1 : 0;
    }
    return open == 0;
}

} // namespace fuzz_names

inline void fuzz(std::string_view bytes) {
    using namespace ctgrad::detail;
    using namespace fuzz_names;
    std::string label;
    appending out{label};
    dot_escaped<appending> escaped{out};
    write(escaped, bytes);
    require(shown_by_dot(label) == bytes, "DOT shows the label as it is");
    require(shown(bytes).size() <= 2 + 4 * 40 + 3, "an error shows 40 bytes");

    // A name in a type has 1 to 32 bytes, none of them 0.
    const std::string_view name = bytes.substr(0, std::min(bytes.find('\0'), std::size_t{32}));
    if (name.empty())
        return;
    std::string latex;
    appending to_latex{latex};
    write_latex_name(to_latex, name);
    require(is_one_name(latex), "LaTeX is given nothing that has a meaning, and balanced braces");
    const c_name in_c = similar_c_name(name);
    require(is_c_name(in_c.view()), "a name in C is one");
    require(!is_c_name(name) || in_c.view() == name, "a name that C accepts stays");
}
