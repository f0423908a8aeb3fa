// SPDX-License-Identifier: BSL-1.0
//
// Derivatives stand in the order of the arguments, whatever the order in which they are named.
// expect: ctgrad: wrt<0, 2>() takes positions that ascend
// expect: sort them, and name each once
#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y, auto z) { return x * y * z; });

int main() {
#ifdef FIXED
    const auto g = gradient(f, ctgrad::wrt<0, 2>())(2.0, 3.0, 5.0);
#else
    const auto g = gradient(f, ctgrad::wrt<2, 0>())(2.0, 3.0, 5.0);
#endif
    static_cast<void>(g);
    return 0;
}
