// SPDX-License-Identifier: BSL-1.0
//
// With respect to some of the variables: the same numbers, and less of them.
#include "graphs.hpp"

#include <ctgrad/derivative.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/wrt.hpp>

#include <tuple>
#include <type_traits>

#include <boost/hana/contains.hpp>
#include <boost/hana/length.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;
namespace hana = boost::hana;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr param<"k"> k;
constexpr auto e = k * x * y * y + sin(z);
constexpr auto point = at(x = 2.0, y = 3.0, z = 0.0, k = 10.0);

// Of an expression: by name, in any order.
constexpr auto of_y = gradient(e, point, wrt(y));
static_assert(of_y[y] == 120 && hana::length(of_y.map) == hana::size_c<1>);
static_assert(!hana::contains(of_y.map, x) && !hana::contains(of_y.map, z));
constexpr auto of_two = gradient(e, point, wrt(z, x));
static_assert(of_two[x] == 90 && of_two[z] == 1 && hana::length(of_two.map) == hana::size_c<2>);
static_assert(value_and_gradient(e, point, wrt(y)).value == 180);
static_assert(value_and_gradient(e, point, wrt(y))[y] == 120);
static_assert(gradient(e, point, wrt(y, y))[y] == 120, "named twice");
static_assert(gradient(e, point, wrt(x, y, z))[y] == gradient(e, point)[y]);

// Of a function: by position.
constexpr auto f = function([](auto a, const auto& b, auto c) { return a * b[0] * b[1] + exp(c); });
static_assert(gradient(f, wrt<1>())(2.0, std::array{3.0, 5.0}, 0.0) == std::array{10.0, 6.0});
static_assert(gradient(f, wrt<0, 2>())(2.0, std::array{3.0, 5.0}, 0.0) == std::tuple(15.0, 1.0));
static_assert(gradient(f, wrt<0, 1, 2>())(2.0, std::array{3.0, 5.0}, 0.0) ==
              gradient(f)(2.0, std::array{3.0, 5.0}, 0.0));

// What the others would need is not computed.
using formula = graphs::formula_of_expression<std::remove_const_t<decltype(e)>>;
using chosen_formula = decltype(detail::choose<formula>(wrt(y)));
using chosen = detail::gradient_recipe<chosen_formula, false>;
using all = detail::gradient_recipe<formula, false>;
static_assert(graphs::operations<all>("cos") == 1 && graphs::operations<chosen>("cos") == 0);
static_assert(graphs::operations<chosen>() < graphs::operations<all>());

// The others are constants: where a derivative by them would not exist, nothing is asked of them.
static_assert(gradient(pow(x, y), at(x = -2.0, y = 3.0), wrt(x))[x] == 12);
static_assert(gradient(function([](auto a, auto b) { return sqrt(a) * b; }), wrt<1>())(0.0, 7.0) ==
              0);

} // namespace

BOOST_AUTO_TEST_CASE(chosen_derivatives_at_run_time) {
    volatile double two = 2;
    BOOST_TEST(gradient(e, at(x = double{two}, y = 3.0, z = 0.0, k = 10.0), wrt(y))[y] == 120);
    BOOST_TEST(
        (gradient(f, wrt<1>())(double{two}, std::array{3.0, 5.0}, 0.0) == std::array{10.0, 6.0}));
}
