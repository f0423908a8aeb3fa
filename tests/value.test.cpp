// SPDX-License-Identifier: BSL-1.0
//
// One include gives everything that a user calls.
#include <ctgrad/value.hpp>

#include <cmath>
#include <span>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

struct twice {
    template <class T>
    static T value(const T& x) {
        return 2 * x;
    }
    template <class T>
    static T slope(const T&) {
        return 2;
    }
};

static_assert(std::is_same_v<Value, basic_value<double>>);
static_assert(is_basic_value<Value> && is_basic_value<basic_value<float>> &&
              !is_basic_value<double>);
static_assert(std::is_base_of_v<error, graph_error> && std::is_base_of_v<error, size_error>);

} // namespace

BOOST_AUTO_TEST_CASE(everything_in_one_graph) {
    auto w = make_values(3);
    for (auto& each : w)
        each.data() = 0.5;
    basic_value<float> single{2.0f};
    constexpr auto f = function([](auto a, auto b) { return a * exp(b); });

    const std::vector inputs{1.0, 2.0};
    const auto y =
        dense<twice, double>(std::span<const Value>(w), std::span<const double>(inputs), 2);
    BOOST_TEST(y[0].data() == 4);
    Value total =
        f(y[0], w[0] - 0.5) + dot(w, w) + sum(w) + single * w[1] + select(true, w[2], w[0]);
    BOOST_TEST(total.data() == 4 + 0.75 + 1.5 + 1 + 0.5);
    total.backward();
    BOOST_TEST(w[0].grad() == 2 + 4 + 1 + 1); // the layer, f's second argument, dot, sum
    BOOST_TEST(w[1].grad() == 4 + 1 + 1 + 2);
    BOOST_TEST(w[2].grad() == 2 + 1 + 1 + 1);
    BOOST_TEST(single.grad() == 0.5f);
    zero_grad(w);
    BOOST_TEST(w[0].grad() == 0);
}

BOOST_AUTO_TEST_CASE(every_function_of_the_library) {
    Value x{0.5};
    const Value y = exp(x) + log(x) + tanh(x) + sigmoid(x) + softplus(x) + sin(x) + cos(x) +
                    tan(x) + erf(x) + erfc(x) + abs(x) + relu(x) + max(x, 1) + min(x, 1) +
                    pow(x, 2) + pow(2, x) + sqrt(x) + atan2(x, 2);
    BOOST_TEST(std::isfinite(y.data()));
    y.backward();
    const double h = 1e-6;
    const auto at = [](double number) {
        const Value t{number};
        return (exp(t) + log(t) + tanh(t) + sigmoid(t) + softplus(t) + sin(t) + cos(t) + tan(t) +
                erf(t) + erfc(t) + abs(t) + relu(t) + max(t, 1) + min(t, 1) + pow(t, 2) +
                pow(2, t) + sqrt(t) + atan2(t, 2))
            .data();
    };
    BOOST_TEST(std::abs(x.grad() - (at(0.5 + h) - at(0.5 - h)) / (2 * h)) < 1e-8);
}
