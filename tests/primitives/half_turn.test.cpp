// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/half_turn.hpp>
#include <ctgrad/primitives/trigonometric.hpp>
#include <ctgrad/to_string.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr double pi = 3.14159265358979323846;

constexpr bool values_and_slopes(double one) {
    return near(of(sinpi(x), one / 6), 0.5) && near(of(cospi(x), one / 3), 0.5) &&
           near(slope(sinpi(x), one / 3), pi / 2) && near(slope(cospi(x), one / 6), -pi / 2) &&
           near(slope(sinpi(2 * x), 0 * one), 2 * pi);
}
static_assert(values_and_slopes(1));

// Every quarter of a half turn, to many turns: what is 0, 1 or -1 is so exactly.
constexpr bool zeros_and_extremes(double one) {
    for (int turns = -12; turns < 12; turns += 2)
        if (of(sinpi(x), turns * one) != 0 || of(sinpi(x), turns + 0.5 * one) != 1 ||
            of(sinpi(x), turns + one) != 0 || of(sinpi(x), turns + 1.5 * one) != -1 ||
            of(cospi(x), turns * one) != 1 || of(cospi(x), turns + 0.5 * one) != 0 ||
            of(cospi(x), turns + one) != -1 || of(cospi(x), turns + 1.5 * one) != 0)
            return false;
    return of(sinpi(x), 1e22 * one) == 0 && of(cospi(x), 1e22 * one) == 1 &&
           of(cospi(x), 0x1.fffffffffffffp52 * one) == -1;
}
static_assert(zeros_and_extremes(1));

constexpr bool on_the_unit_circle(double one) {
    for (double a = -3; a < 3; a += 0.0625) {
        const double s = of(sinpi(x), a * one), c = of(cospi(x), a * one);
        if (!near(s * s + c * c, 1, 1e-15) || !near(s, of(sin(pi * x), a * one), 1e-14) ||
            !near(slope(sinpi(x), a * one), pi * c, 1e-15) ||
            !near(slope(cospi(x), a * one), -pi * s, 1e-15))
            return false;
    }
    return true;
}
static_assert(on_the_unit_circle(1));

constexpr bool undefined_at_infinity(double infinity) {
    const double values[] = {of(sinpi(x), infinity), of(cospi(x), -infinity)};
    return values[0] != values[0] && values[1] != values[1];
}
static_assert(undefined_at_infinity(inf));

static_assert(to_string(derivative(sinpi(x), x)) == "pi*cospi(x)");
// A constant factor twice: pi*(pi*...) has no simpler form, which simplification must notice.
static_assert(to_string(derivative(derivative(sinpi(x), x), x)) == "-(pi*(pi*sinpi(x)))");
static_assert(op::pi::value<float>() == 3.1415927f);

} // namespace

BOOST_AUTO_TEST_CASE(half_turns_at_run_time) {
    volatile double one = 1, infinity = inf;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(zeros_and_extremes(one));
    BOOST_TEST(on_the_unit_circle(one));
    BOOST_TEST(undefined_at_infinity(infinity));
}
