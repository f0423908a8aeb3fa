// SPDX-License-Identifier: BSL-1.0
//
// The loss of a batch, for networks whose whole step is generated (`nn/static_mlp.hpp`): the loss
// of one sample is an ordinary function of score and target, its slope the gradient that the
// library makes of it. Of the batch it is the sum or the mean, and a penalty on large parameters.
#pragma once

#include <ctgrad/jacobian.hpp>

#include <cstddef>

namespace ctgrad::nn {

/// The loss of a batch: the sum or the mean of a loss of each sample, plus `decay` times the sum of
/// the squares of all parameters. Made by `sum_of` and `mean_of`.
template <class Function, bool Mean>
struct batch_loss {
    double decay = 0;

    /// Value and slope of the loss of one sample, without its weight in the mean.
    template <class Score, class Target>
    [[gnu::always_inline]] static constexpr auto of_sample(const Score& score,
                                                           const Target& target) {
        return value_and_gradient(traced_function<Function>())(score, target);
    }
    template <class T>
    static constexpr T weight(std::size_t samples) {
        return Mean ? T(1) / static_cast<T>(samples) : T(1);
    }
};

/// The sum of `loss(score, target)` over a batch, plus decay*sum p^2.
template <class Function>
constexpr batch_loss<Function, false> sum_of(const traced_function<Function>&, double decay = 0) {
    return {decay};
}
/// The mean of `loss(score, target)` over a batch, plus decay*sum p^2.
template <class Function>
constexpr batch_loss<Function, true> mean_of(const traced_function<Function>&, double decay = 0) {
    return {decay};
}

/// (score - target)^2, summed over the scores if there are several.
inline constexpr auto squared_error = function([](const auto& score, const auto& target) {
    if constexpr (requires { score.size(); }) {
        auto sum = (score[0] - target[0]) * (score[0] - target[0]);
        for (std::size_t i = 1; i < score.size(); ++i)
            sum += (score[i] - target[i]) * (score[i] - target[i]);
        return sum;
    } else
        return (score - target) * (score - target);
});

/// max(0, 1 - score*target) of a single score and a target of 1 or -1; flat where it is 0.
inline constexpr auto hinge =
    function([](const auto& score, const auto& target) { return relu(1 - score * target); });

} // namespace ctgrad::nn
