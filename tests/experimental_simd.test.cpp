// SPDX-License-Identifier: BSL-1.0
//
// Batches in the standard library's experimental packs: every point gets what a double gets,
// branches included.
#include <ctgrad/experimental_simd.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using packs = std::experimental::native_simd<double>;

constexpr auto smooth = function([](auto x, auto y) {
    return x * exp(x * y) - log(y) / cos(x) + x * x * tanh(y) + sin(x) * erf(x - y) * erfc(x);
});
constexpr auto piecewise_formula = function([](auto x, auto y) {
    const auto chosen = select(x < y, sqrt(y) * exp(sin(x) * cos(y)) + tanh(x * y), log(x) * x);
    return chosen + relu(x - 0.5) + abs(y - 1) + max(x, 2 * y) - min(x * y, 1) + pow(x, 1.5) +
           sigmoid(x) * softplus(y) + atan2(x, y);
});

void check(const auto& f) {
    constexpr std::size_t size = 2 * pack_traits<packs>::size + 1;
    std::vector<double> x(size), y(size), value(size), dx(size), dy(size);
    for (std::size_t i = 0; i < size; ++i) {
        x[i] = 0.1 + 0.11 * static_cast<double>(i);
        y[i] = 1.2 - 0.07 * static_cast<double>(i);
    }
    vmap<packs>(value_and_gradient(f))(x, y, value, dx, dy);
    for (std::size_t i = 0; i < size; ++i) {
        const auto [v, g] = value_and_gradient(f)(x[i], y[i]);
        BOOST_TEST(near(value[i], v, 1e-14));
        BOOST_TEST(near(dx[i], std::get<0>(g), 1e-13));
        BOOST_TEST(near(dy[i], std::get<1>(g), 1e-13));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(every_lane_is_a_number) {
    check(smooth);
}

BOOST_AUTO_TEST_CASE(every_lane_chooses) {
    check(piecewise_formula);
}
