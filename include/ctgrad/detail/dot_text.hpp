// SPDX-License-Identifier: BSL-1.0
//
// What pictures of typed expressions and of run-time graphs have in common: how labels, names of
// operations and numbers are written.
#pragma once

#include <ctgrad/detail/decimal_writer.hpp>
#include <ctgrad/graph.hpp>
#include <ctgrad/text.hpp>

#include <string>
#include <string_view>

namespace ctgrad::detail {

// Inside a record label these characters have a meaning; inside any label, quote and backslash do,
// and &lt; is a <.
template <class Sink>
struct dot_escaped {
    Sink& out;
    constexpr void operator()(char c) {
        if (c == '\n') {
            out('\\');
            return out('n');
        }
        if (c == '&')
            return write(out, "&amp;");
        if (c == '"' || c == '\\' || c == '{' || c == '}' || c == '|' || c == '<' || c == '>')
            out('\\');
        out(c);
    }
};

// Text made at run time.
struct appending {
    std::string& to;
    void operator()(char c) { to += c; }
};

// Collects up to `limit` characters and notes whether there were more.
struct limited_text {
    static constexpr std::size_t limit = 40;
    text<limit> kept;
    bool complete = true;
    constexpr void operator()(char c) {
        if (kept.size < limit)
            kept(c);
        else
            complete = false;
    }
};

// The name as it stands in a formula: power prints as pow(x, 3).
constexpr std::string_view short_name(const primitive_info& op) {
    const std::size_t call = op.format.find('(');
    // Only the format of a call begins with a name.
    return call != std::string_view::npos && call != 0 && op.format.find('%') > call
               ? op.format.substr(0, call)
               : op.name;
}

// From 1e16 on, decimals say nothing: the shortest form, which is scientific.
template <class Sink>
constexpr void write_four_decimals(Sink& out, double x) {
    if (-1e16 < x && x < 1e16)
        write_fixed(out, x, 4);
    else
        write_shortest(out, x);
}

} // namespace ctgrad::detail
