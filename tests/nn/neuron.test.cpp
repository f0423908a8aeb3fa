// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/neuron.hpp>

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

} // namespace

// cases.md 3.
BOOST_AUTO_TEST_CASE(the_neuron_of_the_lecture) {
    Neuron neuron(2);
    neuron.set_data(std::vector{-3.0, 1.0, 6.8813735870195432});
    const Value x1 = 2.0, x2 = 0.0;
    const Value o = neuron({x1, x2});
    o.backward();
    BOOST_TEST(near(o.data(), 0.7071067811865477, 1e-14));
    BOOST_TEST(near(x1.grad(), -1.5, 1e-12));
    BOOST_TEST(near(x2.grad(), 0.5, 1e-12));
    BOOST_TEST(near(neuron.weight(0).grad(), 1.0, 1e-12));
    BOOST_TEST(neuron.weight(1).grad() == 0);
    BOOST_TEST(near(neuron.bias().grad(), 0.5, 1e-12));
}

BOOST_AUTO_TEST_CASE(parameters_are_the_weights_and_then_the_bias) {
    const Neuron neuron(3);
    BOOST_TEST(neuron.parameter_count() == 4U);
    BOOST_TEST(neuron.inputs() == 3U);
    BOOST_TEST(neuron.parameters()[2].is_same_node(neuron.weight(2)));
    BOOST_TEST(neuron.parameters()[3].is_same_node(neuron.bias()));
    for (const double p : neuron.data())
        BOOST_TEST((p >= -1 && p < 1));
    // A seed is a sequence, and the same everywhere.
    BOOST_TEST(Neuron(3).data()[0] == neuron.data()[0]);
    BOOST_TEST(Neuron(3, {.seed = 2}).data()[0] != neuron.data()[0]);
    random_source random(1);
    const Neuron first(3, random), second(3, random);
    BOOST_TEST(first.data()[0] == neuron.data()[0]);
    BOOST_TEST(second.data()[0] != neuron.data()[0]);
}

BOOST_AUTO_TEST_CASE(ways_to_call_it) {
    Neuron neuron(2, {.activation = activation_kind::linear});
    neuron.set_data(std::vector{2.0, 3.0, 0.5});
    const Value a = 1.0, b = 10.0;
    BOOST_TEST(neuron({1.0, 10.0}).data() == 32.5);
    BOOST_TEST(neuron({1, 10}).data() == 32.5);
    BOOST_TEST(neuron({a, b}).data() == 32.5);
    BOOST_TEST(neuron({a, 10.0}).data() == 32.5);
    BOOST_TEST(neuron({a * a, a * b}).data() == 32.5);
    BOOST_TEST(neuron(std::vector{a, b}).data() == 32.5);
    BOOST_TEST(neuron(std::array{1.0, 10.0}).data() == 32.5);
    const std::vector numbers{1.0, 10.0, 2.0, 20.0};
    BOOST_TEST(neuron(std::span(numbers).first(2)).data() == 32.5);
    const Outputs both = neuron.batch(numbers);
    BOOST_TEST(both[0].data() == 32.5);
    BOOST_TEST(both[1].data() == 64.5);
    BOOST_TEST((neuron.predict(numbers) == std::vector{32.5, 64.5}));
    const basic_neuron<float> small(1);
    BOOST_TEST(small({0.0f}).data() == std::tanh(small.bias().data()));
}

BOOST_AUTO_TEST_CASE(activations) {
    for (const activation_kind kind : activation_kinds) {
        Neuron neuron(1, {.activation = kind});
        neuron.set_data(std::vector{0.5, 0.25});
        const double sum = 0.5 * 3 + 0.25;
        const double expected = kind == activation_kind::tanh      ? std::tanh(sum)
                                : kind == activation_kind::sigmoid ? 1 / (1 + std::exp(-sum))
                                                                   : sum;
        BOOST_TEST(near(neuron({3.0}).data(), expected, 1e-15));
        BOOST_TEST(near(neuron.predict(std::vector{3.0})[0], expected, 1e-15));
    }
    Neuron dead(1, {.activation = activation_kind::relu});
    dead.set_data(std::vector{-1.0, 0.0});
    const Value y = dead({5.0});
    y.backward();
    BOOST_TEST(y.data() == 0);
    BOOST_TEST(dead.weight(0).grad() == 0);
}

BOOST_AUTO_TEST_CASE(text_labels_copies) {
    Neuron neuron(3);
    std::ostringstream out;
    out << neuron;
    BOOST_TEST(out.str() == "Neuron(3, tanh)");
    neuron.label_parameters();
    BOOST_TEST(neuron.weight(2).label() == "w[2]");
    BOOST_TEST(neuron.bias().label() == "b");

    Neuron other = neuron.clone();
    BOOST_TEST(other.data()[1] == neuron.data()[1]);
    other.data()[1] = 9;
    BOOST_TEST(neuron.data()[1] != 9);
}

BOOST_AUTO_TEST_CASE(errors) {
    const Neuron neuron(3);
    BOOST_CHECK_EXCEPTION(
        neuron({1.0, 2.0}), size_error,
        says("ctgrad: a call of Neuron(3, tanh) requires 3 inputs, found 2: give one number or "
             "Value for each; see docs/reference/nn/neuron.md"));
    BOOST_CHECK_THROW(neuron(std::vector<Value>(4)), size_error);
    BOOST_CHECK_EXCEPTION(
        neuron.batch(std::vector{1.0, 2.0, 3.0, 4.0}), size_error,
        says("ctgrad: batch(xs) of Neuron(3, tanh) requires 3 inputs for each row, and a row at "
             "least, found 4: give one number or Value for each; see docs/reference/nn/neuron.md"));
    BOOST_CHECK_THROW(neuron.batch(std::vector<double>()), size_error);
    BOOST_CHECK_THROW((void)neuron.predict(std::vector{1.0}), size_error);
    BOOST_CHECK_EXCEPTION(
        Neuron(0), size_error,
        says("ctgrad: Neuron requires an input and a neuron at least, and 4095 neurons at most, "
             "found 0 inputs and 1 neurons: write MLP(3, {4, 4, 1}) for 3 inputs, two layers of 4 "
             "and one output; see docs/reference/nn/mlp.md"));
    BOOST_CHECK_THROW(Neuron(std::span<const Value>(), activation_kind::tanh), size_error);
}
