// SPDX-License-Identifier: BSL-1.0
//
// L-BFGS: for smooth functions whose gradient is exact, the method to try first. From how the
// gradient changed over the last few steps it guesses the curvature, and so a step close to
// Newton's, for the price of a few scalar products; a line search makes sure that it goes down. Not
// for gradients of batches, which change from call to call.
#pragma once

#include <ctgrad/detail/lbfgs_history.hpp>
#include <ctgrad/detail/line_search.hpp>
#include <ctgrad/detail/shown.hpp>
#include <ctgrad/nn/regularise.hpp>
#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <ranges>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace ctgrad {

template <class Function>
struct traced_function; // <ctgrad/jacobian.hpp>, which only its users need

namespace nn {

template <std::floating_point T>
struct lbfgs_options {
    std::size_t history = 10;           ///< steps that are remembered; 3 to 20 are usual
    std::size_t most_iterations = 1000; ///< a stop
    /// A stop: a gradient this short. The default is the square root of the rounding.
    T gradient_norm = std::sqrt(std::numeric_limits<T>::epsilon());
    /// A stop: a decrease this small beside the value. The default is rounding.
    T relative_decrease = 10 * std::numeric_limits<T>::epsilon();
    T c1 = T(1e-4); ///< first Wolfe condition, 0 < c1 < c2
    T c2 = T(0.9);  ///< second Wolfe condition, c1 < c2 < 1
};

/// Why the minimisation ended.
enum class lbfgs_reason { gradient, decrease, iterations, line };

template <std::floating_point T>
struct lbfgs_result {
    T value = 0;         ///< f(x)
    T gradient_norm = 0; ///< of the gradient at x
    std::size_t iterations = 0;
    std::size_t evaluations = 0; ///< calls of f
    lbfgs_reason reason = lbfgs_reason::gradient;
    const char* sentence = ""; ///< the reason in words
};

} // namespace nn

namespace detail {

// In the order of nn::lbfgs_reason.
constexpr std::array lbfgs_sentences{
    "the gradient is as short as was asked for",
    "the value decreases by no more than was asked for",
    "the iterations are used up",
    "no lower point was found downhill: the value is exact to rounding, or the gradient is not "
    "that "
    "of the value",
};

template <class Function>
constexpr bool is_traced = false;
template <class Function>
constexpr bool is_traced<traced_function<Function>> = true;

template <class T>
void check_start(T value, std::span<const T> gradient) {
    const auto refuse = [](const std::string& found) {
        throw training_error("ctgrad: minimise_lbfgs(f, x) requires a finite value and gradient at "
                             "the start, evaluation 1 gave " +
                             found +
                             ": start inside the domain of f; see docs/reference/nn/lbfgs.md");
    };
    if (!std::isfinite(value))
        refuse("the value " + shown(static_cast<double>(value)));
    for (std::size_t i = 0; i < gradient.size(); ++i)
        if (!std::isfinite(gradient[i]))
            refuse("the gradient component " + std::to_string(i) + " as " +
                   shown(static_cast<double>(gradient[i])));
}

template <class T, class Objective>
nn::lbfgs_result<T> lbfgs(Objective& f, std::span<T> x, const nn::lbfgs_options<T>& options) {
    if (!(0 < options.c1 && options.c1 < options.c2 && options.c2 < 1))
        throw training_error("ctgrad: minimise_lbfgs requires 0 < c1 < c2 < 1, found c1 = " +
                             shown(static_cast<double>(options.c1)) +
                             " and c2 = " + shown(static_cast<double>(options.c2)) +
                             ": 1e-4 and 0.9 are usual; see docs/reference/nn/lbfgs.md");
    nn::lbfgs_result<T> result;
    std::vector<T> gradient(x.size()), trial(x.size()), trial_gradient(x.size()), d(x.size());
    lbfgs_history<T> history(options.history, x.size());
    const auto finish = [&](nn::lbfgs_reason reason) {
        result.reason = reason;
        result.sentence = lbfgs_sentences[static_cast<std::size_t>(reason)];
        return result;
    };

    const auto evaluate = [&](std::span<const T> where, std::vector<T>& out) {
        ++result.evaluations;
        return static_cast<T>(f(where, std::span<T>(out)));
    };
    result.value = evaluate(x, gradient);
    check_start<T>(result.value, gradient);

    T reached = 0; // the step at which `trial` was evaluated last
    const auto along = [&](T step) {
        for (std::size_t i = 0; i < x.size(); ++i)
            trial[i] = x[i] + step * d[i];
        reached = step;
        const T value = evaluate(trial, trial_gradient);
        return line_point<T>{step, value, dot<T>(trial_gradient, d)};
    };

    for (;; ++result.iterations) {
        result.gradient_norm = nn::gradient_norm(gradient);
        if (result.gradient_norm <= options.gradient_norm)
            return finish(nn::lbfgs_reason::gradient);
        if (result.iterations == options.most_iterations)
            return finish(nn::lbfgs_reason::iterations);

        line_point<T> found;
        for (;;) {
            history.direction(gradient, d);
            const T slope = dot<T>(gradient, d);
            // Without a history the length of the gradient says nothing about that of the step.
            const T first = history.empty() ? std::min(T(1), 1 / result.gradient_norm) : T(1);
            if (slope < 0)
                found =
                    strong_wolfe<T>(along, {0, result.value, slope}, first, options.c1, options.c2);
            if (found.step != 0)
                break;
            if (history.empty())
                return finish(nn::lbfgs_reason::line);
            history.forget(); // it may be what leads astray: try straight downhill
        }
        if (found.step != reached)
            found = along(found.step);

        history.push(x, trial, gradient, trial_gradient);
        const T decrease = result.value - found.value;
        const T size = std::max(std::abs(result.value), std::abs(found.value));
        std::ranges::copy(trial, x.begin());
        gradient.swap(trial_gradient);
        result.value = found.value;
        if (decrease <= options.relative_decrease * size) {
            ++result.iterations;
            result.gradient_norm = nn::gradient_norm(gradient);
            return finish(result.gradient_norm <= options.gradient_norm
                              ? nn::lbfgs_reason::gradient
                              : nn::lbfgs_reason::decrease);
        }
    }
}

} // namespace detail

namespace nn {

/// A function for minimise_lbfgs: returns f(x) and writes its gradient.
template <class Objective, class T>
concept lbfgs_objective = requires(Objective& f, std::span<const T> x, std::span<T> gradient) {
    { f(x, gradient) } -> std::convertible_to<T>;
};

/// Minimises f from x, in place: x is always the last point that was accepted, also if f throws.
/// `f(std::span<const T> x, std::span<T> gradient)` returns f(x) and writes the gradient. Each
/// iteration ends at a point that satisfies the strong Wolfe conditions with c1 and c2. Where f is
/// not finite the line search steps back.
/// Errors: training_error when f or its gradient is not finite at the start, or unless
/// 0 < c1 < c2 < 1.
/// Cost: an iteration takes 4*history*n multiplications and mostly one evaluation; memory for
/// (2*history + 4)*n numbers, allocated once.
/// Source: Nocedal & Wright, Numerical Optimization, 2nd edition, algorithms 7.5, 3.5, 3.6.
/// Example: examples/optimize.cpp
template <class Objective, number_range Range, class T = std::ranges::range_value_t<Range>>
    requires(!ctgrad::detail::is_traced<std::remove_cvref_t<Objective>>)
lbfgs_result<T> minimise_lbfgs(Objective&& f, Range&& x,
                               const std::type_identity_t<lbfgs_options<T>>& options = {}) {
    constexpr bool callable = lbfgs_objective<Objective, T>;
    static_assert(callable,
                  "ctgrad: minimise_lbfgs(f, x) takes a function f(std::span<const T> x, "
                  "std::span<T> gradient) that returns a T, this is none: take x and the gradient "
                  "as spans of the numbers that x has; see docs/reference/nn/lbfgs.md");
    if constexpr (callable)
        return ctgrad::detail::lbfgs(f, std::span<T>(x), options);
    else
        return {};
}

/// Minimises a traced function of one std::array.
template <class Function, number_range Range, class T = std::ranges::range_value_t<Range>>
lbfgs_result<T> minimise_lbfgs(const traced_function<Function>& f, Range& x,
                               const std::type_identity_t<lbfgs_options<T>>& options = {}) {
    constexpr bool fixed = requires {
        std::tuple_size<Range>::value;
    };
    static_assert(fixed, "ctgrad: minimise_lbfgs(f, x) of a traced function takes x as a "
                         "std::array, this x is none: the compiler has to know its size; see "
                         "docs/reference/nn/lbfgs.md");
    if constexpr (fixed) {
        const auto objective = [&f](std::span<const T> at, std::span<T> gradient) {
            Range inputs;
            std::ranges::copy(at, inputs.begin());
            const auto result = value_and_gradient(f)(inputs);
            std::ranges::copy(result.gradient, gradient.begin());
            return result.value;
        };
        return ctgrad::detail::lbfgs(objective, std::span<T>(x), options);
    } else
        return {};
}

} // namespace nn

} // namespace ctgrad
