// SPDX-License-Identifier: BSL-1.0
//
// A node has room for four operands.
// expect: the first of 1 to 4 numbers
// expect: see docs/reference/custom.md
#include <ctgrad/custom.hpp>

#ifdef FIXED
constexpr auto sum = ctgrad::custom_vjp<"sum">(
    [](const auto& a, const auto& b, const auto& c, const auto& d) { return a + b + c + d; },
    [](const auto&, const auto&, const auto&, const auto&, const auto&, const auto& adjoint) {
        return std::tuple{adjoint, adjoint, adjoint, adjoint};
    });
#else
constexpr auto sum =
    ctgrad::custom_vjp<"sum">([](const auto& a, const auto& b, const auto& c, const auto& d,
                                 const auto& e) { return a + b + c + d + e; },
                              [](const auto&, const auto&, const auto&, const auto&, const auto&,
                                 const auto&, const auto& adjoint) {
                                  return std::tuple{adjoint, adjoint, adjoint, adjoint, adjoint};
                              });
#endif

int main() {
    return sum(1.0, 2.0, 3.0, 4.0) > 0 ? 0 : 1;
}
