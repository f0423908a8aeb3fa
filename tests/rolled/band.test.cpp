// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/band.hpp>

#include <array>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto valley = sum(window<2>(), [](auto x, auto y) {
    return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
});
constexpr auto bending = sum(over(window<3>(), passive(each()), passive(shared())),
                             [](auto x, auto y, auto z, auto w, auto k) {
                                 const auto bend = x - 2 * y + z;
                                 return w * sin(k * bend) * y;
                             });
constexpr auto blocks =
    sum(over(rows<2>()), [](const auto& r) { return r[0] * r[0] * r[1] + r[1] * r[1]; });

std::vector<double> some_numbers(std::size_t n) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = std::sin(1.7 * static_cast<double>(i) + 0.3);
    return x;
}
// Every entry against differences of the gradient.
void check(const auto& hessian, const auto& gradient, const std::vector<double>& x) {
    BOOST_TEST_REQUIRE(hessian.size() == x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
        auto right = x, left = x;
        right[j] += 1e-5;
        left[j] -= 1e-5;
        const auto above = gradient(right), below = gradient(left);
        for (std::size_t i = 0; i < x.size(); ++i)
            BOOST_TEST(std::abs(hessian(i, j) - (above[i] - below[i]) / 2e-5) < 1e-6);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(agrees_with_differences) {
    for (const std::size_t n : {0u, 1u, 2u, 3u, 4u, 7u, 8u, 20u, 41u}) {
        const auto x = some_numbers(n);
        const auto tridiagonal = hessian(valley)(x);
        BOOST_TEST(tridiagonal.bandwidth() == 1);
        check(tridiagonal, gradient(valley), x);
        const std::vector<double> w(n < 3 ? 0 : n - 2, 0.5);
        check(
            hessian(bending)(x, w, 1.3),
            [&](const auto& at) { return gradient(bending)(at, w, 1.3); }, x);
        const auto even = some_numbers(2 * n);
        check(hessian(blocks)(even), gradient(blocks), even);
    }
}

BOOST_AUTO_TEST_CASE(a_thousand_variables) {
    const std::vector<double> ones(1000, 1.0);
    const auto h = hessian(valley)(ones);
    BOOST_TEST(h(0, 0) == 802);
    BOOST_TEST(h(500, 500) == 1002);
    BOOST_TEST(h(999, 999) == 200);
    BOOST_TEST(h(500, 501) == -400);
    BOOST_TEST(h(501, 500) == -400);
    BOOST_TEST(h(500, 502) == 0);
    BOOST_TEST(h.band(0).size() == 1000);
    BOOST_TEST(h.band(1).size() == 999);
    for (const double beside : h.band(1))
        BOOST_TEST(beside == -400);
}
