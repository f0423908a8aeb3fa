// SPDX-License-Identifier: BSL-1.0
//
// Gradient descent, named stochastic for the gradients of batches that it is usually given: each
// step goes downhill by the rate times the gradient. With momentum it goes by a velocity that
// remembers the gradients before, which evens out zigzags across a valley and adds up along it.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/detail/step_guard.hpp>
#include <ctgrad/nn/rate.hpp>
#include <ctgrad/run_time_error.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad::nn {

template <std::floating_point T>
struct sgd_options {
    learning_rate<T> rate = T(0.01); ///< a number or a schedule
    T momentum = 0;                  ///< how much of the velocity is kept, in [0, 1)
    bool nesterov = false;           ///< look ahead by one step of the velocity
};

/// p -= rate(k)*g, with momentum
///     v = momentum*v + g,   p -= rate(k)*v,   or p -= rate(k)*(g + momentum*v) after Nesterov.
/// The rate is outside the velocity, as in PyTorch: a change of rate acts at once.
/// Source: Sutskever, Martens, Dahl & Hinton, 2013.
/// Example: examples/optimize.cpp
template <std::floating_point T>
class sgd {
public:
    /// Errors: training_error unless 0 <= momentum < 1, and for Nesterov's step without momentum.
    explicit sgd(sgd_options<T> options = {}) : options_(std::move(options)) {
        if (!(options_.momentum >= 0 && options_.momentum < 1))
            throw training_error("ctgrad: sgd requires 0 <= momentum < 1, found " +
                                 ctgrad::detail::shown(static_cast<double>(options_.momentum)) +
                                 ": 0.9 is usual; see docs/reference/nn/sgd.md");
        if (options_.nesterov && options_.momentum == 0)
            throw training_error("ctgrad: sgd with nesterov requires momentum, found 0: 0.9 is "
                                 "usual; see docs/reference/nn/sgd.md");
    }

    /// One step downhill, in place.
    /// Errors: size_error when the sizes differ or are not those of the steps before,
    /// training_error when a component of the gradient, or the rate, is not finite, or the rate is
    /// negative. The parameters are then untouched, and the step does not count.
    /// Cost: linear; allocates the velocity, if there is momentum, in the first step and nothing
    /// afterwards.
    void step(std::span<T> parameters, std::span<const T> gradient) {
        guard_.check(parameters, gradient);
        const T rate = guard_.checked_rate(options_.rate(guard_.steps));
        const T momentum = options_.momentum;
        if (momentum != 0 && guard_.steps == 0)
            velocity_.assign(parameters.size(), T(0));
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            T direction = gradient[i];
            if (momentum != 0) {
                velocity_[i] = momentum * velocity_[i] + gradient[i];
                direction =
                    options_.nesterov ? gradient[i] + momentum * velocity_[i] : velocity_[i];
            }
            parameters[i] -= rate * direction;
        }
        guard_.size = parameters.size();
        ++guard_.steps;
    }

    /// Forgets the velocity, the number of steps and the number of parameters.
    void reset() noexcept { guard_.steps = 0; }
    /// The number of steps taken.
    [[nodiscard]] std::size_t steps() const noexcept { return guard_.steps; }

private:
    sgd_options<T> options_;
    ctgrad::detail::step_guard guard_{"sgd"};
    std::vector<T> velocity_;
};

} // namespace ctgrad::nn
