// SPDX-License-Identifier: BSL-1.0
//
// Another formula is another type: a typed expression cannot change.
// expect: ctgrad: a typed expression cannot become another one, as its type is its formula
// expect: write auto t = s + x for s += x or s = s + x
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    const auto product = x * y;
    const auto sum = product + x;
#else
    auto sum = x * y;
    sum += x;
#endif
    return value(sum, at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
}
