// SPDX-License-Identifier: BSL-1.0
//
// The body calls a function that the compiler cannot run.
// expect: ctgrad: function(lambda) is run by the compiler, this lambda cannot be
// expect: it calls something that is not constexpr or not in ctgrad
// expect-gcc: call to non-'constexpr' function 'double weight()'
// expect-clang: non-constexpr function 'weight' cannot be used in a constant expression
#include <ctgrad/jacobian.hpp>

#ifdef FIXED
constexpr double weight() {
    return 0.5;
}
#else
double weight() {
    return 0.5;
}
#endif

constexpr auto f = ctgrad::function([](auto x) { return weight() * x; });

int main() {
    return gradient(f)(2.0) > 0 ? 0 : 1;
}
