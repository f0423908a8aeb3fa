// SPDX-License-Identifier: BSL-1.0
//
// A function is printed by what it gives.
// expect: ctgrad: a function has a value where it is called
// expect: write std::cout << f(2.0) for std::cout << f
#include <ctgrad.hpp>

#include <iostream>

using namespace ctgrad;

int main() {
    constexpr auto f = gradient(function([](auto x) { return x * x; }));
#ifdef FIXED
    std::cout << f(2.0) << '\n';
#else
    std::cout << f << '\n';
#endif
}
