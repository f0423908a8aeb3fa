// SPDX-License-Identifier: BSL-1.0
//
// The run-time side beside the static one, under flags that change the language.
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <vector>

using namespace ctgrad;

namespace {
constexpr auto formula = [](const auto& x, const auto& y) {
    return tanh(x * y) + exp(sin(x)) / (1 + y * y) + sqrt(x) + erf(y) + abs(x - y);
};
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto g = gradient(formula(x, y), at(x = 0.5, y = 2.0));
} // namespace

int main(int count, char**) {
    Value a{0.5 * count}, b{2.0 * count}, sum = 0;
    for (int i = 0; i < 3; ++i)
        sum += formula(a, b);
    sum.backward();
    try {
        Value().backward();
        return 1;
    } catch (const graph_error&) {
    }
    return near(a.grad(), 3 * g[x]) && near(b.grad(), 3 * g[y]) ? 0 : 1;
}
