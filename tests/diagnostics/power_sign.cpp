// SPDX-License-Identifier: BSL-1.0
//
// In C++ ^ is no power.
// expect: ctgrad: x ^ y is no power in C++
// expect: write pow(x, y)
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
#ifdef FIXED
constexpr auto e = pow(x, 2);
#else
constexpr auto e = x ^ 2;
#endif

int main() {
    return value(e, at(x = 2.0)) > 0 ? 0 : 1;
}
