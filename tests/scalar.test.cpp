// SPDX-License-Identifier: BSL-1.0
//
// One name for each function of numbers, whoever evaluates it.
#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/scalar.hpp>

#include <cmath>

#include <boost/test/unit_test.hpp>

namespace {

constexpr double one_more(double x) {
    return x + 1;
}
constexpr double sum_of(double x, double y) {
    return x + y;
}
constexpr double sum_of_three(double x, double y, double z) {
    return x + y + z;
}

// In the precision of a double, in the type that was given.
static_assert(std::is_same_v<decltype(ctgrad::compiled(&one_more, 2.0f)), float>);
static_assert(ctgrad::compiled(&one_more, 2.0f) == 3.0f);
static_assert(ctgrad::compiled(&one_more, 2.0L) == 3.0L);
static_assert(ctgrad::compiled(&sum_of, 2.0, 3.0) == 5.0);
static_assert(ctgrad::compiled(&sum_of_three, 2.0, 3.0, 4.0) == 9.0);
// What is not built in has functions of its own: compiled() is never called for it.
static_assert(ctgrad::compiled(&one_more, 2) == 2);

static_assert(ctgrad::exp(0.0) == 1 && ctgrad::exp(1.0) == 2.718281828459045);
static_assert(ctgrad::exp(1.0f) == 2.7182817f);
static_assert(std::is_same_v<decltype(ctgrad::exp(1.0f)), float>);
static_assert(std::is_same_v<decltype(ctgrad::exp(1.0L)), long double>);

// A type that says by its function who evaluated it.
struct own_number {
    int calls = 0;
    friend constexpr own_number exp(const own_number& x) { return {x.calls + 1}; }
};
static_assert(ctgrad::op::exponential::value(own_number{}).calls == 1);

} // namespace

BOOST_AUTO_TEST_CASE(the_standard_library_evaluates_at_run_time) {
    for (double x = -40; x < 40; x += 0.37) {
        volatile double hidden = x;
        BOOST_TEST(ctgrad::exp(double{hidden}) == std::exp(double{hidden}));
        BOOST_TEST(ctgrad::tanh(double{hidden}) == std::tanh(double{hidden}));
        const long double longer = hidden;
        BOOST_TEST(ctgrad::exp(longer) == std::exp(longer));
        const float shorter = static_cast<float>(hidden);
        BOOST_TEST(ctgrad::exp(shorter) == std::exp(shorter));
    }
    BOOST_TEST(ctgrad::op::exponential::value(own_number{}).calls == 1);
}

BOOST_AUTO_TEST_CASE(the_precision_is_that_of_a_double) {
    // 2^-60 is lost beside 1 in a double, not in a long double; 2^-30 is lost beside 1 in a float.
    BOOST_TEST(ctgrad::compiled(&one_more, 0x1p-60L) == 1);
    BOOST_TEST(ctgrad::compiled(&one_more, 0x1p-30f) == 1);
    BOOST_TEST(ctgrad::compiled(&one_more, 0x1p-30) == 1 + 0x1p-30);
    BOOST_TEST(ctgrad::compiled(&sum_of, 1.0L, 0x1p-60L) == 1);
    BOOST_TEST(ctgrad::compiled(&sum_of_three, 1.0f, -1.0f, 0x1p-30f) == 0x1p-30f);
}
