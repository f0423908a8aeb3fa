// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/adam.hpp>
#include <ctgrad/nn/losses.hpp>
#include <ctgrad/nn/mlp.hpp>
#include <ctgrad/nn/sgd.hpp>
#include <ctgrad/nn/train.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}
std::vector<double> numbers(const Module& module) {
    return {module.data().begin(), module.data().end()};
}

const std::vector<double> xs{2, 3, -1, 3, -1, 0.5, 0.5, 1, 1, 1, 1, -1};
const std::vector<double> ys{1, -1, -1, 1};

} // namespace

// cases.md 7.
BOOST_AUTO_TEST_CASE(steps_follow_the_table) {
    MLP net(3, {4, 4, 1});
    for (std::size_t k = 0; k < 41; ++k)
        net.data()[k] = std::sin(static_cast<double>(k + 1));
    sgd<double> optimizer{{.rate = 0.05}};
    const auto loss = [&] { return sum_of_squares(net.batch(xs), ys); };
    double before = 0;
    for (int k = 0; k < 1000; ++k)
        before = train_step(net, optimizer, loss);
    BOOST_TEST(near(before, 0.0004860631958046854, 1e-9)); // after 999 updates
    BOOST_TEST(near(net.grad()[0], 0.00011828788197434466, 1e-9));
}

BOOST_AUTO_TEST_CASE(a_long_gradient_is_clipped) {
    Module module(2);
    module.set_data(std::vector{3.0, 4.0});
    sgd<double> optimizer{{.rate = 1.0}};
    const auto p = module.parameters();
    // The loss may be an expression. Its gradient is (30, 40).
    const auto loss = [&] { return 5 * (p[0] * p[0] + p[1] * p[1]); };
    BOOST_TEST(train_step(module, optimizer, loss, 1.0) == 125);
    BOOST_TEST(near(module.data()[0], 2.4, 1e-15));
    BOOST_TEST(near(module.data()[1], 3.2, 1e-15));
}

BOOST_AUTO_TEST_CASE(a_loss_that_is_no_number) {
    Module module(1);
    module.set_data(std::vector{2.0});
    sgd<double> optimizer;
    const auto p = module.parameters();
    double factor = 1;
    const auto loss = [&] { return factor * p[0]; };
    train_step(module, optimizer, loss);
    const auto before = numbers(module);
    factor = not_a_number;
    BOOST_CHECK_EXCEPTION(
        train_step(module, optimizer, loss), training_error,
        says<training_error>("ctgrad: train_step(module, optimizer, loss) requires a finite loss, "
                             "found nan in step 1: lower the rate, clip the gradient, or look for "
                             "a function outside its domain; see docs/reference/nn/train.md"));
    factor = std::numeric_limits<double>::infinity();
    BOOST_CHECK_THROW(train_step(module, optimizer, loss), training_error);
    // A finite loss with a gradient that is not.
    module.set_data(std::vector{0.0});
    BOOST_CHECK_THROW(train_step(module, optimizer, [&] { return sqrt(p[0]); }), training_error);
    BOOST_TEST(module.data()[0] == 0);
    BOOST_TEST(optimizer.steps() == 1U);
    module.set_data(before);
    factor = 1;
    BOOST_TEST(train_step(module, optimizer, loss) == before[0]);
}

BOOST_AUTO_TEST_CASE(with_adam_and_floats) {
    basic_mlp<float> net(1, {8, 1}, {.output = activation_kind::linear});
    adam<float> optimizer{{.rate = 0.02f}};
    std::vector<float> x, y;
    for (float t = -2; t <= 2; t += 0.25f) {
        x.push_back(t);
        y.push_back(std::sin(t));
    }
    float loss = 1;
    for (int k = 0; k < 500; ++k)
        loss = train_step(
            net, optimizer, [&] { return mean_of_squares(net.batch(x), y); }, 10.0f);
    BOOST_TEST(loss < 1e-2f);
}

BOOST_AUTO_TEST_CASE(lbfgs) {
    MLP net(3, {4, 4, 1});
    const auto loss = [&]() -> Value {
        return sum_of_squares(net.batch(xs), ys) + l2_penalty(net.parameters(), 1e-3);
    };
    const auto found = minimise_lbfgs(net, loss, {.most_iterations = 2000});
    BOOST_TEST(found.value < 0.1);
    BOOST_TEST(loss().data() == found.value);
    // At the minimum there is no slope.
    net.zero_grad();
    loss().backward();
    BOOST_TEST(gradient_norm(net.grad()) < 1e-4);
    // An exception leaves what was accepted last.
    const auto before = numbers(net);
    int calls = 0;
    BOOST_CHECK_THROW(minimise_lbfgs(net,
                                     [&]() -> Value {
                                         if (++calls > 1)
                                             throw data_error("enough");
                                         return 1e3 * net({1.0, 2.0, 3.0});
                                     }),
                      data_error);
    BOOST_TEST((numbers(net) == before));
}
