// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/mlp.hpp>
#include <ctgrad/nn/module.hpp>
#include <ctgrad/nn/sgd.hpp>

#include <cmath>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

//! [own]
// x + layer(x): a module of one's own holds a block, of which its parts take theirs.
class shortcut : public Module {
public:
    explicit shortcut(std::size_t n)
        : Module(2 * (n + 1) * n), first_(block().first((n + 1) * n), n, activation_kind::tanh),
          second_(block().subspan((n + 1) * n), n, activation_kind::linear) {
        random_source random(1);
        const std::size_t sizes[] = {n, n, n};
        initialise(data(), sizes, initialisation::glorot_uniform, random);
    }
    std::vector<Value> operator()(const std::vector<Value>& x) const {
        const Outputs change = second_(first_(x));
        std::vector<Value> y;
        for (std::size_t i = 0; i < x.size(); ++i)
            y.push_back(x[i] + change[i]);
        return y;
    }

private:
    Layer first_, second_;
};
//! [own]

} // namespace

BOOST_AUTO_TEST_CASE(parameters_are_values_and_numbers) {
    Module module(3);
    BOOST_TEST(module.parameter_count() == 3U);
    module.set_data(std::vector{1.0, 2.0, 3.0});
    const std::vector<Value> p = module.parameters();
    Value y = p[0] * p[1] + 5 * p[2];
    y.backward();
    BOOST_TEST(y.data() == 17);
    BOOST_TEST(
        (std::vector(module.grad().begin(), module.grad().end()) == std::vector{2.0, 1.0, 5.0}));
    module.data()[1] = 7;
    BOOST_TEST(p[1].data() == 7);
    //! [loop]
    for (auto& each : module.parameters())
        each.data() -= 0.5 * each.grad();
    //! [loop]
    BOOST_TEST(
        (std::vector(module.data().begin(), module.data().end()) == std::vector{0.0, 6.5, 0.5}));
    module.zero_grad();
    BOOST_TEST(p[0].grad() == 0);
    BOOST_TEST(Module(0).data().empty());
    // More than a chunk, in neighbouring numbers.
    Module large(10000);
    large.data()[9999] = 4;
    BOOST_TEST(large.parameters()[9999].data() == 4);
    BOOST_TEST(large.parameters()[5000].data() == 0);
}

BOOST_AUTO_TEST_CASE(a_step_of_an_optimizer) {
    basic_module<float> module(2);
    module.set_data(std::vector{1.0f, 2.0f});
    basic_value<float> y = module.parameters()[0] * module.parameters()[1];
    y.backward();
    sgd<float> optimizer{{.rate = 0.5f}};
    step(module, optimizer);
    BOOST_TEST(module.data()[0] == 0.0f);
    BOOST_TEST(module.data()[1] == 1.5f);
}

BOOST_AUTO_TEST_CASE(copies_name_the_same_parameters) {
    Module module(2);
    Module copy = module;
    copy.data()[0] = 5;
    BOOST_TEST(module.data()[0] == 5);
    BOOST_TEST(module.parameters()[1].is_same_node(copy.parameters()[1]));
}

BOOST_AUTO_TEST_CASE(a_module_of_one_s_own) {
    shortcut net(3);
    BOOST_TEST(net.parameter_count() == 24U);
    sgd<double> optimizer{{.rate = 0.1}};
    const std::vector<Value> x{1.0, 2.0, 3.0};
    double last = 0;
    for (int k = 0; k < 50; ++k) {
        const std::vector<Value> y = net(x);
        const Value loss = (y[0] - 3) * (y[0] - 3) + y[1] * y[1] + y[2] * y[2];
        net.zero_grad();
        loss.backward();
        step(net, optimizer);
        last = loss.data();
    }
    BOOST_TEST(last < 1e-3);
}

BOOST_AUTO_TEST_CASE(errors) {
    Module module(3);
    BOOST_CHECK_EXCEPTION(
        module.set_data(std::vector{1.0, 2.0}), size_error,
        says<size_error>("ctgrad: set_data(numbers) requires 3 numbers, one for each parameter, "
                         "found 2: are they those of another network? see "
                         "docs/reference/nn/module.md"));
    std::vector<Value> scattered = module.parameters();
    std::swap(scattered[1], scattered[2]);
    BOOST_CHECK_EXCEPTION(
        Module{std::span<const Value>(scattered)}, size_error,
        says<size_error>("ctgrad: a module requires parameters that lie side by side, parameter 1 "
                         "does not follow the one before: take them from one make_values(count); "
                         "see docs/reference/nn/module.md"));
    bool refused = false;
    std::thread([&] {
        try {
            module.zero_grad();
        } catch (const graph_error&) {
            refused = true;
        }
    }).join();
    BOOST_TEST(refused);
}
