// SPDX-License-Identifier: BSL-1.0
//
// A sum of Values takes no typed expression.
// expect: ctgrad: an operation takes operands of one kind, here it is given two
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    constexpr var<"x"> x;
    Value sum = 0;
#ifdef FIXED
    sum += value(sin(x), at(x = 2.0));
#else
    sum += sin(x);
#endif
    return sum.data() > 0 ? 0 : 1;
}
