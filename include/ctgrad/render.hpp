// SPDX-License-Identifier: BSL-1.0
//
// From DOT text to a picture, by Graphviz's `dot` program.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ctgrad {

/// Draws DOT text into a file; the format is the file's extension: "neuron.svg", "neuron.png",
/// "neuron.pdf"; "neuron.dot" keeps the text itself.
/// Errors: std::runtime_error when the name has no extension, `dot` is missing or fails, or the
/// file cannot be written. Needs a shell, as popen does.
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
    // Beside the file and then in its place: what is there is lost only to a finished picture.
    const std::string unfinished = file + ".unfinished";
    std::string quoted = "'";
    for (const char c : unfinished)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    quoted += "'";
    if (std::FILE* out = std::fopen(unfinished.c_str(), "w"))
        std::fclose(out);
    else
        throw std::runtime_error(
            "ctgrad: render(dot_text, file) needs a file that it can write, \"" + file +
            "\" cannot be opened: does its folder exist?");
    std::FILE* program = popen(("dot -T" + format + " -o " + quoted).c_str(), "w");
    if (program == nullptr)
        throw std::runtime_error("ctgrad: render(dot_text, file) starts Graphviz's dot program "
                                 "through a shell, no shell could be started");
    const bool written =
        std::fwrite(dot_text.data(), 1, dot_text.size(), program) == dot_text.size();
    const int status = pclose(program);
    if (written && status == 0 && std::rename(unfinished.c_str(), file.c_str()) == 0)
        return;
    std::remove(unfinished.c_str());
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
