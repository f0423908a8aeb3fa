// SPDX-License-Identifier: BSL-1.0
//
// Two expressions of Values are of two types: a function that returns either returns a Value.
// expect-gcc: inconsistent deduction for auto return type
// expect-clang: 'auto' in return type deduced as
#include <ctgrad/value.hpp>

using namespace ctgrad;

#ifdef FIXED
Value bent(const Value& x) {
#else
auto bent(const Value& x) {
#endif
    if (x > 0)
        return x * x;
    return x + 1;
}

int main() {
    Value x{2.0};
    const Value y = bent(x);
    return y > 0 ? 0 : 1;
}
