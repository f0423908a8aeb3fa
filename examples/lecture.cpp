// SPDX-License-Identifier: BSL-1.0
//
// L = (a*b + c)*f, the expression on which Karpathy's micrograd lecture explains back-propagation:
// every gradient by the chain rule, then a small step uphill.

#include <ctgrad.hpp>

#include <array>
#include <exception>
#include <iostream>

namespace {

using namespace ctgrad;

//! [graph]
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"c"> c;
constexpr var<"f"> f;
constexpr auto e = named<"e">(a * b);
constexpr auto d = named<"d">(e + c);
constexpr auto L = named<"L">(d * f);

constexpr auto pass = backward<L>(at(a = 2.0, b = -3.0, c = 10.0, f = -2.0));
static_assert(pass.data(e) == -6.0 && pass.data(d) == 4.0 && pass.data(L) == -8.0);
//! [graph]

//! [chain]
static_assert(pass.grad(L) == 1.0);
// L = d*f: the derivative with respect to one factor is the other.
static_assert(pass.grad(d) == pass.data(f) && pass.grad(d) == -2.0);
static_assert(pass.grad(f) == pass.data(d) && pass.grad(f) == 4.0);
// d = e + c: a sum passes its gradient on to both.
static_assert(pass.grad(c) == pass.grad(d) && pass.grad(c) == -2.0);
static_assert(pass.grad(e) == pass.grad(d) && pass.grad(e) == -2.0);
// e = a*b: the derivative of e times the gradient that arrives at e.
static_assert(pass.grad(a) == pass.grad(e) * pass.data(b) && pass.grad(a) == 6.0);
static_assert(pass.grad(b) == pass.grad(e) * pass.data(a) && pass.grad(b) == -4.0);
//! [chain]

//! [uphill]
// One step of length 0.01 along the gradient of the inputs increases L.
constexpr double uphill(double input, double grad) {
    return input + 0.01 * grad;
}
constexpr auto a1 = uphill(2.0, pass.grad(a)), b1 = uphill(-3.0, pass.grad(b));
constexpr auto c1 = uphill(10.0, pass.grad(c)), f1 = uphill(-2.0, pass.grad(f));
static_assert(near(value(L, at(a = a1, b = b1, c = c1, f = f1)), -7.286496));
static_assert(near(value(L, at(a = a1, b = b1, c = c1, f = -2.0)), -7.4352)); // f held fixed
//! [uphill]

} // namespace

int main() try {
    std::cout << to_string<L>() << "\n\n";

    // The same step again and again, at run time.
    std::array x{2.0, -3.0, 10.0, -2.0};
    for (int step = 0; step <= 5; ++step) {
        const auto [result, g] = value_and_gradient(L, at(a = x[0], b = x[1], c = x[2], f = x[3]));
        std::cout << "after " << step << " steps L = " << result << '\n';
        if (step == 1 && !near(result, -7.286496))
            return 1;
        x = {uphill(x[0], g[a]), uphill(x[1], g[b]), uphill(x[2], g[c]), uphill(x[3], g[f])};
    }

    render(to_dot(pass), "lecture.svg");
    std::cout << "\nwrote lecture.svg\n";
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
