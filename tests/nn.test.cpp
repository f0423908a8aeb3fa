// SPDX-License-Identifier: BSL-1.0
//
// One include is enough for a training: data, network, loss, optimizer, file.
#include <ctgrad/nn.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

BOOST_AUTO_TEST_CASE(from_data_to_accuracy) {
    random_source random(1);
    const dataset moons = half_moons(60, 0.1, random);
    nn::MLP net(
        moons.features, {8, 1}, random,
        {.output = nn::activation_kind::linear, .weights = nn::initialisation::glorot_uniform});
    nn::adam<double> optimizer{{.rate = 0.05}};
    const auto loss = [&] { return nn::hinge_loss(net.batch(moons.inputs), moons.targets); };
    for (int k = 0; k < 200; ++k)
        nn::train_step(net, optimizer, loss, 5.0);
    BOOST_TEST(nn::sign_accuracy(net.predict(moons.inputs), moons.targets) > 0.95);
}
