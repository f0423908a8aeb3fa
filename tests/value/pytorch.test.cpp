// SPDX-License-Identifier: BSL-1.0
//
// Values and typed expressions against PyTorch: the worked examples and the edges where both have
// one convention. The numbers are stored, so this test needs no PyTorch.
#include "pytorch_reference.hpp"

#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iomanip>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Each formula is written once, for both front ends.

constexpr auto neuron = [](const auto& x1, const auto& x2, const auto& w1, const auto& w2,
                           const auto& b) { return x1 * w1 + x2 * w2 + b; };
constexpr auto composite_tanh = [](const auto& e) { return (e - 1) / (e + 1); };

// micrograd's README. Reassignment makes new nodes that use the old ones: `c += c + 1` is
// c1 = c0 + (c0 + 1).
constexpr auto micrograd_readme = [](const auto& a, const auto& b) {
    const auto c0 = a + b;
    const auto d0 = a * b + pow(b, 3);
    const auto c1 = c0 + (c0 + 1);
    const auto c2 = c1 + (1 + c1 + (-a));
    const auto d1 = d0 + (d0 * 2 + relu(b + a));
    const auto d2 = d1 + (3 * d1 + relu(b - a));
    const auto e = c2 - d2;
    const auto f = pow(e, 2);
    return f / 2.0 + 10.0 / f;
};
// Its tests.
constexpr auto micrograd_test = [](const auto& x) {
    const auto z = 2 * x + 2 + x;
    const auto q = relu(z) + z * x;
    const auto h = relu(z * z);
    return h + q + q * x;
};

constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"c"> c;
constexpr var<"d"> d;
constexpr var<"e"> e;
constexpr std::tuple variables(a, b, c, d, e);

void check(std::string_view what, double computed, double by_pytorch) {
    BOOST_TEST((near(computed, by_pytorch) || (std::isnan(computed) && std::isnan(by_pytorch))),
               what << std::setprecision(17) << ": " << computed << ", by PyTorch " << by_pytorch);
}

template <std::size_t... I>
void check_example(const auto& formula, const pytorch::example<sizeof...(I)>& by_pytorch,
                   std::index_sequence<I...>) {
    const auto [value, gradient] = value_and_gradient(
        formula(std::get<I>(variables)...), at((std::get<I>(variables) = by_pytorch.point[I])...));
    check("value of the typed expression", value, by_pytorch.value);
    (check("its gradient", gradient[std::get<I>(variables)], by_pytorch.gradient[I]), ...);

    std::array<Value, sizeof...(I)> inputs{Value(by_pytorch.point[I])...};
    const Value result = formula(inputs[I]...);
    result.backward();
    check("the Value", result.data(), by_pytorch.value);
    (check("its gradient", inputs[I].grad(), by_pytorch.gradient[I]), ...);
}

template <std::size_t Inputs, std::size_t Points>
void check(const pytorch::example<Inputs> (&by_pytorch)[Points], const auto& formula) {
    for (std::size_t i = 0; i < Points; ++i)
        BOOST_TEST_CONTEXT("point " << i) {
            check_example(formula, by_pytorch[i], std::make_index_sequence<Inputs>());
        }
}

void check(const pytorch::node& by_pytorch, const Value& node) {
    check("data of the node", node.data(), by_pytorch.data);
    check("grad of the node", node.grad(), by_pytorch.grad);
}
void check(const pytorch::node& by_pytorch, const auto& pass, const auto& node) {
    check("data of the subexpression", pass.data(node), by_pytorch.data);
    check("grad of the subexpression", pass.grad(node), by_pytorch.grad);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_neuron) {
    check(pytorch::neuron_tanh, [](const auto&... inputs) { return tanh(neuron(inputs...)); });
    check(pytorch::neuron_composite,
          [](const auto&... inputs) { return composite_tanh(exp(2 * neuron(inputs...))); });
}

BOOST_AUTO_TEST_CASE(the_nodes_of_the_neuron) {
    constexpr auto n = neuron(a, b, c, d, e);
    constexpr auto exponential = exp(2 * n);
    for (std::size_t i = 0; i < std::size(pytorch::neuron_tanh); ++i) {
        const auto& [x1, x2, w1, w2, bias] = pytorch::neuron_tanh[i].point;
        const auto point = at(a = x1, b = x2, c = w1, d = w2, e = bias);
        check(pytorch::neuron_tanh_n[i], backward(tanh(n), point), n);
        const auto pass = backward(composite_tanh(exponential), point);
        check(pytorch::neuron_composite_n[i], pass, n);
        check(pytorch::neuron_composite_e[i], pass, exponential);

        Value sum = neuron(Value(x1), Value(x2), Value(w1), Value(w2), Value(bias));
        const Value atomic = tanh(sum);
        atomic.backward();
        check(pytorch::neuron_tanh_n[i], sum);
        sum.zero_grad();
        const Value exponential_of_sum = exp(2 * sum);
        const Value composite = composite_tanh(exponential_of_sum);
        composite.backward();
        check(pytorch::neuron_composite_n[i], sum);
        check(pytorch::neuron_composite_e[i], exponential_of_sum);
    }
}

BOOST_AUTO_TEST_CASE(micrograd) {
    check(pytorch::micrograd_readme, micrograd_readme);
    check(pytorch::micrograd_test, micrograd_test);
}

BOOST_AUTO_TEST_CASE(corners_and_ties) {
    check(pytorch::abs, [](const auto& x) { return abs(x); });
    check(pytorch::relu, [](const auto& x) { return relu(x); });
    check(pytorch::max, [](const auto& x, const auto& y) { return max(x, y); });
    check(pytorch::min, [](const auto& x, const auto& y) { return min(x, y); });
    check(pytorch::select_log, [](const auto& x) { return select(x > 0, log(x), 2 * x); });
}

BOOST_AUTO_TEST_CASE(edges_of_the_domain) {
    check(pytorch::sqrt, [](const auto& x) { return sqrt(x); });
    check(pytorch::scaled_sqrt, [](const auto& x, const auto& y) { return y * sqrt(x); });
    check(pytorch::log, [](const auto& x) { return log(x); });
    check(pytorch::atan2, [](const auto& y, const auto& x) { return atan2(y, x); });
}

BOOST_AUTO_TEST_CASE(constant_and_variable_exponents) {
    check(pytorch::pow_0, [](const auto& x) { return pow(x, 0); });
    check(pytorch::pow_1, [](const auto& x) { return pow(x, 1); });
    check(pytorch::pow_2, [](const auto& x) { return pow(x, 2); });
    check(pytorch::pow_3, [](const auto& x) { return pow(x, 3); });
    check(pytorch::pow_minus_1, [](const auto& x) { return pow(x, -1); });
    check(pytorch::pow_one_half, [](const auto& x) { return pow(x, 0.5); });
    check(pytorch::pow_three_halves, [](const auto& x) { return pow(x, 1.5); });
    check(pytorch::pow, [](const auto& x, const auto& y) { return pow(x, y); });
}

BOOST_AUTO_TEST_CASE(large_arguments_and_small_adjoints) {
    check(pytorch::tanh, [](const auto& x) { return tanh(x); });
    check(pytorch::sigmoid, [](const auto& x) { return sigmoid(x); });
    check(pytorch::softplus, [](const auto& x) { return softplus(x); });
    check(pytorch::small_adjoint, [](const auto& x) { return 1e-20 * x * x; });
}
