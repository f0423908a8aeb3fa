// SPDX-License-Identifier: BSL-1.0
//
// The lines of a file of parameters, and how they are written (`nn/parameters_file.hpp`).
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
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace ctgrad::detail {

struct network_shape {
    std::vector<std::size_t> sizes; // inputs, then neurons of each layer
    std::vector<nn::activation_kind> activations;
};

// Texts are appended to: sums of temporary strings make g++ 12 warn of copies that overlap.
inline std::string sizes_line(const network_shape& shape) {
    std::string line = "sizes";
    for (const std::size_t size : shape.sizes)
        (line += ' ') += std::to_string(size);
    return line;
}
inline std::string activations_line(const network_shape& shape) {
    std::string line = "activations";
    for (const nn::activation_kind kind : shape.activations)
        (line += ' ') += name_of(kind);
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
    const auto label = [](char kind, auto... indices) {
        std::string out(1, kind);
        ((out += '[', out += std::to_string(indices), out += ']'), ...);
        return out;
    };
    for (std::size_t l = 0; l + 1 < shape.sizes.size(); ++l)
        for (std::size_t j = 0; j < shape.sizes[l + 1]; ++j) {
            for (std::size_t i = 0; i < shape.sizes[l]; ++i)
                use(label('w', l, j, i));
            use(label('b', l, j));
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
    struct part_of_file {
        std::filesystem::path path, whole;
        bool is_there = true;
        ~part_of_file() {
            std::error_code ignored;
            if (is_there)
                std::filesystem::remove(path, ignored);
        }
    } written{part, file};
    const auto fail = [](const std::string& what, const std::string& why) {
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
    std::filesystem::rename(written.path, written.whole, error);
    if (error)
        fail(file, ", " + error.message());
    written.is_there = false;
}

} // namespace ctgrad::detail
