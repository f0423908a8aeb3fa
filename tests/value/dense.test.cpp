// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// What a neuron does with its sum: value(sum), slope(result).
struct tanh_activation {
    template <class T>
    static T value(const T& x) {
        return std::tanh(x);
    }
    template <class T>
    static T slope(const T& result) {
        return 1 - result * result;
    }
    template <class T>
    static basic_value<T> of(const basic_value<T>& x) {
        return tanh(x);
    }
};
struct relu_activation {
    template <class T>
    static T value(const T& x) {
        return x > 0 ? x : 0;
    }
    template <class T>
    static T slope(const T& result) {
        return result > 0 ? T(1) : T(0);
    }
    template <class T>
    static basic_value<T> of(const basic_value<T>& x) {
        return relu(x);
    }
};
struct linear_activation {
    template <class T>
    static T value(const T& x) {
        return x;
    }
    template <class T>
    static T slope(const T&) {
        return 1;
    }
    template <class T>
    static basic_value<T> of(const basic_value<T>& x) {
        return x;
    }
};
template <class T>
using values = std::vector<basic_value<T>>;

template <class T>
T some(std::size_t i) {
    return static_cast<T>(std::sin(2.3 * static_cast<double>(i) + 0.1));
}
template <class T>
values<T> made(std::size_t count, std::size_t from) {
    auto x = make_values<T>(count);
    for (std::size_t i = 0; i < count; ++i)
        x[i].data() = some<T>(from + i);
    return x;
}
template <class T>
std::vector<T> grads(values<T>& all) {
    std::vector<T> out;
    for (auto& x : all) {
        out.push_back(x.grad());
        x.zero_grad();
    }
    return out;
}
template <class T>
bool all_near(const std::vector<T>& a, const std::vector<T>& b) {
    const T tolerance = 50 * std::numeric_limits<T>::epsilon();
    bool right = a.size() == b.size();
    for (std::size_t i = 0; right && i < a.size(); ++i)
        right = std::abs(a[i] - b[i]) <= tolerance * std::max(T(1), std::abs(b[i]));
    return right;
}

template <class Activation, class T>
values<T> loops(const values<T>& parameters, const values<T>& x, std::size_t inputs) {
    values<T> y;
    for (std::size_t s = 0; s < x.size() / inputs; ++s)
        for (std::size_t j = 0; j < parameters.size() / (inputs + 1); ++j) {
            const auto* const w = parameters.data() + j * (inputs + 1);
            basic_value<T> total = w[inputs] * 1;
            for (std::size_t i = 0; i < inputs; ++i)
                total += w[i] * x[s * inputs + i];
            y.push_back(Activation::of(total));
        }
    return y;
}
// A result that weighs every output differently.
template <class T>
basic_value<T> weighed(const values<T>& y) {
    basic_value<T> total = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
        total += some<T>(7 * i) * y[i];
    return total;
}

template <class Activation, class T = double>
values<T> layer(const values<T>& parameters, const values<T>& x, std::size_t inputs) {
    return dense<Activation, T>(std::span<const basic_value<T>>(parameters),
                                std::span<const basic_value<T>>(x), inputs);
}
template <class Activation, class T = double>
values<T> layer(const values<T>& parameters, const std::vector<T>& x, std::size_t inputs) {
    return dense<Activation, T>(std::span<const basic_value<T>>(parameters), std::span<const T>(x),
                                inputs);
}

template <class T>
std::vector<T> data_of(const values<T>& x) {
    std::vector<T> out;
    for (const auto& each : x)
        out.push_back(each.data());
    return out;
}

template <class Activation, class T>
void agrees(std::size_t inputs, std::size_t neurons, std::size_t samples) {
    auto parameters = made<T>(neurons * (inputs + 1), 11), x = made<T>(samples * inputs, 500);
    const auto expected = loops<Activation>(parameters, x, inputs);
    basic_value<T> total = weighed(expected);
    total.backward();
    const std::vector<T> parameter_grads = grads(parameters), x_grads = grads(x);

    const auto check = [&](const values<T>& y) {
        BOOST_TEST(all_near(data_of(y), data_of(expected)));
        basic_value<T> result = weighed(y);
        result.backward();
        BOOST_TEST(all_near(grads(parameters), parameter_grads));
    };
    // Inputs that are a run, scattered, and numbers.
    check(layer<Activation, T>(parameters, x, inputs));
    BOOST_TEST(all_near(grads(x), x_grads));
    values<T> scattered = made<T>(2 * x.size(), 0);
    values<T> every_second;
    for (std::size_t i = 0; i < x.size(); ++i) {
        scattered[2 * i].data() = x[i].data();
        every_second.push_back(scattered[2 * i]);
    }
    check(layer<Activation, T>(parameters, every_second, inputs));
    BOOST_TEST(all_near(grads(every_second), x_grads));
    std::vector<T> numbers = data_of(x);
    const auto of_numbers = layer<Activation, T>(parameters, numbers, inputs);
    numbers.assign(numbers.size(), 1000); // they were copied
    check(of_numbers);
}

template <class T>
void layers() {
    for (const std::size_t inputs : {1u, 3u, 4u, 8u, 17u})
        for (const std::size_t neurons : {1u, 5u})
            for (const std::size_t samples : {1u, 3u, 4u, 9u}) {
                agrees<tanh_activation, T>(inputs, neurons, samples);
                agrees<relu_activation, T>(inputs, neurons, samples);
                agrees<linear_activation, T>(inputs, neurons, samples);
            }
}

template <class F>
std::string message_of(const F& call) {
    try {
        call();
    } catch (const size_error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

BOOST_AUTO_TEST_CASE(two_neurons_on_two_samples) {
    //! [layer]
    std::vector<Value> w = make_values(2 * (2 + 1)); // two neurons of two inputs
    for (std::size_t i = 0; i < w.size(); ++i)
        w[i].data() = static_cast<double>(i);
    const std::vector<double> x{1, 10, 2, 20}; // two samples
    const auto y =
        dense<linear_activation, double>(std::span<const Value>(w), std::span<const double>(x), 2);
    BOOST_TEST(y[0].data() == 0 * 1 + 1 * 10 + 2);
    BOOST_TEST(y[1].data() == 3 * 1 + 4 * 10 + 5);
    BOOST_TEST(y[3].data() == 3 * 2 + 4 * 20 + 5);
    y[3].backward();
    BOOST_TEST(w[4].grad() == 20);
    //! [layer]
}

BOOST_AUTO_TEST_CASE(layers_agree_with_loops) {
    layers<float>();
    layers<double>();
    layers<long double>();
}

BOOST_AUTO_TEST_CASE(more_outputs_than_a_chunk_has_nodes) {
    // 4095 / 5 is 819 samples at a time.
    for (const std::size_t samples : {818u, 819u, 820u, 2'000u}) {
        auto parameters = made<double>(5 * 3, 1), x = made<double>(2 * samples, 3);
        const auto y = layer<linear_activation>(parameters, x, 2);
        BOOST_TEST_REQUIRE(y.size() == 5 * samples);
        for (std::size_t s = 0; s < samples; ++s)
            for (std::size_t j = 0; j < 5; ++j) {
                const auto* const w = parameters.data() + 3 * j;
                BOOST_TEST_REQUIRE(std::abs(y[5 * s + j].data() - w[2].data() -
                                            w[0].data() * x[2 * s].data() -
                                            w[1].data() * x[2 * s + 1].data()) < 1e-14);
            }
        Value total = sum(y);
        total.backward();
        BOOST_TEST(parameters[2].grad() == static_cast<double>(samples));
        BOOST_TEST(std::abs(x[0].grad() - (parameters[0] + parameters[3] + parameters[6] +
                                           parameters[9] + parameters[12])
                                              .data()) < 1e-14);
        BOOST_TEST(x.back().grad() == x[1].grad());
    }
}

BOOST_AUTO_TEST_CASE(a_chunk_full_of_neurons) {
    auto parameters = made<double>(4095 * 2, 1), x = made<double>(3, 5);
    const auto y = layer<linear_activation>(parameters, x, 1);
    BOOST_TEST(y.size() == 3 * 4095u);
    Value last = y.back() + y[0]; // the last neuron of the last sample, the first of the first
    last.backward();
    BOOST_TEST(parameters.back().grad() == 1);
    BOOST_TEST(x[2].grad() == parameters[4094 * 2].data());
    BOOST_TEST(x[1].grad() == 0);
    BOOST_TEST(x[0].grad() == parameters[0].data());
}

BOOST_AUTO_TEST_CASE(layers_on_layers) {
    auto first = made<double>(6 * 3, 1), second = made<double>(2 * 7, 50), x = made<double>(8, 80);
    const auto by_loops = loops<tanh_activation>(second, loops<tanh_activation>(first, x, 2), 6);
    weighed(by_loops).backward();
    const auto expected_first = grads(first), expected_second = grads(second);
    const auto expected_x = grads(x);
    const auto y = layer<tanh_activation>(second, layer<tanh_activation>(first, x, 2), 6);
    weighed(y).backward();
    BOOST_TEST(all_near(grads(first), expected_first));
    BOOST_TEST(all_near(grads(second), expected_second));
    BOOST_TEST(all_near(grads(x), expected_x));
}

BOOST_AUTO_TEST_CASE(gradients_accumulate) {
    auto parameters = made<double>(3, 1), x = made<double>(2, 9);
    const auto y = layer<tanh_activation>(parameters, x, 2);
    y[0].backward();
    const double once = parameters[0].grad(), input = x[0].grad();
    y[0].backward();
    BOOST_TEST(parameters[0].grad() == 2 * once);
    BOOST_TEST(x[0].grad() == 2 * input);
    // One parameter run in two layers, one input twice.
    auto same = layer<linear_activation>(parameters, std::vector<Value>{x[0], x[0]}, 2);
    grads(parameters);
    grads(x);
    same[0].backward();
    BOOST_TEST(x[0].grad() == parameters[0].data() + parameters[1].data());
    const auto twice = layer<linear_activation>(parameters, std::vector<Value>{same[0], y[0]}, 2);
    grads(parameters);
    twice[0].backward();
    BOOST_TEST(parameters[2].grad() != 0);
}

BOOST_AUTO_TEST_CASE(samples_that_nothing_depends_on) {
    auto parameters = made<double>(3, 1);
    for (const std::size_t samples : {2u, 3u, 4u, 9u}) {
        auto x = made<double>(2 * samples, 1);
        x[2].data() = std::numeric_limits<double>::quiet_NaN();
        const auto y = layer<tanh_activation>(parameters, x, 2);
        y[0].backward();
        BOOST_TEST(std::isfinite(grads(parameters)[0]));
        BOOST_TEST(x[2].grad() == 0);
        y[1].backward();
        BOOST_TEST(std::isnan(grads(parameters)[0]));
    }
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit) {
    const auto p = make_values(6), x = make_values(4);
    const auto call = [](const auto& parameters, const auto& in, std::size_t inputs) {
        return message_of([&] { layer<tanh_activation>(parameters, in, inputs); });
    };
    BOOST_TEST(call(p, x, 2) == "no error");
    BOOST_TEST(
        call(p, x, 3) ==
        "ctgrad: dense(parameters, x, inputs) takes inputs + 1 parameters for each neuron: 8 "
        "required, 6 found: give per neuron its weights, then its bias");
    BOOST_TEST(
        call(p, make_values(3), 2) ==
        "ctgrad: dense(parameters, x, inputs) takes a whole number of samples: 2 required, 3 "
        "found: give `inputs` numbers for each sample");
    BOOST_TEST(call(p, std::vector<Value>(), 2) != "no error");
    BOOST_TEST(call(std::vector<Value>(), x, 2) != "no error");
    BOOST_TEST(call(p, x, 0) != "no error");
    const std::vector<Value> shuffled{p[1], p[0], p[2]};
    BOOST_TEST(call(shuffled, x, 2) ==
               "ctgrad: dense(parameters, x, inputs) takes parameters with consecutive ids, these "
               "are not: make them with make_values(count)");
    BOOST_TEST(call(make_values(2 * 4096), x, 1) ==
               "ctgrad: dense(parameters, x, inputs) has at most 4095 neurons: 4095 required, 4096 "
               "found: split the layer");
}

BOOST_AUTO_TEST_CASE(memory_is_bounded) {
    auto parameters = made<double>(50, 1), x = made<double>(90, 7);
    std::size_t most = 0;
    for (int i = 0; i < 5'000; ++i) {
        Value loss = sum(layer<tanh_activation>(parameters, x, 9));
        loss.backward();
        most = std::max(most, detail::tape<double>::here().chunks_in_use());
    }
    BOOST_TEST(most <= 40u);
}
