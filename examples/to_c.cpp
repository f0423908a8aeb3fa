// SPDX-License-Identifier: BSL-1.0
//
// A formula is differentiated here, and runs there: in a controller's firmware, in a kernel, in any
// program that has a C compiler.

#include <ctgrad/near.hpp>
#include <ctgrad/to_c.hpp>

#include <iostream>

namespace {

using namespace ctgrad;

//! [expression]
constexpr var<"x1"> x1;
constexpr var<"w1"> w1;
constexpr var<"b"> b;
constexpr auto o = tanh(x1 * w1 + b);

static_assert(to_c<"neuron">(value_and_gradient(o, wrt(w1, b))) == R"(#include <math.h>

/* out[3]: the value, then the gradient by w1, b. */
void neuron(double x1, double w1, double b, double* out) {
    const double t1 = x1*w1;
    const double t2 = t1 + b;
    const double t3 = tanh(t2);
    const double t4 = t3*t3;
    const double t5 = 1.0 - t4;
    const double t6 = t5*x1;
    out[0] = t3;
    out[1] = t6;
    out[2] = t5;
}
)");
//! [expression]

//! [function]
constexpr auto rosenbrock =
    function([](const auto& x) { return 100 * pow(x[1] - x[0] * x[0], 2) + pow(1 - x[0], 2); });
constexpr auto second_order =
    to_c<"rosenbrock_hessian", std::array<double, 2>>(hessian(rosenbrock));
//! [function]

} // namespace

int main() {
    std::cout << to_c<"rosenbrock", std::array<double, 2>>(rosenbrock) << '\n' << second_order;
}
