// SPDX-License-Identifier: BSL-1.0
//
// std::sqrt knows numbers only.
// expect: no matching function for call to 'sqrt
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
// expect: let it use ctgrad's functions (exp for std::exp
#include <cmath>

#include <ctgrad/jacobian.hpp>

constexpr auto f = ctgrad::function([](auto x) {
#ifdef FIXED
    return sqrt(x);
#else
    return std::sqrt(x);
#endif
});

int main() {
    return gradient(f)(2.0) > 0 ? 0 : 1;
}
