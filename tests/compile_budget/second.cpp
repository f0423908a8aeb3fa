// SPDX-License-Identifier: BSL-1.0
// Second derivatives: a Hessian, a symbolic derivative and Taylor coefficients.
#include <ctgrad.hpp>

constexpr auto f = ctgrad::function([](const auto& x) {
    auto sum = x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const auto a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100 * b * b;
    }
    return sum;
});
constexpr ctgrad::var<"x"> x;
constexpr auto d = derivative(exp(sin(x) * x), x, x);

std::array<std::array<double, 6>, 6> curvature(const std::array<double, 6>& at) {
    return hessian(f)(at);
}
double second(double at) {
    return value(d, ctgrad::at(x = at));
}
std::array<double, 6> series(double at) {
    return ctgrad::taylor<5>(ctgrad::function([](auto t) { return tanh(t) / t; }))(at, 1.0);
}
