// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/at.hpp>
#include <ctgrad/gradient.hpp>

#include <type_traits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;

template <class Point>
using scalar_of = typename std::remove_cvref_t<Point>::scalar;
template <class T, class Point>
constexpr bool is_in(const Point&) {
    return std::is_same_v<scalar_of<Point>, T>;
}

// The scalar is the common type; integers are doubles.
static_assert(is_in<double>(at(x = 2.0, y = 3.0)));
static_assert(is_in<float>(at(x = 2.0f, y = 3.0f)));
static_assert(is_in<double>(at(x = 2.0f, y = 3.0)));
static_assert(is_in<double>(at(x = 2, y = 3)));
static_assert(is_in<double>(at(x = 2.0f, y = 3)));
static_assert(is_in<long double>(at(x = 2, y = 3.0L)));
static_assert(is_in<double>(at(x = 'a', y = 3U, k = 4LL)));
static_assert(is_in<double>(at()));
using long_number = boost::multiprecision::cpp_bin_float_50;
static_assert(
    std::is_same_v<scalar_of<decltype(at(x = std::declval<long_number>(), y = 3))>, long_number>);

// By name: the order is free, and so is more than is needed.
constexpr auto e = x - 2 * y + k;
static_assert(value(e, at(x = 5, y = 1, k = 10)) == 13);
static_assert(value(e, at(k = 10, y = 1, x = 5)) == 13);
static_assert(value(x * x, at(y = 7, x = 3, k = 0)) == 9);
static_assert(gradient(x * x, at(y = 7, x = 3))[x] == 6);
static_assert(value(2 * x, at(var<"x">() = 4)) == 8);

// A point is a value: it can be stored, copied, changed, and used for many expressions.
constexpr auto moved = [] {
    auto point = at(x = 1.0, y = 2.0);
    auto copy = point;
    copy.values[0] += 10;
    return value(x + y, copy) - value(x + y, point);
}();
static_assert(moved == 10);

// A variable and a parameter of one name have one value.
static_assert(value(x * param<"x">(), at(x = 3)) == 9);
static_assert(gradient(x * param<"x">(), at(x = 3))[x] == 3);

} // namespace

BOOST_AUTO_TEST_CASE(points_at_run_time) {
    volatile double five = 5;
    const double number = five;
    BOOST_TEST(value(e, at(x = number, y = 1, k = 10)) == 13);
    auto point = at(x = 0.0, y = 1.0, k = 0.0);
    for (int i = 0; i < 3; ++i)
        point.values[0] += number;
    BOOST_TEST(value(e, point) == 13);
}
