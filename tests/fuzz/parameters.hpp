// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a file of parameters: a data_error, or numbers that are written as they were read.
// With a first byte that is odd a checksum that is right is added: else nothing would get past it.
#pragma once

#include "require.hpp"

#include <ctgrad/nn/parameters_file.hpp>

#include <span>
#include <string>
#include <vector>

namespace fuzz_parameters {

template <class T>
void read(const std::string& text) {
    using reader = ctgrad::detail::parameters_reader<T>;
    ctgrad::detail::network_shape shape;
    std::vector<T> numbers;
    try {
        reader file("load_mlp(file)", "made up", text);
        shape = file.shape();
        numbers = file.read(shape);
    } catch (const ctgrad::data_error&) {
        return;
    }
    std::size_t count = 0;
    for (std::size_t l = 1; l < shape.sizes.size(); ++l)
        count += (shape.sizes[l - 1] + 1) * shape.sizes[l];
    require(numbers.size() == count, "there is a number for each parameter");
    const std::string written = ctgrad::detail::parameters_text<T>(shape, numbers, "made up");
    reader again("load(net, file)", "written", written);
    again.require(shape);
    require(again.read(shape) == numbers, "what was written reads as itself");
}

} // namespace fuzz_parameters

inline void fuzz(std::string_view bytes) {
    const unsigned how = next_byte(bytes);
    std::string text(bytes);
    if ((how & 1) != 0) {
        ctgrad::detail::checksum sum;
        for (std::string_view rest = text; !rest.empty();) {
            const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
            std::string_view line = rest.substr(0, end);
            if (line.ends_with('\r'))
                line.remove_suffix(1);
            sum.add(line);
            rest.remove_prefix(end + 1);
        }
        text += sum.line() + "\n";
    }
    fuzz_parameters::read<double>(text);
    fuzz_parameters::read<float>(text);
    fuzz_parameters::read<long double>(text);
}
