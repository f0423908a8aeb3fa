// SPDX-License-Identifier: BSL-1.0
//
// Derivatives as formulas: what the reverse pass writes, after simplification, printed.
#include "graphs.hpp"

#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/reverse.hpp>
#include <ctgrad/to_string.hpp>

#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

// One partial derivative of an expression as an expression, with the names of its variables again.
template <class Source, std::size_t Variable>
struct one_partial {
    using formula = detail::typed_formula<Source>;

    static constexpr void build(detail::builder& b, detail::buffer<std::uint32_t>& results) {
        detail::buffer<std::uint32_t> all;
        detail::gradient_recipe<formula, false>::build(b, all);
        results.push(all.items[Variable]);
    }
    static constexpr auto named() {
        detail::graph<detail::program<one_partial>::g.size> out;
        for (std::size_t i = 0; i < out.size; ++i) {
            out.nodes[i] = detail::program<one_partial>::g.nodes[i];
            if (detail::is_input(out.nodes[i]))
                out.nodes[i] = detail::named_node(*out.nodes[i].operation,
                                                  formula::inputs[out.nodes[i].word[0]].name);
        }
        out.result[0] = detail::program<one_partial>::g.result[0];
        return out;
    }
};

template <class Source>
constexpr std::size_t number_of(const detail::packed_name& name) {
    std::size_t number = 0;
    for (const auto& input : detail::typed_formula<Source>::inputs) {
        if (input.name == name)
            break;
        number += input.differentiated;
    }
    return number;
}

template <class Source, fixed_string Name>
constexpr auto derivative(const expr<Source>&, const var<Name>&) {
    constexpr std::size_t variable = number_of<Source>(detail::pack(Name.view()));
    return to_string(expr<detail::flat<one_partial<Source, variable>::named()>>{});
}

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr param<"k"> k;

// The derivatives of a first course, one node each where one is enough.
static_assert(derivative(x, x) == "1");
static_assert(derivative(x + y, x) == "1");
static_assert(derivative(x - y, y) == "-1");
static_assert(derivative(-x, x) == "-1");
static_assert(derivative(3_c * x, x) == "3");
static_assert(derivative(x / 4_c, x) == "0.25");
static_assert(derivative(x * y, x) == "y");
static_assert(derivative(x * x, x) == "2*x");
static_assert(derivative(x + x, x) == "2");
static_assert(derivative(x - x, x) == "0");
static_assert(derivative(1_c / x, x) == "t1 = 1/x; -(t1*t1)");
static_assert(derivative(x / y, x) == "1/y");
static_assert(derivative(sin(x), x) == "cos(x)");
static_assert(derivative(cos(x), x) == "-sin(x)");
static_assert(derivative(exp(x), x) == "exp(x)");
static_assert(derivative(log(x), x) == "1/x");
static_assert(derivative(sqrt(x), x) == "0.5/sqrt(x)");
static_assert(derivative(pow(x, 2_c), x) == "2*x");
static_assert(derivative(pow(x, 1_c), x) == "1");
static_assert(derivative(pow(x, 0_c), x) == "0");
static_assert(derivative(pow(x, 3_c), x) == "3*(x*x)");
static_assert(derivative(pow(x, 2.5_c), x) == "2.5*pow(x, 1.5)");
static_assert(derivative(tanh(x), x) == "t1 = tanh(x); 1 - t1*t1");
static_assert(derivative(tan(x), x) == "t1 = tan(x); 1 + t1*t1");
static_assert(derivative(relu(x), x) == "select(0 < x, 1, select(x <= 0, 0, x))");

// The chain rule, without `1*` and `0 +`.
static_assert(derivative(sin(2_c * x), x) == "2*cos(2*x)");
static_assert(derivative(exp(-x), x) == "-exp(-x)");
static_assert(derivative(exp(sin(x)), x) == "exp(sin(x))*cos(x)");
static_assert(derivative(log(sin(x)), x) == "1/sin(x)*cos(x)");
static_assert(derivative(x * sin(x), x) == "sin(x) + x*cos(x)");
static_assert(derivative(2_c * (3_c * x), x) == "6");

// A partial that is not used is not there, nor is a parameter's.
static_assert(derivative(x * y + sin(z), x) == "y");
static_assert(derivative(k * x, x) == "k");
static_assert(derivative(x * sin(k), x) == "sin(k)");
static_assert(derivative(pow(x, k), x) ==
              "t1 = k*pow(x, k - 1); select(x == 0, select(k == 0, 0, t1), t1)");

// Only the alternative in use receives an adjoint.
static_assert(derivative(select(x < y, 2_c * x, y), x) == "select(x < y, 2, 0)");
static_assert(derivative(select(x < y, x, 2_c * x), x) == "select(x < y, 1, 2)");
static_assert(derivative(select(x < y, y, z), x) == "0");
static_assert(derivative(select(x < y, sin(x), x), x) == "select(x < y, cos(x), 1)");

// The user's own terms are reused, never rewritten.
static_assert(derivative((0_c * x) * y, y) == "0*x");
static_assert(derivative((x + 0_c) * y, y) == "x + 0");

// Generated programs, counted. A neuron: 5 results from the one tanh.
constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr var<"b"> b;
constexpr auto neuron = tanh(x1 * w1 + x2 * w2 + b);
using neuron_gradient = graphs::gradient_of_expression<std::remove_const_t<decltype(neuron)>>;
// x1*w1, x2*w2, two sums, tanh; its square, 1 - it; four products. The partial for b is 1 - it.
static_assert(graphs::operations<neuron_gradient>() == 11);
static_assert(graphs::operations<neuron_gradient>("tanh") == 1);
static_assert(graphs::operations<neuron_gradient>("*") == 7);
static_assert(graphs::operations<neuron_gradient>("+") == 2);
static_assert(graphs::all_is_used<neuron_gradient>());
static_assert(graphs::is_well_formed(graphs::program_of<neuron_gradient>));

// A common subexpression is differentiated once, however often it is written.
constexpr auto twice = exp(x * y) * sin(x * y) + exp(x * y);
using twice_gradient = graphs::gradient_of_expression<std::remove_const_t<decltype(twice)>>;
static_assert(graphs::operations<twice_gradient>("exp") == 1);
static_assert(graphs::operations<twice_gradient>("sin") == 1);
static_assert(graphs::operations<twice_gradient>("cos") == 1);

// Passive parts are evaluated and not differentiated.
constexpr auto half_passive = sin(k) * exp(k) * x;
using half_passive_gradient =
    graphs::gradient_of_expression<std::remove_const_t<decltype(half_passive)>>;
static_assert(graphs::operations<half_passive_gradient>() == 3);
static_assert(graphs::operations<half_passive_gradient>("cos") == 0);

// A chain of selects has a gradient of its own length, not of its number of paths.
template <int Length>
constexpr auto chain_of_selects = [](auto a) {
    for (int i = 0; i < Length; ++i)
        a = select(a < 2, 1.5 * a, sin(a));
    return a;
};
template <int Length>
using chain_gradient =
    graphs::gradient_of_function<std::remove_const_t<decltype(chain_of_selects<Length>)>, double>;
static_assert(graphs::operations<chain_gradient<40>>() <=
              2 * graphs::operations<chain_gradient<20>>() + 8);

// What the alternatives of several selects share poisons nothing when none is chosen, nor does what
// it is made of. What is needed anyway shows.
constexpr auto shared = [](auto a) {
    const auto lost = log(a * a);
    return select(0 < a, lost, 3 * a) + select(1 < a, 2 * lost, select(a < -1, lost * lost, a));
};
constexpr auto needed = [](auto a) {
    const auto lost = log(a);
    return select(0 < a, lost, 0) + select(1 < a, 2 * lost, 0) + 0 * lost;
};
static_assert(gradient(function(shared))(0.0) == 4);
static_assert(gradient(function(shared))(0.5) == 2 / 0.5 + 1);
static_assert(gradient(function(shared))(2.0) == 3 * 2 / 2.0);

// Products are put in the order that shares most, but not across the border of an alternative: p*q
// overflows where it is not chosen, s*(p*q) would be NaN, (s*p)*q is 0.
constexpr auto with_infinite_product = [](auto s, auto t, auto p, auto q) {
    return select(p < 1e100, p * q, 0) + s * (t * q * p);
};
constexpr bool nothing_of_other_alternatives_is_used(double zero) {
    constexpr auto f = function(with_infinite_product);
    const auto [ds, dt, dp, dq] = gradient(f)(zero, 1e-300, 1e200, 1e200);
    return near(ds, 1e100) && dt == 0 && dp == 0 && dq == 0;
}
static_assert(nothing_of_other_alternatives_is_used(0));
// The same with an overflowing product of parameters, through which no adjoint flows.
constexpr param<"p"> p;
constexpr param<"q"> q;
constexpr auto with_passive_product = select(p < 1e100, p* q* x, 0 * x) + y * (z * q * p);
static_assert(gradient(with_passive_product,
                       at(x = 1.0, y = 0.0, z = 1e-300, p = 1e200, q = 1e200))[z] == 0);

} // namespace

BOOST_AUTO_TEST_CASE(derivatives_are_formulas) {
    volatile double zero = 0;
    BOOST_TEST(nothing_of_other_alternatives_is_used(zero));
    BOOST_TEST(derivative(x * sin(x), x).view() == "sin(x) + x*cos(x)");
    constexpr auto f = function(chain_of_selects<40>);
    BOOST_TEST(gradient(f)(0.1) != 0);
    BOOST_TEST(gradient(function(shared))(zero) == 4);
    BOOST_TEST(std::isnan(gradient(function(needed))(zero)));
}
