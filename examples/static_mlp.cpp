// SPDX-License-Identifier: BSL-1.0
//
// A neural network whose shape is its type: the training step is generated while compiling, runs
// without allocation, and can be checked by static_assert.

#include <ctgrad/near.hpp>
#include <ctgrad/nn/static_mlp.hpp>

#include <array>
#include <iostream>

namespace {

using namespace ctgrad;
namespace nn = ctgrad::nn;

//! [first]
// 3 inputs, two layers of 4 neurons, 1 output, tanh everywhere.
using network = nn::static_mlp<3, 4, 4, 1>;
static_assert(network::parameter_count == 41);

constexpr std::array<network::input, 4> xs{{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}}};
constexpr std::array<double, 4> ys{1, -1, -1, 1};

constexpr auto loss = nn::sum_of(nn::squared_error);
//! [first]

//! [compile_time]
constexpr network start() {
    network net;
    for (std::size_t k = 0; k < network::parameter_count; ++k)
        net.parameters[k] = ctgrad::sin(static_cast<double>(k + 1));
    return net;
}
constexpr double loss_after(int steps) {
    network net = start();
    for (int k = 0; k < steps; ++k)
        net.train_step(xs, ys, loss, 0.05);
    return net.loss(xs, ys, loss);
}
static_assert(near(loss_after(0), 7.61390759312455));
static_assert(near(loss_after(1), 7.10168312417844)); // the compiler has trained the network
//! [compile_time]

//! [own_loss]
// The loss of one sample is a function of score and target; its slope is made by the library.
constexpr auto logistic =
    function([](auto score, auto target) { return softplus(-(score * target)); });
using classifier = nn::static_mlp_of<nn::activation::relu, nn::activation::linear, 3, 8, 1>;
constexpr auto decayed = nn::mean_of(logistic, 1e-4); // the mean, plus 1e-4 times the sum of p^2
//! [own_loss]

} // namespace

int main() {
    //! [train]
    network net = start();
    for (int k = 0; k < 1000; ++k)
        net.train_step(xs, ys, loss, 0.05);
    for (std::size_t i = 0; i < xs.size(); ++i)
        std::cout << "score " << net(xs[i]) << ", wanted " << ys[i] << '\n';
    //! [train]
    if (!(net.loss(xs, ys, loss) < 0.0005))
        return 1;

    classifier other;
    for (std::size_t k = 0; k < classifier::parameter_count; ++k)
        other.parameters[k] = ctgrad::sin(static_cast<double>(k + 1));
    for (int k = 0; k < 500; ++k)
        other.train_step(xs, ys, decayed, 0.5);
    //! [gradient]
    const auto [value, slopes] = other.gradient(xs, ys, decayed);
    //! [gradient]
    std::cout << "the classifier's loss is " << value << ", its first slope " << slopes[0] << '\n';
    for (std::size_t i = 0; i < xs.size(); ++i)
        if (other(xs[i]) * ys[i] <= 0)
            return 1;
    return value < 0.1 ? 0 : 1;
}
