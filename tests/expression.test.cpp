// SPDX-License-Identifier: BSL-1.0
#include "graphs.hpp"

#include <ctgrad/expression.hpp>
#include <ctgrad/near.hpp>

#include <functional>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;

// Equality is equality of formulas.
static_assert(x == x && !(x == y) && x == var<"x">());
static_assert(x * y + 1_c == x * y + 1_c && !(x * y + 1_c == x * y + 2_c));
static_assert(!(x * y == y * x) && !(x + y == x * y));
static_assert(x + 1.0 == x + 1.0 && !(x + 1.0 == x + 2.0), "numbers in the object count");
static_assert(!(x + 1.0 == x + 1_c), "where a number is kept, too, until it is sealed");
static_assert(x + 1 == x + 1.0 && x + 0.5f == x + 0.5);
static_assert(!(var<"k">() == k), "a parameter is no variable");
static_assert(named<"p">(x * y) == x * y, "names of nodes do not count");

// Types: the same graph is the same type, whoever wrote it; constants cost no bytes.
constexpr auto one_way = (x + y) * (x + y);
constexpr auto other_way = [] {
    constexpr auto s = x + y;
    return s * s;
}();
static_assert(std::is_same_v<decltype(one_way), decltype(other_way)>);
static_assert(std::is_empty_v<decltype(2_c * x)>);
static_assert(sizeof(2.0 * x) == sizeof(double) &&
              sizeof(2.0 * x + 3 * y - 1) == 3 * sizeof(double));
static_assert(std::is_trivially_copyable_v<decltype(2.0 * x)>);

// Equal subexpressions are one node.
static_assert(graphs::nodes(one_way) == 4);
static_assert(graphs::nodes(x * y + x * y) == 4);
static_assert(graphs::nodes(exp(2_c * x) - 1_c / exp(2_c * x)) == 7);
// Numbers kept in the object are never merged, as they may differ.
static_assert(graphs::nodes(2.0 * x + 2.0 * x) == 6);
static_assert(graphs::is_well_formed(graphs::of<decltype(exp(2_c * x) / (x + 2_c))>));

// Twice as deep, twice as large.
template <int Depth>
constexpr auto doubled(const auto& e) {
    if constexpr (Depth == 0)
        return e;
    else
        return doubled<Depth - 1>(sin(e) + e);
}
static_assert(graphs::nodes(doubled<10>(x)) == 21 && graphs::nodes(doubled<30>(x)) == 61);

// An expression owns what it is made of: nothing dangles, wherever `auto` stands.
template <class X>
auto scaled(double factor, const X& e) {
    return factor * e;
}
template <class X>
auto shifted_and_scaled(double factor, const X& e) {
    auto shifted = e + factor / 2;
    auto result = scaled(factor, shifted);
    auto copy = result;
    return copy;
}
constexpr double of(const auto& e, double a, double b = 0) {
    return value(e, at(x = a, y = b, k = 10.0));
}
constexpr double slope(const auto& e, double a, double b = 0) {
    return gradient(e, at(x = a, y = b, k = 10.0))[x];
}

// Numbers keep their places, on whichever side and however nested.
constexpr auto many_numbers = (1.5 * x - 2) / (3 + 4 * y) - (5 - x * 6) * 7;
static_assert(of(many_numbers, 2, 0.25) == (3.0 - 2) / 4 - (5.0 - 12) * 7);
constexpr auto reused = [] {
    constexpr auto e = 2.0 * x + 1;
    return e * e + e;
}();
static_assert(of(reused, 3) == 56 && slope(reused, 3) == 30);

// Literals in the type, with everything that C++ allows in a number.
static_assert(of(2_c, 0) == 2 && of(0.5_c, 0) == 0.5 && of(1e-3_c, 0) == 1e-3);
static_assert(of(1'000'000_c, 0) == 1e6 && of(0x1p-3_c, 0) == 0.125 && of(0x10_c, 0) == 16);
static_assert(of(0b101_c, 0) == 5 && of(017_c, 0) == 15 && of(.5_c, 0) == 0.5 && of(3._c, 0) == 3);
static_assert(of(0.1_c, 0) == 0.1 && of(6.8813735870195432_c, 0) == 6.8813735870195432);
static_assert(of(1.7976931348623157e308_c, 0) == 1.7976931348623157e308);
static_assert(2_c == 2.0_c && !(2_c == 3_c) && 2_c == 0x2_c && 100_c == 1e2_c);
static_assert(-2_c == -(2_c) && of(-2_c, 0) == -2 && graphs::nodes(-2_c + x) == 3);

// Parameters are bound like variables.
static_assert(of(k * x + k, 3) == 40 && slope(k * x + k, 3) == 10);

// A name given to a part is shown, not computed with. What is not an expression has no name.
static_assert(of(named<"s">(x + y) * 2, 3, 4) == 14);
static_assert(of(named<"s">(named<"t">(x + y)), 3, 4) == 7);
static_assert(of(named<"s">(2.5 * x) * 2, 3) == 15 && named<"s">(2.5) == 2.5);
static_assert(graphs::nodes(named<"s">(x + y) * (x + y)) == 4);

// The longest name, and one that is not ASCII.
constexpr var<"abcdefghijklmnopqrstuvwxyz012345"> longest;
constexpr var<"abcdefghijklmnopqrstuvwxyz012346"> nearly_the_same;
constexpr var<"\xce\xb1"> alpha;
static_assert(!(longest == nearly_the_same));
static_assert(value(longest - nearly_the_same, at(longest = 5.0, nearly_the_same = 3.0)) == 2);
static_assert(gradient(alpha * alpha, at(alpha = 3.0))[alpha] == 6);

// One generic function for numbers, expressions and traced values.
constexpr auto logistic(const auto& t) {
    using ctgrad::exp;
    return 1 / (1 + exp(-t));
}
static_assert(near(logistic(0.5), of(logistic(x), 0.5), 1e-15));
static_assert(near(logistic(0.5), function([](auto t) { return logistic(t); })(0.5), 1e-15));
static_assert(near(logistic(logistic(0.5)), of(logistic(logistic(x)), 0.5), 1e-15));

} // namespace

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double two = 2, three = 3;
    BOOST_TEST(of(scaled(two, x) + scaled(three, x), 1) == 5);
    BOOST_TEST(slope(scaled(two, x) + scaled(three, x), 1) == 5);
    BOOST_TEST(slope(scaled(two, x) * scaled(three, x), 1) == 12);
    BOOST_TEST(of(scaled(two, x) - scaled(two, x), 1) == 0);

    const auto nested = shifted_and_scaled(three, shifted_and_scaled(two, x));
    BOOST_TEST(of(nested, 1) == 3 * (2 * (1 + 1.0) + 1.5));
    BOOST_TEST(slope(nested, 1) == 6);

    auto kept = scaled(two, x);
    kept = scaled(three, x);
    BOOST_TEST(slope(kept, 1) == 3);
    std::vector<decltype(kept)> expressions;
    for (int i = 0; i < 5; ++i)
        expressions.push_back(scaled(i, x));
    BOOST_TEST(slope(expressions[4], 1) == 4);
    std::function<double(double)> later = [e = scaled(two, exp(x))](double at) {
        return of(e, at);
    };
    BOOST_TEST(later(0) == 2);
    BOOST_TEST((scaled(two, x) == scaled(two, x)));
    BOOST_TEST(!(scaled(two, x) == scaled(three, x)));
}
