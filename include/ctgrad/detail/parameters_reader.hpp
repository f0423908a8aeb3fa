// SPDX-License-Identifier: BSL-1.0
//
// A file of parameters, read line by line; the first line that is not as it has to be is named
// (`nn/parameters_file.hpp`).
#pragma once

#include <ctgrad/detail/from_chars.hpp>
#include <ctgrad/detail/parameters_text.hpp>
#include <ctgrad/value/tape.hpp>

#include <iterator>
#include <locale>
#include <sstream>
#include <utility>

namespace ctgrad::detail {

/// Reads all of the text as a finite number; false if it is none.
template <class T>
bool read_number(std::string_view text, T& number) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = from_chars(text.data(), end, number);
    // libstdc++ 12 takes long doubles below the smallest normal one for out of range. A stream of
    // the classic locale reads them, and makes 0 of what is smaller still.
    if constexpr (std::is_same_v<T, long double>)
        if (error == std::errc::result_out_of_range && stop == end) {
            std::istringstream in{std::string(text)};
            in.imbue(std::locale::classic());
            return in >> number && std::isfinite(number) && number != 0;
        }
    return error == std::errc() && stop == end && std::isfinite(number);
}

/// Reads a file from its first line to its last.
template <class T>
class parameters_reader {
public:
    /// `call` is what the user called, for messages.
    parameters_reader(const std::string& call, const std::string& file)
        : parameters_reader(call, file, text_of(call, file)) {}
    /// The same of the text that a file holds.
    parameters_reader(std::string call, std::string file, std::string text)
        : call_(std::move(call)), file_(std::move(file)), text_(std::move(text)) {
        next();
        if (line_ != first_line)
            fail(shown(first_line), line_.starts_with("ctgrad-parameters ")
                                        ? "it was written by another version of ctgrad"
                                        : "it is no file of parameters");
        next();
        if (line_ != scalar_line<T>())
            fail(shown(scalar_line<T>()), "it is of a network of another scalar");
    }

    /// Reads the lines of the shape, which has to be this one.
    void require(const network_shape& shape) {
        next();
        if (line_ != sizes_line(shape))
            fail(shown(sizes_line(shape)), "it is of another network");
        next();
        if (line_ != activations_line(shape))
            fail(shown(activations_line(shape)), "it is of another network");
    }
    /// Reads the lines of the shape, which may be any.
    [[nodiscard]] network_shape shape() {
        network_shape found;
        next();
        for (std::string_view word : words("sizes")) {
            std::size_t size = 0;
            const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), size);
            const std::size_t most =
                found.sizes.empty() ? (std::size_t{1} << 31) - 1 : chunk_capacity;
            if (error != std::errc() || end != word.data() + word.size() || size < 1 || size > most)
                fail("the number of inputs, and 1 to 4095 neurons for each layer", damaged);
            found.sizes.push_back(size);
        }
        if (found.sizes.size() < 2)
            fail("the number of inputs and of the neurons of each layer", damaged);
        next();
        for (const std::string_view word : words("activations"))
            try {
                found.activations.push_back(nn::parse_activation(word));
            } catch (const data_error&) {
                fail("tanh, relu, sigmoid or linear for each layer", damaged);
            }
        if (found.activations.size() + 1 != found.sizes.size())
            fail(std::to_string(found.sizes.size() - 1) + " activations, one for each layer",
                 damaged);
        return found;
    }
    /// Reads the numbers and the end.
    [[nodiscard]] std::vector<T> read(const network_shape& shape) {
        std::vector<T> numbers;
        for_each_label(shape, [&](const std::string& label) {
            next();
            T number{};
            if (!line_.starts_with(label + " ") ||
                !read_number(line_.substr(label.size() + 1), number))
                fail(label + " and a finite number", damaged);
            numbers.push_back(number);
        });
        next();
        if (const std::string sum = sum_.line(); line_ != sum)
            fail(shown(sum), "the lines above are not those that were written");
        if (at_ != text_.size()) {
            next();
            fail("the end of the file", damaged);
        }
        return numbers;
    }

private:
    static constexpr const char* damaged = "the file is damaged";

    static std::string text_of(const std::string& call, const std::string& file) {
        std::ifstream in(file, std::ios::binary);
        std::error_code ignored;
        if (!in || std::filesystem::is_directory(file, ignored))
            throw data_error("ctgrad: " + call + " needs a file that it can read, \"" + file +
                             "\" cannot be opened: does it exist, seen from the folder " +
                             std::filesystem::current_path(ignored).string() +
                             "? see docs/reference/nn/parameters_file.md");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // The next line, without the \r that some editors add.
    void next() {
        if (number_ != 0)
            sum_.add(line_);
        ++number_;
        const std::size_t end = text_.find('\n', at_);
        complete_ = end != std::string::npos;
        if (!complete_) {
            line_ = std::string_view(text_).substr(at_);
            at_ = text_.size();
            fail("a line", "the file is incomplete");
        }
        line_ = std::string_view(text_).substr(at_, end - at_);
        if (line_.ends_with('\r'))
            line_.remove_suffix(1);
        at_ = end + 1;
    }
    // The words of the line after the first one.
    [[nodiscard]] std::vector<std::string_view> words(std::string_view first) const {
        if (!line_.starts_with(first) || line_.size() == first.size())
            fail(std::string(first), damaged);
        std::vector<std::string_view> all;
        for (std::string_view rest = line_.substr(first.size()); !rest.empty();) {
            if (rest[0] != ' ')
                fail(std::string(first) + " and a blank", damaged);
            rest.remove_prefix(1);
            all.push_back(rest.substr(0, rest.find(' ')));
            rest.remove_prefix(all.back().size());
        }
        return all;
    }
    [[noreturn]] void fail(const std::string& required, const std::string& why) const {
        throw data_error("ctgrad: " + call_ + " of \"" + file_ + "\", line " +
                         std::to_string(number_) + ": required is " + required + ", found " +
                         (complete_ || !line_.empty() ? shown(line_) : "the end of the file") +
                         ": " + why + "; see docs/reference/nn/parameters_file.md");
    }

    std::string call_, file_, text_;
    std::string_view line_;
    std::size_t at_ = 0, number_ = 0;
    bool complete_ = true;
    checksum sum_;
};

} // namespace ctgrad::detail
