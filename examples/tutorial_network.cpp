// SPDX-License-Identifier: BSL-1.0
//
// The second half of docs/tutorial/from-derivative-to-network.md: neurons, layers, a network of 41
// parameters and its training; at run time, and with the sizes in the type.

#include <ctgrad/near.hpp>
#include <ctgrad/nn.hpp>
#include <ctgrad/render.hpp>
#include <ctgrad/value/to_dot.hpp>

#include <array>
#include <cmath>
#include <exception>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ctgrad;

namespace {

void check(bool holds, const char* what) {
    if (!holds)
        throw std::logic_error(std::string("not as in the tutorial: ") + what);
}

//! [data]
const std::vector<std::vector<double>> xs{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}};
const std::vector<double> ys{1, -1, -1, 1};

// Not random, so that you can compare your numbers with ours.
void set_parameters(nn::MLP& net) {
    for (std::size_t k = 0; k < net.parameter_count(); ++k)
        net.data()[k] = std::sin(static_cast<double>(k + 1));
}
//! [data]

void parts() {
    //! [parts]
    nn::Neuron neuron(2);
    neuron.set_data(std::vector{-3.0, 1.0, 6.8813735870195432}); // w1, w2, b
    Value o = neuron({2.0, 0.0});
    o.backward();
    std::cout << o.data() << ' ' << neuron.weight(0).grad() << '\n'; // 0.707107 1

    nn::Layer layer(3, 4); // four neurons, which see the same three inputs
    for (const Value& score : layer({2.0, 3.0, -1.0}))
        std::cout << score.data() << '\n';

    nn::MLP net(3, {4, 4, 1}); // layers in a row: two of 4 neurons, and one output
    std::cout << net << '\n';
    //! [parts]
    check(near(o.data(), 0.7071067811865476) && near(neuron.weight(0).grad(), 1), "the neuron");
    check(layer.parameter_count() == 16 && net.parameter_count() == 41, "16 and 41 parameters");
}

void picture() {
    //! [draw]
    nn::MLP small(2, {2, 1});
    set_parameters(small);
    small.label_parameters();
    Value x1{2.0, "x1"}, x2{-1.0, "x2"};
    Value score = small({x1, x2});
    score.label("score");
    score.backward();
    render(to_dot(score), "tutorial-network.svg");
    //! [draw]
}

double run_time_loss = 0; // after one step, for comparison

void training() {
    nn::MLP net(3, {4, 4, 1});
    set_parameters(net);
    std::cout << "\nupdates      loss\n" << std::setprecision(10);
    double last = 0;
    for (int k = 0; k < 100; ++k) {
        //! [loop]
        Value loss = 0;
        for (std::size_t i = 0; i < xs.size(); ++i)
            loss += pow(net(xs[i]) - ys[i], 2);

        net.zero_grad();
        loss.backward();
        for (Value& p : net.parameters())
            p.data() -= 0.05 * p.grad();
        //! [loop]
        last = loss.data();
        if (k == 1)
            run_time_loss = last;
        if (k < 3 || k == 9 || k == 19 || k == 99)
            std::cout << std::setw(7) << k << std::setw(15) << last << '\n';
    }
    check(near(last, 0.006958582595356676, 1e-9), "the loss after 99 updates");

    for (const auto& x : xs)
        std::cout << net(x)[0].data() << '\n';
    std::cout << std::setprecision(6);
}

void forgotten() {
    //! [forgotten]
    Value x = 3; // the parabola's bottom is at 2/3
    for (int k = 1; k <= 100; ++k) {
        Value y = 3 * pow(x, 2) - 4 * x + 5;
        y.backward(); // x.zero_grad() is missing
        x.data() -= 0.05 * x.grad();
        if (k % 20 == 0)
            std::cout << x.data() << ' '; // 1.56216 -1.48671 -0.661555 2.55314 2.37398
    }
    //! [forgotten]
    std::cout << '\n';
    check(near(x.data(), 2.37398, 1e-5), "a ball that rolls for ever");

    x.data() = 3;
    for (int k = 1; k <= 100; ++k) {
        Value y = 3 * pow(x, 2) - 4 * x + 5;
        x.zero_grad();
        y.backward();
        x.data() -= 0.05 * x.grad();
    }
    check(near(x.data(), 2.0 / 3), "the bottom of the parabola");

    nn::MLP net(3, {4, 4, 1}); // this one forgives the mistake
    set_parameters(net);
    double last = 0;
    for (int k = 0; k < 20; ++k) {
        Value loss = 0;
        for (std::size_t i = 0; i < xs.size(); ++i)
            loss += pow(net(xs[i]) - ys[i], 2);
        loss.backward();
        for (Value& p : net.parameters())
            p.data() -= 0.05 * p.grad();
        last = loss.data();
    }
    check(last < 1e-6, "the forgiving network");
}

namespace compiled {
//! [static]
using network = nn::static_mlp<3, 4, 4, 1>;
static_assert(network::parameter_count == 41);

constexpr std::array<network::input, 4> xs{{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}}};
constexpr std::array<double, 4> ys{1, -1, -1, 1};
constexpr auto loss = nn::sum_of(nn::squared_error);

constexpr network start() {
    network net;
    for (std::size_t k = 0; k < network::parameter_count; ++k)
        net.parameters[k] = ctgrad::sin(static_cast<double>(k + 1));
    return net;
}
static_assert(near(start().loss(xs, ys, loss), 7.61390759312455));

// The compiler trains the network.
constexpr double after_one_step() {
    network net = start();
    net.train_step(xs, ys, loss, 0.05);
    return net.loss(xs, ys, loss);
}
static_assert(near(after_one_step(), 7.10168312417844));
//! [static]

void sizes_in_the_type() {
    check(near(run_time_loss, after_one_step()), "both worlds");
    //! [static_train]
    network net = start();
    for (int k = 0; k < 99; ++k)
        net.train_step(xs, ys, loss, 0.05);
    //! [static_train]
    check(near(net.loss(xs, ys, loss), 0.006958582595356676, 1e-9),
          "the loss after 99 updates of the network with its sizes in the type");
}
} // namespace compiled

} // namespace

int main() {
    for (void (*const chapter)() :
         {parts, picture, training, forgotten, compiled::sizes_in_the_type}) {
        try {
            chapter();
        } catch (const std::logic_error& wrong) {
            std::cerr << wrong.what() << '\n';
            return 1;
        } catch (const std::runtime_error& no_picture) {
            std::cout << no_picture.what() << '\n';
        }
    }
}
