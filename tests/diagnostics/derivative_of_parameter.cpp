// SPDX-License-Identifier: BSL-1.0
//
// Parameters are not differentiated.
// expect: ctgrad: g[x] asks for the derivative with respect to a variable of the expression
// expect: this one is not in it, or is a param
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
#ifdef FIXED
constexpr var<"rate"> rate;
#else
constexpr param<"rate"> rate;
#endif

int main() {
    const auto g = gradient(rate * x, at(x = 2.0, rate = 0.1));
    return g[rate] > 0 ? 0 : 1;
}
