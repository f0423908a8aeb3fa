// SPDX-License-Identifier: BSL-1.0
//
// A batch is computed in one type.
// expect: ctgrad: vmap(f)(inputs..., outputs...) takes spans of one type, here some are of float
#include <ctgrad/vmap.hpp>

#include <vector>

constexpr auto square = ctgrad::function([](auto x) { return x * x; });

int main() {
#ifdef FIXED
    std::vector<double> x(4), out(4);
#else
    std::vector<float> x(4);
    std::vector<double> out(4);
#endif
    vmap(square)(x, out);
    return out[0] == 0 ? 0 : 1;
}
