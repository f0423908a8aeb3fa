// SPDX-License-Identifier: BSL-1.0
//
// The body of a function is run while compiling: there is nothing to print yet.
// expect: ctgrad: the body of a function(lambda) is run once, while compiling
// expect: print what the function returns
#include <ctgrad/function.hpp>

#include <iostream>

using namespace ctgrad;

#ifdef FIXED
constexpr auto square = function([](auto x) { return x * x; });
#else
constexpr auto square = function([](auto x) {
    std::cout << x << '\n';
    return x * x;
});
#endif

int main() {
    std::cout << square(2.0) << '\n';
}
