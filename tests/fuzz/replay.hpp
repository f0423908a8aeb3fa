// SPDX-License-Identifier: BSL-1.0
//
// Runs a fuzz target on the files of its corpus.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

inline void replay(const std::string& name, void (*target)(std::string_view)) {
    const auto folder = std::filesystem::path(__FILE__).parent_path() / "corpus" / name;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        BOOST_TEST_CONTEXT(entry.path().filename().string())
        BOOST_CHECK_NO_THROW(target(bytes));
        ++files;
    }
    BOOST_TEST(files >= 5);
    target({});
}
