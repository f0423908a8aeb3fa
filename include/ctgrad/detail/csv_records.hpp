// SPDX-License-Identifier: BSL-1.0
//
// Delimited text, cut into records and fields, without a copy: a field is a piece of the text, and
// doubled quotes become single ones where they stand. Every byte is looked at a fixed number of
// times, whatever the text is. RFC 4180, and what programs write in its place: lines that end in
// LF, CR LF or CR, blank lines, blanks around fields, a byte order mark.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ctgrad::detail {

struct csv_field {
    std::string_view text; // within the records' text
    std::size_t line;      // where it begins, counted from 1
    bool quoted;
};

class csv_records {
public:
    /// `file` is what errors call the text.
    csv_records(std::string text, char delimiter, std::string file)
        : text_(std::move(text)), delimiter_(delimiter), file_(std::move(file)) {
        if (delimiter == '"' || delimiter == '\r' || delimiter == '\n')
            fail("a delimiter is required that is neither a quote nor the end of a line, found " +
                 shown(std::string_view(&delimiter, 1)) + ": ',', ';' and '\\t' are usual");
        if (text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff"))
            fail(
                "text in UTF-8 is required, found UTF-16: save it as UTF-8 (Excel: \"CSV UTF-8\")");
        if (text_.starts_with("\xef\xbb\xbf"))
            position_ = 3;
    }
    csv_records(const csv_records&) = delete;
    csv_records& operator=(const csv_records&) = delete;

    /// Reads the next record that is not a blank line into fields(); false at the end of the text.
    /// Errors: data_error for a quote that is not closed, or closed before the end of its field.
    bool next() {
        while (position_ < text_.size()) {
            fields_.clear();
            do
                read_field();
            while (skip(delimiter_));
            const bool carriage_return = skip('\r');
            if (skip('\n') || carriage_return)
                ++line_;
            if (fields_.size() > 1 || fields_[0].quoted || !fields_[0].text.empty())
                return true;
        }
        return false;
    }
    [[nodiscard]] std::span<const csv_field> fields() const noexcept { return fields_; }

    /// The names that errors show, known when the first record is read.
    std::vector<std::string> columns;

    [[noreturn]] void fail(const std::string& sentence) const {
        throw data_error("ctgrad: " + file_ + ": " + sentence);
    }
    [[noreturn]] void fail(std::size_t line, const std::string& sentence) const {
        throw data_error("ctgrad: " + file_ + ", line " + std::to_string(line) + ": " + sentence);
    }
    /// Column j, counted from 0; the message counts from 1.
    [[noreturn]] void fail(std::size_t line, std::size_t j, const std::string& sentence) const {
        throw data_error("ctgrad: " + file_ + ", line " + std::to_string(line) + ", column " +
                         std::to_string(j + 1) +
                         (j < columns.size() ? " " + shown(columns[j]) : "") + ": " + sentence);
    }

private:
    [[nodiscard]] bool at(char c) const {
        return position_ < text_.size() && text_[position_] == c;
    }
    bool skip(char c) {
        if (!at(c))
            return false;
        ++position_;
        return true;
    }
    [[nodiscard]] bool is_blank(char c) const { return (c == ' ' || c == '\t') && c != delimiter_; }
    void skip_blanks() {
        while (position_ < text_.size() && is_blank(text_[position_]))
            ++position_;
    }

    void read_field() {
        skip_blanks();
        if (at('"'))
            return read_quoted_field();
        const char ends[] = {delimiter_, '\r', '\n'};
        const std::size_t begin = position_;
        position_ = std::min(text_.find_first_of(ends, begin, 3), text_.size());
        std::size_t end = position_;
        while (end > begin && is_blank(text_[end - 1]))
            --end;
        fields_.push_back({std::string_view(text_).substr(begin, end - begin), line_, false});
    }

    void read_quoted_field() {
        const std::size_t opened = line_, begin = ++position_;
        std::size_t end = begin; // of what the field is made of so far; follows position_
        for (;;) {
            const std::size_t quote = text_.find('"', position_);
            if (quote == std::string::npos)
                fail(opened, fields_.size(),
                     "a field that begins with a quote requires a quote at its end, found the end "
                     "of the file: close it; a quote within the field is written twice");
            for (; position_ < quote; ++position_) {
                const char c = text_[position_];
                if (c == '\n' || (c == '\r' && text_[position_ + 1] != '\n'))
                    ++line_;
                text_[end++] = c;
            }
            ++position_;
            if (!skip('"'))
                break;
            text_[end++] = '"';
        }
        skip_blanks();
        if (position_ < text_.size() && !at(delimiter_) && !at('\r') && !at('\n'))
            fail(opened, fields_.size(),
                 "the next field or line is required after a closing quote, found " +
                     shown(std::string_view(text_).substr(position_, 1)) +
                     (line_ == opened ? "" : " in line " + std::to_string(line_)) +
                     ": a quote within a field in quotes is written twice");
        fields_.push_back({std::string_view(text_).substr(begin, end - begin), opened, true});
    }

    std::string text_;
    char delimiter_;
    std::string file_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;
    std::vector<csv_field> fields_;
};

} // namespace ctgrad::detail
