// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/losses.hpp>
#include <ctgrad/nn/mlp.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

const std::vector scores{0.3, -1.2, 2.5, 0.7};

// `loss(scores)` of Values has the value `expected`, which it has of numbers too, and the gradient
// that difference quotients give.
void check(const auto& loss, double expected) {
    BOOST_TEST(near(loss(scores), expected, 1e-14));
    const std::vector<Value> x(scores.begin(), scores.end());
    const Value y = loss(x);
    BOOST_TEST(near(y.data(), expected, 1e-14));
    y.backward();
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::vector after = scores, before = scores;
        after[i] += 1e-6;
        before[i] -= 1e-6;
        const double quotient = (loss(after) - loss(before)) / 2e-6;
        BOOST_TEST(std::fabs(x[i].grad() - quotient) < 1e-9, x[i].grad() << " " << quotient);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(squares) {
    const std::vector targets{1.0, -1.0, 2.0, 0.0};
    const double sum = 0.7 * 0.7 + 0.2 * 0.2 + 0.5 * 0.5 + 0.7 * 0.7;
    check([&](const auto& s) { return sum_of_squares(s, targets); }, sum);
    check([&](const auto& s) { return mean_of_squares(s, targets); }, sum / 4);
    // Targets of other types, floats, one output that is a row of one.
    BOOST_TEST(sum_of_squares(std::vector{1.5f}, std::array{1}) == 0.25f);
    const MLP net(1, {1});
    const double y = net({0.5}).data();
    BOOST_TEST(near(sum_of_squares(net({0.5}), std::array{1}).data(), (y - 1) * (y - 1)));
    BOOST_TEST(
        near(mean_of_squares(std::vector{net({0.5})}, std::array{1}).data(), (y - 1) * (y - 1)));
}

BOOST_AUTO_TEST_CASE(hinges) {
    const std::array labels{1, 1, -1, -1};
    check([&](const auto& s) { return hinge_loss(s, labels); }, (0.7 + 2.2 + 3.5 + 1.7) / 4);
    // Far enough on the right side there is no loss and no slope; at the corner neither.
    const std::vector<Value> x{1.0, 3.0};
    const Value loss = hinge_loss(x, std::array{1, 1});
    loss.backward();
    BOOST_TEST(loss.data() == 0);
    BOOST_TEST(x[0].grad() == 0);
    BOOST_TEST(x[1].grad() == 0);
}

BOOST_AUTO_TEST_CASE(binary_cross_entropies) {
    const std::vector labels{1.0, 0.0, 0.0, 1.0};
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const double p = 1 / (1 + std::exp(-scores[i]));
        sum -= labels[i] * std::log(p) + (1 - labels[i]) * std::log(1 - p);
    }
    check([&](const auto& s) { return binary_cross_entropy(s, labels); }, sum / 4);

    // Where probabilities round to 0 and 1.
    const std::vector<Value> huge{800.0, -800.0, 1e300, 40.0};
    const Value loss = binary_cross_entropy(huge, std::array{0, 0, 1, 1});
    loss.backward();
    BOOST_TEST(loss.data() == 200);
    BOOST_TEST(huge[0].grad() == 0.25);
    BOOST_TEST(huge[1].grad() == 0);
    BOOST_TEST(huge[2].grad() == 0);
    BOOST_TEST(near(huge[3].grad(), -std::exp(-40.0) / 4, 1e-14));
    BOOST_TEST(near(binary_cross_entropy(std::array{40.0}, std::array{1}), std::exp(-40.0), 1e-14));
}

BOOST_AUTO_TEST_CASE(softmax_cross_entropies) {
    const auto direct = [](double a, double b, double right) {
        return -std::log(std::exp(right) / (std::exp(a) + std::exp(b)));
    };
    check(
        [](const auto& s) {
            return softmax_cross_entropy(s, std::array{1, 0});
        },
        (direct(0.3, -1.2, -1.2) + direct(2.5, 0.7, 2.5)) / 2);
    double sum = 0;
    for (const double s : scores)
        sum += std::exp(s);
    for (std::size_t c = 0; c < 4; ++c)
        check([&](const auto& s) { return softmax_cross_entropy(s, std::array{c}); },
              std::log(sum) - scores[c]);

    const std::vector<Value> huge{1e5, -1e5, 1e5 - 40, 1e308, -1e308, 0.0};
    const Value loss = softmax_cross_entropy(huge, std::array{0, 2});
    loss.backward();
    BOOST_TEST(loss.data() == 1e308 / 2);
    BOOST_TEST(near(huge[0].grad(), -std::exp(-40.0) / 2, 1e-10));
    BOOST_TEST(huge[1].grad() == 0);
    BOOST_TEST(near(huge[2].grad(), std::exp(-40.0) / 2, 1e-10));
    BOOST_TEST(huge[3].grad() == 0.5);
    BOOST_TEST(huge[5].grad() == -0.5);
    // A loss that is nearly 0 keeps its digits.
    BOOST_TEST(near(softmax_cross_entropy(std::array{50.0, 0.0, 0.0}, std::array{0}),
                    2 * std::exp(-50.0), 1e-14));
}

BOOST_AUTO_TEST_CASE(penalties) {
    check([](const auto& s) { return l2_penalty(s, 0.5); }, 0.5 * (0.09 + 1.44 + 6.25 + 0.49));
    const Layer layer(2, 2);
    double squares = 0;
    for (const double p : layer.data())
        squares += p * p;
    const Value penalty = l2_penalty(layer.parameters(), 1e-2);
    penalty.backward();
    BOOST_TEST(near(penalty.data(), 1e-2 * squares));
    BOOST_TEST(near(layer.grad()[3], 2e-2 * layer.data()[3]));
    BOOST_TEST(l2_penalty(std::vector<double>(), 1.0) == 0);
}

BOOST_AUTO_TEST_CASE(errors) {
    const std::vector<Value> x{1.0, 2.0, 3.0};
    BOOST_CHECK_EXCEPTION(
        hinge_loss(x, std::array{1, -1}), size_error,
        says<size_error>("ctgrad: hinge_loss(scores, labels) requires one target for each score, "
                         "found 3 scores and 2 targets: give both of the same samples; see "
                         "docs/reference/nn/losses.md"));
    BOOST_CHECK_THROW(sum_of_squares(x, std::array{1}), size_error);
    BOOST_CHECK_THROW(mean_of_squares(x, std::vector<double>()), size_error);
    BOOST_CHECK_THROW(binary_cross_entropy(std::vector<Value>(), std::array{1}), size_error);
    BOOST_CHECK_EXCEPTION(
        sum_of_squares(std::vector<Value>(), std::vector<double>()), data_error,
        says<data_error>(
            "ctgrad: sum_of_squares(scores, targets) requires a sample at least, "
            "found none: read or make the data first; see docs/reference/nn/losses.md"));
    BOOST_CHECK_EXCEPTION(
        hinge_loss(x, std::array{1, -1, 0}), data_error,
        says<data_error>("ctgrad: hinge_loss(scores, labels) requires labels -1 and 1, found 0 as "
                         "target 2: write -1 for the one class and 1 for the other; see "
                         "docs/reference/nn/losses.md"));
    BOOST_CHECK_EXCEPTION(
        binary_cross_entropy(x, std::array{0.0, 0.5, 1.0}), data_error,
        says<data_error>("ctgrad: binary_cross_entropy(logits, labels) requires labels 0 and 1, "
                         "found 0.5 as target 1: write 0 for the one class and 1 for the other; "
                         "see docs/reference/nn/losses.md"));
    BOOST_CHECK_EXCEPTION(
        softmax_cross_entropy(x, std::array{3}), data_error,
        says<data_error>("ctgrad: softmax_cross_entropy(scores, classes) requires classes 0 to 2, "
                         "found 3 as target 0: classes are counted from 0, and the last layer has "
                         "a neuron for each; see docs/reference/nn/losses.md"));
    BOOST_CHECK_THROW(softmax_cross_entropy(x, std::array{-1}), data_error);
    BOOST_CHECK_THROW(softmax_cross_entropy(x, std::array{0.5}), data_error);
    BOOST_CHECK_THROW(
        softmax_cross_entropy(x, std::array{std::numeric_limits<double>::quiet_NaN()}), data_error);
    BOOST_CHECK_EXCEPTION(
        softmax_cross_entropy(x, std::array{0, 0}), size_error,
        says<size_error>("ctgrad: softmax_cross_entropy(scores, classes) requires for each target "
                         "as many scores as there are classes, two at least, found 3 scores and 2 "
                         "targets: give both of the same samples; see "
                         "docs/reference/nn/losses.md"));
    BOOST_CHECK_THROW(softmax_cross_entropy(x, std::array{0, 0, 0}), size_error);
}
