// SPDX-License-Identifier: BSL-1.0
//
// The network of the micrograd lecture, described at run time: 3 inputs, two layers of 4 neurons,
// one output; four samples; gradient descent. From fixed parameters, so that the numbers can be
// compared, and then as one would do it: random parameters, a file.

#include <ctgrad/near.hpp>
#include <ctgrad/nn.hpp>

#include <cmath>
#include <iomanip>
#include <iostream>
#include <vector>

namespace {

using namespace ctgrad;
namespace nn = ctgrad::nn;

//! [data]
const std::vector<std::vector<double>> xs{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}};
const std::vector<double> ys{1, -1, -1, 1};
//! [data]

struct row {
    int updates;
    double loss, slope;
};
constexpr row table[] = {{0, 7.61390759312455, 0.07349758360109768},
                         {1, 7.10168312417844, -0.23009918424989856},
                         {2, 5.147827432199526, -0.45559887873715593},
                         {9, 0.1405111599537016, 0.08091921274883797},
                         {19, 0.05857562863780582, 0.03323006309020262},
                         {99, 0.006958582595356676, 0.0035486000001730303},
                         {999, 0.0004860631958046854, 0.00011828788197434466}};

bool as_in_the_lecture() {
    //! [network]
    nn::MLP net(3, {4, 4, 1}); // tanh everywhere
    std::cout << net << '\n';
    for (std::size_t k = 0; k < net.parameter_count(); ++k)
        net.data()[k] = std::sin(static_cast<double>(k + 1));
    //! [network]

    bool right = true;
    const row* next = table;
    std::cout << "\nupdates      loss           first slope\n" << std::setprecision(9);
    for (int k = 0; k < 1000; ++k) {
        //! [loop]
        Value loss = 0;
        for (std::size_t i = 0; i < xs.size(); ++i)
            loss += pow(net(xs[i]) - ys[i], 2);

        net.zero_grad(); // or the gradients add up
        loss.backward();
        //! [loop]
        if (k == next->updates) {
            std::cout << std::setw(7) << k << std::setw(16) << loss.data() << std::setw(18)
                      << net.grad()[0] << '\n';
            right = right && near(loss.data(), next->loss, 1e-9) &&
                    near(net.grad()[0], next->slope, 1e-9);
            ++next;
        }
        //! [update]
        for (auto& p : net.parameters())
            p.data() -= 0.05 * p.grad();
        //! [update]
    }
    return right && next == std::end(table);
}

bool with_an_optimizer() {
    //! [train]
    random_source random(42);
    nn::MLP net(3, {8, 2}, random,
                {.hidden = nn::activation_kind::relu,
                 .output = nn::activation_kind::linear,
                 .weights = nn::initialisation::he_normal});
    nn::adam<double> optimizer{{.rate = 0.02}};

    const std::vector<double> rows{2, 3, -1, 3, -1, 0.5, 0.5, 1, 1, 1, 1, -1}; // 4 samples
    const std::vector<int> classes{1, 0, 0, 1};
    for (int k = 0; k < 200; ++k)
        nn::train_step(
            net, optimizer,
            [&] {
                return nn::softmax_cross_entropy(net.batch(rows), classes) +
                       nn::l2_penalty(net.parameters(), 1e-4);
            },
            1.0); // a longer gradient is shortened
    const double accuracy = nn::class_accuracy(net.predict(rows), classes);
    //! [train]
    std::cout << "\naccuracy " << accuracy << '\n';

    //! [file]
    nn::save(net, "mlp.txt");
    const nn::MLP again = nn::load_mlp("mlp.txt");
    nn::static_mlp_of<nn::activation::relu, nn::activation::linear, 3, 8, 2> fixed;
    nn::load(fixed, "mlp.txt"); // the same network, with its shape in the type
    //! [file]
    return accuracy == 1 && again({2, 3, -1})[1].data() == net({2, 3, -1})[1].data() &&
           near(fixed({2, 3, -1})[1], net({2, 3, -1})[1].data(), 1e-14);
}

bool by_lbfgs() {
    //! [lbfgs]
    nn::MLP net(3, {4, 1}, {.output = nn::activation_kind::linear});
    const auto found = nn::minimise_lbfgs(net, [&] {
        Value loss = nn::l2_penalty(net.parameters(), 1e-3);
        for (std::size_t i = 0; i < xs.size(); ++i)
            loss += pow(net(xs[i]) - ys[i], 2);
        return loss;
    });
    //! [lbfgs]
    std::cout << "L-BFGS: " << found.value << " after " << found.evaluations << " evaluations\n";
    return found.value < 0.05;
}

} // namespace

int main() {
    //! [labels]
    nn::Layer layer(2, 2);
    layer.label_parameters(); // w[0][0], w[0][1], b[0], w[1][0], w[1][1], b[1]
    //! [labels]
    if (layer.parameters()[3].label() != "w[1][0]")
        return 1;
    //! [neuron]
    nn::Neuron neuron(2);
    neuron.set_data(std::vector{-3.0, 1.0, 6.8813735870195432}); // two weights and the bias
    const Value x1 = 2.0, x2 = 0.0;
    const Value o = neuron({x1, x2});
    o.backward(); // x1.grad() is -1.5
    //! [neuron]
    if (!near(o.data(), 0.7071067811865477, 1e-14) || !near(x1.grad(), -1.5, 1e-12))
        return 1;
    const bool lecture = as_in_the_lecture(), optimizer = with_an_optimizer(), lbfgs = by_lbfgs();
    return lecture && optimizer && lbfgs ? 0 : 1;
}
