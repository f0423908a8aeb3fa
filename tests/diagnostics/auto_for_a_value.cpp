// SPDX-License-Identifier: BSL-1.0
//
// An expression of Values has no gradient before a Value is made of it.
// expect: ctgrad: backward() and grad() are asked of a Value, here of an expression of Values
// expect: write Value y = x * x for auto y = x * x
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    const Value y = x * x;
#else
    auto y = x * x;
#endif
    y.backward();
    return x.grad() > 0 ? 0 : 1;
}
