// SPDX-License-Identifier: BSL-1.0
//
// gradient<e> refers to the object e, so e needs an address that the compiler knows.
// expect-gcc: is not a valid template argument because it does not have static storage duration
// expect-clang: candidate template ignored: invalid explicitly-specified argument
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
constexpr var<"x"> x;

int main() {
#ifdef FIXED
    static constexpr auto e = 2 * x;
#else
    constexpr auto e = 2 * x;
#endif
    return gradient<e>(at(x = 2.0))[x] > 0 ? 0 : 1;
}
