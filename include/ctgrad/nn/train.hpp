// SPDX-License-Identifier: BSL-1.0
//
// One step of training: forward, loss, backward, clip, update, in the order that is easily got
// wrong, and with a look at the loss before anything is changed.
#pragma once

#include <ctgrad/nn/lbfgs.hpp>
#include <ctgrad/nn/module.hpp>
#include <ctgrad/nn/regularise.hpp>

#include <cmath>
#include <concepts>
#include <limits>
#include <type_traits>

namespace ctgrad::nn {

/// Evaluates `loss()`, a Value made of the module's parameters, zeroes the gradient, sweeps
/// backward, shortens a gradient longer than `clip`, and takes a step of the optimizer. Returns the
/// loss before the step.
/// Errors: training_error if the loss or the gradient is not finite, naming the step; the
/// parameters are then as before.
/// Example: examples/mlp.cpp
template <class T, class Optimizer, class Loss>
T train_step(basic_module<T>& module, Optimizer& optimizer, Loss&& loss,
             std::type_identity_t<T> clip = std::numeric_limits<T>::infinity()) {
    constexpr bool makes_value = std::convertible_to<std::invoke_result_t<Loss&>, basic_value<T>>;
    static_assert(makes_value,
                  "ctgrad: train_step(module, optimizer, loss) takes a function loss() that "
                  "returns a Value, this one returns something else: compute the loss of the "
                  "module's outputs in it; see docs/reference/nn/train.md");
    if constexpr (makes_value) {
        const basic_value<T> value = loss();
        const T before = value.data();
        if (!std::isfinite(before))
            throw training_error("ctgrad: train_step(module, optimizer, loss) requires a finite "
                                 "loss, found " +
                                 ctgrad::detail::shown(static_cast<double>(before)) + " in step " +
                                 std::to_string(optimizer.steps()) +
                                 ": lower the rate, clip the gradient, or look for a function "
                                 "outside its domain; see docs/reference/nn/train.md");
        module.zero_grad();
        value.backward();
        if (clip != std::numeric_limits<T>::infinity())
            clip_norm(module.grad(), clip);
        step(module, optimizer);
        return before;
    } else
        return T();
}

/// Minimises `loss()`, a Value made of the module's parameters, by L-BFGS: for small networks and
/// all of the data at once. Also if it throws, the parameters are the last that were accepted.
/// Errors: those of `minimise_lbfgs(f, x)`.
template <class T, std::invocable Loss>
lbfgs_result<T> minimise_lbfgs(basic_module<T>& module, Loss&& loss,
                               const std::type_identity_t<lbfgs_options<T>>& options = {}) {
    struct accepted {
        basic_module<T>& module;
        std::vector<T> x;
        ~accepted() { std::copy(x.begin(), x.end(), module.data().begin()); }
    } parameters{module, {module.data().begin(), module.data().end()}};
    return minimise_lbfgs(
        [&](std::span<const T> x, std::span<T> gradient) {
            module.set_data(x);
            const basic_value<T> value = loss();
            module.zero_grad();
            value.backward();
            const std::span<T> grad = module.grad();
            std::copy(grad.begin(), grad.end(), gradient.begin());
            return value.data();
        },
        parameters.x, options);
}

} // namespace ctgrad::nn
