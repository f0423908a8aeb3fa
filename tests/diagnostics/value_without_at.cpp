// SPDX-License-Identifier: BSL-1.0
//
// The value of an expression needs a number for each variable.
// expect: ctgrad: value(e, point) takes the numbers of all variables as a point
// expect: write value(e, at(x = 2.0))
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const double y = value(x * x, at(x = 2.0));
#else
    const double y = value(x * x, 2.0);
#endif
    return y > 0 ? 0 : 1;
}
