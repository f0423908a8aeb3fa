// SPDX-License-Identifier: BSL-1.0
//
// A lambda that takes doubles cannot be traced.
// expect: ctgrad: function(lambda) is called with the arguments that its lambda takes
#include <ctgrad.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr auto square = function([](auto x) { return x * x; });
#else
constexpr auto square = function([](double x) { return x * x; });
#endif

int main() {
    return gradient(square)(2.0) > 0 ? 0 : 1;
}
