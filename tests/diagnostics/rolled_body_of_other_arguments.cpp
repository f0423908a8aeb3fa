// SPDX-License-Identifier: BSL-1.0
//
// A window of three neighbours, and a body that takes two.
// expect: ctgrad: the body of a rolled form takes what its over(...) says
// expect: N for window<N>
#include <ctgrad/rolled/sum.hpp>

#include <vector>

#ifdef FIXED
constexpr auto f = ctgrad::sum(ctgrad::window<2>(), [](auto x, auto y) { return x * y; });
#else
constexpr auto f = ctgrad::sum(ctgrad::window<3>(), [](auto x, auto y) { return x * y; });
#endif

int main() {
    const std::vector<double> x{1, 2, 3};
    static_cast<void>(f(x));
}
