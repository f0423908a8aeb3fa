// SPDX-License-Identifier: BSL-1.0
//
// SIMD packs as scalars: every lane gets what a double gets. Formulas that choose (select, max, the
// zero adjoint of sqrt) need a `select` of masks, which this type does not have.
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <experimental/simd>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <class T>
using pack = std::experimental::native_simd<T>;

constexpr auto f = function([](auto x, auto y) {
    return x * exp(x * y) - log(y) / cos(x) + x * x * tanh(y) + sin(x) * tan(y / 4) +
           erf(x - y) * erfc(x) + atan2(y, x) - 2.5;
});
constexpr var<"x"> x;
constexpr var<"y"> y;

template <class T>
void check_lanes(double tolerance) {
    const pack<T> a([](auto lane) { return static_cast<T>(0.3 + 0.05 * static_cast<int>(lane)); });
    const pack<T> b = static_cast<T>(1.5);
    const auto [value, g] = value_and_gradient(f)(a, b);
    const auto [dx, dy] = g;
    const auto typed = gradient(f(x, y), at(x = a, y = b));
    for (std::size_t lane = 0; lane < pack<T>::size(); ++lane) {
        const auto [v, partials] = value_and_gradient(f)(T(a[lane]), T(b[lane]));
        BOOST_TEST(near(T(value[lane]), v, tolerance));
        BOOST_TEST(near(T(dx[lane]), std::get<0>(partials), tolerance));
        BOOST_TEST(near(T(dy[lane]), std::get<1>(partials), tolerance));
        BOOST_TEST(near(T(typed[x][lane]), std::get<0>(partials), tolerance));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(every_lane_is_a_number) {
    check_lanes<double>(1e-13);
}
