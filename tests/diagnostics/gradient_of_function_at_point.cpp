// SPDX-License-Identifier: BSL-1.0
//
// A function has arguments and no names.
// expect: ctgrad: gradient(f) takes the function alone and is a function itself
// expect: write gradient(f)(x, y), without at(...)
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr auto f = function([](auto a) { return a * a; });

int main() {
#ifdef FIXED
    const double slope = gradient(f)(2.0);
#else
    constexpr var<"x"> x;
    const double slope = gradient(f, at(x = 2.0));
#endif
    return slope > 0 ? 0 : 1;
}
