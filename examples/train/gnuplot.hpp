// SPDX-License-Identifier: BSL-1.0
#pragma once

// A picture is a file of numbers, a script, which says what is drawn also to somebody who has
// another plotting program, and the drawing itself where gnuplot is installed.

#include <ctgrad/run_time_error.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>
#include <system_error>

namespace train {

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

/// Finds out before the training whether its results can be written.
/// Errors: data_error.
inline void require_writable(const std::filesystem::path& directory,
                             const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (!std::filesystem::is_directory(directory))
        throw ctgrad::data_error("the directory " + directory.string() +
                                 " cannot be made: choose another --output");
    for (const auto& path :
         {directory / "train.part", std::filesystem::path{file.string() + ".part"}}) {
        const bool writable = std::ofstream{path, std::ios::app}.is_open();
        std::filesystem::remove(path, error);
        if (!writable || std::filesystem::is_directory(file))
            throw ctgrad::data_error((writable ? file.string() + " is a directory, no file"
                                               : path.string() + " cannot be written") +
                                     ": choose another --output or --save");
    }
}

/// The two files of a picture, in a directory. `name` is plain.
class picture {
public:
    picture(std::filesystem::path directory, const std::string& name)
        : directory_(std::move(directory)), name_(name), numbers(directory_ / (name + ".dat")),
          script(directory_ / (name + ".gnuplot")) {
        numbers << std::setprecision(8);
        script << "reset\nset terminal svg size 640,440 dynamic background rgb 'white' font "
                  "'sans,13'\n"
               << "set output '" << name << ".svg'\n"
               << "set border linecolor rgb '#555555'\nset tics nomirror\n";
    }

    /// Returns whether gnuplot drew it; says on the console what there is.
    /// Errors: data_error when a file could not be written.
    bool draw() {
        for (auto* file : {&numbers, &script}) {
            file->close();
            if (!*file)
                throw ctgrad::data_error((directory_ / name_).string() +
                                         ".dat and .gnuplot cannot be written: is there room?");
        }
        // The script names its files without a directory, so that the directory can be moved.
        const auto here = std::filesystem::current_path();
        std::filesystem::current_path(directory_);
        const bool present = std::system("gnuplot --version > /dev/null 2>&1") == 0;
        const bool drawn = present && std::system(("gnuplot " + name_ + ".gnuplot").c_str()) == 0;
        std::filesystem::current_path(here);
        std::cout
            << (drawn ? "drew  " : "wrote ")
            << (directory_ / (name_ + (drawn ? ".svg" : ".gnuplot"))).lexically_normal().string()
            << '\n';
        return drawn;
    }

private:
    std::filesystem::path directory_;
    std::string name_;

public:
    std::ofstream numbers, script;
};

} // namespace train
