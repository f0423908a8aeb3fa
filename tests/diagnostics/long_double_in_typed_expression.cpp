// SPDX-License-Identifier: BSL-1.0
//
// A plain number in a typed expression is a double.
// expect: ctgrad: a plain number in a typed expression is kept as a double, here it is a
// expect: write a double, or make it a param<
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr param<"third"> third;

int main() {
#ifdef FIXED
    return value(third * x, at(x = 2.0L, third = 1.0L / 3)) > 0 ? 0 : 1;
#else
    return value(1.0L / 3 * x, at(x = 2.0L, third = 0.0L)) > 0 ? 0 : 1;
#endif
}
