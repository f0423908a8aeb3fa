// SPDX-License-Identifier: BSL-1.0
//
// A variable without a name.
// expect: ctgrad: the name of a variable, parameter or label has at least one character
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr var<"x"> x;
#else
constexpr var<""> x;
#endif

int main() {
    return value(x * x, at(x = 2.0)) > 0 ? 0 : 1;
}
