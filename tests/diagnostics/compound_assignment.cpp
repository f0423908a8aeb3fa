// SPDX-License-Identifier: BSL-1.0
//
// Another formula is another type: a typed expression cannot change.
// expect: +=
#include <ctgrad/function.hpp>

using namespace ctgrad;
constexpr var<"x"> x;
constexpr var<"y"> y;

int main() {
#ifdef FIXED
    constexpr auto f = function([](auto a, auto b) {
        auto sum = a * b;
        sum += a;
        return sum;
    });
    return value(f(x, y), at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
#else
    auto sum = x * y;
    sum += x;
    return value(sum, at(x = 2.0, y = 3.0)) > 0 ? 0 : 1;
#endif
}
