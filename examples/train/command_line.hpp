// SPDX-License-Identifier: BSL-1.0
#pragma once

// From the words of the command line to options. A mistake is one sentence: what an option requires
// and what was found.

#include "options.hpp"

#include <boost/program_options.hpp>

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace train {

/// The command line is wrong.
struct misused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

namespace po = boost::program_options;

inline po::options_description described() {
    po::options_description all("Options", 100, 60);
    const auto add = [&](const char* name, const char* value, const char* text) {
        all.add_options()(name, po::value<std::string>()->value_name(value), text);
    };
    add("target", "NAME", "the column to predict; the last one if not given");
    add("delimiter", "CHARACTER", "what separates the columns: ',' (default), ';' or tab");
    all.add_options()("classification", "numbers in the target column are classes");
    add("test-fraction", "F", "the share of the rows to test with (0.2); 0: no test");
    add("hidden", "N,N,...", "the neurons of the hidden layers (16,16), or none");
    add("activation", "NAME", "of the hidden layers: relu (default), tanh, sigmoid, linear");
    add("loss", "NAME", "of two classes: cross-entropy (default) or hinge");
    add("decay", "L", "adds L times the sum of the squared parameters to the loss (0)");
    add("optimizer", "NAME", "adam (default), sgd or lbfgs");
    add("steps", "N", "how many (1000); 0 only evaluates");
    add("rate", "R", "of the first step (adam 0.01, sgd 0.1); falls to a tenth");
    add("momentum", "M", "of sgd (0)");
    add("batch", "B", "rows for each step; all of them if not given");
    add("seed", "S", "of all random numbers (1)");
    add("load", "FILE", "begins with the parameters in FILE");
    add("save", "FILE", "where the parameters go (OUTPUT/NAME-parameters.txt)");
    add("output", "DIRECTORY", "where the pictures go (.)");
    all.add_options()("help", "shows this text");
    return all;
}

inline void require(bool holds, const std::string& option, const std::string& required,
                    const std::string& found) {
    if (!holds)
        throw misused{"--" + option + " requires " + required + ", found '" + found + "'"};
}

/// All of the text, as a number from `least` on.
template <class Number>
Number number(const std::string& option, const std::string& text, const std::string& required,
              Number least, Number most) {
    Number value{};
    std::istringstream in{text};
    in >> value;
    // Streams take "-1" for a large unsigned number.
    const bool whole = in && in.peek() == std::char_traits<char>::eof();
    const bool negative = text.find('-') == 0 && Number(-1) > Number(0);
    require(whole && !negative && value >= least && value <= most, option, required, text);
    return value;
}

inline std::vector<std::size_t> layers(const std::string& list) {
    std::vector<std::size_t> result;
    if (list == "none")
        return result;
    std::istringstream in{list + ','};
    for (std::string word; std::getline(in, word, ',');)
        try {
            result.push_back(number<std::size_t>("hidden", word, "", 1, 4095));
        } catch (const misused&) {
            require(false, "hidden", "numbers of neurons from 1 to 4095, as in 16,16, or none",
                    list);
        }
    return result;
}

inline std::string one_of(const std::string& option, const std::string& word,
                          const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& known : words) {
        if (word == known)
            return word;
        list += (list.empty() ? "" : &known == &words.back() ? " or " : ", ") + known;
    }
    require(false, option, list, word);
    return word;
}

} // namespace detail

inline std::string usage() {
    std::ostringstream text;
    text << "usage: train [FILE] [options]\n"
            "Trains a network on a table of comma-separated values whose first line names the\n"
            "columns: a classifier if the target is text, a regression if it is a number. Without\n"
            "FILE it learns to tell two moons apart.\n\n"
         << detail::described()
         << "\nCtrl-C ends the training after the current step and saves the parameters.\n";
    return text.str();
}

/// Errors: misused.
inline options parsed(int count, const char* const* arguments) {
    namespace po = detail::po;
    auto all = detail::described();
    all.add_options()("file", po::value<std::string>());
    po::variables_map given;
    try {
        const int style =
            po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
        po::store(po::command_line_parser(count, arguments)
                      .options(all)
                      .positional(po::positional_options_description().add("file", 1))
                      .style(style)
                      .run(),
                  given);
    } catch (const po::too_many_positional_options_error&) {
        throw misused{"one file at a time, found more"};
    } catch (const po::error& error) {
        throw misused{error.what()};
    }

    options result = given.count("file") != 0 ? options() : moons_defaults();
    result.help = given.count("help") != 0;
    result.classification = given.count("classification") != 0;
    const auto use = [&](const char* name, auto&& set) {
        if (given.count(name) != 0)
            set(given[name].as<std::string>());
    };
    using text = const std::string&;
    using detail::number, detail::require, detail::one_of;
    constexpr std::size_t most = 1'000'000'000'000;
    constexpr double large = 1e300;
    constexpr const char* from_0 = "a whole number, 0 or more";
    use("file", [&](text t) { result.file = t; });
    use("target", [&](text t) { result.target = t; });
    use("delimiter", [&](text t) {
        require(t.size() == 1 || t == "tab", "delimiter", "one character, or the word tab", t);
        result.delimiter = t == "tab" ? '\t' : t[0];
    });
    use("test-fraction", [&](text t) {
        result.test_fraction =
            number("test-fraction", t, "a number from 0 to below 1", 0.0, 1 - 1e-9);
    });
    use("hidden", [&](text t) { result.hidden = detail::layers(t); });
    use("activation", [&](text t) {
        one_of("activation", t, {"relu", "tanh", "sigmoid", "linear"});
        result.activation = ctgrad::nn::parse_activation(t);
    });
    use("loss", [&](text t) { result.loss = one_of("loss", t, {"cross-entropy", "hinge"}); });
    use("decay", [&](text t) {
        result.decay = number("decay", t, "a number that is not negative", 0.0, large);
    });
    use("optimizer", [&](text t) {
        result.optimizer = one_of("optimizer", t, {"sgd", "adam", "lbfgs"});
    });
    result.rate = result.optimizer == "adam" ? 0.01 : result.file.empty() ? 1 : 0.1;
    use("steps", [&](text t) { result.steps = number<std::size_t>("steps", t, from_0, 0, most); });
    use("rate",
        [&](text t) { result.rate = number("rate", t, "a number above 0", 1e-300, large); });
    use("momentum", [&](text t) {
        result.momentum = number("momentum", t, "a number from 0 to below 1", 0.0, 1 - 1e-9);
    });
    use("batch", [&](text t) {
        result.batch = number<std::size_t>("batch", t, "a whole number, 1 or more", 1, most);
    });
    use("seed", [&](text t) {
        result.seed = number<std::uint64_t>("seed", t, from_0, 0, ~std::uint64_t{0});
    });
    use("load", [&](text t) { result.load = t; });
    use("save", [&](text t) { result.save = t; });
    use("output", [&](text t) { result.output = t; });

    if (given.count("momentum") != 0 && result.optimizer != "sgd")
        throw misused{"--momentum belongs to --optimizer sgd, found " + result.optimizer};
    if (result.optimizer == "lbfgs" && (result.batch != 0 || given.count("rate") != 0))
        throw misused{"--optimizer lbfgs takes all rows and finds its own rate: leave out --batch "
                      "and --rate"};
    if (result.file.empty())
        for (const char* name : {"target", "delimiter", "classification"})
            if (given.count(name) != 0)
                throw misused{"--" + std::string(name) + " describes a file, found none: name it"};
    return result;
}

} // namespace train
