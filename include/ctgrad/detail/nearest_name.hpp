// SPDX-License-Identifier: BSL-1.0
//
// The name that was probably meant: of the names that exist, the one with the fewest letters to
// change, when they are few.
#pragma once

#include <ctgrad/detail/shown.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ctgrad::detail {

/// How many letters must be inserted, removed or replaced to make b of a; ASCII letters without
/// case. Source: V. Levenshtein, 1966. Cost: a.size() * b.size().
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return 'A' <= c && c <= 'Z' ? c - 'A' + 'a' : c + 0; };
    std::vector<std::size_t> distance(b.size() + 1); // of the letters of a so far, to those of b
    std::iota(distance.begin(), distance.end(), std::size_t{0});
    for (const char c : a) {
        std::size_t diagonal = distance[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(c) == lower(b[j]) ? 0 : 1);
            diagonal = distance[j + 1];
            distance[j + 1] = std::min({replaced, distance[j] + 1, diagonal + 1});
        }
    }
    return distance.back();
}

/// The first of the nearest names, or an empty one when more than a third of the letters differ.
/// Names above 64 bytes are not looked at: nobody mistypes them, and time would be wasted.
inline std::string nearest_name(std::string_view wrong, std::span<const std::string> names) {
    constexpr std::size_t longest = 64;
    std::string nearest;
    std::size_t fewest = wrong.size() / 3 + 1;
    if (wrong.size() > longest)
        return nearest;
    for (const std::string& name : names)
        if (name.size() <= longest)
            if (const std::size_t changes = edit_distance(wrong, name); changes < fewest) {
                fewest = changes;
                nearest = name;
            }
    return nearest;
}

/// For a message: "b" among "a1", "a2" and 10 more: choose one of them.
inline std::string choice(std::string_view wrong, std::span<const std::string> names) {
    constexpr std::size_t most = 12;
    std::string text = shown(wrong) + " among ";
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + shown(names[i]);
    if (names.size() > most)
        text += " and " + std::to_string(names.size() - most) + " more";
    const std::string near = nearest_name(wrong, names);
    return text + (near.empty() ? ": choose one of them" : ": is " + shown(near) + " meant?");
}

} // namespace ctgrad::detail
