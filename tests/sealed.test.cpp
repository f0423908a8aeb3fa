// SPDX-License-Identifier: BSL-1.0
#include "graphs.hpp"

#include <ctgrad/sealed.hpp>
#include <ctgrad/to_string.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;

// Plain numbers become constants of the type, and what is then equal becomes one node.
constexpr auto plain = exp(2 * x) + 1 / exp(2.0 * x) - 1;
static_assert(graphs::nodes(plain) == 12);
static_assert(graphs::nodes(sealed<plain>) == 8);
static_assert(sealed<plain> == exp(2_c * x) + 1_c / exp(2_c * x) - 1_c);
static_assert(std::is_empty_v<std::remove_cvref_t<decltype(sealed<plain>)>>);

// Numbers that differ stay apart, as do 0 and -0.
constexpr auto different = 2 * x + 3 * x;
static_assert(sealed<different> == 2_c * x + 3_c * x);
constexpr auto zeros = (x + 0.0) * (x + -0.0);
static_assert(graphs::nodes(sealed<zeros>) == 6);

// An exponent becomes a part of its operation.
constexpr auto powers = pow(x, 3) + pow(x, 0.5) + pow(2, x);
static_assert(sealed<powers> == pow(x, 3_c) + pow(x, 0.5_c) + pow(2_c, x));

// What has no numbers is what it was; sealing twice is sealing once.
constexpr auto without = x * y + x;
static_assert(sealed<without> == without && sealed<x> == x);
constexpr auto& once = sealed<plain>;
static_assert(sealed<once> == once);

// Names go along, and meet when their nodes do.
constexpr auto with_names = named<"a">(2 * x) * named<"b">(2 * x) + named<"c">(x);
static_assert(graphs::nodes(sealed<with_names>) == 5);
static_assert(to_string(sealed<with_names>) == "a = 2*x; a*a + x");

// The sealed forms of the functions.
static_assert(value<plain>(at(x = 0)) == 1 && gradient<plain>(at(x = 0))[x] == 0);
static_assert(value_and_gradient<powers>(at(x = 1.0)).value == 4);
static_assert(to_string<different>() == "2*x + 3*x");

// A function may hold the object, if it is static.
constexpr double sealed_in_a_function(double at_point) {
    return value<different>(at(x = at_point));
}
static_assert(sealed_in_a_function(2) == 10);

// Different objects of one type, with different numbers.
constexpr auto doubled = 2.0 * x;
constexpr auto tripled = 3.0 * x;
static_assert(std::is_same_v<decltype(doubled), decltype(tripled)>);
static_assert(value<doubled>(at(x = 1)) == 2 && value<tripled>(at(x = 1)) == 3);
static_assert(!(sealed<doubled> == sealed<tripled>));

} // namespace

BOOST_AUTO_TEST_CASE(sealed_expressions_at_run_time) {
    volatile double one = 1;
    static constexpr auto local = 4.0 * x;
    BOOST_TEST(value<local>(at(x = double{one})) == 4);
    BOOST_TEST(value<plain>(at(x = one - 1.0)) == 1);
    BOOST_TEST(gradient<tripled>(at(x = double{one}))[x] == 3);
}
