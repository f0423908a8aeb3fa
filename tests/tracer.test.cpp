// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/primitives/power.hpp>
#include <ctgrad/tracer.hpp>

#include <array>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using detail::builder, detail::tracer_front_end;

namespace {

// What a function records: `run` is called with two traced variables, and the graph is returned to
// it for questions.
struct recording {
    builder graph;
    tracer x = tracer_front_end::at(graph, graph.push({&detail::variable, {0}}));
    tracer y = tracer_front_end::at(graph, graph.push({&detail::variable, {1}}));

    constexpr std::size_t operations() const { return graph.size() - 2; }
    constexpr std::uint32_t position(const tracer& t) {
        return tracer_front_end::position(graph, t);
    }
    constexpr const detail::primitive_info* operation(const tracer& t) {
        return graph.nodes.items[position(t)].operation;
    }
};

static_assert(symbolic<tracer>);
static_assert(std::is_trivially_copyable_v<tracer>);
static_assert(std::is_same_v<decltype(tracer(1) + 2.0), tracer>);

constexpr bool records_each_operation_once() {
    recording r;
    const tracer sum = r.x + r.y;
    const tracer same = r.x + r.y;
    return r.position(sum) == r.position(same) && r.operations() == 1 &&
           r.operation(sum) == detail::operation<op::add>();
}
static_assert(records_each_operation_once());

// Numbers stay numbers until they meet a variable.
constexpr bool numbers_are_computed() {
    recording r;
    tracer total = 0;
    for (int i = 1; i <= 4; ++i)
        total += i;
    total = total * 2 - 5.0f;
    const bool nothing_recorded = r.operations() == 0;
    const tracer used = r.x + total;
    return nothing_recorded && r.operations() == 2 && r.graph.contains(detail::literal_node(15)) &&
           r.operation(used) == detail::operation<op::add>();
}
static_assert(numbers_are_computed());

constexpr bool statements_are_expressions() {
    recording r;
    tracer a = r.x;
    a += r.y;
    a -= 1;
    a *= a;
    a /= 2.5;
    const tracer same = ((r.x + r.y - 1) * (r.x + r.y - 1)) / 2.5;
    return r.position(a) == r.position(same);
}
static_assert(statements_are_expressions());

// Assigning a number starts anew: y = 5*h + 2*x does not see what h was.
constexpr bool reassignment_forgets() {
    recording r;
    tracer h = r.x;
    h = 0.0;
    const tracer y = 5 * h + 2 * r.x;
    const tracer same = 0.0 + 2 * r.x;
    return r.position(y) == r.position(same);
}
static_assert(reassignment_forgets());

constexpr bool arrays_of_them_work() {
    recording r;
    std::array<tracer, 3> a{r.x, 2, r.y};
    std::swap(a[0], a[1]);
    tracer none{};
    for (const tracer& each : a)
        none = none + each * each;
    const tracer same = 4.0 + r.x * r.x + r.y * r.y;
    return r.position(none) == r.position(same);
}
static_assert(arrays_of_them_work());

// The user's own formula is recorded as it stands.
constexpr bool nothing_is_simplified() {
    recording r;
    const tracer zero = 0 * r.x;
    return r.operation(zero) == detail::operation<op::multiply>() &&
           r.operation(r.x - r.x) == detail::operation<op::subtract>() &&
           r.operation(r.x + 0) == detail::operation<op::add>();
}
static_assert(nothing_is_simplified());

// A number as exponent belongs to the operation, whether written or computed.
constexpr bool literal_exponents_are_recognised() {
    recording r;
    tracer computed = 1;
    computed += 2;
    return r.operation(pow(r.x, 3)) == detail::operation<op::power>() &&
           r.operation(pow(r.x, computed)) == detail::operation<op::power>() &&
           r.operation(pow(r.x, 0.5)) == detail::operation<op::fractional_power>() &&
           r.operation(pow(r.x, 1.5)) == detail::operation<op::power>() &&
           r.operation(pow(r.x, -0.5)) == detail::operation<op::power>() &&
           r.operation(pow(r.x, r.y)) == detail::operation<op::general_power>() &&
           r.operation(pow(3, r.y)) == detail::operation<op::general_power>() &&
           r.position(pow(r.x, 3)) == r.position(pow(r.x, 3.0));
}
static_assert(literal_exponents_are_recognised());

} // namespace

BOOST_AUTO_TEST_CASE(tracing_at_run_time) {
    BOOST_TEST(records_each_operation_once());
    BOOST_TEST(numbers_are_computed());
    BOOST_TEST(statements_are_expressions());
    BOOST_TEST(reassignment_forgets());
    BOOST_TEST(arrays_of_them_work());
    BOOST_TEST(nothing_is_simplified());
    BOOST_TEST(literal_exponents_are_recognised());
}
