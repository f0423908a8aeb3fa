// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/accuracy.hpp>

#include <array>
#include <limits>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

const std::vector scores{0.3, -1.2, 2.5, 0.7};

} // namespace

BOOST_AUTO_TEST_CASE(accuracies) {
    BOOST_TEST(sign_accuracy(scores, std::array{1, -1, -1, 1}) == 0.75);
    BOOST_TEST(binary_accuracy(scores, std::array{1, 0, 0, 0}) == 0.5);
    BOOST_TEST(class_accuracy(scores, std::array{0, 1}) == 0.5);
    BOOST_TEST(class_accuracy(std::vector<Value>(scores.begin(), scores.end()),
                              std::array{0.0, 0.0}) == 1);
    BOOST_TEST(class_accuracy(std::array{1.0, 3.0, 3.0}, std::array{1}) == 1);
    BOOST_TEST(class_accuracy(std::array{1.0, 3.0, 3.0}, std::array{2}) == 0);
    // What is undecided, or no number, is wrong.
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(sign_accuracy(std::array{0.0, nan}, std::array{1, -1}) == 0);
    BOOST_TEST(class_accuracy(std::array{nan, 1.0}, std::array{0}) == 0);
    BOOST_TEST(class_accuracy(std::array{nan, 1.0}, std::array{1}) == 0);
}

BOOST_AUTO_TEST_CASE(errors) {
    const std::vector x{1.0, 2.0, 3.0};
    BOOST_CHECK_EXCEPTION(
        sign_accuracy(x, std::array{0, 1, 1}), data_error, [](const data_error& problem) {
            return problem.what() ==
                   std::string_view("ctgrad: sign_accuracy(scores, labels) requires labels -1 and "
                                    "1, found 0 as target 0: write -1 for the one class and 1 for "
                                    "the other; see docs/reference/nn/losses.md");
        });
    BOOST_CHECK_THROW(sign_accuracy(x, std::array{1, 1}), size_error);
    BOOST_CHECK_THROW(sign_accuracy(std::vector<double>(), std::array<int, 0>()), data_error);
    BOOST_CHECK_THROW(binary_accuracy(x, std::array{-1, 1, 1}), data_error);
    BOOST_CHECK_THROW(class_accuracy(x, std::array{3}), data_error);
    BOOST_CHECK_THROW(class_accuracy(x, std::array{0, 0}), size_error);
}
