// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a function of several arguments is a std::tuple, which no stream prints.
// expect: ctgrad: a result of several parts is printed part by part
// expect: const auto [dx, dy] = gradient(f)(x, y)
#include <ctgrad/jacobian.hpp>

#include <iostream>

using namespace ctgrad;
constexpr auto f = function([](auto x, auto y) { return x * y; });

int main() {
#ifdef FIXED
    const auto [dx, dy] = gradient(f)(2.0, 3.0);
    std::cout << dx << ' ' << dy << '\n';
#else
    std::cout << gradient(f)(2.0, 3.0) << '\n';
#endif
}
