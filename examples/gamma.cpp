// SPDX-License-Identifier: BSL-1.0
//
// How a gamma distribution and a negative binomial distribution are fitted to data: the parameters
// under which the data are most likely, by Newton's method with exact derivatives.
#include <ctgrad.hpp>
#include <ctgrad/primitives/gamma.hpp>

#include <array>
#include <cmath>
#include <iostream>

namespace {

using namespace ctgrad;

//! [derivatives]
constexpr var<"x"> x;
static_assert(to_string(derivative(lgamma(x), x)) == "digamma(x)");
static_assert(to_string(derivative(tgamma(x), x)) == "tgamma(x)*digamma(x)");
constexpr auto log_gamma = function([](auto a) { return lgamma(a); });
static_assert(near(gradient(log_gamma)(1.0), -0.57721566490153286)); // Euler's constant
static_assert(near(hessian(log_gamma)(1.0), 1.6449340668482264));    // pi^2/6
constexpr auto second = function([](auto a) { return polygamma(2, a); });
static_assert(near(gradient(second)(1.0), 6.4939394022668291)); // pi^4/15
//! [derivatives]

//! [likelihood]
// Of n gamma variables all that matters is their mean and the mean of their logarithms. Per
// variable, with the shape k and the scale t = mean/k, which is the best for each k:
constexpr auto log_likelihood = function([](auto k, auto mean, auto mean_log) {
    return (k - 1) * mean_log - k - k * log(mean / k) - lgamma(k);
});

// One step of Newton's method to where the slope is 0.
constexpr double better(double k, double mean, double mean_log) {
    const auto [value, slope, curvature] =
        value_gradient_and_hessian(log_likelihood, wrt<0>())(k, mean, mean_log);
    return k - slope / curvature;
}
//! [likelihood]

// Counts: of the negative binomial distribution, size r and probability r/(r + mean).
constexpr std::array counts{0, 2, 1, 7, 0, 3, 4, 0, 12, 1, 2, 5, 0, 1, 9, 3};
constexpr double mean_count = 3.125;
constexpr auto of_count = function([](auto r, auto count) {
    return lgamma(r + count) - lgamma(r) - lgamma(count + 1) + r * log(r / (r + mean_count)) +
           count * log(mean_count / (r + mean_count));
});

constexpr std::array waiting_times{0.8, 2.1, 1.4, 3.9, 0.5, 1.7, 2.6, 1.1, 0.9, 4.2, 1.6, 2.3};

} // namespace

int main() {
    double mean = 0, mean_log = 0;
    for (const double t : waiting_times) {
        mean += t / waiting_times.size();
        mean_log += std::log(t) / waiting_times.size();
    }
    double shape = 0.5 / (std::log(mean) - mean_log);
    for (int step = 0; step < 6; ++step)
        shape = better(shape, mean, mean_log);
    std::cout << "waiting times: shape " << shape << ", scale " << mean / shape << '\n';

    double size = 1, slope = 0;
    for (int step = 0; step < 8; ++step) {
        double curvature = 0;
        slope = 0;
        for (const double count : counts) {
            const auto d = value_gradient_and_hessian(of_count, wrt<0>())(size, count);
            slope += d.gradient;
            curvature += d.hessian;
        }
        size -= slope / curvature;
    }
    std::cout << "counts: size " << size << ", mean " << mean_count << '\n';

    const double rest = gradient(log_likelihood, wrt<0>())(shape, mean, mean_log);
    return std::fabs(rest) < 1e-14 && std::fabs(slope) < 1e-12 ? 0 : 1;
}
