// SPDX-License-Identifier: BSL-1.0
//
// The recipes that turn a formula into values, gradients, Jacobians and backward passes; and, as a
// gradient is a formula again, derivatives of higher order.
#include "graphs.hpp"

#include <ctgrad/formula.hpp>
#include <ctgrad/near.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

// A gradient, as a formula.
template <class Formula>
struct gradient_formula {
    static constexpr auto inputs = Formula::inputs;
    static constexpr void build(detail::builder& b, detail::buffer<std::uint32_t>& results) {
        detail::gradient_recipe<Formula, false>::build(b, results);
    }
};
// All derivatives of an order: first d/dx, d/dy, ..., then of each of them.
template <int Order, class Formula>
struct derivatives {
    using recipe = typename derivatives<Order - 1, gradient_formula<Formula>>::recipe;
};
template <class Formula>
struct derivatives<1, Formula> {
    using recipe = detail::gradient_recipe<Formula, false>;
};
template <int Order, class Function, class... Args>
constexpr auto derivatives_of(Function, Args... args) {
    using formula = detail::formula_of<Function, Args...>;
    return detail::evaluate_with<typename derivatives<Order, formula>::recipe>(args...);
}

constexpr auto polynomial = [](auto x, auto y) { return pow(x, 3) * pow(y, 2) + x * y; };
static_assert(derivatives_of<1>(polynomial, 2.0, 3.0) == std::array{111.0, 50.0});
static_assert(derivatives_of<2>(polynomial, 2.0, 3.0) == std::array{108.0, 73.0, 73.0, 16.0});
static_assert(derivatives_of<3>(polynomial, 2.0, 3.0) ==
              std::array{54.0, 72.0, 72.0, 24.0, 72.0, 24.0, 24.0, 0.0});
static_assert(derivatives_of<6>([](auto x) { return pow(x, 5); }, 2.0)[0] == 0);
static_assert(derivatives_of<5>([](auto x) { return pow(x, 5); }, 2.0)[0] == 120);

// exp is its own derivative in the graph, too: the sixth derivative is one call.
constexpr auto exponential = [](auto x) { return exp(x); };
using sixth = derivatives<6, detail::formula_of<decltype(exponential), double>>::recipe;
static_assert(graphs::operations<sixth>() == 1);
static_assert(graphs::operations<sixth>("exp") == 1);

// Second derivatives at the edges.
constexpr double second(const auto& f, double x) {
    return derivatives_of<2>(f, x)[0];
}
constexpr bool second_derivatives_at_edges(double zero) {
    return second([](auto x) { return pow(x, 2); }, zero) == 2 &&
           second([](auto x) { return pow(x, 1); }, zero) == 0 &&
           second([](auto x) { return pow(x, 0); }, zero) == 0 &&
           second([](auto x) { return pow(x, 3); }, zero) == 0 &&
           second([](auto x) { return abs(x); }, zero) == 0 &&
           second([](auto x) { return relu(x); }, zero) == 0 &&
           second([](auto x) { return relu(x); }, 1 + zero) == 0 &&
           second([](auto x) { return abs(x); }, zero - 1) == 0 &&
           second([](auto x) { return max(x, 2 * x); }, zero) == 0 &&
           second([](auto x) { return max(x * x, x); }, 2 + zero) == 2 &&
           second([](auto x) { return select(x > 0, sqrt(x), x * x); }, zero) == 2 &&
           second([](auto x) { return select(x == 0, 1 - x * x / 6, sin(x) / x); }, zero) ==
               -1.0 / 3;
}
static_assert(second_derivatives_at_edges(0));

// The order of results: values, then row by row.
constexpr auto two_results = [](auto x, auto y) { return std::array{x * y, x - y}; };
using two_results_formula = detail::formula_of<decltype(two_results), double, double>;
static_assert(detail::evaluate_with<detail::gradient_recipe<two_results_formula, true>>(2.0, 3.0) ==
              std::array{6.0, -1.0, 3.0, 2.0, 1.0, -1.0});

// The backward pass gives every node, values first, in the order of the graph, constants included.
constexpr auto line = [](auto x) { return 3 * x + 1; };
using line_backward = detail::backward_recipe<detail::formula_of<decltype(line), double>>;
static_assert(detail::evaluate_with<line_backward>(2.0) ==
              std::array{2.0, 3.0, 6.0, 1.0, 7.0, /* grads */ 3.0, 2.0, 1.0, 1.0, 1.0});

// The inputs of a typed expression: variables and parameters in order of appearance.
constexpr auto mixed = param<"k">() * var<"y">() + var<"x">();
constexpr auto mixed_inputs =
    graphs::formula_of_expression<std::remove_const_t<decltype(mixed)>>::inputs;
static_assert(mixed_inputs.size() == 3);
static_assert(mixed_inputs[0].name == detail::pack("k") && !mixed_inputs[0].differentiated);
static_assert(mixed_inputs[1].name == detail::pack("y") && mixed_inputs[1].differentiated);
static_assert(mixed_inputs[2].name == detail::pack("x"));

} // namespace

BOOST_AUTO_TEST_CASE(derivatives_at_run_time) {
    volatile double zero = 0, two = 2;
    BOOST_TEST(second_derivatives_at_edges(zero));
    BOOST_TEST(
        (derivatives_of<2>(polynomial, double{two}, 3.0) == std::array{108.0, 73.0, 73.0, 16.0}));
}

// Many formulas have no second derivative in the table of a textbook; all have a difference
// quotient.
BOOST_AUTO_TEST_CASE(second_derivatives_of_compositions) {
    const auto check = [](auto f, double x) {
        const double h = 1e-5;
        const double quotient =
            (derivatives_of<1>(f, x + h)[0] - derivatives_of<1>(f, x - h)[0]) / (2 * h);
        const double exact = second(f, x);
        BOOST_TEST(near(exact, quotient, 1e-7), exact << " is not " << quotient);
    };
    for (const double x : {0.3, 0.9, 1.7}) {
        check([](auto t) { return exp(sin(t)) * log(t); }, x);
        check([](auto t) { return tanh(t * t) / (1 + t); }, x);
        check([](auto t) { return sqrt(t) * erf(t) - erfc(2 * t); }, x);
        check([](auto t) { return pow(t, 1.7) * pow(1.3, t); }, x);
        check([](auto t) { return pow(t, t) / cos(t); }, x);
        check([](auto t) { return tan(t / 2) * select(t < 1, t * t, exp(-t)); }, x);
        check([](auto t) { return max(t * t, sin(t)) * relu(t - 0.5) + abs(t - 1) * t; }, x);
    }
}
