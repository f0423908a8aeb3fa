// SPDX-License-Identifier: BSL-1.0
//
// Derivatives at the edges: one table, computed from typed expressions, sealed expressions and
// traced functions, by the compiler and at run time. Values have value/conventions.test.cpp.
#include "conventions.hpp"

#include <ctgrad.hpp>

#include <array>

using namespace ctgrad::literals;
using namespace conventions;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;

// The three front ends. `typed<Formula>(a)` and so on give value and partials of a formula that is
// written once, as a generic function.
template <class Formula>
constexpr auto expression_of_one = Formula()(x);
template <class Formula>
constexpr auto expression_of_two = Formula()(x, y);

struct typed {
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a) {
        const auto [value, g] = value_and_gradient(formula(x), at(x = a));
        return {value, g[x], 0};
    }
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a, double b) {
        const auto [value, g] = value_and_gradient(formula(x, y), at(x = a, y = b));
        return {value, g[x], g[y]};
    }
};

struct with_sealed_numbers {
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula, double a) {
        const auto [value, g] = value_and_gradient<expression_of_one<Formula>>(at(x = a));
        return {value, g[x], 0};
    }
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula, double a, double b) {
        const auto [value, g] = value_and_gradient<expression_of_two<Formula>>(at(x = a, y = b));
        return {value, g[x], g[y]};
    }
};

struct traced {
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a) {
        const auto [value, dx] = value_and_gradient(function(formula))(a);
        return {value, dx, 0};
    }
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a, double b) {
        const auto [value, g] = value_and_gradient(function(formula))(a, b);
        return {value, std::get<0>(g), std::get<1>(g)};
    }
};

// Numbers in the type, which traced functions have no need of.
constexpr auto literal_exponents(auto of, auto n) {
    constexpr auto zeroth = [](auto a) { return pow(a, 0_c); };
    constexpr auto first = [](auto a) { return pow(a, 1_c); };
    constexpr auto square = [](auto a) { return pow(a, 2_c); };
    constexpr auto cube = [](auto a) { return pow(a, 3_c); };
    constexpr auto inverse = [](auto a) { return pow(a, -1_c); };
    constexpr auto root = [](auto a) { return (a - a) * pow(a, 0.5_c); };
    return std::array{
        row{"pow(0, 0_c)", of.at_point(zeroth, n(0)), {1, 0, 0}},
        row{"pow(-3, 0_c)", of.at_point(zeroth, n(-3)), {1, 0, 0}},
        row{"pow(0, 1_c)", of.at_point(first, n(0)), {0, 1, 0}},
        row{"pow(-3, 1_c)", of.at_point(first, n(-3)), {-3, 1, 0}},
        row{"pow(0, 2_c)", of.at_point(square, n(0)), {0, 0, 0}},
        row{"pow(-3, 2_c)", of.at_point(square, n(-3)), {9, -6, 0}},
        row{"pow(nan, 2_c)", of.at_point(square, n(not_a_number)), {not_a_number, not_a_number, 0}},
        row{"pow(-3, 3_c)", of.at_point(cube, n(-3)), {-27, 27, 0}},
        row{"pow(-2, -1_c)", of.at_point(inverse, n(-2)), {-0.5, -0.25, 0}},
        row{"pow(0, -1_c)", of.at_point(inverse, n(0)), {inf, -inf, 0}},
        row{"0*pow(0, 0.5_c)", of.at_point(root, n(0)), {0, 0, 0}},
    };
}

// A difference of equal nodes: in graphs that merge them the root has the adjoint 0.
constexpr auto merged_roots(auto of, auto n) {
    constexpr auto cancelled_root = [](auto a) { return sqrt(a) - sqrt(a); };
    return std::array{
        row{"sqrt(0) - sqrt(0)", of.at_point(cancelled_root, n(0)), {0, 0, 0}},
    };
}

template <class FrontEnd>
void check_at_run_time() {
    check(kinks(FrontEnd(), hidden()));
    check(roots_and_logarithms(FrontEnd(), hidden()));
    check(cube_roots_and_directions(FrontEnd(), hidden()));
    check(ends_of_inverses(FrontEnd(), hidden()));
    check(constant_exponents(FrontEnd(), hidden()));
    check(active_exponents(FrontEnd(), hidden()));
    check(selections(FrontEnd(), hidden()));
    check(small_adjoints(FrontEnd(), hidden()));
    check(steps(FrontEnd(), hidden()));
    check(merged_roots(FrontEnd(), hidden()));
    check_at_any_numbers<FrontEnd>();
    if constexpr (!std::is_same_v<FrontEnd, traced>)
        check(literal_exponents(FrontEnd(), hidden()));
    const double undefined = negative_logarithm(FrontEnd(), hidden());
    BOOST_TEST(undefined != undefined);
}

template <class FrontEnd>
constexpr bool check_while_compiling() {
    constexpr auto a = kinks(FrontEnd(), known());
    static_assert(first_difference(a) == a.size());
    constexpr auto b = roots_and_logarithms(FrontEnd(), known());
    static_assert(first_difference(b) == b.size());
    constexpr auto c = constant_exponents(FrontEnd(), known());
    static_assert(first_difference(c) == c.size());
    constexpr auto d = active_exponents(FrontEnd(), known());
    static_assert(first_difference(d) == d.size());
    constexpr auto e = selections(FrontEnd(), known());
    static_assert(first_difference(e) == e.size());
    constexpr auto f = small_adjoints(FrontEnd(), known());
    static_assert(first_difference(f) == f.size());
    constexpr auto h = merged_roots(FrontEnd(), known());
    static_assert(first_difference(h) == h.size());
    constexpr auto i = steps(FrontEnd(), known());
    static_assert(first_difference(i) == i.size());
    constexpr auto k = cube_roots_and_directions(FrontEnd(), known());
    static_assert(first_difference(k) == k.size());
    constexpr auto l = ends_of_inverses(FrontEnd(), known());
    static_assert(first_difference(l) == l.size());
    constexpr double undefined = negative_logarithm(FrontEnd(), known());
    static_assert(undefined != undefined);
    if constexpr (!std::is_same_v<FrontEnd, traced>) {
        constexpr auto g = literal_exponents(FrontEnd(), known());
        static_assert(first_difference(g) == g.size());
    }
    return true;
}

static_assert(check_while_compiling<typed>());
static_assert(check_while_compiling<with_sealed_numbers>());
static_assert(check_while_compiling<traced>());

} // namespace

BOOST_AUTO_TEST_CASE(typed_expressions_at_run_time) {
    check_at_run_time<typed>();
}
BOOST_AUTO_TEST_CASE(sealed_expressions_at_run_time) {
    check_at_run_time<with_sealed_numbers>();
}
BOOST_AUTO_TEST_CASE(traced_functions_at_run_time) {
    check_at_run_time<traced>();
}