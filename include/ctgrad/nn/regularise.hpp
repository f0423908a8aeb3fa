// SPDX-License-Identifier: BSL-1.0
//
// What may be done to a gradient between its computation and the step: shorten it, so that one bad
// batch does not throw the parameters far away, or add the pull of a penalty on large parameters.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>

namespace ctgrad::nn {

/// Numbers that lie side by side: a std::vector, std::array or std::span of a floating-point type.
template <class Range>
concept number_range = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
    std::floating_point<std::ranges::range_value_t<Range>>;

/// sqrt(sum g_i^2). Neither overflows nor vanishes before the result does; NaN if a component is.
template <number_range Range>
[[nodiscard]] auto gradient_norm(const Range& gradient) {
    using T = std::ranges::range_value_t<Range>;
    T sum = 0, largest = 0;
    for (const T g : gradient) {
        sum += g * g;
        largest = std::max(largest, std::abs(g));
    }
    // Squares that overflowed, or that lost digits below the smallest normal number.
    constexpr T least = std::numeric_limits<T>::min() / std::numeric_limits<T>::epsilon();
    const bool sound = std::isnan(sum) || (sum >= least && std::isfinite(sum));
    if (sound || largest == 0 || !std::isfinite(largest))
        return std::sqrt(sum);
    sum = 0;
    for (const T g : gradient)
        sum += (g / largest) * (g / largest);
    return largest * std::sqrt(sum);
}

/// Scales the gradient to the norm `most` if it is longer, which keeps its direction; returns the
/// norm it had. A gradient that is not finite stays as it is: the step refuses it by component.
/// Errors: training_error unless most > 0.
/// Source: Pascanu, Mikolov & Bengio, 2013.
template <number_range Range>
auto clip_norm(Range&& gradient, std::type_identity_t<std::ranges::range_value_t<Range>> most) {
    using T = std::ranges::range_value_t<Range>;
    if (!(most > 0))
        throw training_error("ctgrad: clip_norm(gradient, most) requires most > 0, found " +
                             ctgrad::detail::shown(static_cast<double>(most)) +
                             ": give the largest norm to be kept; see "
                             "docs/reference/nn/regularise.md");
    const T norm = gradient_norm(gradient);
    if (norm > most && std::isfinite(norm))
        for (T& g : gradient)
            g *= most / norm;
    return norm;
}

/// Clips each component to [-most, most], which turns the gradient towards the diagonals. NaN stays
/// NaN.
/// Errors: training_error unless most > 0.
template <number_range Range>
void clip_value(Range&& gradient, std::type_identity_t<std::ranges::range_value_t<Range>> most) {
    if (!(most > 0))
        throw training_error("ctgrad: clip_value(gradient, most) requires most > 0, found " +
                             ctgrad::detail::shown(static_cast<double>(most)) +
                             ": give the largest component to be kept; see "
                             "docs/reference/nn/regularise.md");
    for (auto& g : gradient)
        g = std::clamp(g, -most, most);
}

/// The penalty lambda * sum p_i^2: returns it, to be added to the loss, and adds its gradient
/// 2*lambda*p to `gradient`.
/// Errors: size_error unless there is one component for each parameter.
template <number_range Parameters, number_range Gradient>
auto add_l2(const Parameters& parameters, Gradient&& gradient,
            std::type_identity_t<std::ranges::range_value_t<Gradient>> lambda) {
    using T = std::ranges::range_value_t<Gradient>;
    const std::span<const T> from(parameters);
    const std::span<T> to(gradient);
    if (from.size() != to.size())
        throw size_error("ctgrad: add_l2(parameters, gradient, lambda) requires one gradient "
                         "component for each parameter, found " +
                         std::to_string(from.size()) + " parameters and " +
                         std::to_string(to.size()) +
                         " components: pass the gradient with respect to these parameters; see "
                         "docs/reference/nn/regularise.md");
    T squares = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        squares += from[i] * from[i];
        to[i] += 2 * lambda * from[i];
    }
    return lambda * squares;
}

} // namespace ctgrad::nn
