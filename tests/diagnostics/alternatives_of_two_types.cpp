// SPDX-License-Identifier: BSL-1.0
//
// Two expressions of Values are of two types, which ?: does not bring together.
// expect-gcc: operands to '?:' have different types
// expect-clang: incompatible operand types
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    const Value y = select(x > 0, x * x, x + 1);
#else
    const Value y = x > 0 ? x * x : x + 1;
#endif
    return y.data() > 0 ? 0 : 1;
}
