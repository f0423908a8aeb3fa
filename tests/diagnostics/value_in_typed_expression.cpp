// SPDX-License-Identifier: BSL-1.0
//
// A Value has its number at run time, when the typed expression is long complete.
// expect: ctgrad: an operation takes operands of one kind, here it is given two
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value v{2.0};
#ifdef FIXED
    constexpr auto f = function([](auto a, auto b) { return sin(a) * b; });
    Value y = f(1.0, v);
#else
    constexpr var<"x"> x;
    Value y = sin(x) * v;
#endif
    y.backward();
    return v.grad() > 0 ? 0 : 1;
}
