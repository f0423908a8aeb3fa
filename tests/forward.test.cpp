// SPDX-License-Identifier: BSL-1.0
//
// Forward mode at the edges: the convention's table again, and the power series there.
#include "conventions.hpp"

#include <ctgrad/jvp.hpp>

using namespace conventions;

namespace {

// Values and partials by tangents along the axes.
struct forward {
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a) {
        const auto [value, dx] = jvp(function(formula))(a, 1.0);
        return {value, dx, 0};
    }
    template <class Formula>
    static constexpr std::array<double, 3> at_point(Formula formula, double a, double b) {
        const auto [value, dx] = jvp(function(formula))(a, b, 1.0, 0.0);
        const auto [same_value, dy] = jvp(function(formula))(a, b, 0.0, 1.0);
        return {value, dx, dy};
    }
};

// Where the convention speaks of an adjoint that is exactly 0, here it is the tangent: a slope that
// is infinite is no longer hidden by a factor 0 outside, and a direction along which the argument
// of the root stays 0 has the derivative 0.
constexpr auto roots(auto n) {
    constexpr auto of = forward();
    constexpr auto root = [](auto a) { return sqrt(a); };
    constexpr auto scaled_root = [](auto a, auto b) { return b * sqrt(a); };
    constexpr auto root_of_product = [](auto a, auto b) { return sqrt(a * b); };
    constexpr auto fractional = [](auto a, auto b) { return pow(a, 0.25) - b; };
    constexpr auto natural = [](auto a) { return log(a); };
    return std::array{
        row{"sqrt(0)", of.at_point(root, n(0)), {0, inf, 0}},
        row{"sqrt(-1)", of.at_point(root, n(-1)), {not_a_number, not_a_number, 0}},
        row{"sqrt(inf)", of.at_point(root, n(inf)), {inf, 0, 0}},
        row{"0*sqrt(0)", of.at_point(scaled_root, n(0), n(0)), {0, not_a_number, 0}},
        row{"2*sqrt(0)", of.at_point(scaled_root, n(0), n(2)), {0, inf, 0}},
        row{"sqrt(0*4)", of.at_point(root_of_product, n(0), n(4)), {0, inf, 0}},
        row{"pow(0, 0.25)", of.at_point(fractional, n(0), n(3)), {-3, inf, -1}},
        row{"log(0)", of.at_point(natural, n(0)), {-inf, inf, 0}},
        row{"log(inf)", of.at_point(natural, n(inf)), {inf, 0, 0}},
    };
}
constexpr auto exponents(auto n) {
    constexpr auto power = [](auto a, auto b) { return pow(a, b); };
    constexpr double log2 = 0.69314718055994530942;
    return std::array{
        row{"pow(2, 3)", forward::at_point(power, n(2), n(3)), {8, 12, 8 * log2}},
        row{"pow(0, 2)", forward::at_point(power, n(0), n(2)), {0, 0, 0}},
        row{"pow(0, 1)", forward::at_point(power, n(0), n(1)), {0, 1, 0}},
        row{"pow(0, 0.5)", forward::at_point(power, n(0), n(0.5)), {0, inf, 0}},
        row{"pow(0, 0)", forward::at_point(power, n(0), n(0)), {1, 0, 0}},
        row{"pow(-2, 3)", forward::at_point(power, n(-2), n(3)), {-8, 12, not_a_number}},
        row{"pow(2, 0)", forward::at_point(power, n(2), n(0)), {1, 0, log2}},
    };
}

template <class Rows>
constexpr bool all_same(const Rows& rows) {
    return first_difference(rows) == rows.size();
}
static_assert(all_same(kinks(forward(), known())));
static_assert(all_same(roots(known())));
static_assert(all_same(constant_exponents(forward(), known())));
static_assert(all_same(exponents(known())));
static_assert(all_same(selections(forward(), known())));
static_assert(all_same(small_adjoints(forward(), known())));

} // namespace

BOOST_AUTO_TEST_CASE(conventions_at_run_time) {
    check(kinks(forward(), hidden()));
    check(roots(hidden()));
    check(constant_exponents(forward(), hidden()));
    check(exponents(hidden()));
    check(selections(forward(), hidden()));
    check(small_adjoints(forward(), hidden()));
}
