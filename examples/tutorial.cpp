// SPDX-License-Identifier: BSL-1.0
//
// The first half of docs/tutorial/from-derivative-to-network.md: a derivative, the graph of
// L = (a*b + c)*f, a neuron and a node used twice; at run time and in the compiler, side by side.

#include <ctgrad.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/print.hpp>
#include <ctgrad/value/to_dot.hpp>

#include <exception>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace ctgrad;

namespace {

void check(bool holds, const char* what) {
    if (!holds)
        throw std::logic_error(std::string("not as in the tutorial: ") + what);
}

//! [function]
constexpr auto parabola = function([](auto x) { return 3 * pow(x, 2) - 4 * x + 5; });
static_assert(parabola(3.0) == 20.0);

// By definition: go a small step h, and divide what you gained by h.
constexpr double slope(double x, double h) {
    return (parabola(x + h) - parabola(x)) / h;
}
static_assert(near(slope(3.0, 1e-5), 14.00003, 1e-8));

// Exactly: the compiler knows the formula, and needs no h.
static_assert(gradient(parabola)(3.0) == 14.0);
static_assert(gradient(parabola)(-3.0) == -22.0);
//! [function]

void derivative() {
    //! [derivative]
    Value x = 3;
    Value y = parabola(x);
    y.backward();
    std::cout << y.data() << ' ' << x.grad() << '\n'; // 20 14
    //! [derivative]
    check(y.data() == 20 && x.grad() == 14, "the derivative of the parabola");

    std::cout << "     x   h = 0.1   h = 1e-5   h = 1e-14      exact\n" << std::fixed;
    for (const double at : {3.0, -3.0, 2.0 / 3})
        std::cout << std::setprecision(3) << std::setw(6) << at << std::setprecision(5)
                  << std::setw(10) << slope(at, 0.1) << std::setw(11) << slope(at, 1e-5)
                  << std::setw(12) << slope(at, 1e-14) << std::setw(11) << gradient(parabola)(at)
                  << '\n';
    std::cout << std::defaultfloat << std::setprecision(6);
}

namespace lecture {
//! [typed_graph]
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"c"> c;
constexpr var<"f"> f;
constexpr auto e = named<"e">(a * b);
constexpr auto d = named<"d">(e + c);
constexpr auto L = named<"L">(d * f);

constexpr auto pass = backward<L>(at(a = 2.0, b = -3.0, c = 10.0, f = -2.0));
static_assert(pass.data(L) == -8.0);
static_assert(pass.grad(d) == -2.0 && pass.grad(f) == 4.0);
static_assert(pass.grad(e) == -2.0 && pass.grad(c) == -2.0);
static_assert(pass.grad(a) == 6.0 && pass.grad(b) == -4.0);
//! [typed_graph]
} // namespace lecture

void graph() {
    //! [graph]
    Value a{2.0, "a"}, b{-3.0, "b"}, c{10.0, "c"}, f{-2.0, "f"};
    Value e = a * b;
    Value d = e + c;
    Value L = d * f;
    e.label("e"), d.label("d"), L.label("L");
    std::cout << L << '\n'; // Value(data=-8.0000, grad=0.0000, label=L)
    //! [graph]
    check(L.data() == -8, "the forward pass");

    //! [by_hand]
    L.grad() = 1;
    // L = d*f: the derivative by one factor is the other.
    d.grad() = f.data() * L.grad();
    f.grad() = d.data() * L.grad();
    // d = e + c: a sum passes its gradient on to both.
    e.grad() = d.grad();
    c.grad() = d.grad();
    // e = a*b: a product again, with the gradient that arrives at e.
    a.grad() = b.data() * e.grad();
    b.grad() = a.data() * e.grad();
    //! [by_hand]
    const auto as_compiled = [&] {
        using lecture::pass;
        return L.grad() == pass.grad(lecture::L) && d.grad() == pass.grad(lecture::d) &&
               f.grad() == pass.grad(lecture::f) && e.grad() == pass.grad(lecture::e) &&
               c.grad() == pass.grad(lecture::c) && a.grad() == pass.grad(lecture::a) &&
               b.grad() == pass.grad(lecture::b);
    };
    check(as_compiled(), "the gradients by hand");

    //! [steps]
    for (Value* node : {&a, &b, &c, &d, &e, &f})
        node->zero_grad();
    L.backward_step(); // sets d.grad() and f.grad()
    d.backward_step(); // e.grad() and c.grad()
    e.backward_step(); // a.grad() and b.grad()
    //! [steps]
    check(as_compiled(), "the gradients, one step at a time");

    for (Value* node : {&a, &b, &c, &f})
        node->zero_grad();
    //! [backward]
    L.backward();
    render(to_dot(L), "tutorial-lecture.svg");
    //! [backward]
    check(as_compiled(), "the gradients by backward()");
    check(to_dot(L) == to_dot(lecture::pass).view(), "one picture of both worlds");

    //! [uphill]
    for (Value* input : {&a, &b, &c, &f})
        input->data() += 0.01 * input->grad();
    L = (a * b + c) * f;
    std::cout << L.data() << '\n'; // -7.2865
    //! [uphill]
    check(near(L.data(), -7.286496), "the step uphill");
}

namespace neuron {
//! [typed_neuron]
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

// The same with tanh composed of exp.
constexpr auto e = exp(2 * n);
constexpr auto h = gradient((e - 1) / (e + 1), point);
static_assert(near(h[x1], g[x1]) && near(h[w1], g[w1]) && near(h[b], g[b]));
//! [typed_neuron]
} // namespace neuron

void run_time_neuron() {
    //! [neuron]
    Value x1{2.0, "x1"}, x2{0.0, "x2"};
    Value w1{-3.0, "w1"}, w2{1.0, "w2"};
    Value b{6.8813735870195432, "b"};
    Value n = x1 * w1 + x2 * w2 + b;
    Value o = tanh(n);
    n.label("n"), o.label("o");

    o.backward();
    render(to_dot(o), "tutorial-neuron.svg");
    //! [neuron]
    const auto as_compiled = [&] {
        using neuron::g;
        return near(o.data(), value(neuron::o, neuron::point)) && near(x1.grad(), g[neuron::x1]) &&
               near(x2.grad(), g[neuron::x2]) && near(w1.grad(), g[neuron::w1]) &&
               w2.grad() == g[neuron::w2] && near(b.grad(), g[neuron::b]);
    };
    check(as_compiled(), "the neuron");
    check(to_dot(o) == to_dot(backward<neuron::o>(neuron::point)).view(), "one picture again");

    for (Value* input : {&x1, &x2, &w1, &w2, &b})
        input->zero_grad();
    //! [composite]
    Value e = exp(2 * n);
    o = (e - 1) / (e + 1);
    //! [composite]
    o.backward();
    check(as_compiled() && near(e.grad(), 0.04289321881345247), "the neuron composed of exp");
}

namespace twice {
//! [typed_twice]
constexpr var<"a"> a;
static_assert(gradient(a + a, at(a = 3.0))[a] == 2.0);
//! [typed_twice]
} // namespace twice

void used_twice() {
    //! [twice]
    Value a{3.0, "a"};
    Value b = a + a;
    b.label("b");
    b.backward();
    std::cout << a.grad() << '\n'; // 2
    //! [twice]
    check(a.grad() == 2, "a + a");
    render(to_dot(b), "tutorial-twice.svg");

    //! [added]
    a.grad() = 1 * b.grad();       // by the first operand
    a.grad() = 1 * b.grad();       // by the second: the first is lost
    const double wrong = a.grad(); // 1

    a.zero_grad();
    a.grad() += 1 * b.grad();
    a.grad() += 1 * b.grad(); // 2
    //! [added]
    check(wrong == 1 && a.grad() == 2, "gradients add up");

    b.backward();
    check(a.grad() == 4, "over backward passes as well");
}

} // namespace

int main() {
    for (void (*const chapter)() : {derivative, graph, run_time_neuron, used_twice}) {
        try {
            chapter();
        } catch (const std::logic_error& wrong) {
            std::cerr << wrong.what() << '\n';
            return 1;
        } catch (const std::runtime_error& no_picture) {
            std::cout << no_picture.what() << '\n';
        }
    }
}
