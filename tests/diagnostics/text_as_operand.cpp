// SPDX-License-Identifier: BSL-1.0
//
// A text is no number.
// expect-gcc: no match for 'operator+'
// expect-clang: invalid operands to binary expression
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
#ifdef FIXED
constexpr auto e = x + 1;
#else
constexpr auto e = x + "1";
#endif

int main() {
    return value(e, at(x = 2.0)) > 0 ? 0 : 1;
}
