// SPDX-License-Identifier: BSL-1.0
// A network with run-time sizes, and a step of training.
#include <ctgrad/nn.hpp>

#include <vector>

double step(const std::vector<double>& x, double y) {
    ctgrad::nn::MLP network(x.size(), {4, 4, 1});
    const ctgrad::Value difference = network(x) - y;
    const ctgrad::Value loss = difference * difference;
    loss.backward();
    return loss.data();
}
