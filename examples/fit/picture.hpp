// SPDX-License-Identifier: BSL-1.0
#pragma once

// Data and fitted curve, for gnuplot: a file of numbers and a script, which say what is drawn also
// to somebody who has another plotting program, and the picture itself where gnuplot is installed.

#include "table.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <stdexcept>
#include <string>

namespace fit {

struct picture {
    std::filesystem::path numbers;
    std::filesystem::path script;
    std::filesystem::path svg;
    bool drawn = false;
};

namespace detail {

/// As gnuplot wants a quote inside quotes: twice.
inline std::string in_gnuplot_quotes(const std::string& text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
}

/// A file name that needs no quoting in gnuplot's language nor in any shell.
inline std::string plain_name(std::string name) {
    for (char& c : name)
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
            c = '-';
    return name.empty() || name[0] == '-' ? "data" + name : name;
}

inline std::ofstream created(const std::filesystem::path& path) {
    std::ofstream stream{path};
    if (!stream)
        throw std::runtime_error{path.string() + ": this file cannot be written"};
    stream << std::setprecision(17);
    return stream;
}

} // namespace detail

/// Writes NAME-fit.dat, NAME-fit.gp and, when gnuplot runs, NAME-fit.svg into `directory`.
template <class Curve>
picture draw(const table& data, const Curve& curve, const std::string& title,
             const std::filesystem::path& directory) {
    std::filesystem::create_directories(directory);
    const auto name = detail::plain_name(data.about.name) + "-fit";
    const picture files{directory / (name + ".dat"), directory / (name + ".gp"),
                        directory / (name + ".svg")};

    auto numbers = detail::created(files.numbers);
    numbers << "# observed: x y\n";
    for (std::size_t i = 0; i < data.x.size(); ++i)
        numbers << data.x[i] << ' ' << data.y[i] << '\n';
    numbers << "\n\n# fitted: x y\n"; // two blank lines begin gnuplot's next data set
    const auto [least, most] = std::ranges::minmax(data.x);
    constexpr int pieces = 200;
    for (int i = 0; i <= pieces; ++i) {
        const double x = least + (most - least) * i / pieces;
        numbers << x << ' ' << curve(x) << '\n';
    }
    numbers.close();

    auto script = detail::created(files.script);
    script << "set terminal svg size 640,440 dynamic background rgb 'white'\n"
           << "set output '" << name << ".svg'\n"
           << "set title " << detail::in_gnuplot_quotes(title) << " noenhanced\n"
           << "set xlabel 'x'\nset ylabel 'y'\nset key left top\nset grid\n"
           << "plot '" << name << ".dat' index 1 with lines linewidth 2 title 'fitted', \\\n"
           << "     '' index 0 with points pointtype 7 pointsize 0.6 title 'observed'\n";
    script.close();

    // The script names its files without a directory, so that the directory can be moved as one.
    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(directory);
    const auto command = "gnuplot " + name + ".gp";
    const bool present = std::system("gnuplot --version > /dev/null 2>&1") == 0;
    const bool drawn = present && std::system(command.c_str()) == 0;
    std::filesystem::current_path(here);
    return {files.numbers, files.script, files.svg, drawn};
}

} // namespace fit
