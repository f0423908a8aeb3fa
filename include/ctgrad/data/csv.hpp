// SPDX-License-Identifier: BSL-1.0
//
// From a file of comma-separated values to a dataset. Everything that makes a model learn nonsense
// without a word is an error here: a missing value, a column of text, a decimal comma, one class.
#pragma once

#include <ctgrad/data/dataset.hpp>
#include <ctgrad/detail/csv_number.hpp>
#include <ctgrad/detail/csv_records.hpp>
#include <ctgrad/detail/nearest_name.hpp>

#include <filesystem>
#include <fstream>
#include <ios>
#include <istream>
#include <iterator>
#include <map>
#include <set>
#include <system_error>

namespace ctgrad {

/// How a table is read.
struct csv_options {
    std::string target = {};     // the column to predict; without a name, the last one
    char delimiter = ',';        // ';' where the comma is the decimal one, '\t' for tabs
    bool classification = false; // whether numbers in the target column are classes as well
};

namespace detail {

// Turns records into rows, one at a time.
class csv_table {
public:
    csv_table(csv_records& records, const csv_options& options)
        : records_(records), options_(options) {}

    dataset read() {
        read_header();
        while (records_.next())
            read_row();
        if (table_.size() == 0)
            records_.fail("a line of values is required, found the names of the columns only: add "
                          "data");
        if (table_.classes.size() == 1)
            records_.fail("classes to tell apart are required in the target column " +
                          shown(table_.target_name) + ", found " + shown(table_.classes[0]) +
                          " in every row: add examples of another class, or choose another target");
        return std::move(table_);
    }

private:
    void read_header() {
        if (!records_.next())
            records_.fail("a line with the names of the columns is required, found an empty file: "
                          "is it the right one?");
        const auto fields = records_.fields();
        // All but a label: these are data, and the first row would be lost.
        const auto is_number = [](const csv_field& field) {
            return !field.quoted && parse_number(field.text).kind == parsed_number::whole;
        };
        const auto numbers = std::count_if(fields.begin(), fields.end(), is_number);
        if (numbers > 0 && static_cast<std::size_t>(numbers) + 1 >= fields.size())
            records_.fail(fields[0].line,
                          "the names of the columns are required, found numbers: write a line of "
                          "names above them; a name that is a number stands in quotes");
        std::set<std::string_view> seen;
        for (std::size_t j = 0; j < fields.size(); ++j) {
            const std::string_view name = fields[j].text;
            if (is_empty(name))
                records_.fail(fields[j].line, j,
                              "a name is required, found none: write it, or delete the column if "
                              "it only counts the rows");
            if (!seen.insert(name).second)
                records_.fail(fields[j].line, j,
                              "every column requires a name of its own, found " + shown(name) +
                                  " again: rename one of them");
            records_.columns.emplace_back(name);
        }
        if (fields.size() < 2)
            records_.fail(fields[0].line,
                          "two columns are required, a feature and the target, found " +
                              shown(fields[0].text) +
                              " only: if another character separates them, name it as the "
                              "delimiter");
        table_.features = fields.size() - 1;
        table_.names = records_.columns;
        const auto& columns = records_.columns;
        const auto target = options_.target.empty()
                                ? columns.end() - 1
                                : std::find(columns.begin(), columns.end(), options_.target);
        if (target == columns.end())
            records_.fail("a target column is required that exists, found no column " +
                          choice(options_.target, columns));
        target_ = static_cast<std::size_t>(target - columns.begin());
        table_.target_name = *target;
        table_.names.erase(table_.names.begin() + (target - columns.begin()));
    }

    void read_row() {
        const auto fields = records_.fields();
        if (fields.size() != records_.columns.size())
            records_.fail(
                fields[0].line,
                std::to_string(records_.columns.size()) +
                    " fields are required, one for each column, found " +
                    std::to_string(fields.size()) +
                    (fields.size() < records_.columns.size()
                         ? ": add what is missing"
                         : ": put a field that contains the delimiter in quotes; in numbers, write "
                           "a point for the decimals and nothing between thousands"));
        for (std::size_t j = 0; j < fields.size(); ++j)
            if (j != target_)
                table_.inputs.push_back(csv_number(records_, j));
        table_.targets.push_back(target(fields[target_]));
    }

    double target(const csv_field& field) {
        const parsed_number parsed = parse_number(field.text);
        const bool is_text =
            parsed.kind == parsed_number::none || parsed.kind == parsed_number::prefix;
        if (!options_.classification) {
            // The first row decides; a number among labels, or a label among numbers, is a mistake.
            if (table_.size() == 0)
                labels_ = is_text && !is_empty(field.text);
            if (!labels_)
                return csv_number(records_, target_, true);
            if (!is_text)
                records_.fail(field.line, target_,
                              "a label is required, as in the first row, found the number " +
                                  shown(field.text) +
                                  ": correct the one that is wrong, or say classification = true");
        }
        if (is_empty(field.text))
            records_.fail(field.line, target_,
                          "a label is required, found an empty field: fill it "
                          "in, or delete the row");
        // 1 and 1.0 are one class.
        std::string key(field.text);
        if (parsed.kind == parsed_number::whole)
            key = shown(parsed.value);
        const auto [place, is_new] = classes_.try_emplace(key, table_.classes.size());
        if (is_new)
            table_.classes.emplace_back(field.text);
        return static_cast<double>(place->second);
    }

    csv_records& records_;
    const csv_options& options_;
    dataset table_;
    std::size_t target_ = 0;
    bool labels_ = false;
    std::map<std::string, std::size_t> classes_;
};

} // namespace detail

/// Reads a table whose first line names the columns. The target column may hold numbers
/// (regression) or text (classification): the first row decides. Then, or when
/// options.classification is set, target k stands for the text classes[k], in the order of their
/// first appearance. All other columns are features and hold finite numbers. Blank lines are
/// skipped, blanks around a field are not part of it.
///
/// `name` is what errors call the stream. Errors: data_error with line and column for everything
/// else; nothing is guessed. Cost: linear in the size of the text, which is held in memory (n log k
/// for k classes). Source: RFC 4180. Example: examples/data.cpp.
[[nodiscard]] inline dataset read_csv(std::istream& in, const csv_options& options = {},
                                      const std::string& name = "the stream") {
    std::string text;
    bool readable = !in.fail();
    try {
        if (readable) // not by operator<<, which does not tell an error from an empty file
            text.assign(std::istreambuf_iterator<char>(in), {});
    } catch (const std::ios_base::failure&) {
        readable = false;
    }
    if (!readable)
        throw data_error("ctgrad: read_csv(file, options) needs a file that it can read, \"" +
                         name + "\" cannot be read: is it open, is it a file?");
    detail::csv_records records(std::move(text), options.delimiter, name);
    return detail::csv_table(records, options).read();
}

/// Reads a file.
[[nodiscard]] inline dataset read_csv(const std::string& file, const csv_options& options = {}) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw data_error("ctgrad: read_csv(file, options) needs a file that it can read, \"" +
                         file + "\" is a folder: name a file in it");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw data_error("ctgrad: read_csv(file, options) needs a file that it can read, \"" +
                         file + "\" cannot be opened: does it exist, seen from the folder " +
                         std::filesystem::current_path(ignored).string() + "?");
    return read_csv(in, options, file);
}

} // namespace ctgrad
