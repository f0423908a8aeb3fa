// SPDX-License-Identifier: BSL-1.0
//
// A partial is written for every kind of operand, as it also builds graphs.
// expect: ctgrad: a partial (dx, dy, dz, dw) of a primitive takes the arguments and the result
// expect: write it as static constexpr auto dx(const auto& x, const auto& result)
#include <ctgrad/jacobian.hpp>

using namespace ctgrad;

struct square : primitive<"square", 1> {
    static constexpr auto value(const auto& x) { return x * x; }
#ifdef FIXED
    static constexpr auto dx(const auto& x, const auto&) {
        return 2 * x;
    }
#else
    static constexpr double dx(double x, double) {
        return 2 * x;
    }
#endif
};

constexpr auto f = function([](auto x) { return apply<square>(x); });

int main() {
    return gradient(f)(2.0) > 0 ? 0 : 1;
}
