// SPDX-License-Identifier: BSL-1.0
//
// A direction has a component for each argument, in its shape.
// expect: ctgrad: jvp(f), hvp(f) and taylor<N>(f) are called with the arguments of f and then
// expect: give each argument a component
#include <ctgrad/jvp.hpp>

#include <array>

constexpr auto f = ctgrad::function([](const auto& x) { return x[0] * x[1]; });

int main() {
#ifdef FIXED
    const auto t = jvp(f)(std::array{2.0, 3.0}, std::array{1.0, 0.0});
    return t.tangent > 0 ? 0 : 1;
#else
    const auto t = jvp(f)(std::array{2.0, 3.0}, 1.0);
    static_cast<void>(t);
    return 0;
#endif
}
