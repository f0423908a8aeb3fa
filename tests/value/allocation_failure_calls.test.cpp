// SPDX-License-Identifier: BSL-1.0
//
// Memory runs out at every allocation of calls and of drawings.
#include "../allocation_failure.hpp"

#include <ctgrad/nn/activation.hpp>
#include <ctgrad/value.hpp>

#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using allocation_failure::before, allocation_failure::each_fails;

namespace {

constexpr auto product = function([](auto x, auto y) { return x * y + x; });

} // namespace

namespace {

struct calls : before {
    std::vector<Value> w = make_values(6), scattered{x, y, z};
    Value result = 0.0;
    void act() {
        for (std::size_t i = 0; i < w.size(); ++i)
            w[i].data() = static_cast<double>(i);
        Value total = dot(w, w) + sum(w) + dot(scattered, scattered) + sum(scattered);
        total += dot(std::vector<double>{1, 2, 3}, scattered);
        total += product(x, total) + product(2.0, y);
        const auto outputs = dense<nn::activation::linear>(
            std::span<const Value>(w), std::span<const Value>(scattered).first(2), 2);
        result = total + outputs[0] * outputs[1];
    }
    // 55 + 15 + 171 + 21 + 48 = 310, and 3*310 + 3 + 2*9 + 2 = 953, and 11*50.
    bool is_right() {
        if (result.data() != 310 + 953 + 11 * 50)
            return false;
        zero_grad(w);
        result.backward();
        // Of w[2], the bias of the first neuron: (2*w[2] + 1)*(1 + x), and 50.
        return w[2].grad() == 5 * 4 + 50 && before::is_intact();
    }
};
// Layers of many samples, which are swept in one go, in two entries.
struct layers : before {
    std::vector<Value> w = make_values(20), out;
    std::vector<double> inputs = std::vector<double>(4 * 1200, 1.0);
    double first = 0;
    void act() {
        auto hidden = dense<nn::activation::relu>(std::span<const Value>(w),
                                                  std::span<const double>(inputs), 4);
        Value total = sum(hidden);
        zero_grad(w);
        total.backward();
        first = w[0].grad();
        out = std::move(hidden);
    }
    layers() {
        for (Value& each : w)
            each.data() = 1;
    }
    bool is_right() {
        return out.size() == 4800 && out[4799].data() == 5 && first == 1200 && before::is_intact();
    }
};

} // namespace
BOOST_AUTO_TEST_CASE(calls_of_arrays_and_functions) {
    BOOST_TEST(each_fails<calls>() > 10);
    BOOST_TEST(each_fails<layers>() > 5);
}

namespace {

struct looked_at : before {
    std::vector<Value> w = make_values(3);
    Value total = product(x, y) + dot(w, w) + sin(z);
    std::string drawing;
    std::size_t nodes = 0;
    void act() {
        const auto order = total.topological_order();
        drawing = to_dot(total).text;
        nodes = order.size() + total.operands().size();
    }
    bool is_right() { return drawing == to_dot(total).text && nodes > 10 && before::is_intact(); }
};
// A list of nodes that is asked again after it has failed.
struct asked_again : before {
    Value total = sin(x * y) * cos(z) + product(x, y);
    std::vector<Node> order = (total.backward(), total.topological_order());
    double sum = 0;
    static double sum_of(const std::vector<Node>& nodes) {
        double all = 0;
        for (const Node& node : nodes)
            all += node.grad();
        return all;
    }
    void act() { sum = sum_of(order); }
    bool is_right() const { return sum != 0 && sum == sum_of(total.topological_order()); }
};
// One step of a call, which keeps the grads of its other results aside.
struct stepped : before {
    Value total = product(x, y);
    double slope = (x.zero_grad(), total.backward(), x.grad());
    void act() { total.backward_step(); }
    bool is_intact() const { return x.grad() == slope; }
    bool is_right() const { return x.grad() == slope + 10 && y.grad() == 6; }
};

} // namespace
BOOST_AUTO_TEST_CASE(looking_at_graphs) {
    BOOST_TEST(each_fails<looked_at>() > 30);
    BOOST_TEST(each_fails<asked_again>() > 2);
    BOOST_TEST(each_fails<stepped>() > 0);
}
