// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>

#include <limits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using ctgrad::near;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

static_assert(near(1, 1) && near(0.1 + 0.2, 0.3) && !near(1, 1 + 1e-11));
static_assert(near(1, 1 + 9e-13) && near(1e100, 1e100 * (1 + 9e-13)));
static_assert(near(-1, -1 - 9e-13) && !near(-1, 1) && !near(1e-300, -1e-300));

// Relative between small numbers, absolute beside 0.
static_assert(!near(1e-20, 2e-20) && near(1e-20, 0) && near(0, -1e-12) && !near(0, 2e-12));
static_assert(near(0, 0) && near(0.0, -0.0) && near(smallest, smallest));

// Symmetric.
static_assert(near(1 + 9e-13, 1) == near(1, 1 + 9e-13) && near(2, 1, 0.5) && near(1, 2, 0.5));
static_assert(!near(2, 1, 0.49) && !near(1, 2, 0.49));

static_assert(near(inf, inf) && near(-inf, -inf) && !near(inf, -inf) && !near(inf, largest));
static_assert(!near(nan, nan) && !near(nan, 1) && !near(1, nan) && !near(nan, inf));
static_assert(!near(largest, -largest) && near(largest, largest*(1 - 1e-13)));

// Numbers of any type.
static_assert(near(1.0f, 1) && near(0.1f, 0.1, 1e-7) && !near(0.1f, 0.1) && near(2L, 2.0));
static_assert(near(1.0L, 1.0));

} // namespace

BOOST_AUTO_TEST_CASE(nearness_at_run_time) {
    volatile double third = 1.0 / 3;
    BOOST_TEST(near(third * 3, 1));
    BOOST_TEST(!near(double{third}, 0.3333));
    using number = boost::multiprecision::cpp_bin_float_50;
    BOOST_TEST(near(number(1) / 3, number(1) / 3 + number("1e-40")));
    BOOST_TEST(!near(number(1) / 3, number(1) / 3 + number("1e-40"), 1e-45));
    BOOST_TEST(near(number(1) / 3, 1.0 / 3));
}
