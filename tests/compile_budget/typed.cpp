// SPDX-License-Identifier: BSL-1.0
// A typed expression: value and gradient.
#include <ctgrad.hpp>

constexpr ctgrad::var<"x1"> x1;
constexpr ctgrad::var<"x2"> x2;
constexpr ctgrad::var<"w1"> w1;
constexpr ctgrad::var<"w2"> w2;
constexpr ctgrad::var<"b"> b;
constexpr auto e = exp(2 * (x1 * w1 + x2 * w2 + b));
constexpr auto o = (e - 1) / (e + 1);

double neuron(double x, double y) {
    const auto g = gradient<o>(ctgrad::at(x1 = x, x2 = y, w1 = -3.0, w2 = 1.0, b = 6.5));
    return g[w1] + g[w2] + g[b];
}
