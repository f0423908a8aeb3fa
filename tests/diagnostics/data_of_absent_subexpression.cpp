// SPDX-License-Identifier: BSL-1.0
//
// A backward pass knows the nodes of its expression only.
// expect: ctgrad: data(e) and grad(e) of a backward pass take a subexpression of the expression
// expect: this one does not occur in it
#include <ctgrad/backward.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto e = exp(x * y);

int main() {
    const auto pass = backward<e>(at(x = 2.0, y = 3.0));
#ifdef FIXED
    return pass.data(x * y) > 0 ? 0 : 1;
#else
    return pass.data(x + y) > 0 ? 0 : 1;
#endif
}
