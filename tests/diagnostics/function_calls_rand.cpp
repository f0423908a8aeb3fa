// SPDX-License-Identifier: BSL-1.0
//
// A random number is drawn at run time: it is an argument.
// expect: ctgrad: function(lambda) is run by the compiler, this lambda cannot be
// expect-gcc: call to non-'constexpr' function 'int rand()'
// expect-clang: non-constexpr function 'rand' cannot be used in a constant expression
#include <ctgrad/function.hpp>

#include <cstdlib>

#ifdef FIXED
constexpr auto f = ctgrad::function([](auto x, auto weight) { return weight * x; });
#else
constexpr auto f = ctgrad::function([](auto x, auto) { return std::rand() * x; });
#endif

int main() {
    return f(2.0, std::rand()) > 0 ? 0 : 1;
}
