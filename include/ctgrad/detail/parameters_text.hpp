// SPDX-License-Identifier: BSL-1.0
//
// The text of a file of parameters, written and read line by line (`nn/parameters_file.hpp`).
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/nn/activation.hpp>
#include <ctgrad/run_time_error.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace ctgrad::detail {

struct network_shape {
    std::vector<std::size_t> sizes; // inputs, then neurons of each layer
    std::vector<nn::activation_kind> activations;
};

inline std::string sizes_line(const network_shape& shape) {
    std::string line = "sizes";
    for (const std::size_t size : shape.sizes)
        line += " " + std::to_string(size);
    return line;
}
inline std::string activations_line(const network_shape& shape) {
    std::string line = "activations";
    for (const nn::activation_kind kind : shape.activations)
        line += " " + std::string(name_of(kind));
    return line;
}
template <class T>
std::string scalar_line() {
    return std::is_same_v<T, float>    ? "scalar float"
           : std::is_same_v<T, double> ? "scalar double"
                                       : "scalar long double";
}
inline constexpr std::string_view first_line = "ctgrad-parameters 1";

/// Calls use(label) for each parameter, in order: w[layer][neuron][input], b[layer][neuron].
void for_each_label(const network_shape& shape, auto&& use) {
    const auto index = [](std::size_t i) { return "[" + std::to_string(i) + "]"; };
    for (std::size_t l = 0; l + 1 < shape.sizes.size(); ++l)
        for (std::size_t j = 0; j < shape.sizes[l + 1]; ++j) {
            for (std::size_t i = 0; i < shape.sizes[l]; ++i)
                use("w" + index(l) + index(j) + index(i));
            use("b" + index(l) + index(j));
        }
}

/// The checksum line of some lines, each of which ends with \n. FNV-1a: G. Fowler, L. Noll, K. Vo,
/// 1991. It finds accidents, not intentions.
class checksum {
public:
    void add(std::string_view line) {
        for (const char c : line)
            add(static_cast<unsigned char>(c));
        add(static_cast<unsigned char>('\n'));
    }
    [[nodiscard]] std::string line() const {
        std::string text = "checksum ";
        for (int shift = 60; shift >= 0; shift -= 4)
            text += "0123456789abcdef"[hash_ >> shift & 15U];
        return text;
    }

private:
    void add(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3U; }
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

/// The whole file. Errors: data_error for a number that is not finite.
template <class T>
std::string parameters_text(const network_shape& shape, std::span<const T> numbers,
                            const std::string& file) {
    std::string text;
    checksum sum;
    const auto add = [&](std::string_view line) {
        sum.add(line);
        text.append(line) += '\n';
    };
    add(first_line);
    add(scalar_line<T>());
    add(sizes_line(shape));
    add(activations_line(shape));
    std::size_t k = 0;
    for_each_label(shape, [&](const std::string& label) {
        const T number = numbers[k++];
        if (!std::isfinite(number))
            throw data_error("ctgrad: save(net, file) requires finite parameters, found " + label +
                             " to be " + shown(static_cast<double>(number)) +
                             ": training went wrong before; \"" + file +
                             "\" is as it was; see docs/reference/nn/parameters_file.md");
        char digits[64];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        add(label + " " + std::string(digits, end));
    });
    return text + sum.line() + "\n";
}

/// Writes a file by way of another one: what was there before is replaced at once, or stays.
inline void replace_file(const std::string& file, const std::string& text) {
    const std::string part = file + ".part";
    const auto fail = [&](const std::string& what, const std::string& why) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw data_error("ctgrad: save(net, file) needs a file that it can write, \"" + what +
                         "\" cannot be written" + why +
                         ": does the folder exist, is there room? see "
                         "docs/reference/nn/parameters_file.md");
    };
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.close();
        if (!out)
            fail(part, "");
    }
    std::error_code error;
    std::filesystem::rename(part, file, error);
    if (error)
        fail(file, ", " + error.message());
}

/// Reads a file from its first line to its last.
template <class T>
class parameters_reader {
public:
    /// `call` is what the user called, for messages.
    parameters_reader(std::string call, std::string file)
        : call_(std::move(call)), file_(std::move(file)) {
        std::ifstream in(file_, std::ios::binary);
        std::error_code ignored;
        if (!in || std::filesystem::is_directory(file_, ignored))
            throw data_error("ctgrad: " + call_ + " needs a file that it can read, \"" + file_ +
                             "\" cannot be opened: does it exist, seen from the folder " +
                             std::filesystem::current_path(ignored).string() +
                             "? see docs/reference/nn/parameters_file.md");
        text_.assign(std::istreambuf_iterator<char>(in), {});
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
            const std::size_t most = found.sizes.empty() ? (std::size_t{1} << 31) - 1 : 4096;
            if (error != std::errc() || end != word.data() + word.size() || size < 1 || size > most)
                fail("the number of inputs, and 1 to 4096 neurons for each layer", damaged);
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
            bool good = line_.size() > label.size() && line_.starts_with(label) &&
                        line_[label.size()] == ' ';
            if (good) {
                const char* const end = line_.data() + line_.size();
                const auto [stop, error] =
                    std::from_chars(line_.data() + label.size() + 1, end, number);
                good = error == std::errc() && stop == end && std::isfinite(number);
            }
            if (!good)
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
