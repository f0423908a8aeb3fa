// SPDX-License-Identifier: BSL-1.0
//
// A batch writes into its outputs.
// expect: ctgrad: vmap(f)(inputs..., outputs...) writes into the outputs, here one of them is const
#include <ctgrad/vmap.hpp>

#include <vector>

constexpr auto square = ctgrad::function([](auto x) { return x * x; });

int main() {
    const std::vector<double> x(4);
#ifdef FIXED
    std::vector<double> out(4);
#else
    const std::vector<double> out(4);
#endif
    vmap(square)(x, out);
    return out[0] == 0 ? 0 : 1;
}
