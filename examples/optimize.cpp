// SPDX-License-Identifier: BSL-1.0
//
// Three ways down Rosenbrock's valley, curved, narrow and nearly level: gradient descent with
// momentum, Adam, and L-BFGS. The function is one line; its gradient comes from the compiler.

#include <ctgrad/nn/adam.hpp>
#include <ctgrad/nn/lbfgs.hpp>
#include <ctgrad/nn/rate.hpp>
#include <ctgrad/nn/regularise.hpp>
#include <ctgrad/nn/sgd.hpp>

#include <ctgrad.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iomanip>
#include <iostream>
#include <string_view>

namespace {

using namespace ctgrad;

//! [function]
constexpr auto rosenbrock = function([](const auto& x) {
    const auto along = 1 - x[0], across = x[1] - x[0] * x[0];
    return along * along + 100 * across * across;
});
constexpr std::array start{-1.2, 1.0}; // the minimum is 0, at (1, 1)
//! [function]

double distance(const std::array<double, 2>& x) {
    return std::hypot(x[0] - 1, x[1] - 1);
}

bool all_near = true;

void report(std::string_view method, std::size_t evaluations, const std::array<double, 2>& x) {
    std::cout << std::left << std::setw(20) << method << std::right << std::setw(12) << evaluations
              << std::setw(12) << std::setprecision(2) << rosenbrock(x) << std::setw(12)
              << distance(x) << '\n';
    all_near = all_near && distance(x) < 1e-6;
}

//! [descend]
// Every optimizer that has steps is used in the same way.
template <class Optimizer>
void descend(std::string_view method, Optimizer optimizer) {
    auto x = start;
    while (distance(x) > 1e-6 && optimizer.steps() < 100'000) {
        auto [value, gradient] = value_and_gradient(rosenbrock)(x);
        nn::clip_norm(gradient, 1000.0);
        optimizer.step(x, gradient);
    }
    report(method, optimizer.steps(), x);
}
//! [descend]

} // namespace

int main() {
    std::cout << std::left << std::setw(20) << "method" << std::right << std::setw(12)
              << "evaluations" << std::setw(12) << "value" << std::setw(12) << "distance" << '\n';

    //! [sgd]
    descend("gradient descent", nn::sgd<double>{{.rate = 1e-3}});
    descend("with momentum", nn::sgd<double>{{.rate = 1e-3, .momentum = 0.9}});
    descend("after Nesterov", nn::sgd<double>{{.rate = 1e-3, .momentum = 0.9, .nesterov = true}});
    //! [sgd]

    //! [adam]
    descend("Adam", nn::adam<double>{{.rate = 0.02}});
    //! [adam]

    //! [rate]
    descend("Adam, falling rate", nn::adam<double>{{.rate = nn::cosine_rate{0.2, 0.01, 2000}}});
    //! [rate]

    //! [lbfgs]
    auto x = start;
    const auto found = nn::minimise_lbfgs(rosenbrock, x); // x is now the minimum
    report("L-BFGS", found.evaluations, x);
    std::cout << "\nL-BFGS: " << found.iterations << " iterations, " << found.sentence << '\n';
    //! [lbfgs]

    return all_near && found.reason == nn::lbfgs_reason::gradient ? 0 : 1;
}
