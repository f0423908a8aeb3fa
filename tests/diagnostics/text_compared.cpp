// SPDX-License-Identifier: BSL-1.0
//
// A Value is compared with numbers, not with the text of one.
// expect: ctgrad: == compares numbers, expressions and Values
// expect: write a number for the text
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    return x == 2 ? 0 : 1;
#else
    return x == "2" ? 0 : 1;
#endif
}
