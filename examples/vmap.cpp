// SPDX-License-Identifier: BSL-1.0
//
// Batches: a function and its gradient at thousands of points, in vector registers and threads.

#include <ctgrad.hpp>
#include <ctgrad/threads.hpp>
#include <ctgrad/vmap.hpp>

#include <array>
#include <cmath>
#include <iostream>
#include <vector>

namespace {

using namespace ctgrad;

constexpr auto f = function([](auto x, auto y) { return x * exp(x * y); });

constexpr auto distance =
    function([](const auto& a, auto scale) { return scale * sqrt(a[0] * a[0] + a[1] * a[1]); });

} // namespace

int main() {
    const std::size_t points = 1003;
    std::vector<double> x(points), y(points);
    for (std::size_t i = 0; i < points; ++i) {
        x[i] = 1.0 / static_cast<double>(i + 1);
        y[i] = std::sin(static_cast<double>(i));
    }

    //! [first]
    std::vector<double> value(points), dx(points), dy(points);
    vmap(f)(x, y, value);                             // value[i] = f(x[i], y[i])
    vmap(gradient(f))(x, y, dx, dy);                  // a column for each partial derivative
    vmap(value_and_gradient(f))(x, y, value, dx, dy); // the value, then the partial derivatives
    //! [first]
    const auto [fx, fy] = gradient(f)(x[7], y[7]);
    if (!near(value[7], f(x[7], y[7])) || !near(dx[7], fx) || !near(dy[7], fy))
        return 1;
    std::cout << "f, df/dx, df/dy at point 7: " << value[7] << ' ' << dx[7] << ' ' << dy[7] << '\n';

    //! [shared]
    vmap(f)(x, 0.5, value); // the same y for all points
    //! [shared]
    if (!near(value[7], f(x[7], 0.5)))
        return 1;

    //! [arrays]
    // A std::array at each point is a std::array of spans.
    vmap(gradient(distance))(std::array{std::span(x), std::span(y)}, 2, dx, dy, value);
    //! [arrays]
    if (!near(value[7], std::hypot(x[7], y[7])))
        return 1;

    //! [threads]
    vmap(value_and_gradient(f), threads(4))(x, y, value, dx, dy); // the same bits as with one
    //! [threads]
    return near(dy[7], fy) ? 0 : 1;
}
