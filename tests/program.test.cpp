// SPDX-License-Identifier: BSL-1.0
#include "graphs.hpp"

#include <ctgrad/program.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

template <class Function>
constexpr std::size_t size_of_value(Function) {
    return graphs::operations<graphs::value_of_function<Function, double>>();
}
template <class Function>
constexpr std::size_t size_of_gradient(Function) {
    return graphs::operations<graphs::gradient_of_function<Function, double>>();
}

// What no result needs is not there.
static_assert(size_of_value([](auto a) {
                  const auto unused = exp(a) * sin(a);
                  static_cast<void>(unused);
                  return a * a;
              }) == 1);
static_assert(size_of_gradient([](auto a) {
                  const auto unused = exp(a) * sin(a);
                  static_cast<void>(unused);
                  return a * a;
              }) == 1);
static_assert(size_of_gradient([](auto a) { return a + a + 3; }) == 0);

// The value is exactly what was written, each distinct node once.
static_assert(size_of_value([](auto a) { return (a * a) * (a * a) + 0 * (a * a); }) == 4);
static_assert(size_of_value([](auto a) { return exp(a + 1) + exp(a + 1); }) == 3);

// Integer powers share their factors: x*x, x*(x*x); then 4, 8, 16 by squaring.
static_assert(size_of_value([](auto a) { return pow(a, 2); }) == 1);
static_assert(size_of_value([](auto a) { return pow(a, 3); }) == 2);
static_assert(size_of_value([](auto a) { return pow(a, 2) + a * a; }) == 2);
static_assert(size_of_value([](auto a) { return pow(a, 64); }) == 6);
static_assert(size_of_value([](auto a) { return pow(a, -2); }) == 2);
static_assert(size_of_value([](auto a) { return pow(a, 1); }) == 0);
static_assert(size_of_value([](auto a) { return pow(a, 0); }) == 0);
static_assert(size_of_value([](auto a) { return pow(a, 65); }) == 1);
static_assert(size_of_value([](auto a) { return pow(a, -64); }) == 7);
static_assert(size_of_value([](auto a) { return pow(a, -65); }) == 1);
static_assert(size_of_gradient([](auto a) { return pow(a, 3); }) == 2); // 3*(x*x)
constexpr auto cube = [](auto a) { return pow(a, 3); };
using cube_and_gradient = detail::gradient_recipe<graphs::formula_of<decltype(cube), double>, true>;
static_assert(graphs::operations<cube_and_gradient>("*") == 3);
static_assert(graphs::operations<cube_and_gradient>("power") == 0);

// No dead literals either: exponents are gone.
static_assert(graphs::all_is_used<cube_and_gradient>());
static_assert(graphs::program_of<cube_and_gradient>.size == 5); // x, 3, x*x, and two products

// Results stand in the order that the recipe gave them, equal ones as the same node.
constexpr auto several = [](auto a, auto b) { return std::array{a * b, a, 2 + 0 * a, a * b}; };
using several_values = graphs::value_of_function<decltype(several), double, double>;
constexpr const auto& g = graphs::program_of<several_values>;
static_assert(g.results == 4 && g.result[0] == g.result[3] && g.result[0] != g.result[1]);
static_assert(graphs::is_well_formed(g) && graphs::all_is_used<several_values>());

// The same recipe is the same program.
static_assert(&graphs::program_of<several_values> == &graphs::program_of<several_values>);

} // namespace

BOOST_AUTO_TEST_CASE(programs_hold_what_is_needed) {
    BOOST_TEST(graphs::all_is_used<cube_and_gradient>());
    BOOST_TEST(size_of_value([](auto a) { return pow(a, 64); }) == 6U);
}
