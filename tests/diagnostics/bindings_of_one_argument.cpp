// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a function of one number is one number.
// expect-gcc: cannot decompose non-array non-class type 'const double'
// expect-clang: cannot decompose non-class, non-array type 'const double'
#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x) { return x * x; });

int main() {
#ifdef FIXED
    const auto dx = gradient(f)(2.0);
#else
    const auto [dx] = gradient(f)(2.0);
#endif
    return dx > 0 ? 0 : 1;
}
