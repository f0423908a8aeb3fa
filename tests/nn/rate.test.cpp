// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/rate.hpp>

#include <cmath>
#include <cstddef>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using ctgrad::near;
using namespace ctgrad::nn;

namespace {

static_assert(constant_rate{0.1}(0) == 0.1 && constant_rate{0.1}(1000) == 0.1);
static_assert(std::is_same_v<decltype(constant_rate{0.1f}(0)), float>);

// From first to last in equal parts, then level.
constexpr linear_rate line{1.0, 0.5, 4};
static_assert(line(0) == 1 && line(1) == 0.875 && line(2) == 0.75 && line(3) == 0.625);
static_assert(line(4) == 0.5 && line(5) == 0.5 && line(static_cast<std::size_t>(-1)) == 0.5);
static_assert(linear_rate{1.0, 0.5, 0}(0) == 0.5); // without steps: last at once

// The schedule of micrograd's demo of two moons, to the last bit.
constexpr bool is_the_moons_schedule() {
    for (std::size_t k = 0; k < 100; ++k)
        if (linear_rate{1.0, 0.1, 100}(k) != 1.0 - 0.9 * static_cast<double>(k) / 100)
            return false;
    return true;
}
static_assert(is_the_moons_schedule());

constexpr exponential_rate halves{8.0, 0.5};
static_assert(halves(0) == 8 && halves(1) == 4 && halves(2) == 2 && halves(10) == 1.0 / 128);
static_assert(halves(static_cast<std::size_t>(-1)) == 0);
static_assert(near(exponential_rate{1.0, 0.9}(5), 0.9 * 0.9 * 0.9 * 0.9 * 0.9));

// Three steps to rise, then the schedule from its beginning.
//! [warm_up]
constexpr warm_up rising{linear_rate{1.0, 0.5, 4}, 3};
static_assert(rising(0) == 0.25 && rising(1) == 0.5 && rising(2) == 0.75);
static_assert(rising(3) == 1.0 && rising(4) == 0.875 && rising(7) == 0.5);
//! [warm_up]
static_assert(warm_up{constant_rate{0.1}, 0}(0) == 0.1);

static_assert(rate_schedule<linear_rate<double>, double> && rate_schedule<double (*)(int), double>);
static_assert(!rate_schedule<double, double>);

} // namespace

BOOST_AUTO_TEST_CASE(half_a_cosine) {
    const cosine_rate rate{1.0, 0.2, 4};
    BOOST_TEST(rate(0) == 1.0);
    BOOST_TEST(near(rate(1), 0.2 + 0.8 * (1 + std::sqrt(0.5)) / 2));
    BOOST_TEST(near(rate(2), 0.6));
    BOOST_TEST(near(rate(3), 0.2 + 0.8 * (1 - std::sqrt(0.5)) / 2));
    BOOST_TEST(rate(4) == 0.2);
    BOOST_TEST(rate(400) == 0.2);
    BOOST_TEST((cosine_rate{1.0f, 0.2f, 0}(0) == 0.2f));
}

BOOST_AUTO_TEST_CASE(long_exponentials_agree_with_pow) {
    const exponential_rate rate{0.3, 0.999};
    for (const std::size_t k : {1U, 17U, 1000U, 12345U})
        BOOST_TEST(near(rate(k), 0.3 * std::pow(0.999, static_cast<double>(k))));
}

BOOST_AUTO_TEST_CASE(one_type_holds_every_schedule) {
    learning_rate<double> rate = 0.5;
    BOOST_TEST(rate(7) == 0.5);
    rate = linear_rate{1.0, 0.5, 4};
    BOOST_TEST(rate(1) == 0.875);
    //! [own]
    rate = [](std::size_t step) { return step < 10 ? 0.1 : 0.01; };
    //! [own]
    BOOST_TEST(rate(9) == 0.1);
    BOOST_TEST(rate(10) == 0.01);
    const learning_rate<double> copy = rate;
    rate = 1;
    BOOST_TEST(copy(10) == 0.01);
    BOOST_TEST(rate(10) == 1);
    BOOST_TEST(learning_rate<float>(constant_rate{0.5f})(0) == 0.5f);
}
