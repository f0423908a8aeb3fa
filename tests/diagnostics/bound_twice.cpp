// SPDX-License-Identifier: BSL-1.0
//
// Two values for one variable.
// expect: ctgrad: at(...) takes one value for each variable, here a variable is bound twice
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    return value(x * y, at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
#else
    return value(x * y, at(x = 2.0, y = 3.0, x = 4.0)) > 0 ? 0 : 1;
#endif
}
