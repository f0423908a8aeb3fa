// SPDX-License-Identifier: BSL-1.0
//
// The data of a const Value can be read only.
// expect-gcc: lvalue required as left operand of assignment
// expect-clang: expression is not assignable
#include <ctgrad/value.hpp>

using namespace ctgrad;

#ifdef FIXED
void descend(Value& x) {
#else
void descend(const Value& x) {
#endif
    x.data() -= 0.1 * x.grad();
}

int main() {
    Value x{2.0};
    descend(x);
    return x.data() > 0 ? 0 : 1;
}
