// SPDX-License-Identifier: BSL-1.0
//
// Random choices that are the same on every platform, from a seed that a message can name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace random_choices {

constexpr std::uint64_t scrambled(std::uint64_t seed) {
    seed += 0x9e3779b97f4a7c15u;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9u;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebu;
    return seed ^ (seed >> 31);
}

class draws {
public:
    explicit draws(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t n) { return (state_ = scrambled(state_)) % n; }
    double real() { return static_cast<double>(below(4000)) / 1000.0 - 2 + 1.0 / 3000; }
    /// True so many times out of 100.
    bool percent(std::size_t share) { return below(100) < share; }

private:
    std::uint64_t state_;
};

} // namespace random_choices
