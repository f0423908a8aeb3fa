// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a table: a data_error, or a dataset that is consistent and reads back as itself.
#pragma once

#include "require.hpp"

#include <ctgrad/data/csv.hpp>

#include <cmath>
#include <sstream>
#include <string>

namespace fuzz_csv {

inline bool is_consistent(const ctgrad::dataset& data) {
    if (data.size() == 0 || data.names.size() != data.features || data.features == 0 ||
        data.inputs.size() != data.size() * data.features || data.classes.size() == 1)
        return false;
    for (const double x : data.inputs)
        if (!std::isfinite(x))
            return false;
    for (const double y : data.targets)
        if (!std::isfinite(y) ||
            (!data.classes.empty() &&
             !(y >= 0 && y < static_cast<double>(data.classes.size()) && y == std::floor(y))))
            return false;
    return true;
}
inline std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + '"';
}
// The table with its target last, every field in quotes.
inline std::string written(const ctgrad::dataset& data) {
    std::string out;
    for (const std::string& name : data.names)
        out += quoted(name) + ",";
    out += quoted(data.target_name) + "\n";
    for (std::size_t i = 0; i < data.size(); ++i) {
        for (const double x : data.row(i))
            out += quoted(ctgrad::detail::shown(x)) + ",";
        const double y = data.targets[i];
        out += quoted(data.classes.empty() ? ctgrad::detail::shown(y)
                                           : data.classes[static_cast<std::size_t>(y)]) +
               "\n";
    }
    return out;
}

} // namespace fuzz_csv

inline void fuzz(std::string_view bytes) {
    using namespace fuzz_csv;
    const unsigned how = next_byte(bytes);
    ctgrad::csv_options options;
    options.delimiter = ",;\t|\" ,,"[how & 7];
    options.classification = (how & 8) != 0;
    options.target = (how & 16) != 0 ? "y" : "";
    ctgrad::dataset data;
    try {
        std::istringstream in{std::string(bytes)};
        data = ctgrad::read_csv(in, options);
    } catch (const ctgrad::data_error&) {
        return;
    }
    require(is_consistent(data), "a dataset is consistent");
    std::istringstream again(written(data));
    const ctgrad::dataset copy = ctgrad::read_csv(again, {.classification = !data.classes.empty()});
    require(copy.inputs == data.inputs && copy.targets == data.targets &&
                copy.names == data.names && copy.target_name == data.target_name &&
                copy.classes == data.classes,
            "what was read and written reads as itself");
}
