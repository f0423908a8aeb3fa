// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a function is a function.
// expect: ctgrad: gradient(f) takes the function alone and is a function itself
// expect: write gradient(f)(x, y)
#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y) { return x * y; });

int main() {
#ifdef FIXED
    return std::get<0>(gradient(f)(2.0, 3.0)) > 0 ? 0 : 1;
#else
    return std::get<0>(gradient(f, 2.0, 3.0)) > 0 ? 0 : 1;
#endif
}
