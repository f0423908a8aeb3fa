// SPDX-License-Identifier: BSL-1.0
//
// grad() is a function, as data() is.
// expect-gcc: invalid operands of types 'double' and '<unresolved overloaded function type>'
// expect-clang: reference to non-static member function must be called
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
    const Value y = x * x;
    y.backward();
#ifdef FIXED
    x.data() -= 0.1 * x.grad();
#else
    x.data() -= 0.1 * x.grad;
#endif
    return x.data() > 0 ? 0 : 1;
}
