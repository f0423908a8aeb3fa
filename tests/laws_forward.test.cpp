// SPDX-License-Identifier: BSL-1.0
//
// What forward mode and second derivatives of every primitive obey: forward and reverse mode are
// transposes, and the power series along a line holds the Hessian.
#include "laws_functions.hpp"

#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <cmath>
#include <tuple>

using namespace ctgrad;

namespace {

template <class... T>
constexpr auto as_array(const std::tuple<T...>& numbers) {
    return std::apply([](const auto&... x) { return std::array{x...}; }, numbers);
}
template <std::size_t N>
constexpr std::array<double, N> as_array(const std::array<double, N>& numbers) {
    return numbers;
}
constexpr std::array<double, 1> as_array(double number) {
    return {number};
}
template <std::size_t N>
constexpr double dot(const std::array<double, N>& a, const std::array<double, N>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < N; ++i)
        sum += a[i] * b[i];
    return sum;
}
// v^T*h*v
double quadratic(double h, const std::array<double, 1>& v) {
    return h * v[0] * v[0];
}
template <class... Rows, std::size_t N>
double quadratic(const std::tuple<Rows...>& h, const std::array<double, N>& v) {
    return std::apply([&](const auto&... row) { return dot({dot(as_array(row), v)...}, v); }, h);
}

constexpr std::array directions{0.625, -1.25, 2.0, 0.375};

} // namespace

BOOST_AUTO_TEST_CASE(directional_derivatives_of_primitives) {
    laws::for_each_function([](auto, auto f, auto... x) {
        constexpr std::size_t n = sizeof...(x);
        std::array<double, n> v{};
        for (std::size_t i = 0; i < n; ++i)
            v[i] = directions[i];
        const auto series =
            std::apply([&](auto... dx) { return taylor<2>(function(f))(x..., dx...); }, v);
        const auto [value, gradient, hessian] = value_gradient_and_hessian(function(f))(x...);
        BOOST_TEST(near(series[0], value, 1e-14));
        const double slope = dot(as_array(gradient), v);
        BOOST_TEST(near(series[1], slope, 1e-13), series[1] << " is not " << slope);
        const double curvature = quadratic(hessian, v) / 2;
        BOOST_TEST(std::fabs(series[2] - curvature) <= 1e-12 * std::fmax(1, std::fabs(curvature)),
                   series[2] << " is not " << curvature);
    });
}

namespace {

// <w, J*v> = <J^T*w, v> for several results of several arguments.
constexpr auto tangled = function([](const auto& x, auto y) {
    const auto a = x[0] * exp(y) + tanh(x[1] * x[0]), b = sqrt(x[1]) / (1 + y * y);
    return std::array{a * b + erf(y), select(a < b, sin(a * b), log(x[1]) * x[0]),
                      max(a, x[1]) * atan2(x[1], a)};
});
constexpr bool are_transposes(const std::array<double, 2>& x, double y) {
    constexpr std::array w{0.5, -2.0, 3.0};
    constexpr std::array dx{1.25, -0.75};
    constexpr double dy = 2.5;
    const auto forward = jvp(tangled)(x, y, dx, dy).tangent;
    const auto [to_x, to_y] = vjp(tangled)(x, y, w).gradient;
    return near(dot(w, forward), dot(to_x, dx) + to_y * dy, 1e-13);
}
static_assert(are_transposes({0.5, 1.5}, -0.25) && are_transposes({2, 0.75}, 1));

} // namespace

BOOST_AUTO_TEST_CASE(forward_and_reverse_are_transposes) {
    for (double y = -2; y < 2; y += 0.25)
        BOOST_TEST(are_transposes({y + 0.3, 0.7 * y * y + 0.1}, y));
}
