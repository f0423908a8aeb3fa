// SPDX-License-Identifier: BSL-1.0
//
// Rolled forms: formulas over arrays whose lengths are known at run time only. The body is
// differentiated while compiling, once; what runs is a loop.

#include <ctgrad/near.hpp>
#include <ctgrad/rolled.hpp>

#include <array>
#include <cmath>
#include <iostream>
#include <vector>

namespace {

using namespace ctgrad;

//! [sum]
// The sum over i of sin(x_i*x_{i+1})*exp(-x_i).
constexpr auto waves = sum(window<2>(), [](auto x, auto y) { return sin(x * y) * exp(-x); });
//! [sum]

//! [shared]
// The log density of numbers that are normally distributed: data, and two parameters.
constexpr auto log_density =
    sum(over(passive(each()), shared(), shared()), [](auto x, auto mu, auto log_sigma) {
        const auto z = (x - mu) * exp(-log_sigma);
        return -z * z / 2 - log_sigma - 0.91893853320467274; // log(2*pi)/2
    });
//! [shared]

//! [after]
// The log posterior of a linear regression, up to a constant: rows of data, coefficients with a
// normal prior, and noise. The third function is given the total and what is shared.
constexpr auto log_posterior = sum(
    over(passive(rows<2>()), passive(each()), shared(), shared()),
    [](const auto& x, auto y, const auto& beta, auto log_sigma) {
        const auto residual = y - beta[0] * x[0] - beta[1] * x[1];
        return -residual * residual * exp(-2 * log_sigma) / 2 - log_sigma;
    },
    [](auto total, const auto& beta, auto log_sigma) {
        return total - (beta[0] * beta[0] + beta[1] * beta[1] + log_sigma * log_sigma) / 2;
    });
//! [after]

//! [map]
constexpr auto layer = map(over(each(), shared()), [](auto x, auto k) { return tanh(k * x); });
//! [map]

//! [fold]
// An oscillator: position and velocity are carried along the steps, the energy is the result.
constexpr auto energy = fold(
    over(passive(each()), shared()),
    [](const auto& state, auto dt, auto stiffness) {
        const auto velocity = state[1] - stiffness * state[0] * dt;
        return std::array{state[0] + velocity * dt, velocity};
    },
    [](const auto& last, auto stiffness) {
        return (stiffness * last[0] * last[0] + last[1] * last[1]) / 2;
    });
//! [fold]

//! [logsumexp]
constexpr auto soft_maximum = logsumexp(each());
//! [logsumexp]

//! [band]
// Rosenbrock's valley in as many dimensions as there are numbers.
constexpr auto valley = sum(window<2>(), [](auto x, auto y) {
    return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
});
//! [band]

// Solves h*step = g for a positive definite tridiagonal h; g becomes the step.
void solve(const band_matrix<double>& h, std::vector<double>& g) {
    std::vector<double> pivot(h.size());
    for (std::size_t i = 0; i < h.size(); ++i) {
        const double factor = i == 0 ? 0 : h(i - 1, i) / pivot[i - 1];
        pivot[i] = h(i, i) - (i == 0 ? 0 : factor * h(i - 1, i));
        g[i] -= i == 0 ? 0 : factor * g[i - 1];
    }
    for (std::size_t i = h.size(); i-- > 0;)
        g[i] = (g[i] - (i + 1 == h.size() ? 0 : h(i, i + 1) * g[i + 1])) / pivot[i];
}

} // namespace

int main() {
    //! [call]
    std::vector<double> x(1'000'000, 0.5);
    const auto [value, g] = value_and_gradient(waves)(x); // g: a vector as long as x
    std::vector<double> room(x.size());
    const double again = value_and_gradient(waves)(into(room), x); // without allocation
    //! [call]
    std::cout << "a million terms: " << value << ", and in the middle " << g[500'000] << '\n';
    bool right =
        value == again && g == room && near(value, 999'999 * waves(std::array{0.5, 0.5}), 1e-9);

    //! [density]
    const std::vector<double> heights{1.71, 1.68, 1.80, 1.75};
    const auto [density, slopes] = value_and_gradient(log_density)(heights, 1.7, -2.0);
    const auto [by_mu, by_log_sigma] = slopes;
    //! [density]
    right = right && near(by_mu, 0.14 * std::exp(4.0), 1e-9);
    std::cout << "log density " << density << ", slopes " << by_mu << ", " << by_log_sigma << '\n';

    //! [posterior]
    const std::vector<double> rows_of_x{1, 0.1, 1, 0.2, 1, 0.3}, y{1.2, 1.4, 1.6};
    double log_sigma = -1;
    std::array beta{0.0, 0.0}, by_beta{0.0, 0.0};
    for (int step = 0; step < 40'000; ++step) {
        double by_noise = 0;
        value_and_gradient(log_posterior)(into(by_beta, by_noise), rows_of_x, y, beta, log_sigma);
        beta = {beta[0] + 0.0005 * by_beta[0], beta[1] + 0.0005 * by_beta[1]};
        log_sigma += 0.0005 * by_noise;
    }
    //! [posterior]
    std::cout << "most probable line: " << beta[0] << " + " << beta[1] << "*x\n";
    right = right && std::abs(by_beta[0]) < 1e-3 && std::abs(by_beta[1]) < 1e-3;

    //! [vjp]
    const std::array inputs{0.5, -1.0, 2.0}, adjoints{1.0, 0.0, -1.0};
    const auto outputs = layer(inputs, 2.0);
    const auto [same, adjoint_of] = vjp(layer)(inputs, 2.0, adjoints);
    const auto [of_inputs, of_k] = adjoint_of;
    //! [vjp]
    right = right && same == outputs && near(of_inputs[0], 2 * (1 - outputs[0] * outputs[0]));
    std::cout << "adjoint of k: " << of_k << '\n';

    //! [energy]
    const std::vector<double> steps(100, 0.01);
    const auto [last, sensitivity] = value_and_gradient(energy)(std::array{1.0, 0.0}, steps, 4.0);
    const auto [by_start, by_stiffness] = sensitivity;
    //! [energy]
    std::cout << "energy " << last << ", per unit of stiffness " << by_stiffness << '\n';
    right = right && std::abs(last - 2) < 0.05;

    //! [softmax]
    const auto [smooth, weights] = value_and_gradient(soft_maximum)(std::vector{1.0, 2.0, 3.0});
    //! [softmax]
    right = right && near(smooth, 3.4076059644443803) && near(weights[2], 0.66524095577482189);

    //! [newton]
    std::vector<double> place(1000, 1.2);
    for (int step = 0; step < 20; ++step) {
        auto slope = gradient(valley)(place);
        solve(hessian(valley)(place), slope); // a band: time and memory linear in the length
        for (std::size_t i = 0; i < place.size(); ++i)
            place[i] -= slope[i];
    }
    //! [newton]
    std::cout << "the bottom of the valley: " << place[0] << ", " << place[999] << '\n';
    right = right && std::abs(place[0] - 1) < 1e-9 && std::abs(place[999] - 1) < 1e-9;
    return right ? 0 : 1;
}
