// SPDX-License-Identifier: BSL-1.0
#include <ctgrad.hpp>

#include <cstdio>

int main() {
    constexpr ctgrad::var<"x"> x;
    constexpr auto point = ctgrad::at(x = 3.0);
    constexpr auto slope = ctgrad::gradient(3.0 * x * x - 4.0 * x + 5.0, point);
    static_assert(ctgrad::near(slope[x], 14.0));
    std::printf("%g\n", slope[x]);
}
