// SPDX-License-Identifier: BSL-1.0
//
// The derivative of several results is a Jacobian.
// expect: ctgrad: gradient(f), hessian(f) and hvp(f) take a function with one result
// expect: this one has several: use jacobian(f)
#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y) { return std::array{x * y, x + y}; });

int main() {
#ifdef FIXED
    const auto rows = jacobian(f)(2.0, 3.0);
    return std::get<0>(rows[0]) > 0 ? 0 : 1;
#else
    const auto row = gradient(f)(2.0, 3.0);
    return std::get<0>(row) > 0 ? 0 : 1;
#endif
}
