// SPDX-License-Identifier: BSL-1.0
//
// Compilers limit the steps of what they run.
// expect: ctgrad: function(lambda) is run by the compiler, this lambda cannot be
// expect: or it takes more steps than allowed (raise -fconstexpr-steps of clang
// expect-gcc: 'constexpr' loop iteration count exceeds limit
// expect-clang: constexpr evaluation hit maximum step limit
#include <ctgrad/function.hpp>

#ifdef FIXED
constexpr int steps = 1'000;
#else
constexpr int steps = 2'000'000;
#endif

constexpr auto f = ctgrad::function([](auto x) {
    double sum = 0;
    for (int i = 0; i < steps; ++i)
        sum += 0.5;
    return sum * x;
});

int main() {
    return f(2.0) > 0 ? 0 : 1;
}
