// SPDX-License-Identifier: BSL-1.0
//
// A loop over typed expressions: each step would be of another type.
// expect: ctgrad: a typed expression cannot become another one, as its type is its formula
// expect: function([](auto x, auto y) { ... }), which may assign to its variables
#include <ctgrad/function.hpp>

using namespace ctgrad;

#ifdef FIXED
constexpr auto f = function([](auto x) {
    auto s = 2 * x;
    for (int i = 0; i < 3; ++i)
        s = s * x;
    return s;
});

int main() {
    return f(2.0) > 0 ? 0 : 1;
}
#else
constexpr var<"x"> x;

int main() {
    auto s = 2 * x;
    for (int i = 0; i < 3; ++i)
        s = s * x;
    return value(s, at(x = 2.0)) > 0 ? 0 : 1;
}
#endif
