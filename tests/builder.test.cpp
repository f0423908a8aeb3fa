// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/builder.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad::detail;

namespace {

constexpr primitive_info plus{.name = "plus", .id = 10, .arity = 2};
constexpr primitive_info times{.name = "times", .id = 11, .arity = 2};

constexpr bool equal_nodes_are_stored_once() {
    builder b;
    const auto x = b.push(named_node(variable, pack("x")));
    const auto y = b.push(named_node(variable, pack("y")));
    const auto sum = b.push({&plus, {x, y}});
    return x == 0 && y == 1 && sum == 2 && b.push(named_node(variable, pack("x"))) == x &&
           b.push({&plus, {x, y}}) == sum && b.push({&plus, {y, x}}) == 3 &&
           b.push({&times, {x, y}}) == 4 && b.size() == 5;
}
static_assert(equal_nodes_are_stored_once());

constexpr bool literals_differ_by_bits() {
    builder b;
    return b.literal(0.0) == 0 && b.literal(-0.0) == 1 && b.literal(1) == 2 && b.literal(0) == 0 &&
           literal_value(b.nodes.items[2]) == 1;
}
static_assert(literals_differ_by_bits());

// Past the first table of 128 and the first buffer of 64, and nearly equal keys.
constexpr bool grows(std::uint32_t count) {
    builder b;
    for (std::uint32_t i = 0; i < count; ++i)
        if (b.push({&plus, {i / 2, i % 2, 0, std::uint64_t{i} << 40}}) != i)
            return false;
    for (std::uint32_t i = 0; i < count; ++i)
        if (b.push({&plus, {i / 2, i % 2, 0, std::uint64_t{i} << 40}}) != i)
            return false;
    return b.size() == count && b.contains({&plus, {0, 0, 0, 0}}) &&
           !b.contains({&times, {0, 0, 0, 0}});
}
static_assert(grows(86) && grows(140));

constexpr bool knows_what_it_contains() {
    builder b;
    const node x = named_node(variable, pack("x"));
    const bool before = b.contains(x);
    b.push(x);
    return !before && b.contains(x) && !b.contains(literal_node(1)) && b.size() == 1;
}
static_assert(knows_what_it_contains());

constexpr std::uint32_t nothing_new(builder&, const node&) {
    return 0;
}
constexpr bool a_pass_begins_after_the_formula() {
    builder b;
    const bool none = b.simplify == nullptr && b.formula_size == 0;
    b.literal(1);
    b.literal(2);
    b.begin_pass(&nothing_new);
    return none && b.formula_size == 2 && b.simplify == &nothing_new;
}
static_assert(a_pass_begins_after_the_formula());

constexpr bool a_buffer_is_a_stack() {
    buffer<int> numbers(1);
    for (int i = 0; i < 100; ++i)
        numbers.push(i);
    bool right = numbers.size == 100 && numbers.items[0] == 0 && numbers.items[99] == 99 &&
                 numbers.pop() == 99 && numbers.size == 99;
    numbers.reset(3);
    right = right && numbers.size == 3 && numbers.items[0] == 0 && numbers.items[2] == 0;
    numbers.reset(0);
    numbers.push(5);
    return right && numbers.size == 1 && numbers.items[0] == 5;
}
static_assert(a_buffer_is_a_stack());

} // namespace

BOOST_AUTO_TEST_CASE(at_run_time) {
    BOOST_TEST(equal_nodes_are_stored_once());
    BOOST_TEST(literals_differ_by_bits());
    BOOST_TEST(grows(100000));
    BOOST_TEST(knows_what_it_contains());
    BOOST_TEST(a_buffer_is_a_stack());
}
