// SPDX-License-Identifier: BSL-1.0
//
// Adam: each parameter moves by about the rate in each step, however large its gradient is, as the
// mean of its recent gradients is divided by their root mean square. Where the sign of the gradient
// wavers the mean is small, and so is the step.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/detail/step_guard.hpp>
#include <ctgrad/nn/rate.hpp>
#include <ctgrad/run_time_error.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad::nn {

template <std::floating_point T>
struct adam_options {
    learning_rate<T> rate = T(0.001); ///< a number or a schedule
    T beta1 = T(0.9);                 ///< how much is kept of the mean, in [0, 1)
    T beta2 = T(0.999);               ///< how much is kept of the mean square, in [0, 1)
    T epsilon = T(1e-8);              ///< what keeps the quotient finite, > 0
    T weight_decay = 0;               ///< decoupled from the gradient: AdamW, >= 0
};

/// With the step number t = 1, 2, ...
///     m = beta1*m + (1 - beta1)*g,   v = beta2*v + (1 - beta2)*g^2,
///     p -= rate*(m/(1 - beta1^t)/(sqrt(v/(1 - beta2^t)) + epsilon) + weight_decay*p).
/// The divisions by 1 - beta^t correct m and v for having started at 0. The rate is that of a
/// schedule at t - 1.
/// Source: Kingma & Ba, 2015, algorithm 1; Loshchilov & Hutter, 2019, algorithm 2, for the decay.
/// Example: examples/optimize.cpp
template <std::floating_point T>
class adam {
public:
    /// Errors: training_error when an option is outside its domain.
    explicit adam(adam_options<T> options = {}) : options_(std::move(options)) {
        const auto decays = [](T beta) { return beta >= 0 && beta < 1; };
        require(decays(options_.beta1), "0 <= beta1 < 1", options_.beta1, "0.9 is usual");
        require(decays(options_.beta2), "0 <= beta2 < 1", options_.beta2, "0.999 is usual");
        require(options_.epsilon > 0, "epsilon > 0", options_.epsilon, "1e-8 is usual");
        require(options_.weight_decay >= 0, "weight_decay >= 0", options_.weight_decay,
                "0 turns it off");
    }

    /// One step, in place.
    /// Errors: size_error when the sizes differ or are not those of the steps before,
    /// training_error when a component of the gradient, or the rate, is not finite, or the rate is
    /// negative. The parameters are then untouched, and the step does not count.
    /// Cost: linear; allocates two numbers for each parameter in the first step and nothing
    /// afterwards.
    void step(std::span<T> parameters, std::span<const T> gradient) {
        guard_.check(parameters, gradient);
        const T rate = guard_.checked_rate(options_.rate(guard_.steps));
        const T beta1 = options_.beta1, beta2 = options_.beta2;
        if (guard_.steps == 0) {
            moments_.assign(parameters.size(), {});
            power1_ = power2_ = 1;
        }
        power1_ *= beta1;
        power2_ *= beta2;
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const T g = gradient[i];
            auto& [m, v] = moments_[i];
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            const T mean = m / (1 - power1_), square = v / (1 - power2_);
            parameters[i] -= rate * (mean / (std::sqrt(square) + options_.epsilon) +
                                     options_.weight_decay * parameters[i]);
        }
        guard_.size = parameters.size();
        ++guard_.steps;
    }

    /// Forgets the means, the number of steps and the number of parameters.
    void reset() noexcept { guard_.steps = 0; }
    /// The number of steps taken.
    [[nodiscard]] std::size_t steps() const noexcept { return guard_.steps; }

private:
    struct moments {
        T mean = 0;
        T square = 0;
    };

    static void require(bool holds, const char* what, T found, const char* advice) {
        if (!holds)
            throw training_error(std::string("ctgrad: adam requires ") + what + ", found " +
                                 ctgrad::detail::shown(static_cast<double>(found)) + ": " + advice +
                                 "; see docs/reference/nn/adam.md");
    }

    adam_options<T> options_;
    ctgrad::detail::step_guard guard_{"adam"};
    std::vector<moments> moments_;
    T power1_ = 1; // beta1^t
    T power2_ = 1; // beta2^t
};

} // namespace ctgrad::nn
