// SPDX-License-Identifier: BSL-1.0
//
// A derivative with respect to an expression of variables.
// expect: ctgrad: derivative(f, x) takes variables, here it is given something else
// expect: name the inputs themselves
#include <ctgrad/derivative.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const auto d = derivative(sin(2 * x), x);
#else
    const auto d = derivative(sin(2 * x), 2 * x);
#endif
    return value(d, at(x = 0.0)) > 0 ? 0 : 1;
}
