// SPDX-License-Identifier: BSL-1.0
//
// std::abs knows numbers only.
// expect: no matching function for call to 'abs
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
// expect: let it use ctgrad's functions (exp for std::exp
#include <ctgrad.hpp>

constexpr auto f = ctgrad::function([](auto x) {
#ifdef FIXED
    return abs(x);
#else
    return std::abs(x);
#endif
});

int main() {
    return gradient(f)(2.0) > 0 ? 0 : 1;
}
