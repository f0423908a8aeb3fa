// SPDX-License-Identifier: BSL-1.0
//
// The label of a subexpression is a name as well.
// expect: ctgrad: the name of a variable, parameter or label has at most 32 characters
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const auto square = named<"square">(x * x);
#else
    const auto square = named<"the square of the first coordinate">(x * x);
#endif
    return value(square, at(x = 2.0)) > 0 ? 0 : 1;
}
