// SPDX-License-Identifier: BSL-1.0
//
// The numbers of the variables make a point.
// expect: ctgrad: gradient(e, point) takes the numbers of all variables as a point
// expect: write gradient(e, at(x = 2.0))
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const auto g = gradient(x * x, at(x = 2.0));
#else
    const auto g = gradient(x * x, x = 2.0);
#endif
    return sizeof(g) > 0 ? 0 : 1;
}
