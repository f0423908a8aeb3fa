// SPDX-License-Identifier: BSL-1.0
//
// std::exp knows numbers only.
// expect: exp
#include <ctgrad/function.hpp>

#include <cmath>

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
