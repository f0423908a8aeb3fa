// SPDX-License-Identifier: BSL-1.0
//
// A function of two arguments is given one.
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
// expect: this lambda does not take these
#include <ctgrad/function.hpp>

constexpr auto f = ctgrad::function([](auto x, auto y) { return x * y; });

int main() {
#ifdef FIXED
    return f(2.0, 3.0) > 0 ? 0 : 1;
#else
    return f(2.0) > 0 ? 0 : 1;
#endif
}
