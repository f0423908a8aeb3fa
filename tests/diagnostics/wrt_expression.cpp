// SPDX-License-Identifier: BSL-1.0
//
// With respect to an expression of variables.
// expect: ctgrad: wrt(x, y) takes variables, here it is given something else
// expect: name the inputs themselves
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    const auto chosen = wrt(x, y);
#else
    const auto chosen = wrt(x * y);
#endif
    return gradient(x * y, at(x = 2.0, y = 3.0), chosen).map.size > 0 ? 0 : 1;
}
