// SPDX-License-Identifier: BSL-1.0
//
// A lambda becomes differentiable as a function.
// expect: ctgrad: gradient(f) takes what function([](auto x) { ... }) returns
// expect: write gradient(function(lambda))
#include <ctgrad.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr auto square = function([](auto x) { return x * x; });
#else
constexpr auto square = [](auto x) { return x * x; };
#endif

int main() {
    return gradient(square)(2.0) > 0 ? 0 : 1;
}
