// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/rolled/fold.hpp>

#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Horner's rule: the slope with respect to each coefficient is a power of t.
constexpr auto horner = fold(over(each(), shared()),
                             [](auto s, auto coefficient, auto t) { return s * t + coefficient; });
constexpr std::array coefficients{1.0, 2.0, 3.0};
static_assert(horner(0.0, coefficients, 2.0) == 11);
constexpr auto slopes = value_and_gradient(horner)(0.0, coefficients, 2.0);
static_assert(slopes.value == 11);
static_assert(slopes.gradient == std::tuple(8.0, std::array{4.0, 2.0, 1.0}, 6.0));
// Of no places the state stays.
static_assert(gradient(horner)(5.0, std::array<double, 0>{}, 2.0) ==
              std::tuple(1.0, std::array<double, 0>{}, 0.0));

// An oscillator by the symplectic Euler rule, and its energy.
constexpr auto energy = fold(
    over(each(), shared()),
    [](const auto& s, auto dt, auto k) {
        const auto velocity = s[1] - k * s[0] * dt;
        return std::array{s[0] + velocity * dt, velocity};
    },
    [](const auto& s, auto k) { return (k * s[0] * s[0] + s[1] * s[1]) / 2; });

// Neighbours, and rows.
constexpr auto along =
    fold(over(window<2>(), passive(rows<2>())),
         [](auto s, auto x, auto y, const auto& r) { return s * x + y * r[0] + r[1]; });
static_assert(along(1.0, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 1.0, 1.0}) == 21);
static_assert(gradient(along)(1.0, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 1.0, 1.0}) ==
              std::tuple(6.0, std::array{3.0, 3.0 + 5.0, 1.0}));

} // namespace

BOOST_AUTO_TEST_CASE(a_state_of_two_numbers) {
    for (const std::size_t n : {0u, 1u, 2u, 50u}) {
        std::vector<double> dt(n);
        for (std::size_t i = 0; i < n; ++i)
            dt[i] = 0.1 + 0.01 * static_cast<double>(i % 7);
        const std::array start{1.0, 0.2};
        const auto [value, g] = value_and_gradient(energy)(start, dt, 1.5);
        const auto& [gstart, gdt, gk] = g;
        BOOST_TEST(value == energy(start, dt, 1.5));
        const double h = 1e-5;
        const auto slope = [&](const auto& at) { return (at(h) - at(-h)) / (2 * h); };
        for (const std::size_t j : {0u, 1u})
            BOOST_TEST(std::abs(gstart[j] - slope([&](double d) {
                                    auto changed = start;
                                    changed[j] += d;
                                    return energy(changed, dt, 1.5);
                                })) < 1e-8);
        for (std::size_t i = 0; i < n; ++i)
            BOOST_TEST(std::abs(gdt[i] - slope([&](double d) {
                                    auto changed = dt;
                                    changed[i] += d;
                                    return energy(start, changed, 1.5);
                                })) < 1e-8);
        BOOST_TEST(std::abs(gk - slope([&](double d) { return energy(start, dt, 1.5 + d); })) <
                   1e-8);

        std::array<double, 2> into_start{};
        std::vector<double> into_dt(n, 7);
        double into_k = 7;
        BOOST_TEST(value_and_gradient(energy)(into(into_start, into_dt, into_k), start, dt, 1.5) ==
                   value);
        BOOST_TEST(into_start == gstart, boost::test_tools::per_element());
        BOOST_TEST(into_dt == gdt, boost::test_tools::per_element());
        BOOST_TEST(into_k == gk);
    }
}

BOOST_AUTO_TEST_CASE(a_long_fold) {
    const std::vector<double> x(100'000, 1e-5);
    constexpr auto growth = fold(over(each()), [](auto s, auto r) { return s * (1 + r); });
    const auto [value, g] = value_and_gradient(growth)(1.0, x);
    BOOST_TEST(near(value, std::pow(1 + 1e-5, 100'000), 1e-9));
    BOOST_TEST(near(std::get<1>(g)[777], value / (1 + 1e-5), 1e-9));
}

BOOST_AUTO_TEST_CASE(lengths_must_fit) {
    constexpr auto f = fold(over(each(), each()), [](auto s, auto x, auto y) { return s * x + y; });
    BOOST_CHECK_THROW(static_cast<void>(f(1.0, std::vector<double>(3), std::vector<double>(2))),
                      size_error);
}
