// SPDX-License-Identifier: BSL-1.0
//
// The static side under flags that change the language: what the compiler computed is what the
// machine computes.
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>

using namespace ctgrad;

namespace {
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto f =
    tanh(x * y) + exp(sin(x)) / (1 + y * y) + sqrt(x) + erf(y) + abs(x - y) + log(x) * pow(y, 1.5);
constexpr auto point = at(x = 0.5, y = 2.0);
constexpr auto g = gradient(f, point);
constexpr auto h = hessian(f, point);
} // namespace

int main(int count, char**) {
    const auto same_point = at(x = 0.5 * count, y = 2.0 * count);
    const auto slopes = gradient(f, same_point);
    const auto curvature = hessian(f, same_point);
    return near(slopes[x], g[x]) && near(slopes[y], g[y]) && near(curvature[x][y], h[x][y]) &&
                   near(curvature[y][y], h[y][y], 1e-11)
               ? 0
               : 1;
}
