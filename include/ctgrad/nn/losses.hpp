// SPDX-License-Identifier: BSL-1.0
//
// How wrong a network is: one number to be made small. Each loss takes scores, Values or plain
// numbers, and targets, plain numbers. What is exponentiated is never positive, so that no score is
// too large.
#pragma once

#include <ctgrad/detail/targets.hpp>
#include <ctgrad/primitives.hpp>
#include <ctgrad/value/dot.hpp>

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <span>
#include <type_traits>

namespace ctgrad::detail {

// The sum of of_sample(score, target, index), or the mean.
template <class Scores, class Targets>
loss_type<Scores> total_loss(const char* name, bool mean, const Scores& scores,
                             const Targets& targets, const auto& of_sample) {
    using T = loss_scalar<Scores>;
    check_targets(name, std::ranges::size(scores), std::ranges::size(targets));
    loss_type<Scores> sum = T(0);
    for (std::size_t i = 0; i < std::ranges::size(targets); ++i)
        sum += of_sample(at(scores, i), static_cast<T>(at(targets, i)), i);
    if (mean)
        sum /= static_cast<T>(std::ranges::size(targets));
    return sum;
}

} // namespace ctgrad::detail

namespace ctgrad::nn {

/// sum (score - target)^2.
/// Errors, of all losses: size_error unless there is one target for each score, data_error if there
/// is none. Cost: one node or two.
template <score_range Scores, target_range Targets>
auto sum_of_squares(const Scores& scores, const Targets& targets) {
    return ctgrad::detail::total_loss(
        "sum_of_squares(scores, targets)", false, scores, targets,
        [](const auto& s, auto y, std::size_t) { return (s - y) * (s - y); });
}
/// The mean of (score - target)^2.
template <score_range Scores, target_range Targets>
auto mean_of_squares(const Scores& scores, const Targets& targets) {
    return ctgrad::detail::total_loss(
        "mean_of_squares(scores, targets)", true, scores, targets,
        [](const auto& s, auto y, std::size_t) { return (s - y) * (s - y); });
}
/// The mean of max(0, 1 - label*score), labels -1 and 1; flat where it is 0, and at the corner.
/// Errors: data_error for another label.
template <score_range Scores, target_range Targets>
auto hinge_loss(const Scores& scores, const Targets& labels) {
    constexpr const char* name = "hinge_loss(scores, labels)";
    return ctgrad::detail::total_loss(
        name, true, scores, labels, [](const auto& s, auto y, std::size_t i) {
            ctgrad::detail::check_label(name, -1, static_cast<double>(y), i);
            return relu(1 - y * s);
        });
}
/// The mean of -log(probability of the label), where the probability of 1 is sigmoid(logit):
/// softplus(-logit) for label 1, softplus(logit) for label 0. A logit is a score without an
/// activation.
/// Errors: data_error for another label.
template <score_range Scores, target_range Targets>
auto binary_cross_entropy(const Scores& logits, const Targets& labels) {
    constexpr const char* name = "binary_cross_entropy(logits, labels)";
    return ctgrad::detail::total_loss(
        name, true, logits, labels, [](const auto& s, auto y, std::size_t i) {
            ctgrad::detail::check_label(name, 0, static_cast<double>(y), i);
            return softplus((1 - 2 * y) * s);
        });
}
/// The mean of -log(softmax(scores)[class]), sample by sample as many scores as there are classes:
///     -log(exp(s_c)/sum exp(s_i)) = softplus(log(sum over i != c of exp(s_i)) - s_c),
/// which keeps its digits also where it is nearly 0. Classes are counted from 0.
/// Errors: size_error unless there are equally many scores, two at least, for each target;
/// data_error for a class that does not exist. Cost: two nodes per sample.
template <score_range Scores, target_range Targets>
auto softmax_cross_entropy(const Scores& scores, const Targets& classes) {
    using namespace ctgrad::detail;
    using T = loss_scalar<Scores>;
    constexpr const char* name = "softmax_cross_entropy(scores, classes)";
    const std::size_t samples = std::ranges::size(classes);
    const std::size_t count = class_count(name, std::ranges::size(scores), samples);
    loss_type<Scores> sum = T(0);
    for (std::size_t s = 0; s < samples; ++s) {
        const std::size_t first = s * count;
        const std::size_t right =
            first + class_index(name, static_cast<double>(at(classes, s)), count, s);
        const std::size_t some_other = right == first ? first + 1 : first;
        T largest = static_cast<T>(compared(at(scores, some_other)));
        for (std::size_t i = first; i < first + count; ++i)
            if (i != right)
                largest = std::max(largest, static_cast<T>(compared(at(scores, i))));
        loss_type<Scores> others = T(0);
        for (std::size_t i = first; i < first + count; ++i)
            if (i != right)
                others += exp(at(scores, i) - largest);
        sum += softplus(largest + log(others) - at(scores, right));
    }
    sum /= static_cast<T>(samples);
    return sum;
}

/// lambda * sum p^2, of `net.parameters()` or of numbers: added to a loss, it keeps parameters
/// small.
/// Cost: two nodes.
template <score_range Parameters>
    requires std::ranges::contiguous_range<Parameters>
auto l2_penalty(const Parameters& parameters,
                std::type_identity_t<ctgrad::detail::loss_scalar<Parameters>> lambda) {
    using T = ctgrad::detail::loss_scalar<Parameters>;
    ctgrad::detail::loss_type<Parameters> squares = T(0);
    if constexpr (is_basic_value<std::ranges::range_value_t<Parameters>>) {
        const std::span<const basic_value<T>> p(parameters);
        squares = dot(p, p);
    } else
        for (const T p : parameters)
            squares += p * p;
    squares *= lambda;
    return squares;
}

} // namespace ctgrad::nn
