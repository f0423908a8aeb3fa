// SPDX-License-Identifier: BSL-1.0
//
// The derivative with respect to a variable that the expression does not have.
// expect: ctgrad: g[x] asks for the derivative with respect to a variable of the expression
// expect: use a variable that the expression has
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"z"> z;

int main() {
#ifdef FIXED
    const auto g = gradient(x * z, at(x = 2.0, z = 3.0));
#else
    const auto g = gradient(x * x, at(x = 2.0, z = 3.0));
#endif
    return g[z] > 0 ? 0 : 1;
}
