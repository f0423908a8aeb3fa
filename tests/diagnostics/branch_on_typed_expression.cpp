// SPDX-License-Identifier: BSL-1.0
//
// A typed expression has no value yet when the program asks whether it is negative.
// expect: ctgrad: a condition on a traced or typed value has no truth value
// expect: write select(condition, a, b) instead of if, ?:, && or std::max
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const auto e = select(x < 0, -x, x);
#else
    auto e = x * x;
    if (x < 0)
        e = x * x;
#endif
    return value(e, at(x = 2.0)) > 0 ? 0 : 1;
}
