// SPDX-License-Identifier: BSL-1.0
//
// What losses and accuracies take, scores and targets, and how they refuse what does not fit.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/run_time_error.hpp>
#include <ctgrad/value.hpp>

#include <concepts>
#include <cstddef>
#include <ranges>
#include <string>

namespace ctgrad::nn {

/// Values or floating-point numbers in a row.
template <class Range>
concept score_range = std::ranges::random_access_range<Range> && std::ranges::sized_range<Range> &&
    (is_basic_value<std::ranges::range_value_t<Range>> ||
     std::floating_point<std::ranges::range_value_t<Range>>);
/// Numbers in a row.
template <class Range>
concept target_range = std::ranges::random_access_range<Range> && std::ranges::sized_range<Range> &&
    plain_number<std::ranges::range_value_t<Range>>;

} // namespace ctgrad::nn

namespace ctgrad::detail {

template <class S>
struct loss_of_score {
    using scalar = S;
    using type = S;
};
template <class S>
    requires is_basic_value<S>
struct loss_of_score<S> {
    using scalar = typename scalar_of_operand<S>::type;
    using type = basic_value<scalar>;
};
template <class Scores>
using loss_scalar = typename loss_of_score<std::ranges::range_value_t<Scores>>::scalar;
/// What a loss of these scores is: a Value, or a number.
template <class Scores>
using loss_type = typename loss_of_score<std::ranges::range_value_t<Scores>>::type;

[[noreturn, gnu::cold]] inline void refuse_targets(const char* loss, std::size_t scores,
                                                   std::size_t targets, const char* each) {
    const std::string page = "; see docs/reference/nn/losses.md";
    if (targets == 0 && scores == 0)
        throw data_error(std::string("ctgrad: ") + loss +
                         " requires a sample at least, found none: read or make the data first" +
                         page);
    throw size_error(std::string("ctgrad: ") + loss + " requires " + each + ", found " +
                     std::to_string(scores) + " scores and " + std::to_string(targets) +
                     " targets: give both of the same samples" + page);
}
[[noreturn, gnu::cold]] inline void refuse_label(const char* loss, const char* required,
                                                 double found, std::size_t at, const char* advice) {
    throw data_error(std::string("ctgrad: ") + loss + " requires " + required + ", found " +
                     shown(found) + " as target " + std::to_string(at) + ": " + advice +
                     "; see docs/reference/nn/losses.md");
}

template <class Container>
auto at(const Container& container, std::size_t i) {
    return std::ranges::begin(
        container)[static_cast<std::ranges::range_difference_t<Container>>(i)];
}
inline void check_targets(const char* loss, std::size_t scores, std::size_t targets) {
    if (scores != targets || targets == 0)
        refuse_targets(loss, scores, targets, "one target for each score");
}
// Labels low and 1.
inline void check_label(const char* loss, double low, double label, std::size_t at) {
    if (label != low && label != 1)
        refuse_label(loss, low == 0 ? "labels 0 and 1" : "labels -1 and 1", label, at,
                     low == 0 ? "write 0 for the one class and 1 for the other"
                              : "write -1 for the one class and 1 for the other");
}
/// The number of classes, of scores that are given sample by sample.
inline std::size_t class_count(const char* loss, std::size_t scores, std::size_t targets) {
    if (targets == 0 || scores % targets != 0 || scores / targets < 2)
        refuse_targets(loss, scores, targets,
                       "for each target as many scores as there are classes, two at least");
    return scores / targets;
}
inline std::size_t class_index(const char* loss, double target, std::size_t classes,
                               std::size_t at) {
    if (!(target >= 0 && target < static_cast<double>(classes)) ||
        target != static_cast<double>(static_cast<std::size_t>(target)))
        refuse_label(loss, ("classes 0 to " + std::to_string(classes - 1)).c_str(), target, at,
                     "classes are counted from 0, and the last layer has a neuron for each");
    return static_cast<std::size_t>(target);
}

} // namespace ctgrad::detail
