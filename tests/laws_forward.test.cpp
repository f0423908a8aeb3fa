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
using laws::expect, laws::point;

namespace {

template <std::size_t N>
constexpr double dot(const std::array<double, N>& a, const std::array<double, N>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < N; ++i)
        sum += a[i] * b[i];
    return sum;
}

// The rows of a Hessian: a number, or tuples of numbers.
using matrix = std::array<point, 4>;
constexpr matrix rows_of(double h) {
    return {point{h}};
}
template <class... Rows>
constexpr matrix rows_of(const std::tuple<Rows...>& h) {
    return std::apply([](const auto&... row) { return matrix{laws::in_a_row(row)...}; }, h);
}

// The first places are the direction of the first arguments.
constexpr point direction{0.625, -1.25, 2.0, 0.375};

struct line_subject : laws::function_subject {
    struct answer {
        double value;
        point gradient;
        matrix hessian;
    };
    answer (*derivatives)(const point&);
    point (*series)(const point&); // along the direction, up to the second power
};
template <class F>
struct line_of {
    static line_subject::answer derivatives(const point& at) {
        return laws::call<F::arguments>(
            [](auto... x) {
                const auto [value, g, h] = value_gradient_and_hessian(function(F()))(x...);
                return line_subject::answer{value, laws::in_a_row(g), rows_of(h)};
            },
            at);
    }
    static point series(const point& at) {
        return laws::call<F::arguments>(
            [](auto... x) {
                return laws::call<F::arguments>(
                    [&](auto... dx) {
                        return laws::in_a_row(taylor<2>(function(F()))(x..., dx...));
                    },
                    direction);
            },
            at);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(directional_derivatives_of_primitives) {
    const auto all = laws::each_function<line_subject>([](auto f) {
        using line = line_of<decltype(f)>;
        return line_subject{laws::subject_of(f), line::derivatives, line::series};
    });
    laws::on_all_points(all, [](const line_subject& f, const point& x) {
        const auto [value, gradient, hessian] = f.derivatives(x);
        const point series = f.series(x);
        expect(near(series[0], value, 1e-14), f, x, "the value", series[0], value);
        // What an argument does not have is 0 in the gradient and in the Hessian.
        const double slope = dot(gradient, direction);
        double size = 0; // of the terms, which may cancel
        for (unsigned i = 0; i < f.arguments; ++i)
            size += std::fabs(gradient[i] * direction[i]);
        expect(near(series[1], slope, 1e-13) || std::fabs(series[1] - slope) <= 1e-15 * size, f, x,
               "the slope along a line", series[1], slope);
        point moved{};
        for (unsigned i = 0; i < f.arguments; ++i)
            moved[i] = dot(hessian[i], direction);
        const double curvature = dot(moved, direction) / 2;
        expect(std::fabs(series[2] - curvature) <= 1e-12 * std::fmax(1, std::fabs(curvature)), f, x,
               "half the curvature along a line", series[2], curvature);
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
