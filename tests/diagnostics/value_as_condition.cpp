// SPDX-License-Identifier: BSL-1.0
//
// A Value is no bool: say what it is compared with.
// expect-gcc: could not convert 'x' from 'ctgrad::Value'
// expect-clang: value of type 'ctgrad::Value'
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    if (x != 0)
#else
    if (x)
#endif
        return 0;
    return 1;
}
