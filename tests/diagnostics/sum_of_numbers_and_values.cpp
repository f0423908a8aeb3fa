// SPDX-License-Identifier: BSL-1.0
//
// A sum of Values is a Value, not a double.
// expect-gcc: no match for 'operator+='
// expect-clang: invalid operands to binary expression
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    Value loss = 0;
#else
    double loss = 0;
#endif
    for (int i = 0; i < 3; ++i)
        loss += x * i;
    return loss > 0 ? 0 : 1;
}
