// SPDX-License-Identifier: BSL-1.0
//
// A program for libFuzzer of the target that was included before (scripts/long-tests.sh).
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    fuzz(std::string_view(reinterpret_cast<const char*>(bytes), size));
    return 0;
}
