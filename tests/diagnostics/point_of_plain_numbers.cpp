// SPDX-License-Identifier: BSL-1.0
//
// Values are given by name, not by position.
// expect: ctgrad: at(...) takes bindings of variables, as in at(x = 2.0, y = 3.0)
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    const auto point = at(x = 2.0);
#else
    const auto point = at(2.0);
#endif
    return value(x * x, point) > 0 ? 0 : 1;
}
