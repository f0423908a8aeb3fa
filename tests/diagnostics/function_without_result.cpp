// SPDX-License-Identifier: BSL-1.0
//
// The return statement is missing.
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
// expect: or returns nothing
#include <ctgrad/function.hpp>

constexpr auto f = ctgrad::function([](auto x) {
#ifdef FIXED
    return exp(x);
#else
    exp(x);
#endif
});

int main() {
    return f(2.0) > 0 ? 0 : 1;
}
