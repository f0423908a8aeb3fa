// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/pack.hpp>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

static_assert(std::is_trivially_copyable_v<pack<double>>);
static_assert(sizeof(pack<double>) == sizeof(pack<float>)); // one register
static_assert(pack<float>::size == 2 * pack<double>::size);
static_assert(native_lanes<double> >= 2);

using numbers = boost::mpl::list<float, double>;

namespace {

template <class T>
pack<T> counting(T first) {
    pack<T> x = 0;
    for (std::size_t i = 0; i < pack<T>::size; ++i)
        x.set(i, first + static_cast<T>(i));
    return x;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(every_lane_is_a_number, T, numbers) {
    const pack<T> x = counting<T>(1), y = counting<T>(-1);
    for (std::size_t i = 0; i < pack<T>::size; ++i) {
        BOOST_TEST((x + y)[i] == x[i] + y[i]);
        BOOST_TEST((x - y)[i] == x[i] - y[i]);
        BOOST_TEST((x * y)[i] == x[i] * y[i]);
        BOOST_TEST((y / x)[i] == y[i] / x[i]);
        BOOST_TEST((-x)[i] == -x[i]);
        BOOST_TEST((2 * x + 0.5)[i] == 2 * x[i] + T(0.5));
        BOOST_TEST(abs(y)[i] == std::abs(y[i]));
        BOOST_TEST(copysign(x, y)[i] == std::copysign(x[i], y[i]));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(comparisons_are_masks, T, numbers) {
    const pack<T> x = counting<T>(0), y = 1;
    for (std::size_t i = 0; i < pack<T>::size; ++i) {
        BOOST_TEST((x < y)[i] == (x[i] < 1));
        BOOST_TEST((x <= y)[i] == (x[i] <= 1));
        BOOST_TEST((x > y)[i] == (x[i] > 1));
        BOOST_TEST((x >= y)[i] == (x[i] >= 1));
        BOOST_TEST((x == y)[i] == (x[i] == 1));
        BOOST_TEST((x != y)[i] == (x[i] != 1));
        BOOST_TEST((!(x < 1) && x < 2)[i] == (x[i] == 1));
        BOOST_TEST((x < 1 || x > 1)[i] == (x[i] != 1));
        BOOST_TEST(select(x < 1, -5, x)[i] == (x[i] < 1 ? -5 : x[i]));
    }
    BOOST_TEST(any_of(x < 1));
    BOOST_TEST(!any_of(x < 0));
    const pack<T> nan = std::numeric_limits<T>::quiet_NaN();
    BOOST_TEST(!any_of(nan < nan || nan >= nan || nan == nan));
    BOOST_TEST(any_of(nan != nan));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_sign_of_zero, T, numbers) {
    BOOST_TEST(std::signbit(pack<T>(-0.0)[0]));
    BOOST_TEST(!std::signbit(pack<T>(0.0)[0]));
    BOOST_TEST(std::signbit((-pack<T>(0.0))[0]));
    BOOST_TEST(!std::signbit(abs(pack<T>(-0.0))[0]));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(any_address_will_do, T, numbers) {
    const std::size_t lanes = pack<T>::size;
    std::vector<T> from(3 * lanes), to(3 * lanes);
    for (std::size_t i = 0; i < from.size(); ++i)
        from[i] = static_cast<T>(i);
    for (std::size_t shift = 0; shift < lanes; ++shift) {
        pack<T>::load(from.data() + shift).store(to.data() + shift + 1);
        for (std::size_t i = 0; i < lanes; ++i)
            BOOST_TEST(to[shift + 1 + i] == from[shift + i]);
    }
}
