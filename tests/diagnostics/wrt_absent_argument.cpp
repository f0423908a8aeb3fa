// SPDX-License-Identifier: BSL-1.0
//
// With respect to an argument that the function does not have: positions begin at 0.
// expect: ctgrad: wrt<0, 2>() names arguments by position, the first being 0
// expect: use positions that it has
#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y) { return x * y; });

int main() {
#ifdef FIXED
    const auto g = gradient(f, ctgrad::wrt<1>())(2.0, 3.0);
#else
    const auto g = gradient(f, ctgrad::wrt<3>())(2.0, 3.0);
#endif
    static_cast<void>(g);
    return 0;
}
