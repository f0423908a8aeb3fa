// SPDX-License-Identifier: BSL-1.0
//
// The derivative of a function of two numbers is a gradient.
// expect: ctgrad: derivative(f) takes a function of one number, here it is called with others
// expect: use gradient(f), or jvp(f) for a direction
#include <ctgrad/derivative.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y) { return x * y; });

int main() {
#ifdef FIXED
    const auto d = gradient(f)(2.0, 3.0);
#else
    const auto d = derivative(f)(2.0, 3.0);
#endif
    static_cast<void>(d);
    return 0;
}
