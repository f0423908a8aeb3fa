// SPDX-License-Identifier: BSL-1.0
//
// The worked examples of Karpathy's micrograd lecture and of write-ups of it, with their figures:
// checked by the compiler, and again at run time.
#include "graphs.hpp"

#include <ctgrad.hpp>

#include <array>
#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

// Each case is a function of a scale that is 1, known to the compiler or hidden from it.
double hidden_one() {
    volatile double one = 1;
    return one;
}

constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"c"> c;
constexpr var<"d"> d;
constexpr var<"f"> f;
constexpr var<"x"> x;

// 1. Derivatives by definition.

constexpr auto parabola = 3 * pow(x, 2) - 4 * x + 5;

constexpr double forward_difference(double at, double h) {
    const auto y = [](double t) { return 3 * t * t - 4 * t + 5; };
    return (y(at + h) - y(at)) / h;
}

constexpr bool parabola_is_right(double one) {
    const auto value_at = [&](double t) { return value<parabola>(at(x = one * t)); };
    const auto slope_at = [&](double t) { return gradient<parabola>(at(x = one * t))[x]; };
    return value_at(3) == 20 && value_at(6) == 89 && value_at(-3) == 44 && //
           slope_at(3) == 14 && slope_at(-3) == -22 && near(slope_at(2.0 / 3), 0) &&
           near(slope_at(3), forward_difference(3, 1e-5), 1e-5) &&
           near(forward_difference(3, 1e-5), 14.00003, 1e-9);
}
static_assert(parabola_is_right(1));

constexpr auto line = a * b + c;

constexpr bool line_is_right(double one) {
    const auto [v, g] = value_and_gradient(line, at(a = 2 * one, b = -3 * one, c = 10 * one));
    return v == 4 && g[a] == -3 && g[b] == 2 && g[c] == 1;
}
static_assert(line_is_right(1));

// 2. L = (a*b + c)*f, every gradient.

constexpr auto product = a * b;
constexpr auto sum = product + c;
constexpr auto loss = sum * f;

constexpr bool loss_is_right(double one) {
    const auto pass = backward<loss>(at(a = 2 * one, b = -3 * one, c = 10 * one, f = -2 * one));
    const auto step = [&](double value, double grad) { return value + 0.01 * grad; };
    const double a1 = step(pass.data(a), pass.grad(a)), b1 = step(pass.data(b), pass.grad(b)),
                 c1 = step(pass.data(c), pass.grad(c)), f1 = step(pass.data(f), pass.grad(f));
    return pass.data(product) == -6 && pass.data(sum) == 4 && pass.data(loss) == -8 && //
           pass.grad(loss) == 1 && pass.grad(f) == 4 && pass.grad(sum) == -2 &&
           pass.grad(c) == -2 && pass.grad(product) == -2 && pass.grad(a) == 6 &&
           pass.grad(b) == -4 && //
           near(value(loss, at(a = a1, b = b1, c = c1, f = f1)), -7.286496) &&
           near(value(loss, at(a = a1, b = b1, c = c1, f = -2 * one)), -7.4352);
}
static_assert(loss_is_right(1));

// 3. One neuron, with tanh as one function and composed of others.

constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;

constexpr auto first = x1 * w1;
constexpr auto both = first + x2 * w2;
constexpr auto n = both + b;
constexpr auto atomic = tanh(n);
constexpr auto e = exp(2 * n);
constexpr auto composite = (e - 1) / (e + 1);
constexpr auto composite_in_types = (exp(2_c * n) - 1_c) / (exp(2_c * n) + 1_c);

constexpr auto neuron_point(double one, double bias = 6.8813735870195432) {
    return at(x1 = 2 * one, x2 = 0 * one, w1 = -3 * one, w2 = 1 * one, b = bias * one);
}

constexpr bool neuron_is_right(const auto& pass, const auto& whole) {
    return near(pass.data(n), 0.8813735870195432) &&
           near(pass.data(whole), 0.7071067811865477, 4e-16) && //
           pass.grad(whole) == 1 && near(pass.grad(n), 0.5) && near(pass.grad(b), 0.5) &&
           near(pass.grad(both), 0.5) && near(pass.grad(first), 0.5) && near(pass.grad(x1), -1.5) &&
           near(pass.grad(w1), 1) && near(pass.grad(x2), 0.5) && pass.grad(w2) == 0;
}
constexpr bool neurons_are_right(double one) {
    const auto point = neuron_point(one);
    const auto pass = backward<composite>(point);
    return neuron_is_right(backward(atomic, point), atomic) &&
           neuron_is_right(backward<atomic>(point), atomic) &&
           neuron_is_right(pass, composite) && //
           near(pass.data(e), 5.828427124746192) && near(pass.grad(e), 0.04289321881345247) &&
           neuron_is_right(backward<composite_in_types>(point), composite_in_types) &&
           // Two 1s written as plain numbers are two nodes, and e is one of each.
           neuron_is_right(backward(composite, point), composite) &&
           near(backward(composite, point).grad(e), 0.04289321881345247);
}
static_assert(neurons_are_right(1));

constexpr bool other_bias_is_right(double one) {
    const auto pass = backward(atomic, neuron_point(one, 6.7));
    return near(pass.data(n), 0.7, 1e-14) && near(pass.data(atomic), 0.6043677771171636) &&
           near(pass.grad(x1), -1.9042187699473752) && near(pass.grad(w1), 1.2694791799649168) &&
           near(pass.grad(x2), 0.6347395899824584) && pass.grad(w2) == 0 &&
           near(pass.grad(b), 0.6347395899824584);
}
static_assert(other_bias_is_right(1));

// Ten nodes, every node after the nodes it uses.
static_assert(graphs::nodes(atomic) == 10);
static_assert(graphs::is_well_formed(graphs::of<decltype(atomic)>));
static_assert(graphs::of<decltype(atomic)>.result[0] == 9);
// All spellings of the composite are one graph: 5 variables, 4 operations for n, then 2, 2*n, e,
// 1, e - 1, e + 1 and the quotient.
static_assert(sealed<composite> == composite_in_types);
static_assert(graphs::nodes(composite_in_types) == 16);

// 4. Shared nodes, the classic bug.

constexpr bool shared_nodes_are_right(double one) {
    constexpr auto twice = a + a;
    const auto pass1 = backward(twice, at(a = 3 * one));
    const bool case1 = pass1.data(twice) == 6 && pass1.grad(a) == 2;

    constexpr auto d2 = a * b;
    constexpr auto e2 = a + b;
    constexpr auto f2 = d2 * e2;
    const auto pass2 = backward(f2, at(a = -2 * one, b = 3 * one));
    const bool case2 = pass2.data(d2) == -6 && pass2.data(e2) == 1 && pass2.data(f2) == -6 &&
                       pass2.grad(a) == -3 && pass2.grad(b) == -8 && pass2.grad(d2) == 1 &&
                       pass2.grad(e2) == -6;

    constexpr auto c3 = b / a;
    constexpr auto d3 = 2_c * c3;
    constexpr auto e3 = d3 + d3;
    constexpr auto f3 = exp(e3);
    const auto pass3 = backward(f3, at(a = 2 * one, b = 4 * one));
    const bool case3 =
        near(pass3.data(f3), 2980.9579870417283) && near(pass3.grad(a), -11923.831948166913) &&
        near(pass3.grad(b), 5961.915974083457) && near(pass3.grad(c3), 11923.831948166913) &&
        near(pass3.grad(d3), 5961.915974083457) && near(pass3.grad(e3), 2980.9579870417283);

    constexpr auto c4 = a + b;
    constexpr auto e4 = c4 * d;
    constexpr auto o4 = e4 + f;
    const auto pass4 = backward(o4, at(a = one, b = 2 * one, d = -3 * one, f = -one));
    const bool case4 = pass4.data(o4) == -10 && pass4.grad(a) == -3 && pass4.grad(b) == -3 &&
                       pass4.grad(c4) == -3 && pass4.grad(d) == 3 && pass4.grad(e4) == 1 &&
                       pass4.grad(f) == 1;
    return case1 && case2 && case3 && case4;
}
static_assert(shared_nodes_are_right(1));

// x <- x*x: 40 operations, 2^40 paths.
template <int Times>
constexpr auto squared(const auto& base) {
    if constexpr (Times == 0)
        return base;
    else
        return squared<Times - 1>(base * base);
}
constexpr auto squared_40_times = function([](auto base) {
    for (int i = 0; i < 40; ++i)
        base = base * base;
    return base;
});
static_assert(graphs::nodes(squared<40>(x)) == 41);

constexpr bool repeated_squaring_is_right(double one) {
    constexpr double close_to_1 = 1 + 0x1p-41;
    const double expected = 1.6487212707001282; // (1 + 2^-41)^(2^40) is sqrt(e)
    const auto typed = value_and_gradient(squared<40>(x), at(x = one * close_to_1));
    const auto traced = value_and_gradient(squared_40_times)(one * close_to_1);
    return near(typed.value, expected, 1e-3) &&
           near(typed[x], 0x1p40 * typed.value / close_to_1, 1e-3) && typed.value == traced.value &&
           typed[x] == traced.gradient && gradient(squared_40_times)(one) == 0x1p40 &&
           gradient(squared<40>(x), at(x = one))[x] == 0x1p40;
}
static_assert(repeated_squaring_is_right(1));

} // namespace

BOOST_AUTO_TEST_CASE(derivatives_by_definition) {
    BOOST_TEST(parabola_is_right(hidden_one()));
    BOOST_TEST(line_is_right(hidden_one()));
    for (double t = -5; t <= 5; t += 0.25) {
        const double h = 1e-6;
        const double central =
            (value<parabola>(at(x = t + h)) - value<parabola>(at(x = t - h))) / (2 * h);
        BOOST_TEST(std::fabs(gradient<parabola>(at(x = t))[x] - central) < 1e-7);
    }
}

BOOST_AUTO_TEST_CASE(every_gradient_of_a_small_loss) {
    BOOST_TEST(loss_is_right(hidden_one()));
}

BOOST_AUTO_TEST_CASE(one_neuron) {
    BOOST_TEST(neurons_are_right(hidden_one()));
    BOOST_TEST(other_bias_is_right(hidden_one()));
}

BOOST_AUTO_TEST_CASE(shared_nodes) {
    BOOST_TEST(shared_nodes_are_right(hidden_one()));
    BOOST_TEST(repeated_squaring_is_right(hidden_one()));
}
