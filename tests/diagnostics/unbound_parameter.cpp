// SPDX-License-Identifier: BSL-1.0
//
// A parameter needs a value like a variable.
// expect: ctgrad: a value is needed for every variable and parameter of the expression
// expect: at(...) lacks one: add it, as in at(x = 2.0)
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr param<"rate"> rate;

int main() {
#ifdef FIXED
    const auto g = gradient(rate * x, at(x = 2.0, rate = 0.1));
#else
    const auto g = gradient(rate * x, at(x = 2.0));
#endif
    return g[x] > 0 ? 0 : 1;
}
