// SPDX-License-Identifier: BSL-1.0
//
// The lambda is run while compiling, when what it captures is not there.
// expect: ctgrad: function(lambda) takes a lambda without captures
// expect: make that an argument of the lambda, or a constexpr variable of static storage
#include <ctgrad/function.hpp>

int main(int count, char**) {
    const double weight = 0.5 * count;
#ifdef FIXED
    const auto f = ctgrad::function([](auto x, auto w) { return w * x; });
    return f(2.0, weight) > 0 ? 0 : 1;
#else
    const auto f = ctgrad::function([weight](auto x) { return weight * x; });
    return f(2.0) > 0 ? 0 : 1;
#endif
}
