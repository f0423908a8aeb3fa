// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/arithmetic.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

// The rules on numbers.
static_assert(op::divide::dx(3.0, 2.0, 1.5) == 0.5 && op::divide::dy(3.0, 2.0, 1.5) == -0.75);
static_assert(op::multiply::dx(3.0, 2.0, 6.0) == 2 && op::multiply::dy(3.0, 2.0, 6.0) == 3);
static_assert(op::subtract::dx(3.0, 2.0, 1.0) == 1 && op::subtract::dy(3.0, 2.0, 1.0) == -1);
static_assert(op::divide::domain(1.0, 2.0) && !op::divide::domain(1.0, 0.0));

constexpr var<"x"> x;
constexpr var<"y"> y;

static_assert(+x == x && -(-x) == -(-x) && !(-(-x) == +x), "nothing is simplified");
static_assert(!(x + y == y + x), "nor reordered");

constexpr double of(const auto& e, double a, double b) {
    return value(e, at(x = a, y = b));
}
constexpr double dx(const auto& e, double a, double b) {
    return gradient(e, at(x = a, y = b))[x];
}
constexpr double dy(const auto& e, double a, double b) {
    return gradient(e, at(x = a, y = b))[y];
}
constexpr bool is_nan(double number) {
    return number != number;
}

constexpr bool quotient_rule(double two) {
    return of(x / y, 3, two) == 1.5 && dx(x / y, 3, two) == 0.5 && dy(x / y, 3, two) == -0.75 &&
           dy(1 / y, 3, two) == -0.25 && dx(x / two, 3, 2) == 0.5 && dy(x / (y * y), 4, two) == -1;
}
static_assert(quotient_rule(2));

// As the hardware does it, where the compiler's own operators are no constant expressions.
constexpr bool at_the_edges(double zero, double huge) {
    return of(1 / y, 0, zero) == inf && of(-1 / y, 0, zero) == -inf &&
           of(1 / y, 0, -zero) == -inf && is_nan(of(x / y, zero, zero)) &&
           is_nan(of(x - y, inf, inf)) && of(x + y, inf, 1) == inf && //
           of(x + y, huge, huge) == inf && of(x * y, huge, -2) == -inf &&
           is_nan(of(x * y, inf, zero)) && of(x / y, huge, 0.5) == inf && of(x / y, 1, inf) == 0 &&
           is_nan(of(x / y, inf, inf)) && //
           dx(x / y, 1, zero) == inf && dy(x / y, 1, zero) == -inf && dy(x / y, -1, zero) == inf &&
           of(x / y, huge, smallest) == inf && of(x / y, -huge, smallest) == -inf &&
           of(x / y, smallest, smallest) == 1 && of(x / y, 0x1p-50, smallest) == inf &&
           of(x / y, 0x1.8p-51, smallest) == 0x1.8p1023 && of(x / y, huge, huge) == 1 &&
           of(x * y, smallest, huge) == smallest * largest;
}
static_assert(at_the_edges(0, largest));

static_assert(value(x + y, at(x = 1.0f, y = 2)) == 3);
static_assert(value(2 * x + 3 * y, at(x = 1.5f, y = 2.0f)) == 9.0f);
static_assert(std::is_same_v<decltype(value(2.5 * x, at(x = 1.5f))), float>);

} // namespace

BOOST_AUTO_TEST_CASE(arithmetic_at_run_time) {
    volatile double zero = 0, two = 2, huge = largest;
    BOOST_TEST(quotient_rule(two));
    BOOST_TEST(at_the_edges(zero, huge));
}
