// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a traced function is a function of numbers.
// expect: ctgrad: gradient(f) and jacobian(f) are called with numbers, here with a typed expression
// expect: write gradient(f(x, y), at(x = 1.0, y = 2.0))
#include <ctgrad/jacobian.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto f = function([](auto a, auto b) { return exp(a * b); });

int main() {
#ifdef FIXED
    const auto g = gradient(f(x, y), at(x = 1.0, y = 2.0));
    return g[x] > 0 ? 0 : 1;
#else
    const auto g = gradient(f)(x, y);
    return std::get<0>(g) > 0 ? 0 : 1;
#endif
}
