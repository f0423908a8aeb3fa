// SPDX-License-Identifier: BSL-1.0
//
// What every step of an optimizer checks before it touches a parameter: sizes that fit together and
// are those of the steps before, and a gradient of numbers. It also counts the steps.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/run_time_error.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace ctgrad::detail {

struct step_guard {
    const char* optimizer; // also the name of its page
    std::size_t steps = 0;
    std::size_t size = 0; // of the parameters, once there was a step

    template <class T>
    void check(std::span<T> parameters, std::span<const T> gradient) const {
        // Text is made only when there is something to say: a step must not allocate.
        const auto requires_that = [&](const std::string& what) {
            return std::string("ctgrad: ") + optimizer + ".step(parameters, gradient) requires " +
                   what;
        };
        const auto page = [&] {
            return std::string("; see docs/reference/nn/") + optimizer + ".md";
        };
        if (parameters.size() != gradient.size())
            throw size_error(requires_that("one gradient component for each parameter, found ") +
                             std::to_string(parameters.size()) + " parameters and " +
                             std::to_string(gradient.size()) +
                             " components: pass the gradient with respect to these parameters" +
                             page());
        if (steps != 0 && parameters.size() != size)
            throw size_error(requires_that("as many parameters in each step, found ") +
                             std::to_string(parameters.size()) + " in step " +
                             std::to_string(steps) + " and " + std::to_string(size) +
                             " before: call reset() to begin anew with others" + page());
        for (std::size_t i = 0; i < gradient.size(); ++i)
            if (!std::isfinite(gradient[i]))
                throw training_error(requires_that("a finite gradient, found component ") +
                                     std::to_string(i) + " to be " +
                                     shown(static_cast<double>(gradient[i])) + " in step " +
                                     std::to_string(steps) +
                                     ": lower the rate, clip the gradient, or look for a function "
                                     "outside its domain" +
                                     page());
    }

    /// Refuses a rate that leads nowhere or uphill.
    template <class T>
    T checked_rate(T rate) const {
        if (!(std::isfinite(rate) && rate >= 0))
            throw training_error(std::string("ctgrad: ") + optimizer +
                                 " requires a finite rate that is not negative, found " +
                                 shown(static_cast<double>(rate)) + " in step " +
                                 std::to_string(steps) +
                                 ": correct the schedule; see docs/reference/nn/rate.md");
        return rate;
    }
};

} // namespace ctgrad::detail
