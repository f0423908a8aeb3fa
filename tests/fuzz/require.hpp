// SPDX-License-Identifier: BSL-1.0
//
// What all fuzz targets share. A target takes any bytes and returns, or throws: then a promise is
// broken. `libfuzzer.cpp` gives it bytes that are made up, the tests those of tests/fuzz/corpus.
#pragma once

#include <stdexcept>
#include <string_view>

inline void require(bool holds, const char* promise) {
    if (!holds)
        throw std::logic_error(promise);
}

/// Takes bytes off the front, 0 where there are none left.
inline unsigned next_byte(std::string_view& bytes) {
    if (bytes.empty())
        return 0;
    const auto byte = static_cast<unsigned char>(bytes[0]);
    bytes.remove_prefix(1);
    return byte;
}
