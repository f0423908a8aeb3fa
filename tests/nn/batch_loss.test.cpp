// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/batch_loss.hpp>

#include <array>
#include <tuple>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

// (s - t)^2, and of several scores the sum.
static_assert(squared_error(3.0, 1.0) == 4);
static_assert(squared_error(std::array{1.0, 2.0}, std::array{0.0, 4.0}) == 5);

// max(0, 1 - s t).
static_assert(hinge(0.25, 1.0) == 0.75 && hinge(0.25, -1.0) == 1.25);
static_assert(hinge(2.0, 1.0) == 0 && hinge(-2.0, 1.0) == 3);

// Value and slope of one sample: they do not depend on sum or mean.
template <class Loss, class Score>
constexpr auto slope(const Loss& loss, const Score& score, const Score& target) {
    return std::get<0>(loss.of_sample(score, target).gradient);
}
static_assert(sum_of(squared_error).of_sample(3.0, 1.0).value == 4);
static_assert(slope(sum_of(squared_error), 3.0, 1.0) == 4);
static_assert(slope(mean_of(squared_error), 3.0, 1.0) == 4);
static_assert(slope(sum_of(squared_error), std::array{1.0, 2.0}, std::array{0.0, 4.0}) ==
              std::array{2.0, -4.0});
static_assert(slope(mean_of(hinge), 0.25, 1.0) == -1 && slope(mean_of(hinge), 0.25, -1.0) == 1);
// Flat where it is 0, and at the kink.
static_assert(slope(mean_of(hinge), 2.0, 1.0) == 0 && slope(mean_of(hinge), 1.0, 1.0) == 0);

// The weight of a sample in the batch.
static_assert(decltype(sum_of(hinge))::weight<double>(4) == 1);
static_assert(decltype(mean_of(hinge))::weight<double>(4) == 0.25);
static_assert(decltype(mean_of(hinge))::weight<float>(2) == 0.5f);

// The factor of the sum of squares of the parameters.
static_assert(sum_of(hinge).decay == 0 && sum_of(hinge, 0.5).decay == 0.5);
static_assert(mean_of(hinge).decay == 0 && mean_of(hinge, 0.5).decay == 0.5);

} // namespace

BOOST_AUTO_TEST_CASE(a_loss_of_ones_own) {
    // Its slope is made by the library: d/ds (s - t)^4 = 4 (s - t)^3.
    constexpr auto quartic = function([](const auto& score, const auto& target) {
        const auto difference = score - target;
        return difference * difference * difference * difference;
    });
    for (double score = -2; score <= 2; score += 0.5) {
        const auto [value, slopes] = mean_of(quartic).of_sample(score, 0.5);
        const double d = score - 0.5;
        BOOST_TEST(value == d * d * d * d);
        BOOST_TEST(std::get<0>(slopes) == 4 * d * d * d);
    }
}
