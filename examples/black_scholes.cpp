// SPDX-License-Identifier: BSL-1.0
//
// The price of a European call option and its sensitivities, the Greeks. Each has a closed form,
// found by hand and easy to get wrong; one gradient of the price gives them all.

#include <ctgrad.hpp>

#include <iomanip>
#include <iostream>
#include <numbers>

namespace {

using namespace ctgrad;
// For plain numbers too, instead of the standard functions, which are not constexpr.
using ctgrad::erfc, ctgrad::exp, ctgrad::log, ctgrad::sqrt;

//! [price]
// erfc, not 1 + erf: far out of the money the price keeps its digits.
constexpr auto probability_below(auto x) {
    return erfc(-x / std::numbers::sqrt2) / 2;
}

constexpr auto call(auto spot, auto strike, auto volatility, auto rate, auto years) {
    const auto deviation = volatility * sqrt(years);
    const auto d1 = (log(spot / strike) + rate * years) / deviation + deviation / 2;
    const auto d2 = d1 - deviation;
    const auto discount = exp(-rate * years);
    return spot * probability_below(d1) - strike * discount * probability_below(d2);
}
//! [price]

//! [greeks]
constexpr var<"spot"> spot;
constexpr var<"strike"> strike;
constexpr var<"volatility"> volatility;
constexpr var<"rate"> rate;
constexpr var<"years"> years;
constexpr auto price = call(spot, strike, volatility, rate, years);

struct greeks {
    double price, delta, vega, theta, rho, dual_delta;
};

constexpr greeks by_gradient(double s, double k, double v, double r, double t) {
    const auto [value, g] =
        value_and_gradient<price>(at(spot = s, strike = k, volatility = v, rate = r, years = t));
    return {value, g[spot], g[volatility], -g[years], g[rate], g[strike]};
}
//! [greeks]

constexpr greeks by_hand(double s, double k, double v, double r, double t) {
    const double root = sqrt(t), deviation = v * root;
    const double d1 = (log(s / k) + (r + v * v / 2) * t) / deviation, d2 = d1 - deviation;
    const double density = exp(-d1 * d1 / 2) / sqrt(2 * std::numbers::pi);
    const double discounted = k * exp(-r * t);
    return {s * probability_below(d1) - discounted * probability_below(d2),
            probability_below(d1),
            s * density * root,
            -s * density * v / (2 * root) - r * discounted * probability_below(d2),
            t * discounted * probability_below(d2),
            -discounted / k * probability_below(d2)};
}

constexpr bool agree(const greeks& a, const greeks& b) {
    constexpr double tolerance = 1e-10;
    return near(a.price, b.price, tolerance) && near(a.delta, b.delta, tolerance) &&
           near(a.vega, b.vega, tolerance) && near(a.theta, b.theta, tolerance) &&
           near(a.rho, b.rho, tolerance) && near(a.dual_delta, b.dual_delta, tolerance);
}

//! [check]
static_assert(near(by_gradient(100, 100, 0.2, 0.05, 1).price, 10.450583572185565));
static_assert(near(by_gradient(100, 100, 0.2, 0.05, 1).delta, 0.6368306511756191));
static_assert(agree(by_gradient(100, 100, 0.2, 0.05, 1), by_hand(100, 100, 0.2, 0.05, 1)));
static_assert(agree(by_gradient(80, 110, 0.35, 0.01, 0.25), by_hand(80, 110, 0.35, 0.01, 0.25)));
static_assert(agree(by_gradient(150, 90, 0.1, 0.07, 3), by_hand(150, 90, 0.1, 0.07, 3)));
//! [check]

} // namespace

int main() {
    std::cout << "A call with strike 100, volatility 0.2, rate 0.05, one year to run:\n\n"
              << "spot      price     delta      vega     theta       rho  dual delta\n"
              << std::fixed << std::setprecision(4);
    bool right = true;
    for (double s = 60; s <= 140; s += 20) {
        const greeks g = by_gradient(s, 100, 0.2, 0.05, 1);
        std::cout << std::setw(4) << static_cast<int>(s);
        for (const double each : {g.price, g.delta, g.vega, g.theta, g.rho})
            std::cout << std::setw(10) << each + 0.0;
        std::cout << std::setw(12) << g.dual_delta << '\n';
        right = right && agree(g, by_hand(s, 100, 0.2, 0.05, 1));
    }
    std::cout << (right ? "\nAll agree with the closed forms.\n" : "\nNot the closed forms!\n");
    return right ? 0 : 1;
}
