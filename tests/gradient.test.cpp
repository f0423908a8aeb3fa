// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>

#include <string>
#include <type_traits>

#include <boost/hana/any_of.hpp>
#include <boost/hana/at_key.hpp>
#include <boost/hana/contains.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;
namespace hana = boost::hana;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr param<"k"> k;

constexpr auto e = k * x * y + sin(z) + 2.5;
constexpr auto point = at(x = 2.0, y = 3.0, z = 0.0, k = 10.0);

static_assert(value(e, point) == 62.5);
constexpr auto g = gradient(e, point);
static_assert(g[x] == 30 && g[y] == 20 && g[z] == 1);
static_assert(value(e, point) == value<e>(point) && gradient<e>(point)[x] == 30);

// Both from one sweep, in three spellings.
constexpr auto both = value_and_gradient(e, point);
static_assert(both.value == 62.5 && both.gradient[y] == 20 && both[z] == 1);
static_assert(value_and_gradient<e>(point)[x] == 30);
constexpr bool bound() {
    const auto [v, partials] = value_and_gradient(e, point);
    return v == 62.5 && partials[x] == 30;
}
static_assert(bound());

// The scalar is the point's.
static_assert(std::is_same_v<decltype(value(x * x, at(x = 3.0f))), float>);
static_assert(std::is_same_v<decltype(gradient(x * x, at(x = 3.0f))[x]), float>);
static_assert(std::is_same_v<decltype(gradient(x * x, at(x = 3))[x]), double>);
static_assert(std::is_same_v<decltype(value_and_gradient(x * x, at(x = 3.0L)).value), long double>);
static_assert(gradient(0.5 * x * x, at(x = 3.0L))[x] == 3.0L);

// The smallest expressions: a variable, a number, only parameters.
static_assert(value(x, at(x = 3)) == 3 && gradient(x, at(x = 3))[x] == 1);
static_assert(value(2_c, at()) == 2 && value(k * k, at(k = 3)) == 9);
constexpr auto of_nothing = gradient(2_c, at());
static_assert(hana::length(of_nothing.map) == hana::size_c<0>);
constexpr auto of_parameters = gradient(k * k + 1, at(k = 3));
static_assert(hana::length(of_parameters.map) == hana::size_c<0>);
static_assert(value_and_gradient(sin(k), at(k = 0)).value == 0);
static_assert(gradient(0_c * x + 3_c, at(x = 5))[x] == 0);
static_assert(gradient(select(x > 0, 1, 2), at(x = 5))[x] == 0);

// For Hana a gradient is a map from variables to numbers.
static_assert(hana::length(g.map) == hana::size_c<3>);
static_assert(hana::at_key(g, x) == 30 && hana::at_key(g.map, y) == 20);
static_assert(hana::contains(g.map, x) && !hana::contains(g.map, var<"w">()));
constexpr double total() {
    double sum = 0;
    hana::for_each(g, [&](const auto& pair) { sum += hana::second(pair); });
    return sum;
}
static_assert(total() == 51);

// A pure function of the point: the same expression at many points.
constexpr bool many_points() {
    for (double a = -2; a < 2; a += 0.5)
        if (gradient(x * x * x, at(x = a))[x] != 3 * a * a)
            return false;
    return true;
}
static_assert(many_points());

// Small adjoints are kept.
static_assert(near(gradient(1e-20 * x * x, at(x = 1.0))[x], 2e-20));
static_assert(near(gradient((x * 1e18) * 1e-18, at(x = 1.0))[x], 1));
static_assert(near(gradient((x * 1e-200) * 1e-100, at(x = 1.0))[x], 1e-300));

// Gradients flow through everything that is const, copied, referenced.
constexpr bool constness_is_no_barrier() {
    const auto a = x * x;
    const auto& b = a;
    const auto c = b + 1;
    auto d = c;
    return gradient(d * b, at(x = 2.0))[x] == 36;
}
static_assert(constness_is_no_barrier());

} // namespace

BOOST_AUTO_TEST_CASE(gradients_by_name_at_run_time) {
    volatile double two = 2;
    const auto [v, partials] =
        value_and_gradient(e, at(x = double{two}, y = 3.0, z = 0.0, k = 10.0));
    BOOST_TEST(v == 62.5);
    BOOST_TEST(partials[x] == 30);
    BOOST_TEST(partials[y] == 20);
    BOOST_TEST(many_points());

    std::string names;
    hana::for_each(partials, [&](const auto& pair) { names += hana::first(pair).name.view(); });
    BOOST_TEST(names.size() == 3);
    BOOST_TEST(names.find('x') != std::string::npos);
    BOOST_TEST(names.find('k') == std::string::npos);
}
