// SPDX-License-Identifier: BSL-1.0
//
// A double cannot hold what is computed from a traced value; the argument's type, or auto, can.
// expect-gcc: no match for 'operator*=' (operand types are 'double' and 'ctgrad::tracer')
// expect-clang: invalid operands to binary expression ('double' and 'ctgrad::tracer')
// expect: ctgrad: function(lambda)
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr auto cube = function([]<class T>(T x) {
#ifdef FIXED
    T product = 1;
#else
    double product = 1;
#endif
    for (int i = 0; i < 3; ++i)
        product *= x;
    return product;
});

int main() {
    return gradient(cube)(2.0) > 0 ? 0 : 1;
}
