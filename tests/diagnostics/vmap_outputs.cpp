// SPDX-License-Identifier: BSL-1.0
//
// A batch has an output for each number that the function returns.
// expect: ctgrad: vmap(f)(inputs..., outputs...) takes one output for each number that f returns,
#include <ctgrad/jacobian.hpp>
#include <ctgrad/vmap.hpp>

#include <vector>

constexpr auto f = ctgrad::function([](auto x, auto y) { return x * y; });

int main() {
    std::vector<double> x(4), y(4), value(4), dx(4), dy(4);
#ifdef FIXED
    vmap(value_and_gradient(f))(x, y, value, dx, dy);
#else
    vmap(value_and_gradient(f))(x, y, value);
#endif
    return value[0] == 0 ? 0 : 1;
}
