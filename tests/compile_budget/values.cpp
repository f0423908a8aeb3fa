// SPDX-License-Identifier: BSL-1.0
// Run-time Values: a few statements and a backward pass.
#include <ctgrad/value.hpp>

double slope(double x, int steps) {
    ctgrad::Value a{x, "a"}, b{-3.0, "b"};
    ctgrad::Value sum = 0;
    for (int i = 0; i < steps; ++i) {
        const ctgrad::Value c = a * b + sin(a);
        sum += tanh(c) * c - b / (a * a + 1);
    }
    sum.backward();
    return a.grad() + b.grad();
}
