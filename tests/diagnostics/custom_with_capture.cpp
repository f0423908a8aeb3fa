// SPDX-License-Identifier: BSL-1.0
//
// The two lambdas are run wherever the primitive is, when what they captured is not there.
// expect: (f, rule) and custom_jvp take lambdas without captures
// expect: make what is captured an argument
#include <ctgrad/custom.hpp>
#include <ctgrad/function.hpp>

int main(int count, char**) {
    const double weight = 0.5 * count;
#ifdef FIXED
    constexpr auto scaled = ctgrad::custom_vjp<"scaled">(
        [](const auto& x, const auto& w) { return w * x; },
        [](const auto& x, const auto& w, const auto&, const auto& adjoint) {
            return std::tuple{w * adjoint, x * adjoint};
        });
    return scaled(2.0, weight) > 0 ? 0 : 1;
#else
    const auto scaled = ctgrad::custom_vjp<"scaled">(
        [weight](const auto& x) { return weight * x; },
        [weight](const auto&, const auto&, const auto& adjoint) { return weight * adjoint; });
    return 0;
#endif
}
