// SPDX-License-Identifier: BSL-1.0
//
// Gradients as a program would use them. Compiled with optimisation, they are straight-line code
// over registers: nothing is allocated, cleared or copied, and each elementary function is called
// as often as by hand.
// calls: tanh 1
// calls: exp 4
// calls: erfc 2
// calls: log 1
// calls: pow
// calls: sin
// calls: cos
// calls: sincos
// calls: sqrt
#include <ctgrad/jacobian.hpp>

using namespace ctgrad;

namespace {

constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr var<"b"> b;
constexpr auto neuron = tanh(x1 * w1 + x2 * w2 + b);
constexpr auto e = exp(2 * (x1 * w1 + x2 * w2 + b));
constexpr auto composite = (e - 1) / (e + 1);

constexpr auto black_scholes = function([](auto spot, auto strike, auto rate, auto sigma, auto t) {
    const auto normal = [](const auto& d) { return 0.5 * erfc(-0.70710678118654752 * d); };
    const auto deviation = sigma * sqrt(t);
    const auto d1 = (log(spot / strike) + (rate + 0.5 * sigma * sigma) * t) / deviation;
    return spot * normal(d1) - strike * exp(-rate * t) * normal(d1 - deviation);
});

// Sixteen terms, of which the compiler must not make a loop over memory that it clears first.
constexpr auto chain = function([](const auto& x) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
        sum += 100 * pow(x[i + 1] - x[i] * x[i], 2) + pow(1 - x[i], 2);
    return sum;
});

constexpr auto with_alternatives = function([](auto x, auto y) {
    return select(x < 1, sin(x) * cos(y), select(y > 0, log(y), y * pow(x, 1.5)));
});

} // namespace

void neuron_gradient(const double* in, double* out) {
    const auto g = gradient(neuron, at(x1 = in[0], x2 = in[1], w1 = in[2], w2 = in[3], b = in[4]));
    out[0] = g[x1];
    out[1] = g[x2];
    out[2] = g[w1];
    out[3] = g[w2];
    out[4] = g[b];
}

void composite_gradient(const double* in, double* out) {
    const auto point = at(x1 = in[0], x2 = in[1], w1 = in[2], w2 = in[3], b = in[4]);
    const auto [v, g] = value_and_gradient<composite>(point);
    out[0] = g[x1];
    out[1] = g[w2];
    out[2] = v;
}

void black_scholes_greeks(const double* in, double* out) {
    const auto [v, g] = value_and_gradient(black_scholes)(in[0], in[1], in[2], in[3], in[4]);
    const auto [delta, dual_delta, rho, vega, theta] = g;
    out[0] = v;
    out[1] = delta;
    out[2] = dual_delta;
    out[3] = rho;
    out[4] = vega;
    out[5] = theta;
}

void rosenbrock_gradient(const std::array<double, 17>& x, std::array<double, 17>& out) {
    out = gradient(chain)(x);
}

void gradient_of_alternatives(double x, double y, double* out) {
    const auto [dx, dy] = gradient(with_alternatives)(x, y);
    out[0] = dx;
    out[1] = dy;
}
