// SPDX-License-Identifier: BSL-1.0
//
// Derivatives of compiled functions called with Values: one entry each, which backward
// differentiates again.
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <tuple>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto f = function([](auto x, auto y) { return x * x * x * sin(y); });

} // namespace

BOOST_AUTO_TEST_CASE(a_gradient_of_values_is_differentiated_again) {
    Value x = 2.0, y = 0.5;
    const auto [fx, fy] = gradient(f)(x, y);
    const auto [nx, ny] = gradient(f)(2.0, 0.5);
    BOOST_TEST(fx.data() == nx);
    BOOST_TEST(fy.data() == ny);
    Value sum = 3 * fx + fy * fy;
    sum.backward();
    const auto h = hessian(f)(2.0, 0.5);
    BOOST_TEST(
        near(x.grad(), 3 * std::get<0>(std::get<0>(h)) + 2 * ny * std::get<0>(std::get<1>(h))));
    BOOST_TEST(
        near(y.grad(), 3 * std::get<0>(std::get<1>(h)) + 2 * ny * std::get<1>(std::get<1>(h))));
}

BOOST_AUTO_TEST_CASE(so_is_a_tangent) {
    Value x = 2.0, y = 0.5, dx = 1.0;
    const auto [value, tangent] = jvp(f)(x, y, dx, 10.0);
    BOOST_TEST(near(value.data(), f(2.0, 0.5)));
    BOOST_TEST(near(tangent.data(), jvp(f)(2.0, 0.5, 1.0, 10.0).tangent));
    Value result = tangent;
    result.backward();
    const auto [hx, hy] = hvp(f)(2.0, 0.5, 1.0, 10.0);
    BOOST_TEST(near(x.grad(), hx));
    BOOST_TEST(near(y.grad(), hy));
    BOOST_TEST(near(dx.grad(), std::get<0>(gradient(f)(2.0, 0.5))));
}

BOOST_AUTO_TEST_CASE(and_adjoints_series_and_hessians) {
    Value x = 2.0, y = 0.5;
    const auto back = vjp(f)(x, y, Value(2.0));
    BOOST_TEST(near(std::get<0>(back.gradient).data(), 2 * std::get<0>(gradient(f)(2.0, 0.5))));
    const auto series = taylor<2>(f)(x, y, 1.0, 0.0);
    BOOST_TEST(near(series[2].data(), 3 * 2.0 * std::sin(0.5)));
    Value trace =
        std::get<0>(std::get<0>(hessian(f)(x, y))) + std::get<1>(std::get<1>(hessian(f)(x, y)));
    trace.backward(); // 6 x sin y - x^3 sin y
    BOOST_TEST(near(x.grad(), (6 - 3 * 4.0) * std::sin(0.5)));
    BOOST_TEST(near(y.grad(), (12 - 8) * std::cos(0.5)));
}

// Inside a compiled function, too.
BOOST_AUTO_TEST_CASE(a_function_with_a_gradient_inside) {
    constexpr auto steepness = function([](auto x, auto y) {
        const auto [fx, fy] = gradient(f)(x, y);
        return fx * fx + fy * fy;
    });
    Value x = 2.0, y = 0.5;
    Value s = steepness(x, y);
    s.backward();
    const auto [gx, gy] = gradient(steepness)(2.0, 0.5);
    BOOST_TEST(near(x.grad(), gx));
    BOOST_TEST(near(y.grad(), gy));
}
