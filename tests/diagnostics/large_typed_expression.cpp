// SPDX-License-Identifier: BSL-1.0
//
// A typed expression of 520 operations.
// expect: ctgrad: a typed expression is limited to 512 nodes
// expect: write the formula as function([](auto x, auto y) { ... }), which has no limit
#include <ctgrad/function.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr auto repeat = function([](auto s) {
    for (int i = 0; i < 520; ++i)
        s = sin(s);
    return s;
});

int main() {
    return repeat(2.0) > 0 ? 0 : 1;
}
#else
template <int Count, class Expression>
constexpr auto repeat(const Expression& s) {
    if constexpr (Count == 0)
        return s;
    else
        return repeat<Count - 1>(sin(s));
}
constexpr var<"x"> x;

int main() {
    return value(repeat<520>(x), at(x = 2.0)) > 0 ? 0 : 1;
}
#endif
