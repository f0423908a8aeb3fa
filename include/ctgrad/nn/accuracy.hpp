// SPDX-License-Identifier: BSL-1.0
//
// How often a network is right. A score that is undecided, or no number, is wrong.
#pragma once

#include <ctgrad/detail/targets.hpp>

#include <cstddef>
#include <ranges>

namespace ctgrad::detail {

// The share of scores that are positive where the label is 1, negative where it is `low`.
template <class Scores, class Targets>
double share_of_signs(const char* name, double low, const Scores& scores, const Targets& labels) {
    const std::size_t samples = std::ranges::size(labels);
    check_targets(name, std::ranges::size(scores), samples);
    std::size_t right = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        check_label(name, low, static_cast<double>(at(labels, i)), i);
        const auto score = compared(at(scores, i));
        right += at(labels, i) > 0 ? score > 0 : score < 0;
    }
    return static_cast<double>(right) / static_cast<double>(samples);
}

} // namespace ctgrad::detail

namespace ctgrad::nn {

/// The share of scores with the sign of their label, -1 or 1.
/// Errors: size_error unless there is one label for each score, data_error if there is none, or for
/// another label.
template <score_range Scores, target_range Targets>
double sign_accuracy(const Scores& scores, const Targets& labels) {
    return ctgrad::detail::share_of_signs("sign_accuracy(scores, labels)", -1, scores, labels);
}
/// The share of logits that are positive for label 1, negative for label 0. Errors: likewise.
template <score_range Scores, target_range Targets>
double binary_accuracy(const Scores& logits, const Targets& labels) {
    return ctgrad::detail::share_of_signs("binary_accuracy(logits, labels)", 0, logits, labels);
}
/// The share of samples whose largest score, the first of equal ones, is that of their class.
/// Errors: those of `softmax_cross_entropy`.
template <score_range Scores, target_range Targets>
double class_accuracy(const Scores& scores, const Targets& classes) {
    constexpr const char* name = "class_accuracy(scores, classes)";
    using namespace ctgrad::detail;
    const std::size_t samples = std::ranges::size(classes);
    const std::size_t count = class_count(name, std::ranges::size(scores), samples);
    std::size_t right = 0;
    for (std::size_t s = 0; s < samples; ++s) {
        const std::size_t c = class_index(name, static_cast<double>(at(classes, s)), count, s);
        const auto score = compared(at(scores, s * count + c));
        bool best = true;
        for (std::size_t i = 0; i < count; ++i) {
            const auto other = compared(at(scores, s * count + i));
            best = best && (i == c || (i < c ? other < score : other <= score));
        }
        right += best;
    }
    return static_cast<double>(right) / static_cast<double>(samples);
}

} // namespace ctgrad::nn
