// SPDX-License-Identifier: BSL-1.0
#pragma once

// The training: steps until there were enough, Ctrl-C, or a loss that is not a number. Whichever it
// is, the network is left with the parameters of the last good step.

#include "batches.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "task.hpp"

#include <ctgrad/nn.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace train {

/// A point of the loss curve, with the penalty; the test has none, and is not always looked at.
struct curve_point {
    std::size_t step;
    double loss;
    std::optional<double> test;
};

struct outcome {
    std::size_t steps = 0; // for L-BFGS, how often the loss was computed
    double seconds = 0;
    bool interrupted = false;
    std::string failure; // if any, what went wrong and what to do
    std::vector<curve_point> curve;
};

namespace detail {

using ctgrad::Value;
using ctgrad::nn::MLP;

class trainer {
public:
    trainer(MLP& net, const task& what, const options& wanted, ctgrad::random_source& random)
        : net_(net), task_(what), wanted_(wanted), batches_(what.train, wanted.batch, random),
          rate_(ctgrad::nn::linear_rate{wanted.rate, wanted.rate / 10,
                                        std::max<std::size_t>(wanted.steps, 1)}),
          good_(numbers()) {}

    outcome run() {
        try {
            if (wanted_.steps == 0)
                return result_;
            if (wanted_.optimizer == "lbfgs")
                minimise();
            else if (wanted_.optimizer == "adam")
                take_steps(ctgrad::nn::adam<double>{{.rate = rate_}});
            else
                take_steps(ctgrad::nn::sgd<double>{{.rate = rate_, .momentum = wanted_.momentum}});
        } catch (const ctgrad::training_error&) {
            fail();
        }
        if (!std::isfinite(task_.loss(net_.predict(task_.train.inputs), task_.train.targets)))
            fail();
        result_.seconds = watch_.seconds();
        return std::move(result_);
    }

private:
    Value loss(const ctgrad::dataset& rows) {
        Value sum = task_.loss(net_.batch(rows.inputs), rows.targets);
        if (wanted_.decay > 0)
            sum += ctgrad::nn::l2_penalty(net_.parameters(), wanted_.decay);
        return sum;
    }

    template <class Optimizer>
    void take_steps(Optimizer optimizer) {
        while (result_.steps < wanted_.steps && !(result_.interrupted = interrupted())) {
            const ctgrad::dataset& rows = batches_.next();
            auto before = numbers();
            const double found =
                ctgrad::nn::train_step(net_, optimizer, [&] { return loss(rows); });
            good_ = std::move(before);
            observe(found);
        }
    }
    // Each computation of the loss is looked at as a step.
    void minimise() {
        struct stop {};
        double least = std::numeric_limits<double>::infinity();
        try {
            ctgrad::nn::minimise_lbfgs(net_,
                                       [&] {
                                           if (interrupted())
                                               throw stop();
                                           Value found = loss(task_.train);
                                           least = std::min(least, found.data());
                                           observe(least);
                                           return found;
                                       },
                                       {.most_iterations = wanted_.steps});
        } catch (const stop&) {
            result_.interrupted = true;
        }
    }

    void observe(double loss) {
        const std::size_t step = result_.steps++;
        if (step % every_ == 0)
            result_.curve.push_back({step, loss, test_loss()});
        constexpr std::size_t most_points = 600;
        if (result_.curve.size() > most_points) { // nobody knows how many steps there will be
            every_ *= 2;
            std::erase_if(result_.curve,
                          [&](const curve_point& point) { return point.step % every_ != 0; });
        }
        if (line_.is_due())
            show(step, loss);
    }
    [[nodiscard]] std::optional<double> test_loss() const {
        if (task_.test.size() == 0)
            return {};
        return task_.loss(net_.predict(task_.test.inputs), task_.test.targets);
    }
    void show(std::size_t step, double loss) {
        const double quality = task_.quality(net_.predict(task_.train.inputs), task_.train.targets);
        const double done = static_cast<double>(step + 1);
        const double left = watch_.seconds() / done * (static_cast<double>(wanted_.steps) - done);
        char text[160];
        int length = std::snprintf(text, sizeof text, "step %zu of %zu  loss %.4g  ", step + 1,
                                   wanted_.steps, loss);
        const auto rest = [&] { return text + length; };
        const auto room = [&] { return sizeof text - static_cast<std::size_t>(length); };
        length += task_.is_regression()
                      ? std::snprintf(rest(), room(), "R^2 %.4f  ", quality)
                      : std::snprintf(rest(), room(), "accuracy %.1f %%  ", 100 * quality);
        if (wanted_.optimizer != "lbfgs")
            length += std::snprintf(rest(), room(), "rate %.3g  ", rate_(step));
        line_.show(text + duration(left) + " left");
    }
    void fail() {
        const std::string what = "the loss is not a finite number ";
        result_.failure =
            result_.steps == 0
                ? what + "before the first step: are the numbers of the file, or of --load, too "
                         "large?"
                : what + "any more after step " + std::to_string(result_.steps) +
                      ", the parameters before that step are kept: try a smaller --rate";
        net_.set_data(good_);
    }
    [[nodiscard]] std::vector<double> numbers() const {
        return {std::as_const(net_).data().begin(), std::as_const(net_).data().end()};
    }

    MLP& net_;
    const task& task_;
    const options& wanted_;
    batches batches_;
    ctgrad::nn::learning_rate<double> rate_;
    std::vector<double> good_; // gave a finite loss
    outcome result_;
    std::size_t every_ = 1; // steps from one point of the curve to the next
    progress_line line_;
    stopwatch watch_;
};

} // namespace detail

/// Trains in place. Throws nothing for what may happen while training: see `outcome::failure`.
inline outcome run(ctgrad::nn::MLP& net, const task& what, const options& wanted,
                   ctgrad::random_source& random) {
    return detail::trainer(net, what, wanted, random).run();
}

} // namespace train
