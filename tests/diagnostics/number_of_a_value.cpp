// SPDX-License-Identifier: BSL-1.0
//
// A Value does not become a number by itself, as its gradient would be lost.
// expect-gcc: cannot convert 'ctgrad::Value'
// expect-clang: no viable conversion from 'ctgrad::Value'
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    const double number = x.data();
#else
    const double number = x;
#endif
    return number > 0 ? 0 : 1;
}
