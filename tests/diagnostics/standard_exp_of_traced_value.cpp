// SPDX-License-Identifier: BSL-1.0
//
// std::exp knows numbers only.
// expect: no matching function for call to 'exp
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
// expect: let it use ctgrad's functions (exp for std::exp, for example)
#include <cmath>

#include <ctgrad/function.hpp>

constexpr auto f = ctgrad::function([](auto x) {
#ifdef FIXED
    return exp(x);
#else
    return std::exp(x);
#endif
});

int main() {
    return gradient(f)(2.0) > 0 ? 0 : 1;
}
