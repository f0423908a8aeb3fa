// SPDX-License-Identifier: BSL-1.0
//
// Programs of every size around the borders of the chunks they are expanded in.
#include "graphs.hpp"

#include <ctgrad/evaluate.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// a_0 = x, a_(n+1) = 1.0625*a_n + n: `Steps` multiplications and additions, all of them distinct.
template <int Steps>
constexpr auto chain = function([](auto x) {
    for (int n = 0; n < Steps; ++n)
        x = 1.0625 * x + n;
    return x;
});
template <int Steps>
constexpr bool chain_is_right(double x) {
    double expected = x, slope = 1;
    for (int n = 0; n < Steps; ++n) {
        expected = 1.0625 * expected + n;
        slope *= 1.0625;
    }
    const auto [value, dx] = value_and_gradient(chain<Steps>)(x);
    return near(value, expected, 1e-14) && near(dx, slope, 1e-13) && //
           chain<Steps>(x) == value && gradient(chain<Steps>)(x) == dx;
}
template <int... Steps>
constexpr bool chains_are_right(double x) {
    return (chain_is_right<Steps>(x) && ...);
}
// 2*31 operations and so on: chunks of 64 and their neighbours.
static_assert(chains_are_right<0, 1, 2, 31, 32, 33, 63, 64, 65, 96>(0.75));

// As many inputs: leaves have chunks of their own.
template <std::size_t Size>
constexpr auto weighted_sum = function([](const auto& x) {
    auto total = 0 * x[0];
    for (std::size_t i = 0; i < Size; ++i)
        total += static_cast<double>(i + 1) * x[i] * x[(i + 1) % Size];
    return total;
});
template <std::size_t Size>
constexpr bool sum_is_right(double scale) {
    std::array<double, Size> x{};
    for (std::size_t i = 0; i < Size; ++i)
        x[i] = scale * static_cast<double>(i % 7 + 1);
    const auto [value, g] = value_and_gradient(weighted_sum<Size>)(x);
    double expected = 0;
    for (std::size_t i = 0; i < Size; ++i) {
        const std::size_t before = (i + Size - 1) % Size;
        expected += static_cast<double>(i + 1) * x[i] * x[(i + 1) % Size];
        if (g[i] != static_cast<double>(i + 1) * x[(i + 1) % Size] +
                        static_cast<double>(before + 1) * x[before])
            return false;
    }
    return value == expected;
}
static_assert(sum_is_right<3>(1) && sum_is_right<31>(1) && sum_is_right<32>(1) &&
              sum_is_right<33>(1) && sum_is_right<64>(1) && sum_is_right<65>(1));

// Results that are constants, arguments, or the same node several times.
constexpr auto trivial = function([](auto x, auto y) { return std::array{y, x, y, 0 * y + 3}; });
constexpr auto trivial_values = trivial(1.0, 2.0);
static_assert(trivial_values[0] == 2 && trivial_values[1] == 1 && trivial_values[2] == 2 &&
              trivial_values[3] == 3);
constexpr auto constant = function([](auto) { return 2.5; });
static_assert(constant(1.0) == 2.5 && gradient(constant)(1.0) == 0);

// A program run with traced values records its operations as they are: at a tie max gives half to
// each argument, which the comparisons that compute it would not.
constexpr auto larger = function([](auto x, auto y) { return max(x, y) * x; });
constexpr auto inside =
    function([](auto x, auto y) { return value_and_gradient(larger)(x, y).value; });
constexpr auto at_a_tie = gradient(inside)(2.0, 2.0);
static_assert(std::get<0>(at_a_tie) == 3 && std::get<1>(at_a_tie) == 1);

} // namespace

BOOST_AUTO_TEST_CASE(programs_of_every_size_at_run_time) {
    volatile double x = 0.75, one = 1;
    BOOST_TEST((chains_are_right<0, 1, 2, 31, 32, 33, 63, 64, 65, 96>(x)));
    BOOST_TEST(sum_is_right<65>(one));
    BOOST_TEST(trivial(double{one}, 2.0)[0] == 2);
}
