// SPDX-License-Identifier: BSL-1.0
//
// A number is given where the sum goes along an array.
// expect: ctgrad: a rolled form is called with what its over(...) says
// expect: give one argument for each of them
#include <ctgrad/rolled/sum.hpp>

#include <vector>

constexpr auto f = ctgrad::sum(ctgrad::over(ctgrad::each(), ctgrad::shared()),
                               [](auto x, auto k) { return k * x; });

int main() {
    const std::vector<double> x{1, 2, 3};
#ifdef FIXED
    static_cast<void>(f(x, 2.0));
#else
    static_cast<void>(f(2.0, x));
#endif
}
