// SPDX-License-Identifier: BSL-1.0
//
// From DOT text to a picture, by Graphviz's `dot` program.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ctgrad {

namespace detail {

inline std::string shell_quoted(const std::string& name) {
    std::string quoted = "'";
    for (const char c : name)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

inline bool write_file(const std::string& name, std::string_view text) {
    std::FILE* out = std::fopen(name.c_str(), "wb");
    if (out == nullptr)
        return false;
    const bool written = std::fwrite(text.data(), 1, text.size(), out) == text.size();
    return std::fclose(out) == 0 && written;
}

} // namespace detail

/// Draws DOT text into a file; the format is the file's extension: "neuron.svg", "neuron.png",
/// "neuron.pdf"; "neuron.dot" and "neuron.gv" keep the text itself, without the program.
/// Errors: std::runtime_error when the name has no extension, `dot` is missing or fails, or the
/// file cannot be written. Needs a shell, as std::system does.
inline void render(std::string_view dot_text, const std::string& file) {
    const std::size_t point = file.find_last_of('.');
    const std::size_t slash = file.find_last_of('/');
    const std::string format = point == std::string::npos ? "" : file.substr(point + 1);
    if (format.empty() || (slash != std::string::npos && slash > point) ||
        format.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string::npos)
        throw std::runtime_error(
            "ctgrad: render(dot_text, file) takes a file name with an extension "
            "that names a picture format, such as neuron.svg, found \"" +
            file + "\": add one");
    // Beside the file and then in its place: what is there is lost only to a finished picture. The
    // text goes through a file as well: a pipe that nobody reads would end the program.
    const bool is_text = format == "dot" || format == "gv";
    const std::string unfinished = file + ".unfinished";
    const std::string input = is_text ? unfinished : file + ".unfinished.dot";
    if (!detail::write_file(input, dot_text)) {
        std::remove(input.c_str());
        throw std::runtime_error(
            "ctgrad: render(dot_text, file) needs a file that it can write, \"" + file +
            "\" cannot be opened: does its folder exist?");
    }
    const int status =
        is_text ? 0
                : std::system(("dot -T" + format + " -o " + detail::shell_quoted(unfinished) +
                               " < " + detail::shell_quoted(input))
                                  .c_str());
    if (!is_text)
        std::remove(input.c_str());
    if (status == 0 && std::rename(unfinished.c_str(), file.c_str()) == 0)
        return;
    std::remove(unfinished.c_str());
    if (status == 0)
        throw std::runtime_error(
            "ctgrad: render(dot_text, file) needs a file that it can write, \"" + file +
            "\" cannot be replaced: is it a folder?");
    if (status == 127 << 8)
        throw std::runtime_error(
            "ctgrad: render(dot_text, file) needs Graphviz's dot program, it is "
            "not installed: install the package graphviz, or write the text to "
            "a .dot file and draw it elsewhere");
    throw std::runtime_error("ctgrad: Graphviz's dot program could not draw \"" + file +
                             "\": its own message stands above; is the text valid DOT, is \"" +
                             format + "\" a format that dot -T? lists?");
}

} // namespace ctgrad
