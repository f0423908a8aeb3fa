// SPDX-License-Identifier: BSL-1.0
//
// A Hessian is that of one result.
// expect: ctgrad: gradient(f), hessian(f) and hvp(f) take a function with one result
// expect: and jacobian(jacobian(f)) for second derivatives
#include <ctgrad/hessian.hpp>

#include <array>

constexpr auto f = ctgrad::function([](auto x) { return std::array{x, x * x}; });

int main() {
#ifdef FIXED
    const auto h = jacobian(jacobian(f))(2.0);
#else
    const auto h = hessian(f)(2.0);
#endif
    static_cast<void>(h);
    return 0;
}
