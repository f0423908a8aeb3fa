// SPDX-License-Identifier: BSL-1.0
//
// Fits a model to the points of a file. The model is one line; the derivatives that the fit needs
// are generated from that line by the compiler.

#include "fit/levenberg_marquardt.hpp"
#include "fit/picture.hpp"
#include "fit/table.hpp"

#include <ctgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

//! [models]
constexpr auto misra1a =
    ctgrad::function([](auto x, auto b) { return b[0] * (1.0 - exp(-b[1] * x)); });
constexpr auto rat43 = ctgrad::function(
    [](auto x, auto b) { return b[0] / pow(1.0 + exp(b[1] - b[2] * x), 1.0 / b[3]); });
constexpr auto line = ctgrad::function([](auto x, auto b) { return b[0] + b[1] * x; });
constexpr auto exponential = ctgrad::function([](auto x, auto b) { return b[0] * exp(b[1] * x); });
//! [models]

//! [row]
/// The model at x, and its derivatives by the parameters: one row of the Jacobian.
template <const auto& formula, std::size_t count>
double row(double x, std::span<const double> parameters, std::span<double> gradient) {
    std::array<double, count> b;
    std::ranges::copy(parameters, b.begin());
    const auto [value, derivatives] = ctgrad::value_and_gradient(formula)(x, b);
    std::ranges::copy(std::get<1>(derivatives), gradient.begin());
    return value;
}
//! [row]

struct model {
    std::string_view name;
    std::string_view formula;
    std::size_t parameters;
    double (*row)(double, std::span<const double>, std::span<double>);
};

//! [table]
constexpr std::array models{
    model{"misra1a", "b1*(1 - exp(-b2*x))", 2, row<misra1a, 2>},
    model{"rat43", "b1/(1 + exp(b2 - b3*x))^(1/b4)", 4, row<rat43, 4>},
    model{"line", "b1 + b2*x", 2, row<line, 2>},
    model{"exponential", "b1*exp(b2*x)", 2, row<exponential, 2>},
};
//! [table]

struct options {
    std::string file;
    std::string model;
    std::vector<double> start;
    std::filesystem::path output = ".";
};

/// The command line is wrong: the answer is the usage text.
struct misused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string usage() {
    std::ostringstream text;
    text << "usage: fit FILE [--model NAME] [--start B1,B2,...] [--output DIRECTORY]\n"
            "Fits a model to the points of FILE (lines of two numbers, x and y; '#' begins a\n"
            "comment) and draws both. Models:\n";
    for (const auto& m : models)
        text << "  " << std::left << std::setw(12) << m.name << " y = " << m.formula << '\n';
    return text.str();
}

std::vector<double> numbers_of(const std::string& list) {
    auto blank_separated = list;
    std::ranges::replace(blank_separated, ',', ' ');
    try {
        fit::detail::words words{"--start", 1, blank_separated};
        std::vector<double> numbers;
        do {
            numbers.push_back(words.number("a number"));
        } while (!words.at_end());
        return numbers;
    } catch (const fit::malformed&) {
        throw misused{"--start requires finite numbers with commas between them, found '" + list +
                      "'"};
    }
}

options parsed(std::span<char* const> arguments) {
    options result;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string word = arguments[i];
        const auto next = [&] {
            if (++i == arguments.size())
                throw misused{word + " requires a value"};
            return std::string{arguments[i]};
        };
        if (word == "--model")
            result.model = next();
        else if (word == "--start")
            result.start = numbers_of(next());
        else if (word == "--output")
            result.output = next();
        else if (word.starts_with('-'))
            throw misused{"there is no option " + word};
        else if (result.file.empty())
            result.file = word;
        else
            throw misused{"one file at a time, found a second one: " + word};
    }
    if (result.file.empty())
        throw misused{"a data file is required"};
    return result;
}

const model& chosen(const options& wanted, const fit::header& about) {
    const auto& name = wanted.model.empty() ? about.model : wanted.model;
    if (name.empty())
        throw misused{wanted.file + " names no model: add a line '# model: NAME', or use --model"};
    const auto found = std::ranges::find(models, name, &model::name);
    if (found == models.end())
        throw misused{"there is no model '" + name + "'"};
    return *found;
}

std::vector<double> start_of(const options& wanted, const fit::header& about, const model& m) {
    const auto& start = wanted.start.empty() ? about.start : wanted.start;
    const auto required = std::to_string(m.parameters) + " start values";
    if (start.empty())
        throw misused{std::string{m.name} + " requires " + required +
                      ": add a line '# start: ...' to the file, or use --start"};
    if (start.size() != m.parameters)
        throw misused{std::string{m.name} + " requires " + required + ", found " +
                      std::to_string(start.size())};
    return start;
}

constexpr int certified_digits = 11;

/// How many of the 11 certified digits are right, each to half a unit.
int agreeing_digits(double fitted, double certified) {
    const double magnitude = certified == 0 ? 0 : std::floor(std::log10(std::abs(certified)));
    const double unit = std::pow(10.0, magnitude - (certified_digits - 1));
    const double units = std::abs(fitted - certified) / unit;
    // 1e-3: the certified values are not always rounded the right way.
    const double digits = certified_digits - std::log10(2 * units) + 1e-3;
    return static_cast<int>(std::clamp(digits, 0.0, double{certified_digits}));
}

/// Prints one figure beside the certified one when there is one; returns the digits that agree.
int report(std::string_view name, double fitted, const std::vector<double>& certified,
           std::size_t i) {
    std::cout << "  " << std::left << std::setw(26) << name << std::right << std::scientific
              << std::setprecision(10) << std::setw(20) << fitted;
    int digits = certified_digits;
    if (i < certified.size()) {
        digits = agreeing_digits(fitted, certified[i]);
        std::cout << std::setw(20) << certified[i] << std::setw(8) << digits;
    }
    std::cout << std::defaultfloat << '\n';
    return digits;
}

/// Returns whether the certified values, if any, are met.
bool run(const options& wanted) {
    const auto data = [&] {
        auto table = fit::read(wanted.file);
        if (table.about.name.empty())
            table.about.name = std::filesystem::path{wanted.file}.stem().string();
        return table;
    }();
    const auto& m = chosen(wanted, data.about);
    const auto start = start_of(wanted, data.about, m);
    // The file's certified values belong to the file's own model.
    const auto certified = m.name == data.about.model ? data.about : fit::header{};

    const auto result = fit::levenberg_marquardt(m.row, data.x, data.y, start);

    std::cout << data.about.name << ": y = " << m.formula << ", " << data.x.size()
              << " observations, " << result.steps << " steps from";
    for (const double b : start)
        std::cout << ' ' << b;
    std::cout << "\n\n  " << std::left << std::setw(26) << "" << std::right << std::setw(20)
              << "fitted";
    if (!certified.certified.empty())
        std::cout << std::setw(20) << "certified" << std::setw(8) << "digits";
    std::cout << '\n';
    int least = certified_digits;
    for (std::size_t i = 0; i < m.parameters; ++i) {
        const auto name = std::string{'b'}.append(std::to_string(i + 1));
        least = std::min(least, report(name, result.parameters[i], certified.certified, i));
    }
    for (std::size_t i = 0; i < m.parameters; ++i)
        report("standard deviation of b" + std::to_string(i + 1), result.deviations[i],
               certified.deviations, i);
    report("residual sum of squares", result.rss, certified.rss, 0);
    constexpr int required = 9;
    if (!certified.certified.empty())
        std::cout << "\nThe parameters agree with the certified ones in at least " << least
                  << " of " << certified_digits << " digits.\n";

    std::vector<double> unused(m.parameters);
    const auto curve = [&](double x) { return m.row(x, result.parameters, unused); };
    const auto title = data.about.name + ": y = " + std::string{m.formula};
    const auto picture = fit::draw(data, curve, title, wanted.output);
    std::cout << "\nwrote " << picture.numbers.string() << "\nwrote " << picture.script.string()
              << '\n';
    if (picture.drawn)
        std::cout << "drew  " << picture.svg.string() << '\n';
    else
        std::cout << "No picture: gnuplot is missing or failed. Install it (apt-get install "
                     "gnuplot-nox),\nthen run: cd "
                  << wanted.output.string() << " && gnuplot " << picture.script.filename().string()
                  << '\n';
    if (least < required)
        std::cerr << "fit: fewer than " << required << " digits agree with the certified values\n";
    return least >= required;
}

} // namespace

int main(int count, char** arguments) {
    const std::span words{arguments, static_cast<std::size_t>(count)};
    if (count == 2 && std::string_view{words[1]} == "--help") {
        std::cout << usage();
        return 0;
    }
    try {
        return run(parsed(words)) ? 0 : 1;
    } catch (const misused& error) {
        std::cerr << "fit: " << error.what() << '\n' << usage();
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "fit: " << error.what() << '\n';
        return 1;
    }
}
