// SPDX-License-Identifier: BSL-1.0
#pragma once

// What is printed before and after the training.

#include "loop.hpp"
#include "task.hpp"

#include <ctgrad/nn.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <iostream>
#include <span>
#include <sstream>
#include <string>

namespace train {

/// What is learned, by what and how.
inline void introduce(const task& what, const options& wanted, const ctgrad::nn::MLP& net) {
    const std::size_t rows = what.train.size() + what.test.size();
    std::cout << what.title << ": " << rows << " rows, " << what.train.features
              << (what.train.features == 1 ? " feature" : " features") << ", target "
              << what.train.target_name;
    for (std::size_t k = 0; k < what.train.classes.size() && k <= 6; ++k)
        std::cout << (k == 0 ? ": " : ", ") << (k == 6 ? "..." : what.train.classes[k]);
    std::cout << '\n' << net.description() << "\nloss: " << what.loss_name();
    if (wanted.decay > 0)
        std::cout << " + " << wanted.decay << "*(sum of squared parameters)";
    std::cout << '\n' << wanted.optimizer;
    if (wanted.optimizer == "lbfgs")
        std::cout << ", at most " << wanted.steps << " iterations";
    else {
        if (wanted.momentum > 0)
            std::cout << " with momentum " << wanted.momentum;
        std::cout << ", " << wanted.steps << " steps, rate " << wanted.rate << " falling to "
                  << wanted.rate / 10;
        if (wanted.batch != 0)
            std::cout << ", batches of " << wanted.batch;
    }
    std::cout << ", seed " << wanted.seed << "\n\n" << std::flush;
}

namespace detail {

/// A line of the table: the training, and the test if there is one.
inline void print_line(const char* name, const char* format, double train, const double* test) {
    std::printf("  %-28s", name);
    for (const double* number : {static_cast<const double*>(&train), test})
        if (number != nullptr) {
            char text[40] = "-"; // nothing that could be said
            if (std::isfinite(*number))
                std::snprintf(text, sizeof text, format, *number);
            std::printf("%12s", text);
        }
    std::printf("\n");
}

} // namespace detail

/// The final table. Returns the share of right answers among the rows to train with, or R^2.
inline double report(const task& what, const options& wanted, const outcome& result,
                     const ctgrad::nn::MLP& net) {
    const auto of = [&](const ctgrad::dataset& part, auto&& measure) {
        return part.size() == 0 ? 0.0 : measure(net.predict(part.inputs), part.targets);
    };
    const auto line = [&](const char* name, const char* format, auto&& measure) {
        const double train = of(what.train, measure), test = of(what.test, measure);
        detail::print_line(name, format, train, what.test.size() == 0 ? nullptr : &test);
        return train;
    };
    std::printf("  %-28s%12s%12s\n", "", "training", what.test.size() == 0 ? "" : "test");
    const auto rows = [](const ctgrad::dataset& part) { return static_cast<double>(part.size()); };
    const double unseen = rows(what.test);
    detail::print_line("rows", "%.0f", rows(what.train), unseen > 0 ? &unseen : nullptr);
    const double loss = line("loss", "%.5g", [&](const auto& scores, const auto& targets) {
        return what.loss(scores, targets);
    });
    if (wanted.decay > 0)
        detail::print_line("loss and decay", "%.5g",
                           loss + ctgrad::nn::l2_penalty(net.data(), wanted.decay), nullptr);
    const auto quality = [&](const auto& scores, const auto& targets) {
        return (what.is_regression() ? 1 : 100) * what.quality(scores, targets);
    };
    const double right = what.is_regression() ? line("R^2", "%.6f", quality)
                                              : line("accuracy", "%.2f %%", quality) / 100;
    if (what.is_regression())
        line(("RMSE, in the unit of " + what.train.target_name).c_str(), "%.5g",
             [&](const auto& scores, const auto& targets) {
                 return what.target.deviation[0] * std::sqrt(what.loss(scores, targets));
             });
    std::printf("\n%zu %s in %.3g s\n", result.steps,
                wanted.optimizer == "lbfgs" ? "computations of the loss" : "steps", result.seconds);
    return right;
}

} // namespace train
