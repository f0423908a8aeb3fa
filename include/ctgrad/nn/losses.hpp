// SPDX-License-Identifier: BSL-1.0
//
// How wrong a network is: one number to be made small. Each loss takes scores, Values or plain
// numbers, and targets, plain numbers. What is exponentiated is never positive, so that no score is
// too large.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/primitives.hpp>
#include <ctgrad/run_time_error.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/dot.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>

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
                         " requires a sample at least, found none: is the data read?" + page);
    throw size_error(std::string("ctgrad: ") + loss + " requires " + each + ", found " +
                     std::to_string(scores) + " scores and " + std::to_string(targets) +
                     " targets: are both of the same samples?" + page);
}
[[noreturn, gnu::cold]] inline void refuse_label(const char* loss, const char* required,
                                                 double found, std::size_t at, const char* advice) {
    throw data_error(std::string("ctgrad: ") + loss + " requires " + required + ", found " +
                     shown(found) + " as target " + std::to_string(at) + ": " + advice +
                     "; see docs/reference/nn/losses.md");
}

template <class Container>
auto at(const Container& container, std::size_t i) {
    return std::ranges::begin(container)[static_cast<std::ranges::range_difference_t<Container>>(
        i)];
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
    return ctgrad::detail::total_loss(name, true, scores, labels,
                                      [](const auto& s, auto y, std::size_t i) {
                                          ctgrad::detail::check_label(
                                              name, -1, static_cast<double>(y), i);
                                          return relu(1 - y * s);
                                      });
}
/// The mean of -log(probability of the label), where the probability of 1 is sigmoid(logit):
/// softplus(-logit) for label 1, softplus(logit) for label 0. A logit is a score without activation.
/// Errors: data_error for another label.
template <score_range Scores, target_range Targets>
auto binary_cross_entropy(const Scores& logits, const Targets& labels) {
    constexpr const char* name = "binary_cross_entropy(logits, labels)";
    return ctgrad::detail::total_loss(name, true, logits, labels,
                                      [](const auto& s, auto y, std::size_t i) {
                                          ctgrad::detail::check_label(
                                              name, 0, static_cast<double>(y), i);
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

/// lambda * sum p^2, of `net.parameters()` or of numbers: added to a loss, it keeps parameters small.
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

/// The share of scores with the sign of their label, -1 or 1. Errors: those of `hinge_loss`.
template <score_range Scores, target_range Targets>
double sign_accuracy(const Scores& scores, const Targets& labels) {
    constexpr const char* name = "sign_accuracy(scores, labels)";
    using namespace ctgrad::detail;
    const std::size_t samples = std::ranges::size(labels);
    check_targets(name, std::ranges::size(scores), samples);
    std::size_t right = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        check_label(name, -1, static_cast<double>(at(labels, i)), i);
        const auto score = compared(at(scores, i));
        right += at(labels, i) > 0 ? score > 0 : score < 0;
    }
    return static_cast<double>(right) / static_cast<double>(samples);
}
/// The share of logits that are positive for label 1, negative for label 0. Errors: those of
/// `binary_cross_entropy`.
template <score_range Scores, target_range Targets>
double binary_accuracy(const Scores& logits, const Targets& labels) {
    constexpr const char* name = "binary_accuracy(logits, labels)";
    using namespace ctgrad::detail;
    const std::size_t samples = std::ranges::size(labels);
    check_targets(name, std::ranges::size(logits), samples);
    std::size_t right = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        check_label(name, 0, static_cast<double>(at(labels, i)), i);
        const auto score = compared(at(logits, i));
        right += at(labels, i) > 0 ? score > 0 : score < 0;
    }
    return static_cast<double>(right) / static_cast<double>(samples);
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
