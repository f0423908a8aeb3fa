// SPDX-License-Identifier: BSL-1.0
//
// One neuron with two inputs: differentiated and checked by the compiler, then drawn. Its tanh
// comes twice: as one operation, and composed of exp, so that the graph shows how the derivative of
// a function follows from those of its parts.

#include <ctgrad.hpp>

#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>

#include <exception>
#include <iostream>

namespace {

using namespace ctgrad;

//! [neuron]
constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr var<"b"> b;
constexpr auto n = named<"n">(x1 * w1 + x2 * w2 + b);
constexpr auto o = named<"o">(tanh(n));

constexpr auto point = at(x1 = 2.0, x2 = 0.0, w1 = -3.0, w2 = 1.0, b = 6.8813735870195432);
static_assert(near(value(o, point), 0.7071067811865476));

constexpr auto g = gradient(o, point);
static_assert(near(g[x1], -1.5) && near(g[w1], 1.0));
static_assert(near(g[x2], 0.5) && g[w2] == 0.0);
static_assert(near(g[b], 0.5));
//! [neuron]

//! [backward]
constexpr auto pass = backward<o>(point); // data and grad of every node
static_assert(near(pass.data(n), 0.8813735870195432) && near(pass.grad(n), 0.5));
static_assert(pass.data(x1 * w1 + x2 * w2) == -6.0 && near(pass.grad(x1 * w1 + x2 * w2), 0.5));
static_assert(pass.data(x1 * w1) == -6.0 && near(pass.grad(x1 * w1), 0.5));
static_assert(pass.data(x2 * w2) == 0.0 && near(pass.grad(x2 * w2), 0.5));
static_assert(near(pass.data(o), 0.7071067811865476) && pass.grad(o) == 1.0);
//! [backward]

//! [composite]
constexpr auto e = named<"e">(exp(2 * n));
constexpr auto composite = named<"o">((e - 1) / (e + 1));
constexpr auto steps = backward<composite>(point);
static_assert(near(steps.data(e), 5.828427124746192) && near(steps.grad(e), 0.04289321881345247));
static_assert(near(steps.data(e - 1), 4.828427124746192));
static_assert(near(steps.data(e + 1), 6.828427124746192));
static_assert(near(steps.data(composite), 0.7071067811865476));
static_assert(near(steps.grad(x1), -1.5) && near(steps.grad(w1), 1.0));
static_assert(near(steps.grad(x2), 0.5) && steps.grad(w2) == 0.0);
static_assert(near(steps.grad(n), 0.5) && near(steps.grad(b), 0.5));
//! [composite]
static_assert(near(steps.data(2 * n), 1.7627471740390863) && near(steps.grad(2 * n), 0.25));
static_assert(near(steps.grad(e - 1), 1 / 6.828427124746192));
static_assert(near(steps.grad(e + 1), -0.10355339059327379));
static_assert(near(steps.grad(x1 * w1), 0.5) && near(steps.grad(x2 * w2), 0.5));
static_assert(steps.grad(composite) == 1.0);

// Another point: an expression is a function of the point and keeps nothing of the last one.
constexpr auto other = at(x1 = 2.0, x2 = 0.0, w1 = -3.0, w2 = 1.0, b = 6.7);
constexpr auto h = gradient(o, other);
static_assert(near(value(n, other), 0.7) && near(value(o, other), 0.6043677771171636));
static_assert(near(h[x1], -1.9042187699473752) && near(h[w1], 1.2694791799649168));
static_assert(near(h[x2], 0.6347395899824584) && h[w2] == 0.0);
static_assert(near(h[b], 0.6347395899824584));

} // namespace

int main() try {
    std::cout << to_string<o>() << '\n' << to_string<composite>() << "\n\n";

    // The same code at run time, where the standard library computes tanh.
    const auto [result, partials] = value_and_gradient(o, point);
    std::cout << "o = " << result << '\n';
    boost::hana::for_each(partials, [](const auto& entry) {
        std::cout << "do/d" << boost::hana::first(entry).name.view() << " = "
                  << boost::hana::second(entry) << '\n';
    });
    if (!near(result, 0.7071067811865476) || !near(partials[x1], -1.5))
        return 1;

    //! [draw]
    render(to_dot(pass), "neuron.svg");
    //! [draw]
    render(to_dot(steps), "neuron-composite.svg");
    std::cout << "\nwrote neuron.svg and neuron-composite.svg\n";
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
