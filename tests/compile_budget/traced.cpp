// SPDX-License-Identifier: BSL-1.0
// A traced function of 65 numbers with a loop of 64 terms.
#include <ctgrad.hpp>

constexpr auto f = ctgrad::function([](const auto& x) {
    auto sum = x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
        sum += sin(x[i] * x[i + 1]) * exp(-x[i]);
    return sum;
});

std::array<double, 65> sum(const std::array<double, 65>& x) {
    return gradient(f)(x);
}
