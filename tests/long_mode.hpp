// SPDX-License-Identifier: BSL-1.0
//
// Tests at length. With CTGRAD_LONG_TESTS=1 in the environment a test tries many more points than a
// change needs to wait for, and says at its end how many; scripts/long-tests.sh runs all that do.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace long_mode {

inline bool is_on() {
    static const bool on = [] {
        const char* text = std::getenv("CTGRAD_LONG_TESTS");
        return text != nullptr && std::string_view(text) == "1";
    }();
    return on;
}

// How many points each test case has tried of each subject.
class ledger {
public:
    void count(std::string_view subject, std::size_t points) {
        tried_[std::string(subject)][boost::unit_test::framework::current_test_case().p_name] +=
            points;
    }
    void count_edges(std::string_view subject, std::size_t points) {
        edges_[std::string(subject)] += points;
    }
    ledger() = default;
    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;
    ~ledger() {
        if (!is_on() || tried_.empty())
            return;
        std::size_t total = 0;
        for (const auto& [subject, cases] : tried_) {
            std::size_t fewest = cases.begin()->second, sum = 0;
            for (const auto& [test_case, points] : cases) {
                fewest = points < fewest ? points : fewest;
                sum += points;
            }
            std::cout << "  " << subject << ": " << cases.size() << " test cases, each on at least "
                      << fewest << " points, " << sum << " in all";
            if (const auto found = edges_.find(subject); found != edges_.end()) {
                std::cout << ", and " << found->second << " at edges";
                sum += found->second;
            }
            std::cout << "\n";
            total += sum;
        }
        std::cout << "  " << total << " points tried in total, of " << tried_.size()
                  << " subjects\n";
    }

private:
    std::map<std::string, std::map<std::string, std::size_t>> tried_;
    std::map<std::string, std::size_t> edges_;
};

inline ledger& account() {
    static ledger all;
    return all;
}
/// Adds to the account that is printed when a long run ends; edges are kept apart, as there are as
/// many as there are.
inline void count(std::string_view subject, std::size_t points = 1) {
    account().count(subject, points);
}
inline void count_edges(std::string_view subject, std::size_t points) {
    account().count_edges(subject, points);
}

} // namespace long_mode
