// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/losses.hpp>
#include <ctgrad/nn/mlp.hpp>
#include <ctgrad/nn/sgd.hpp>
#include <ctgrad/nn/static_mlp.hpp>

#include <array>
#include <cmath>
#include <sstream>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

auto says(std::string_view text) {
    return [text](const size_error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

// cases.md 7.
const std::vector<std::vector<double>> xs{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}};
const std::vector<double> ys{1, -1, -1, 1};

void set_sines(Module& net) {
    const auto p = net.data();
    for (std::size_t k = 0; k < p.size(); ++k)
        p[k] = std::sin(static_cast<double>(k + 1));
}

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

// Descends with the loss that `loss(net)` makes, and compares with the table.
void check_table(const auto& loss) {
    MLP net(3, {4, 4, 1});
    set_sines(net);
    sgd<double> optimizer{{.rate = 0.05}};
    int updates = 0;
    for (const row& expected : table)
        for (;; ++updates) {
            const Value value = loss(net);
            net.zero_grad();
            value.backward();
            if (updates == expected.updates) {
                BOOST_TEST(near(value.data(), expected.loss, 1e-9), "loss " << updates);
                BOOST_TEST(near(net.grad()[0], expected.slope, 1e-9), "gradient " << updates);
                break;
            }
            step(net, optimizer);
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(counts_and_order) {
    const MLP net(3, {4, 4, 1});
    BOOST_TEST(net.parameter_count() == 41U);
    BOOST_TEST(MLP(2, {16, 16, 1}).parameter_count() == 337U);
    BOOST_TEST((net.sizes() == std::vector<std::size_t>{3, 4, 4, 1}));
    BOOST_TEST(net.inputs() == 3U);
    BOOST_TEST(net.parameters().size() == 41U);
    std::size_t k = 0;
    for (const Layer& layer : net.layers())
        for (std::size_t j = 0; j < layer.size(); ++j) {
            for (std::size_t i = 0; i < layer.inputs(); ++i)
                BOOST_TEST(layer.neuron(j).weight(i).is_same_node(net.parameters()[k++]));
            BOOST_TEST(layer.neuron(j).bias().is_same_node(net.parameters()[k++]));
        }
    BOOST_TEST(k == 41U);
    for (const double p : net.data())
        BOOST_TEST((p >= -1 && p < 1 && p != 0));
}

BOOST_AUTO_TEST_CASE(training_follows_the_table) {
    check_table([](const MLP& net) { // one call per sample, as in the lecture
        Value loss = 0;
        for (std::size_t i = 0; i < xs.size(); ++i)
            loss += pow(net(xs[i]) - ys[i], 2);
        return loss;
    });
    check_table([](const MLP& net) { // inputs that are Values
        std::vector<Value> scores;
        for (const auto& x : xs)
            scores.push_back(net(std::vector<Value>(x.begin(), x.end())));
        return sum_of_squares(scores, ys);
    });
    check_table([](const MLP& net) {
        std::vector<double> rows;
        for (const auto& x : xs)
            rows.insert(rows.end(), x.begin(), x.end());
        return sum_of_squares(net.batch(rows), ys);
    });
}

// cases.md 7: without zeroing, each backward pass adds to the last.
BOOST_AUTO_TEST_CASE(the_training_bug) {
    MLP net(3, {4, 4, 1});
    set_sines(net);
    const auto loss = [&] {
        Value sum = 0;
        for (std::size_t i = 0; i < xs.size(); ++i)
            sum += pow(net(xs[i]) - ys[i], 2);
        return sum;
    };
    loss().backward();
    const std::vector once(net.grad().begin(), net.grad().end());
    loss().backward();
    for (std::size_t k = 0; k < once.size(); ++k)
        BOOST_TEST(near(net.grad()[k], 2 * once[k], 1e-12));
    net.zero_grad();
    loss().backward();
    for (std::size_t k = 0; k < once.size(); ++k)
        BOOST_TEST(net.grad()[k] == once[k]);

    // Twenty steps, right and wrong: the wrong ones go along sums of old gradients.
    const auto train = [&](bool zeroing) {
        set_sines(net);
        net.zero_grad();
        sgd<double> optimizer{{.rate = 0.05}};
        for (int k = 0; k < 19; ++k) {
            if (zeroing)
                net.zero_grad();
            loss().backward();
            step(net, optimizer);
        }
        return loss().data();
    };
    BOOST_TEST(near(train(true), 0.05857562863780582, 1e-9));
    BOOST_TEST(!near(train(false), 0.05857562863780582, 0.5));
}

// The same network with its shape in the type.
BOOST_AUTO_TEST_CASE(it_agrees_with_static_mlp) {
    MLP net(2, {5, 3, 2}, {.hidden = activation_kind::relu, .output = activation_kind::sigmoid});
    static_mlp_of<activation::relu, activation::sigmoid, 2, 5, 3, 2> fixed;
    std::copy(net.data().begin(), net.data().end(), fixed.parameters.begin());
    for (double t = -3; t < 3; t += 0.25) {
        const Outputs y = net({t, 1 - t * t});
        const auto expected = fixed({t, 1 - t * t});
        BOOST_TEST(near(y[0].data(), expected[0], 1e-14));
        BOOST_TEST(near(y[1].data(), expected[1], 1e-14));
        BOOST_TEST(near(net.predict(std::vector{t, 1 - t * t})[1], expected[1], 1e-14));
    }
}

BOOST_AUTO_TEST_CASE(options) {
    const MLP moons(2, {16, 16, 1},
                    {.hidden = activation_kind::relu, .output = activation_kind::linear});
    BOOST_TEST(moons.description() == "MLP(2, {16, 16, 1}): Layer(2 -> 16, relu), Layer(16 -> 16, "
                                      "relu), Layer(16 -> 1, linear); 337 parameters");
    const MLP mixed(2, {3, 2}, {.each = {activation_kind::sigmoid, activation_kind::relu}});
    BOOST_TEST(
        (mixed.activations() == std::vector{activation_kind::sigmoid, activation_kind::relu}));
    // A seed, a source of random numbers, and another distribution.
    random_source random(1);
    const MLP first(2, {3, 2}, random), second(2, {3, 2}, random);
    BOOST_TEST(first.data()[7] == mixed.data()[7]);
    BOOST_TEST(second.data()[7] != mixed.data()[7]);
    BOOST_TEST(MLP(2, {3, 2}, {.seed = 7}).data()[7] != mixed.data()[7]);
    BOOST_TEST(MLP(2, {3, 2}, {.weights = initialisation::he_normal}).data()[2] == 0);
    BOOST_TEST(basic_mlp<float>(2, {3, 2}).data()[7] == static_cast<float>(mixed.data()[7]));
    BOOST_TEST(MLP(1, {1}).parameter_count() == 2U);
}

BOOST_AUTO_TEST_CASE(text_labels_copies) {
    MLP net(3, {4, 4, 1});
    std::ostringstream out;
    out << net;
    BOOST_TEST(out.str() == "MLP(3, {4, 4, 1}): Layer(3 -> 4, tanh), Layer(4 -> 4, tanh), Layer(4 "
                            "-> 1, tanh); 41 parameters");
    net.label_parameters();
    BOOST_TEST(net.parameters()[0].label() == "w[0][0][0]");
    BOOST_TEST(net.parameters()[16].label() == "w[1][0][0]");
    BOOST_TEST(net.parameters()[40].label() == "b[2][0]");

    const MLP copy = net.clone();
    const MLP name = net;
    net.data()[3] = 9;
    BOOST_TEST(copy.data()[3] != 9);
    BOOST_TEST(name.data()[3] == 9);
    BOOST_TEST(copy.description() == net.description());
    BOOST_TEST(name({1.0, 2.0, 3.0}).data() == net({1.0, 2.0, 3.0}).data());
}

BOOST_AUTO_TEST_CASE(small_calls_are_one_entry_per_layer) {
    const MLP net(3, {4, 4, 1});
    const Value y = net({1.0, 2.0, 3.0});
    // The outputs of a layer are neighbours: 4 + 4 + 1 nodes and no others.
    const Value next = y + 1;
    BOOST_TEST(net({1.0, 2.0, 3.0})[0].node() - next.node() == 9U);
}

BOOST_AUTO_TEST_CASE(errors) {
    const MLP net(3, {4, 4, 1});
    BOOST_CHECK_EXCEPTION(
        net({1.0, 2.0}), size_error,
        says("ctgrad: a call of MLP(3, {4, 4, 1}), layer 0, Layer(3 -> 4, tanh), requires 3 "
             "inputs, found 2: give one number or Value for each; see docs/reference/nn/mlp.md"));
    BOOST_CHECK_THROW(net({1.0, 2.0, 3.0, 4.0}), size_error);
    BOOST_CHECK_THROW(net.batch(std::vector{1.0, 2.0, 3.0, 4.0}), size_error);
    BOOST_CHECK_EXCEPTION(
        MLP(3, {}), size_error,
        says("ctgrad: MLP requires an input and a neuron at least, and 4095 neurons at most, found "
             "3 inputs and 0 neurons: write MLP(3, {4, 4, 1}) for 3 inputs, two layers of 4 and "
             "one output; see docs/reference/nn/mlp.md"));
    BOOST_CHECK_THROW(MLP(0, {1}), size_error);
    BOOST_CHECK_THROW(MLP(3, {4, 0, 1}), size_error);
    BOOST_CHECK_THROW(MLP(3, {4, 5000}), size_error);
    BOOST_CHECK_EXCEPTION(
        MLP(3, {4, 1}, {.each = {activation_kind::tanh}}), size_error,
        says("ctgrad: mlp_options::each requires one activation for each of the 2 layers, found 1: "
             "the inputs have none; see docs/reference/nn/mlp.md"));
}
