// SPDX-License-Identifier: BSL-1.0
//
// An adjoint has a number for each result, in their shape.
// expect: ctgrad: vjp(f) is called with the arguments of f and then an adjoint of its results
// expect: give one number for each result
#include <ctgrad/jvp.hpp>

#include <array>

constexpr auto f = ctgrad::function([](auto x) { return std::array{x, x * x}; });

int main() {
#ifdef FIXED
    const auto t = vjp(f)(2.0, std::array{1.0, 0.0});
    return t.gradient > 0 ? 0 : 1;
#else
    const auto t = vjp(f)(2.0, 1.0);
    static_cast<void>(t);
    return 0;
#endif
}
