// SPDX-License-Identifier: BSL-1.0
//
// An expression has variables, not arguments in an order.
// expect-gcc: no match for call to '(const ctgrad::expr<
// expect-clang: does not provide a call operator
#include <ctgrad.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr auto square = x * x;

int main() {
#ifdef FIXED
    return value(square, at(x = 2.0)) > 0 ? 0 : 1;
#else
    return square(2.0) > 0 ? 0 : 1;
#endif
}
