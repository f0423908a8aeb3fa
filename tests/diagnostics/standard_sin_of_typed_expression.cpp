// SPDX-License-Identifier: BSL-1.0
//
// std::sin knows numbers only.
// expect: no matching function for call to 'sin
#include <ctgrad/gradient.hpp>

#include <cmath>

using namespace ctgrad;
constexpr var<"x"> x;
#ifdef FIXED
constexpr auto e = sin(x);
#else
constexpr auto e = std::sin(x);
#endif

int main() {
    return value(e, at(x = 2.0)) > 0 ? 0 : 1;
}
