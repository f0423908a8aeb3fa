// SPDX-License-Identifier: BSL-1.0
//
// A gradient is printed by its parts.
// expect: ctgrad: a gradient has a number for each variable
// expect: write std::cout << g[x] for std::cout << g
#include <ctgrad.hpp>

#include <iostream>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
    const auto g = gradient(x * x, at(x = 2.0));
#ifdef FIXED
    std::cout << g[x] << '\n';
#else
    std::cout << g << '\n';
#endif
}
