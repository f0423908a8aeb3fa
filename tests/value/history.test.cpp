// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/history.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

Value labelled(double data, const char* label) {
    return {data, label};
}

// Every node after its operands: they stand before it in the list.
template <class T>
bool is_ordered(const std::vector<basic_node<T>>& nodes) {
    std::map<std::pair<T, std::string>, int> seen;
    for (const auto& node : nodes) {
        for (const auto& operand : node.operands())
            if (seen[{operand.data(), operand.label()}] == 0)
                return false;
        ++seen[{node.data(), node.label()}];
    }
    return true;
}

// A backward pass, one operation at a time.
template <class T>
void step_through(basic_value<T>& y) {
    const auto nodes = y.topological_order();
    y.grad() = 1;
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node)
        node->backward_step();
}

void zero_computed(const Value& y) {
    for (const auto& node : y.topological_order())
        if (auto value = node.value())
            value->zero_grad();
}

const Node& find(const std::vector<Node>& nodes, double data) {
    for (const Node& node : nodes)
        if (near(node.data(), data))
            return node;
    BOOST_FAIL("no node has data " << data);
    return nodes[0];
}

// What a neuron does with its sum. A drawing shows it if it is a primitive.
struct tanh_of_sum {
    using primitive = op::hyperbolic_tangent;
    static double value(double x) { return std::tanh(x); }
    static double slope(double result) { return 1 - result * result; }
};
struct sum_itself {
    static double value(double x) { return x; }
    static double slope(double) { return 1; }
};

} // namespace

BOOST_AUTO_TEST_CASE(the_neuron_has_ten_nodes) {
    Value x1 = labelled(2, "x1"), x2 = labelled(0, "x2"), w1 = labelled(-3, "w1"),
          w2 = labelled(1, "w2"), b = labelled(6.8813735870195432, "b");
    Value n = x1 * w1 + x2 * w2 + b;
    n.label("n");
    Value o = tanh(n);
    o.label("o");
    o.backward();

    const auto nodes = o.topological_order();
    struct expected {
        const char *label, *operation;
        double data, grad;
    };
    const expected all[] = {{"x1", "", 2, -1.5},
                            {"w1", "", -3, 1},
                            {"", "*", -6, 0.5},
                            {"x2", "", 0, 0.5},
                            {"w2", "", 1, 0},
                            {"", "*", 0, 0.5},
                            {"", "+", -6, 0.5},
                            {"b", "", 6.8813735870195432, 0.5},
                            {"n", "+", 0.8813735870195432, 0.5},
                            {"o", "tanh", 0.7071067811865477, 1}};
    BOOST_TEST_REQUIRE(nodes.size() == std::size(all));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        BOOST_TEST(nodes[i].label() == all[i].label);
        BOOST_TEST(nodes[i].operation() == all[i].operation);
        BOOST_TEST(near(nodes[i].data(), all[i].data));
        BOOST_TEST(near(nodes[i].grad(), all[i].grad));
        BOOST_TEST(nodes[i].is_leaf() == (nodes[i].operation() == ""));
        BOOST_TEST(!nodes[i].is_number());
        // Only what a statement computes on its way is no Value.
        BOOST_TEST(nodes[i].value().has_value() == (i != 2 && i != 5 && i != 6));
    }
    BOOST_TEST(is_ordered(nodes));
    BOOST_TEST(nodes[8].value()->is_same_node(n));

    BOOST_TEST(o.operation() == "tanh");
    BOOST_TEST(n.operation() == "+");
    BOOST_TEST(x1.operation() == "");
    BOOST_TEST(x1.operands().empty());
    BOOST_TEST_REQUIRE(o.operands().size() == 1);
    BOOST_TEST(o.operands()[0].value()->is_same_node(n));
    const auto sum = o.operands()[0].operands(); // through the entry of n, which o's does not hold
    BOOST_TEST_REQUIRE(sum.size() == 2);
    BOOST_TEST(sum[0].operation() == "+");
    BOOST_TEST(near(sum[0].grad(), 0.5));
    BOOST_TEST(sum[0].operands()[1].operands()[0].value()->is_same_node(x2));
    BOOST_TEST(sum[1].value()->is_same_node(b));
}

BOOST_AUTO_TEST_CASE(tanh_composed_of_exp) {
    Value x1 = 2, x2 = 0, w1 = -3, w2 = 1, b = 6.8813735870195432;
    Value n = x1 * w1 + x2 * w2 + b;
    Value e = exp(2 * n);
    Value o = (e - 1) / (e + 1);
    o.backward();
    const auto nodes = o.topological_order();
    // The numbers 2, 1 and 1 are nodes, as in micrograd.
    BOOST_TEST(nodes.size() == 17u);
    BOOST_TEST(near(find(nodes, 5.828427124746192).grad(), 0.04289321881345247));
    BOOST_TEST(near(find(nodes, 4.828427124746192).grad(), 1 / 6.828427124746192));
    BOOST_TEST(near(find(nodes, 6.828427124746192).grad(), -0.10355339059327379));
    BOOST_TEST(near(find(nodes, 1.7627471740390863).grad(), 0.25));
    BOOST_TEST(near(find(nodes, 0.8813735870195432).grad(), 0.5));
    BOOST_TEST(near(x1.grad(), -1.5));
    std::size_t numbers = 0;
    for (const Node& node : nodes)
        if (node.is_number()) {
            ++numbers;
            BOOST_TEST((node.data() == 2 || node.data() == 1));
            BOOST_TEST(node.is_leaf());
            BOOST_TEST(!node.value().has_value());
        }
    BOOST_TEST(numbers == 3u);
}

BOOST_AUTO_TEST_CASE(gradients_by_hand_and_by_one_step_at_a_time) {
    Value a = 2, b = -3, c = 10, f = -2;
    Value e = a * b;
    Value d = e + c;
    Value L = d * f;
    BOOST_TEST(L.data() == -8.0);
    L.grad() = 1;
    d.grad() = f.data();
    f.grad() = d.data();
    e.grad() = c.grad() = d.grad();
    a.grad() = e.grad() * b.data();
    b.grad() = e.grad() * a.data();
    const std::array by_hand{a.grad(), b.grad(), c.grad(), d.grad(), e.grad(), f.grad(), L.grad()};
    BOOST_TEST((by_hand == std::array{6.0, -4.0, -2.0, -2.0, -2.0, 4.0, 1.0}));

    const auto grads = [&] {
        return std::array{a.grad(), b.grad(), c.grad(), d.grad(), e.grad(), f.grad(), L.grad()};
    };
    const auto zero = [&] {
        for (Value* v : {&a, &b, &c, &d, &e, &f, &L})
            v->zero_grad();
    };
    zero();
    L.grad() = 1;
    L.backward_step();
    BOOST_TEST((d.grad() == -2.0 && f.grad() == 4.0 && e.grad() == 0.0));
    d.backward_step();
    BOOST_TEST((e.grad() == -2.0 && c.grad() == -2.0 && a.grad() == 0.0));
    e.backward_step();
    BOOST_TEST((grads() == by_hand));
    e.backward_step();
    BOOST_TEST((a.grad() == 12.0 && b.grad() == -8.0), "a step adds, each time");
    a.backward_step();
    BOOST_TEST(a.grad() == 12.0, "a leaf has no rule");

    zero();
    step_through(L);
    BOOST_TEST((grads() == by_hand));
    zero();
    L.backward();
    BOOST_TEST((grads() == by_hand));
}

BOOST_AUTO_TEST_CASE(a_step_of_a_statement_is_all_of_it) {
    Value x = 0.5, y = -2;
    Value z = sin(x) * y + x * x;
    z.grad() = 2;
    z.backward_step();
    BOOST_TEST(near(x.grad(), 2 * (std::cos(0.5) * -2 + 1)));
    BOOST_TEST(near(y.grad(), 2 * std::sin(0.5)));

    // Of the operations one after the other, the same.
    const double dx = x.grad(), dy = y.grad();
    x.zero_grad();
    y.zero_grad();
    const auto nodes = z.topological_order();
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node)
        node->backward_step();
    BOOST_TEST((near(x.grad(), dx) && near(y.grad(), dy)));
    BOOST_TEST(z.grad() == 2.0);
}

BOOST_AUTO_TEST_CASE(grads_inside_a_statement_follow_that_of_its_value) {
    Value x = 3, y = 4;
    Value z = x * y + x;
    const auto nodes = z.topological_order();
    const Node product = z.operands()[0];
    BOOST_TEST(product.grad() == 0.0);
    z.grad() = 5;
    BOOST_TEST(product.grad() == 5.0);
    z.grad() = 7;
    BOOST_TEST(product.grad() == 7.0);
    BOOST_TEST(nodes[2].grad() == 7.0);
    Value w = 2 * z;
    w.backward();
    BOOST_TEST(product.grad() == 2.0);
}

BOOST_AUTO_TEST_CASE(a_node_used_twice_is_one_node_with_two_uses) {
    Value a = 3;
    Value b = a + a;
    b.backward();
    BOOST_TEST((b.data() == 6.0 && a.grad() == 2.0));
    BOOST_TEST(b.topological_order().size() == 2u);
    BOOST_TEST_REQUIRE(b.operands().size() == 2u);
    BOOST_TEST(
        (b.operands()[0].value()->is_same_node(a) && b.operands()[1].value()->is_same_node(a)));

    Value c = -2, d = 3;
    Value e = c * d, f = c + d;
    Value g = e * f;
    g.backward();
    BOOST_TEST((c.grad() == -3.0 && d.grad() == -8.0 && e.grad() == 1.0 && f.grad() == -6.0));
    BOOST_TEST(g.topological_order().size() == 5u);
    // Several leaves of one statement: which is which is kept.
    Value h = c * d - d * c + c * c;
    const auto nodes = h.topological_order();
    BOOST_TEST(nodes.size() == 7u);
    BOOST_TEST((nodes[2].operands()[0].data() == -2.0 && nodes[2].operands()[1].data() == 3.0));
    BOOST_TEST((nodes[3].operands()[0].data() == 3.0 && nodes[3].operands()[1].data() == -2.0));
}

BOOST_AUTO_TEST_CASE(division_doubling_and_exp) {
    Value a = 2, b = 4;
    Value c = b / a;
    Value d = 2 * c;
    Value e = d + d;
    Value f = exp(e);
    f.backward();
    const auto nodes = f.topological_order();
    BOOST_TEST(nodes.size() == 7u);
    BOOST_TEST(near(a.grad(), -11923.831948166913));
    BOOST_TEST(near(b.grad(), 5961.915974083457));
    BOOST_TEST(near(c.grad(), 11923.831948166913));
    BOOST_TEST(near(d.grad(), 5961.915974083457));
    BOOST_TEST(near(e.grad(), 2980.9579870417283));
    BOOST_TEST(near(f.data(), 2980.9579870417283));
}

BOOST_AUTO_TEST_CASE(sum_times_minus) {
    Value a = 1, b = 2, d = -3, f = -1;
    Value c = a + b, e = c * d, o = e + f;
    o.backward();
    BOOST_TEST(o.data() == -10.0);
    BOOST_TEST((a.grad() == -3.0 && b.grad() == -3.0 && c.grad() == -3.0 && d.grad() == 3.0 &&
                e.grad() == 1.0 && f.grad() == 1.0));
    // The same in one statement.
    Value one = (a + b) * d + f;
    one.backward();
    const auto nodes = one.topological_order();
    BOOST_TEST(nodes.size() == 7u);
    BOOST_TEST((find(nodes, 3).grad() == -3.0 && find(nodes, -9).grad() == 1.0));
}

BOOST_AUTO_TEST_CASE(repeated_squaring_is_linear) {
    Value x = 1.0000001;
    Value y = x;
    for (int i = 0; i < 40; ++i)
        y = y * y;
    BOOST_TEST(y.topological_order().size() == 41u);
    Value z = x;
    for (int i = 0; i < 10; ++i)
        z *= z;
    BOOST_TEST(z.topological_order().size() == 11u);
}

BOOST_AUTO_TEST_CASE(the_micrograd_readme) {
    Value a = -4, b = 2;
    Value c = a + b;
    Value d = a * b + pow(b, 3);
    c += c + 1;
    c += 1 + c + (-a);
    d += d * 2 + relu(b + a);
    d += 3 * d + relu(b - a);
    Value e = c - d;
    Value f = pow(e, 2);
    Value g = f / 2.0;
    g += 10.0 / f;
    g.backward();
    BOOST_TEST(near(g.data(), 24.70408163265306));
    BOOST_TEST(near(a.grad(), 138.83381924198252));
    BOOST_TEST(near(b.grad(), 645.5772594752186));
    const auto nodes = g.topological_order();
    BOOST_TEST(is_ordered(nodes));
    BOOST_TEST(near(find(nodes, -7).grad(), -6.941690962099126)); // e
    zero_computed(g);
    step_through(g);
    BOOST_TEST(near(a.grad(), 138.83381924198252));
    BOOST_TEST(near(b.grad(), 645.5772594752186));

    // The exponent belongs to the operation.
    BOOST_TEST(f.operation() == "pow");
    BOOST_TEST(f.operands().size() == 1u);
    BOOST_TEST(f.topological_order().size() + 5 == nodes.size());
}

BOOST_AUTO_TEST_CASE(the_micrograd_sanity_check) {
    Value x = -4;
    Value z = 2 * x + 2 + x;
    Value q = relu(z) + z * x;
    Value h = relu(z * z);
    Value y = h + q + q * x;
    y.backward();
    BOOST_TEST((y.data() == -20.0 && x.grad() == 46.0));
    zero_computed(y);
    step_through(y);
    BOOST_TEST(x.grad() == 46.0);
}

BOOST_AUTO_TEST_CASE(a_sum_in_a_loop_is_drawn_as_sums) {
    Value x[] = {1, 2, 3, 4, 5}, w = 10;
    Value s = 0;
    for (Value& each : x)
        s += w * each;
    s -= x[0];
    s += 7;
    Value t = 2 * s;
    t.backward();
    const auto nodes = t.topological_order();
    double partial_sum = 0;
    std::vector<double> sums;
    for (const Node& node : nodes)
        if (node.operation() == "+" || node.operation() == "-")
            sums.push_back(node.data());
    for (std::size_t i = 0; i < 5; ++i) {
        partial_sum += 10 * static_cast<double>(i + 1);
        BOOST_TEST(sums[i] == partial_sum);
    }
    BOOST_TEST((sums[5] == 149.0 && sums[6] == 156.0 && sums.size() == 7u));
    for (const Node& node : nodes)
        if (node.operation() == "+" || node.operation() == "-" ||
            (node.operation() == "*" && node.data() < 300))
            BOOST_TEST(node.grad() == 2.0);
    BOOST_TEST(w.grad() == 30.0);
    BOOST_TEST(x[0].grad() == 18.0);
    const double dw = w.grad();
    w.zero_grad();
    zero_computed(t);
    step_through(t);
    BOOST_TEST(w.grad() == dw);
    BOOST_TEST(x[0].grad() == 18.0);
    // The whole sum is one entry, and one step.
    w.zero_grad();
    s.grad() = 1;
    s.backward_step();
    BOOST_TEST(w.grad() == 15.0);
}

BOOST_AUTO_TEST_CASE(numbers_without_a_node_are_shown) {
    Value x = 4, y = 0.25;
    // As generic code writes them.
    const auto numbers_of = [](const Value& v) {
        std::vector<double> numbers;
        for (const Node& node : v.topological_order())
            if (node.is_number())
                numbers.push_back(node.data());
        return numbers;
    };
    using numbers = std::vector<double>;
    BOOST_TEST(numbers_of(Value(2) * x) == numbers{2});
    BOOST_TEST(numbers_of(x * Value(0.1)) == numbers{0.1});
    BOOST_TEST(numbers_of(Value(1) / x + y) == numbers{1});
    BOOST_TEST(numbers_of(x - Value(3)) == numbers{3});
    BOOST_TEST(numbers_of(-(Value(3) - x) * y) == numbers{3});
    BOOST_TEST(numbers_of(y - Value(2) * x) == numbers{2});
    Value nothing = 0;
    BOOST_TEST(numbers_of(Value(0) + nothing) == numbers{0});
    BOOST_TEST(numbers_of(Value(2) * x + Value(0.5) * y + Value(1)) == (numbers{2, 0.5, 1}));
    BOOST_TEST(numbers_of(2 * x + 3) == (numbers{2, 3}));
    Value zero = 0;
    zero = 0; // nothing uses it
    Value s = 0;
    for (int i = 0; i < 10; ++i)
        s += 0.1 * x;
    BOOST_TEST(numbers_of(s)[0] == 0.0);
    Value t = 1;
    t *= x;
    BOOST_TEST(numbers_of(t) == numbers{1});
    const Value constant;
    BOOST_TEST(numbers_of(constant + x) == numbers{0});
    // What cannot be found says so.
    BOOST_TEST(std::isnan(numbers_of(Value(x.data() * 0 + 3) + Value(4) + x)[0]));
    BOOST_TEST(std::isnan(numbers_of(exp(Value(2) * x))[0]));
    BOOST_TEST(std::isnan(numbers_of(sin(Value(2) + x))[0]));
    BOOST_TEST(std::isnan(numbers_of(Value(3) + x / 0)[0]));
}

BOOST_AUTO_TEST_CASE(data_of_overwritten_values) {
    // x *= y leaves the old node without a name.
    Value x = 2, y = 3, z = 5;
    Value p = x * y;
    p *= z;
    p *= 7;
    p = std::move(p) + 1;
    const auto nodes = p.topological_order();
    BOOST_TEST((find(nodes, 6).operation() == "*" && find(nodes, 30).operation() == "*" &&
                find(nodes, 210).operation() == "*"));
    Value s = 0;
    s += x;
    s *= y;
    BOOST_TEST(s.topological_order()[0].data() == 0.0);
    BOOST_TEST(s.topological_order()[2].data() == 2.0);
}

BOOST_AUTO_TEST_CASE(vertical_tangents) {
    Value x = 0, y = 2;
    Value z = y * (0 * sqrt(x)) + pow(x, 0.5) * 0;
    z.backward();
    BOOST_TEST((x.grad() == 0.0 && y.grad() == 0.0));
    for (const Node& node : z.topological_order())
        BOOST_TEST(!std::isnan(node.grad()));
    zero_computed(z);
    step_through(z);
    BOOST_TEST((x.grad() == 0.0 && y.grad() == 0.0));
    // One that matters is infinite.
    Value w = sqrt(x) + y;
    w.backward();
    BOOST_TEST(std::isinf(x.grad()));
    x.zero_grad();
    step_through(w);
    BOOST_TEST(std::isinf(x.grad()));
}

BOOST_AUTO_TEST_CASE(a_compiled_function_shows_its_operations) {
    constexpr auto f = function([](auto x, auto y) { return x * exp(x * y); });
    Value a = 0.5, b = -1;
    Value z = 3 * f(a, b + 2);
    z.backward();
    const auto nodes = z.topological_order();
    BOOST_TEST(is_ordered(nodes));
    // a, b, 2, b + 2, x*y, exp, x*exp, 3, 3*f
    BOOST_TEST(nodes.size() == 9u);
    BOOST_TEST(near(find(nodes, 0.5 * std::exp(0.5)).grad(), 3.0));
    BOOST_TEST(near(find(nodes, std::exp(0.5)).grad(), 1.5));
    const double da = a.grad(), db = b.grad();
    zero_computed(z);
    step_through(z);
    BOOST_TEST((near(a.grad(), da) && near(b.grad(), db)));
}

BOOST_AUTO_TEST_CASE(a_function_with_several_results) {
    constexpr auto f = function([](auto x, auto y) {
        const auto product = x * y;
        return std::array{product, sin(product) + x, x};
    });
    Value a = 2, b = 3;
    auto [p, q, same] = f(a, b);
    BOOST_TEST((p.data() == 6.0 && near(q.data(), std::sin(6.0) + 2) && same.data() == 2.0));
    // Each result has its own history.
    BOOST_TEST(p.topological_order().size() == 3u);
    BOOST_TEST(q.topological_order().size() == 5u);
    BOOST_TEST(same.topological_order().size() == 2u);
    BOOST_TEST(same.operation() == "same");
    BOOST_TEST(q.operation() == "+");
    BOOST_TEST(q.operands()[0].operands()[0].value()->is_same_node(p));
    // A step of one result is its share alone.
    p.grad() = 10;
    q.grad() = 1;
    same.grad() = 100;
    q.backward_step();
    BOOST_TEST(near(a.grad(), std::cos(6.0) * 3 + 1));
    BOOST_TEST(near(b.grad(), std::cos(6.0) * 2));
    BOOST_TEST((p.grad() == 10.0 && q.grad() == 1.0 && same.grad() == 100.0));

    Value y = p * q + same;
    a.zero_grad();
    b.zero_grad();
    y.backward();
    const double da = a.grad(), db = b.grad();
    a.zero_grad();
    b.zero_grad();
    zero_computed(y);
    step_through(y);
    BOOST_TEST((near(a.grad(), da) && near(b.grad(), db)));
}

BOOST_AUTO_TEST_CASE(a_dot_product_shows_its_operations) {
    auto a = make_values(3), b = make_values(3);
    for (std::size_t i = 0; i < 3; ++i) {
        a[i].data() = static_cast<double>(i + 1);
        b[i].data() = static_cast<double>(10 * i);
    }
    Value d = dot(a, b);
    d.backward();
    const auto nodes = d.topological_order();
    BOOST_TEST(nodes.size() == 11u);
    BOOST_TEST(is_ordered(nodes));
    BOOST_TEST((d.data() == 80.0 && d.operation() == "+"));
    for (const Node& node : nodes)
        if (!node.is_leaf())
            BOOST_TEST(node.grad() == 1.0);
    zero_computed(d);
    step_through(d);
    BOOST_TEST(a[2].grad() == 20.0);
}

BOOST_AUTO_TEST_CASE(operands_have_their_own_steps) {
    Value a = 2, b = 5, c = 3;
    Value product = a * b;
    Value y = product + c;
    // Of y's operands only the Values are known; what they were computed from is found when asked.
    const Node node = y.operands()[0];
    BOOST_TEST((node.operation() == "*" && node.operands()[1].value()->is_same_node(b)));
    product.grad() = 7;
    node.backward_step();
    BOOST_TEST((a.grad() == 35.0 && b.grad() == 14.0 && c.grad() == 0.0));
    BOOST_TEST((y.operands()[1].operation().empty() && y.operands()[1].is_leaf()));
}

BOOST_AUTO_TEST_CASE(a_compiled_function_shows_its_numbers) {
    // Plain numbers that the function computes with before any argument comes in.
    constexpr auto f = function([](auto x, auto y) {
        decltype(x * y) sum = 2;
        sum += 3;
        sum *= 0.5;
        return sum * x - y;
    });
    Value a = 4, b = 1;
    Value z = f(a, b);
    BOOST_TEST(z.data() == 9.0);
    const auto nodes = z.topological_order();
    // a, b, 2.5, 2.5*a, the difference
    BOOST_TEST(nodes.size() == 5u);
    BOOST_TEST(std::ranges::count_if(nodes, [](const Node& node) {
                   return node.is_number() && node.data() == 2.5;
               }) == 1);
    step_through(z);
    BOOST_TEST((a.grad() == 2.5 && b.grad() == -1.0));
}

// Two neurons on two samples of two inputs: the second neuron of the second sample.
BOOST_AUTO_TEST_CASE(a_dense_layer_shows_its_operations) {
    auto w = make_values(6), x = make_values(4);
    for (std::size_t i = 0; i < 6; ++i)
        w[i].data() = 0.1 * static_cast<double>(i + 1);
    for (std::size_t i = 0; i < 4; ++i)
        x[i].data() = static_cast<double>(i) - 1.5;
    const double sum = 0.6 + 0.4 * 0.5 + 0.5 * 1.5;
    const std::vector<double> numbers{-1.5, -0.5, 0.5, 1.5};
    const std::vector<Value> scattered{x[1], x[0], x[2], x[3]};

    const auto shows = [&](Value y, std::size_t numbers_shown) {
        BOOST_TEST(near(y.data(), std::tanh(sum)));
        const auto nodes = y.topological_order();
        // Three parameters, two inputs, two products, two sums and tanh.
        BOOST_TEST(nodes.size() == 10u);
        BOOST_TEST(std::ranges::count_if(nodes, &Node::is_number) ==
                   static_cast<std::ptrdiff_t>(numbers_shown));
        BOOST_TEST(y.operation() == "tanh");
        const Node total = y.operands()[0];
        BOOST_TEST((total.operation() == "+" && near(total.data(), sum)));
        const Node last = total.operands()[1];
        BOOST_TEST((last.operation() == "*" && near(last.data(), 0.5 * 1.5)));
        BOOST_TEST(last.operands()[0].value()->is_same_node(w[4]));
        BOOST_TEST(last.operands()[1].data() == 1.5);

        for (auto* values : {&w, &x})
            for (Value& each : *values)
                each.zero_grad();
        step_through(y);
        const double slope = 1 - std::tanh(sum) * std::tanh(sum);
        BOOST_TEST((near(w[3].grad(), slope * 0.5) && near(w[4].grad(), slope * 1.5)));
        BOOST_TEST((near(w[5].grad(), slope) && w[0].grad() == 0.0));
        BOOST_TEST(near(x[3].grad(), numbers_shown == 0 ? slope * 0.5 : 0));
    };
    const std::span<const Value> parameters(w);
    shows(dense<tanh_of_sum, double>(parameters, std::span<const Value>(x), 2)[3], 0);
    shows(dense<tanh_of_sum, double>(parameters, std::span<const Value>(scattered), 2)[3], 0);
    shows(dense<tanh_of_sum, double>(parameters, std::span<const double>(numbers), 2)[3], 2);

    const Value y = dense<sum_itself, double>(parameters, std::span<const Value>(x), 2)[3];
    BOOST_TEST((y.operation() == "+" && near(y.data(), sum)));
}

BOOST_AUTO_TEST_CASE(nodes_keep_their_graph) {
    std::optional<Node> node;
    {
        Value x = 3;
        x.label("x");
        Value y = x;
        for (int i = 0; i < 20000; ++i)
            y = y * 1.0;
        y.backward();
        node = y.topological_order().back();
    }
    {
        Value other = 1;
        for (int i = 0; i < 20000; ++i)
            other = other + 1;
    }
    BOOST_TEST(node->data() == 3.0);
    for (int i = 0; i < 20000; ++i)
        node = node->operands()[0];
    BOOST_TEST(node->label() == "x");
    BOOST_TEST(node->grad() == 1.0);
}

BOOST_AUTO_TEST_CASE(leaves_and_constants) {
    Value x = 2;
    BOOST_TEST(x.topological_order().size() == 1u);
    BOOST_TEST(x.topological_order()[0].value()->is_same_node(x));
    Value constant;
    BOOST_TEST(constant.operation() == "");
    BOOST_TEST(constant.operands().empty());
    const auto nodes = constant.topological_order();
    BOOST_TEST_REQUIRE(nodes.size() == 1u);
    BOOST_TEST((nodes[0].is_number() && nodes[0].is_leaf() && nodes[0].data() == 0.0));
    BOOST_TEST((nodes[0].grad() == 0.0 && nodes[0].label() == ""));
    nodes[0].backward_step();
    BOOST_CHECK_THROW(constant.backward_step(), graph_error);
}

BOOST_AUTO_TEST_CASE(other_scalars) {
    basic_value<float> x = 2;
    basic_value<float> y = x * x + 1;
    y.backward();
    BOOST_TEST(y.topological_order().size() == 4u);
    BOOST_TEST(y.operands()[0].data() == 4.0f);
    Value z = Value(y) * 2.0; // y is a leaf of the tape of doubles
    BOOST_TEST(z.topological_order().size() == 3u);
    basic_value<long double> l = 3;
    basic_value<long double> m = l * l - l;
    step_through(m);
    BOOST_TEST(l.grad() == 5.0L);
}

BOOST_AUTO_TEST_CASE(another_thread_is_refused) {
    Value x = 2;
    const Node node = Value(x * x).operands()[0];
    std::thread([&] {
        Value own = 1;
        BOOST_CHECK_THROW((void)node.data(), graph_error);
        BOOST_CHECK_THROW((void)node.grad(), graph_error);
        BOOST_CHECK_THROW((void)node.label(), graph_error);
        BOOST_CHECK_THROW((void)node.value(), graph_error);
        BOOST_CHECK_THROW((void)node.operands(), graph_error);
    }).join();
    BOOST_TEST(node.data() == 2.0);
}

BOOST_AUTO_TEST_CASE(a_million_nodes) {
    Value x = 1;
    Value y = x;
    for (int i = 0; i < 1'000'000; ++i)
        y = y + 1e-6;
    y.backward();
    const auto nodes = y.topological_order();
    BOOST_TEST(nodes.size() == 2'000'001u);
    BOOST_TEST(near(nodes.back().data(), 2.0, 1e-9));
    bool all_one = true;
    for (const Node& node : nodes)
        all_one = all_one && node.grad() == 1;
    BOOST_TEST(all_one);

    Value s = 0; // one entry after the other, in a few nodes
    for (int i = 0; i < 500'000; ++i)
        s += Value(2) * x;
    zero_computed(s);
    x.zero_grad();
    step_through(s);
    BOOST_TEST(x.grad() == 1e6);
    BOOST_TEST(s.topological_order().size() > 1'500'000u);
    BOOST_TEST(s.topological_order()[0].data() == 0.0);
}
