// SPDX-License-Identifier: BSL-1.0
//
// == between two typed expressions compares their structure and is a bool.
// expect: ctgrad: select on typed expressions takes a condition such as x < y, it was given a bool
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    const auto e = select(x - y == 0, x, y * y);
#else
    const auto e = select(x == y, x, y * y);
#endif
    return value(e, at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
}
