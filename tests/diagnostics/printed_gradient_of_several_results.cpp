// SPDX-License-Identifier: BSL-1.0
//
// A function of several results has no gradient that could be printed, it has a Jacobian.
// expect: this one has several: use jacobian(f)
#include <ctgrad/jacobian.hpp>

#include <iostream>

using namespace ctgrad;
constexpr auto f = function([](auto x) { return std::array{x, x * x}; });

int main() {
#ifdef FIXED
    std::cout << jacobian(f)(2.0)[1] << '\n';
#else
    std::cout << gradient(f)(2.0) << '\n';
#endif
}
