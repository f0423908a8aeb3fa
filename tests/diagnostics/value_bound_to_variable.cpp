// SPDX-License-Identifier: BSL-1.0
//
// A point has numbers; with Values the formula is a function.
// expect: ctgrad: a variable is bound to a number, here it is given an expression
// expect: write the formula as a generic function and call it with the expression
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value v{2.0};
#ifdef FIXED
    constexpr auto square = function([](auto a) { return a * a; });
    const Value y = square(v);
#else
    constexpr var<"x"> x;
    const Value y = value(x * x, at(x = v));
#endif
    return y.data() > 0 ? 0 : 1;
}
