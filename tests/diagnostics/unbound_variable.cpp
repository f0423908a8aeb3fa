// SPDX-License-Identifier: BSL-1.0
//
// A variable of the expression has no value at the point.
// expect: ctgrad: a value is needed for every variable and parameter of the expression
// expect: at(...) lacks one: add it, as in at(x = 2.0)
// expect-gcc: check_binding<ctgrad::fixed_string<2>{"y"}, false>
// expect-clang: check_binding<
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    return value(x * y, at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
#else
    return value(x * y, at(x = 2.0)) > 0 ? 0 : 1;
#endif
}
