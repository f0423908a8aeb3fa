// SPDX-License-Identifier: BSL-1.0
//
// conventions.test.cpp has the derivatives at kinks, ties and beside NaN.
#include "../graphs.hpp"

#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/primitives/piecewise.hpp>

#include <algorithm>
#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;

constexpr double of(const auto& e, double a, double b = 0) {
    return value(e, at(x = a, y = b));
}

// Every comparison, with a number on either side.
constexpr bool comparisons(double one) {
    const double two = 2 * one;
    const auto is = [&](const auto& condition, bool expected) {
        return of(select(condition, 1 + 0 * x, 0 * y), one, two) == (expected ? 1 : 0);
    };
    return is(x < y, true) && is(y < x, false) && is(x < x, false) && is(x <= x, true) &&
           is(x <= y, true) && is(y <= x, false) && is(x > y, false) && is(y > x, true) &&
           is(x >= x, true) && is(x >= y, false) && is(x < 1, false) && is(1 < y, true) &&
           is(x <= 1.0, true) && is(1.0f <= x, true) && is(x > 0, true) && is(3 > y, true) &&
           is(x >= 2, false) && is(1 >= x, true) && is(x == 1, true) && is(2 == y, true) &&
           is(x == 2, false) && is(x != 1, false) && is(1 != y, true);
}
static_assert(comparisons(1));

// All sides of && || !, nested.
constexpr bool logic(double t) {
    const double f = 0 * t;
    const auto is = [&](const auto& condition, double a, double b) {
        return of(select(condition, x * 0 + 1, y * 0), a, b) == 1;
    };
    const auto p = x > 0.5;
    const auto q = y > 0.5;
    bool right = true;
    for (const double a : {f, t})
        for (const double b : {f, t}) {
            const bool pv = a > 0.5, qv = b > 0.5;
            right = right && is(p && q, a, b) == (pv && qv) && is(p || q, a, b) == (pv || qv) &&
                    is(!p, a, b) == !pv && is(!(p && q), a, b) == !(pv && qv) &&
                    is(!(p || !q), a, b) == !(pv || !qv) &&
                    is((p || q) && !(p && q), a, b) == (pv != qv) &&
                    is(p && q && !p, a, b) == false && is(p || q || !p, a, b) == true;
        }
    return right;
}
static_assert(logic(1));

// NaN compares as it does everywhere: only != holds.
constexpr bool nan_compares_false(double nan) {
    const auto chosen = [&](const auto& condition) {
        return of(select(condition, 0 * y + 1, 0 * y), nan, 0) == 1;
    };
    return !chosen(x < y) && !chosen(x > y) && !chosen(x <= y) && !chosen(x >= y) &&
           !chosen(x == 0) && chosen(x != 0) && chosen(!(x < y));
}
static_assert(nan_compares_false(std::numeric_limits<double>::quiet_NaN()));

// Alternatives of any kind: numbers, variables, expressions.
static_assert(of(select(x < 1, 2, 3), 0) == 2 && of(select(x < 1, 2, 3), 1) == 3);
static_assert(of(select(x < 1, x, 3), 0.5) == 0.5 && of(select(x < 1, 2.5f, x* x), 3) == 9);
static_assert(gradient(select(x < 1, 2, 3), at(x = 0.0))[x] == 0);

// On numbers select takes a bool and has their common type.
static_assert(select(true, 1, 2.5) == 1.0 && select(false, 1, 2.5) == 2.5);
static_assert(std::is_same_v<decltype(select(true, 1, 2.5)), double>);
static_assert(std::is_same_v<decltype(select(true, 1.0f, 2)), float>);

static_assert(relu(2.0) == 2 && relu(-2.0) == 0 && relu(-0.0) == 0);
static_assert(ctgrad::abs(-2.5) == 2.5 && ctgrad::abs(-0.0) == 0 && ctgrad::abs(-2.5f) == 2.5f);
static_assert(ctgrad::max(1.0, 2) == 2 && ctgrad::min(1.0, 2.5f) == 1);
static_assert(ctgrad::max(1.0, 2.0) == 2 && ctgrad::min(1.0f, 2.0f) == 1);

// Numeric code says `using std::max;` and means any type.
template <class T>
constexpr T clamped(const T& t) {
    using std::max;
    using std::min;
    return max(min(t, T(1)), T(0) - T(1));
}
constexpr auto traced_clamp = function([](auto t) { return clamped(t) + clamped(2 * t); });
static_assert(clamped(3.0) == 1 && clamped(-3) == -1 && clamped(0.5f) == 0.5f);
static_assert(traced_clamp(0.25) == 0.75 && traced_clamp(5.0) == 2 && traced_clamp(-0.75) == -1.75);
static_assert(gradient(traced_clamp)(0.25) == 3 && gradient(traced_clamp)(0.75) == 1);
constexpr auto typed_max_of_equal_types = [] {
    using std::max;
    return max(x, x) + max(x, y);
}();
static_assert(gradient(typed_max_of_equal_types, at(x = 2.0, y = 1.0))[x] == 2);

// A bool that the compiler knows picks an alternative in a traced function.
constexpr auto with_known_condition = function([](auto t) {
    auto total = t;
    for (int i = 0; i < 4; ++i)
        total += select(i % 2 == 0, t, t * t);
    return total;
});
static_assert(with_known_condition(3.0) == 3 + 3 + 9 + 3 + 9);
static_assert(gradient(with_known_condition)(3.0) == 3 + 4 * 3);

// A condition is as cheap as its parts: no node of its own.
static_assert(graphs::nodes(select(x < y, x, y)) == 3);

} // namespace

BOOST_AUTO_TEST_CASE(piecewise_functions_at_run_time) {
    volatile double one = 1, nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(comparisons(one));
    BOOST_TEST(logic(one));
    BOOST_TEST(nan_compares_false(nan));
    BOOST_TEST(traced_clamp(double{one} / 4) == 0.75);
}
