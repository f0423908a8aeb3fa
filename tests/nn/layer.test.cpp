// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/layer.hpp>

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

Layer sines(std::size_t inputs, std::size_t neurons, activation_kind kind) {
    Layer layer(inputs, neurons, {.activation = kind});
    const auto p = layer.data();
    for (std::size_t k = 0; k < p.size(); ++k)
        p[k] = std::sin(static_cast<double>(k + 1));
    return layer;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_layer_is_its_neurons) {
    const Layer layer = sines(3, 4, activation_kind::tanh);
    BOOST_TEST(layer.parameter_count() == 16U);
    BOOST_TEST(layer.inputs() == 3U);
    BOOST_TEST(layer.size() == 4U);
    const std::vector<Value> x{1.0, -0.5, 0.25};
    const Outputs y = layer(x);
    BOOST_TEST(y.size() == 4U);
    for (std::size_t j = 0; j < 4; ++j) {
        const Neuron neuron = layer.neuron(j);
        BOOST_TEST(neuron.weight(2).is_same_node(layer.parameters()[4 * j + 2]));
        BOOST_TEST(neuron.bias().is_same_node(layer.parameters()[4 * j + 3]));
        BOOST_TEST(near(neuron(x).data(), y[j].data(), 1e-15));
        const auto w = neuron.data();
        BOOST_TEST(near(y[j].data(), std::tanh(w[0] - 0.5 * w[1] + 0.25 * w[2] + w[3]), 1e-15));
    }
}

// The loss sum of k*y_k, and its difference quotients by every parameter and input.
BOOST_AUTO_TEST_CASE(gradients_are_the_limits_of_difference_quotients) {
    for (const activation_kind kind : activation_kinds) {
        Layer layer = sines(2, 3, kind);
        std::vector<Value> x{0.7, -0.3, 0.2, 0.9}; // two samples
        const auto loss = [&] {
            Value sum = 0;
            double k = 1;
            for (const Value& y : layer.batch(x))
                sum += y * k++;
            return sum;
        };
        loss().backward();
        const auto check = [&](auto number, double slope) {
            const double kept = number();
            number() = kept + 1e-6;
            const double after = loss().data();
            number() = kept - 1e-6;
            const double before = loss().data();
            number() = kept;
            BOOST_TEST(near((after - before) / 2e-6, slope, 1e-6), name_of(kind));
        };
        for (std::size_t k = 0; k < layer.parameter_count(); ++k)
            check([&]() -> double& { return layer.data()[k]; }, layer.grad()[k]);
        for (Value& each : x)
            check([&]() -> double& { return each.data(); }, each.grad());
    }
}

BOOST_AUTO_TEST_CASE(batches_are_rows) {
    const Layer layer = sines(2, 3, activation_kind::sigmoid);
    const std::vector xs{0.7, -0.3, 0.2, 0.9, -1.0, 2.0, 3.0, 1.0, 0.0, 0.5};
    const Outputs ys = layer.batch(xs);
    const std::vector<double> numbers = layer.predict(xs);
    BOOST_TEST(ys.size() == 15U);
    BOOST_TEST(numbers.size() == 15U);
    for (std::size_t s = 0; s < 5; ++s) {
        const Outputs y = layer({xs[2 * s], xs[2 * s + 1]});
        for (std::size_t j = 0; j < 3; ++j) {
            BOOST_TEST(near(ys[3 * s + j].data(), y[j].data(), 1e-14));
            BOOST_TEST(near(numbers[3 * s + j], y[j].data(), 1e-14));
        }
    }
    BOOST_TEST(layer.predict(std::vector<double>()).empty());
}

BOOST_AUTO_TEST_CASE(a_layer_of_one_neuron_yields_a_value) {
    const Layer layer = sines(2, 1, activation_kind::linear);
    const Value y = layer({1.0, 2.0});
    BOOST_TEST(near(y.data(), std::sin(1) + 2 * std::sin(2) + std::sin(3), 1e-15));
    const Value difference = layer({1.0, 2.0}) - y;
    BOOST_TEST(difference.data() == 0);
}

BOOST_AUTO_TEST_CASE(text_labels_copies) {
    const Layer layer(3, 4, {.activation = activation_kind::relu});
    std::ostringstream out;
    out << layer;
    BOOST_TEST(out.str() == "Layer(3 -> 4, relu)");
    layer.label_parameters();
    BOOST_TEST(layer.parameters()[6].label() == "w[1][2]");
    BOOST_TEST(layer.parameters()[7].label() == "b[1]");

    Layer other = layer.clone();
    BOOST_TEST((other.activation() == activation_kind::relu));
    BOOST_TEST(other.data()[15] == layer.data()[15]);
    other.data()[15] = 9;
    BOOST_TEST(layer.data()[15] != 9);

    random_source random(1);
    BOOST_TEST(Layer(3, 4, random).data()[15] == layer.data()[15]);
    BOOST_TEST(Layer(3, 4, random).data()[15] != layer.data()[15]);
}

BOOST_AUTO_TEST_CASE(errors) {
    const Layer layer(3, 4);
    BOOST_CHECK_EXCEPTION(
        layer({1.0, 2.0}), size_error,
        says("ctgrad: a call of Layer(3 -> 4, tanh) requires 3 inputs, found 2: give one number or "
             "Value for each; see docs/reference/nn/layer.md"));
    BOOST_CHECK_EXCEPTION(
        layer({1.0, 2.0, 3.0}) + 1, size_error,
        says("ctgrad: one output is required where outputs are used as a Value, found 4: choose "
             "one by its index, or give the last layer one neuron; see "
             "docs/reference/nn/outputs.md"));
    BOOST_CHECK_EXCEPTION(
        (void)layer.neuron(4), size_error,
        says("ctgrad: neuron(j) of Layer(3 -> 4, tanh) requires j < 4, found j = 4: neurons are "
             "counted from 0; see docs/reference/nn/layer.md"));
    BOOST_CHECK_THROW(Layer(3, 0), size_error);
    BOOST_CHECK_THROW(Layer(3, 5000), size_error);
    BOOST_CHECK_THROW(Layer(std::size_t(-1), 2), size_error);
    const std::vector<Value> seven = make_values(7);
    BOOST_CHECK_EXCEPTION(
        Layer(std::span<const Value>(seven), 2, activation_kind::tanh), size_error,
        says("ctgrad: a layer of 2 inputs requires 3 parameters for each neuron, its weights and "
             "its bias, found 7 in all: give a multiple; see docs/reference/nn/layer.md"));
    BOOST_CHECK_THROW(Layer(std::span<const Value>(seven), std::size_t(-1), activation_kind::tanh),
                      size_error);
}
