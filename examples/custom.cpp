// SPDX-License-Identifier: BSL-1.0
//
// Functions whose derivative is given by hand, as the derivative of what computes them would be
// wasteful or useless: the solution of an equation, and rounding.
//
// Options are quoted by their volatility: the sigma for which Black's formula gives the price that
// is paid. There is no formula for it, only an equation, F(sigma, p) = 0 with the inputs p. If they
// change, the solution changes such that F stays 0,
//
//     F_sigma*dsigma + F_p*dp = 0,    so    dsigma = -F_p*dp/F_sigma,
//
// whatever iteration found it.

#include <ctgrad.hpp>
#include <ctgrad/check_gradient.hpp>
#include <ctgrad/custom.hpp>

#include <cmath>
#include <iostream>

namespace {

using namespace ctgrad;

//! [equation]
// What a call option on a forward contract is worth at this volatility, less what was paid for it.
constexpr auto excess = function([](auto sigma, auto price, auto forward, auto strike, auto time) {
    const auto normal = [](const auto& d) { return erfc(-d * 0.7071067811865476) / 2; };
    const auto width = sigma * sqrt(time);
    const auto d = log(forward / strike) / width + width / 2;
    return forward * normal(d) - strike * normal(d - width) - price;
});
//! [equation]

//! [solution]
constexpr auto implied_volatility = custom_jvp<"implied_volatility">(
    // The value, by Newton's method. It starts near the volatility where the price is steepest.
    [](const auto& price, const auto& forward, const auto& strike, const auto& time) {
        using ctgrad::abs, ctgrad::log, ctgrad::sqrt;
        auto sigma = sqrt(2 * abs(log(forward / strike)) / time) + 0.01, step = sigma;
        for (int i = 0; i < 50 && abs(step) > 1e-14 * sigma; ++i) {
            const auto [e, slope] =
                value_and_gradient(excess, wrt<0>())(sigma, price, forward, strike, time);
            step = e / slope;
            sigma -= step;
        }
        return sigma;
    },
    // The derivative along (dp, df, dk, dt), from the equation.
    [](const auto& price, const auto& forward, const auto& strike, const auto& time,
       const auto& sigma, const auto& dp, const auto& df, const auto& dk, const auto& dt) {
        const auto [by_sigma, p, f, k, t] = gradient(excess)(sigma, price, forward, strike, time);
        return -(p * dp + f * df + k * dk + t * dt) / by_sigma;
    });
//! [solution]

//! [use]
// It is a function like any other: with numbers, in expressions, in traced functions, with Values.
constexpr double price = excess(0.25, 0.0, 105.0, 100.0, 0.5);
static_assert(near(implied_volatility(price, 105.0, 100.0, 0.5), 0.25));

constexpr auto volatility = function([](auto paid, auto forward, auto strike, auto time) {
    return implied_volatility(paid, forward, strike, time);
});
constexpr auto slopes = gradient(volatility)(price, 105.0, 100.0, 0.5);

// The option's own sensitivities say the same: to its price the slope is one over its vega.
constexpr double vega = std::get<0>(gradient(excess)(0.25, price, 105.0, 100.0, 0.5));
static_assert(near(std::get<0>(slopes), 1 / vega));
static_assert(near(std::get<3>(slopes), -0.25 / (2 * 0.5))); // only sigma^2*time counts

// Derivatives of higher order follow, as the rule is differentiated like any formula.
constexpr auto curvature = hessian(volatility, wrt<0>())(price, 105.0, 100.0, 0.5);
//! [use]

//! [straight_through]
// The slope of rounding is 0 wherever it has one. To train through it one pretends that it is 1.
constexpr auto rounded = custom_vjp<"rounded">(
    [](const auto& x) {
        using std::round;
        return round(x);
    },
    [](const auto&, const auto&, const auto& adjoint) { return adjoint; });

constexpr auto quantised = function([](auto x) { return rounded(4 * x) / 4; });
static_assert(gradient(quantised)(0.3) == 1.0);
//! [straight_through]

} // namespace

int main() {
    //! [check]
    const auto report = check_gradient(volatility, price, 105.0, 100.0, 0.5);
    std::cout << report;
    //! [check]
    const auto slope = gradient(volatility, wrt<0>());
    const double h = 1e-4, difference = (slope(price + h, 105.0, 100.0, 0.5) -
                                         slope(price - h, 105.0, 100.0, 0.5)) /
                                        (2 * h);
    std::cout << "second derivative by price " << curvature << ", difference " << difference
              << "\n0.3 in quarters: " << quantised(0.3) << '\n';
    return report && near(curvature, difference, 1e-6) && quantised(0.3) == 0.25 ? 0 : 1;
}
