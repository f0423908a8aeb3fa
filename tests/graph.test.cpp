// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/graph.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad::detail;

namespace {

constexpr primitive_info plus{.name = "plus", .id = 10, .arity = 2};

constexpr node x = named_node(variable, pack("x"));
constexpr node k = named_node(parameter, pack("k"));

static_assert(is_leaf(x) && is_leaf(k) && is_leaf(literal_node(2)) && is_leaf(node{&slot}));
static_assert(!is_leaf(node{&plus, {0, 1}}));
static_assert(is_input(x) && is_input(k) && !is_input(literal_node(2)) && !is_input(node{&slot}));
static_assert(name_of(x) == pack("x"));
static_assert(x == named_node(variable, pack("x")));
static_assert(!(x == named_node(parameter, pack("x"))));

// Literals are told apart by their bits: 1/0 and 1/-0 differ, and NaN is one literal.
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
static_assert(literal_value(literal_node(0.1)) == 0.1);
static_assert(!(literal_node(0.0) == literal_node(-0.0)));
static_assert(literal_node(not_a_number) == literal_node(not_a_number));

// x + k*x, with a constant.
constexpr graph<4> example{.nodes = {x, k, literal_node(3), node{&plus, {0, 1}}}, .result = {3}};
static_assert(count(example, variable) == 1);
static_assert(count(example, parameter) == 1);
static_assert(count(example, literal) == 1);
static_assert(count(example, slot) == 0);
static_assert(count(example, plus) == 1);
static_assert(graph<4, 2, 1>::size == 4 && graph<4, 2, 1>::results == 2);

// A graph is a value, and so a template argument: the same graph is the same type.
template <auto G>
struct type_of_graph {};
constexpr auto same_example = example;
constexpr auto other_example = [] {
    auto other = example;
    other.nodes[2] = literal_node(4);
    return other;
}();
static_assert(std::is_same_v<type_of_graph<example>, type_of_graph<same_example>>);
static_assert(!std::is_same_v<type_of_graph<example>, type_of_graph<other_example>>);
static_assert(example == same_example && !(example == other_example));

} // namespace

BOOST_AUTO_TEST_CASE(graphs_are_values) {
    auto copy = example;
    BOOST_TEST((copy == example));
    copy.result[0] = 2;
    BOOST_TEST(!(copy == example));
}
