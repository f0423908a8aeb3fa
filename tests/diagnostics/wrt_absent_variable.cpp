// SPDX-License-Identifier: BSL-1.0
//
// With respect to a variable that the expression does not have.
// expect: ctgrad: wrt(x, y) chooses variables of the expression, this one is not in it
// expect: leave it away, or use one that the expression has
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"z"> z;

int main() {
#ifdef FIXED
    const auto g = gradient(x * z, at(x = 2.0, z = 3.0), wrt(x, z));
#else
    const auto g = gradient(x * x, at(x = 2.0, z = 3.0), wrt(x, z));
#endif
    return g[x] > 0 ? 0 : 1;
}
