// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <set>
#include <span>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using run = detail::operand_run<double>;

run run_of(const std::vector<Value>& values) {
    return run(std::span<const Value>(values));
}
// On which pages its operands are.
std::set<std::uint32_t> pages(const run& r) {
    std::vector<detail::node_id> ids;
    r.append_pages(ids);
    std::set<std::uint32_t> out;
    for (const auto id : ids)
        out.insert(detail::page_of(id));
    return out;
}

static_assert(std::is_same_v<decltype(make_values(3)), std::vector<Value>>);
static_assert(std::is_same_v<decltype(make_values<float>(3)), std::vector<basic_value<float>>>);

template <class T>
void inner_products() {
    std::vector<T> a(70), b(70);
    for (std::size_t i = 0; i < a.size(); ++i) {
        a[i] = static_cast<T>((i * 7 + 3) % 13) / 8;
        b[i] = static_cast<T>((i * 5 + 1) % 17) / 4 - 2;
    }
    // Small multiples of a power of two: every order of summation gives the same.
    for (std::size_t from = 0; from < 3; ++from)
        for (std::size_t n = 0; from + n <= a.size(); ++n)
            BOOST_TEST_REQUIRE(detail::inner_product(a.data() + from, b.data() + from, n, T(5)) ==
                               std::inner_product(a.begin() + static_cast<std::ptrdiff_t>(from),
                                                  a.begin() + static_cast<std::ptrdiff_t>(from + n),
                                                  b.begin() + static_cast<std::ptrdiff_t>(from),
                                                  T(5)));
    std::vector<T> to = b;
    detail::add_multiple(to.data() + 1, T(2), a.data() + 1, 68);
    for (std::size_t i = 0; i < to.size(); ++i)
        BOOST_TEST_REQUIRE(to[i] == b[i] + (0 < i && i < 69 ? 2 * a[i] : 0));
}

} // namespace

BOOST_AUTO_TEST_CASE(values_made_together) {
    BOOST_TEST(make_values(0).empty());
    auto values = make_values(3);
    BOOST_TEST(values.size() == 3u);
    for (auto& value : values)
        BOOST_TEST((value.data() == 0 && value.grad() == 0 && !value.is_number()));
    //! [runs]
    // Each is a node of its own; the copies in a vector of 3 are not.
    BOOST_TEST(!values[0].is_same_node(values[1]));
    const std::vector<Value> copies(3, Value{1.0});
    BOOST_TEST(copies[0].is_same_node(copies[1]));
    BOOST_TEST((run_of(values).first == values[0].node()));
    //! [runs]
    values[1].data() = 5;
    Value y = values[0] + values[1] * values[2];
    y.backward();
    BOOST_TEST(values[2].grad() == 5);
    BOOST_TEST(values[0].grad() == 1);
}

BOOST_AUTO_TEST_CASE(which_operands_are_a_run) {
    const auto values = make_values(5);
    const Value &a = values[0], &b = values[1], &c = values[2];
    BOOST_TEST((run_of({a, b, c}).first == a.node() && run_of({a, b, c}).ids.empty()));
    BOOST_TEST((run_of({b, c}).first == b.node()));
    BOOST_TEST((run_of({c}).first == c.node()));
    BOOST_TEST((run_of({}).first == 0 && run_of({}).size == 0));
    for (const auto& others : {std::vector<Value>{b, a}, {a, a}, {a, c}, {a, b, b}, {a, b, a}}) {
        const run r = run_of(others);
        BOOST_TEST((r.first == 0 && r.size == others.size() && r.ids.size() == others.size()));
        for (std::size_t i = 0; i < others.size(); ++i)
            BOOST_TEST(r.ids[i] == others[i].node());
    }
    // Computed one after the other: a run, too.
    const Value p = a + b, q = a * b;
    BOOST_TEST((run_of({p, q}).first == p.node()));
}

BOOST_AUTO_TEST_CASE(the_pages_of_a_run) {
    const auto values = make_values(9'000);
    const auto first = detail::page_of(values[0].node());
    BOOST_TEST((pages(run_of(values)) == std::set{first, first + 1, first + 2}));
    BOOST_TEST((pages(run_of({values[4095], values[4096]})) == std::set{first, first + 1}));
    BOOST_TEST((pages(run_of({values[8191], values[1]})) == std::set{first, first + 1}));
    BOOST_TEST((pages(run_of({values[4096]})) == std::set{first + 1}));
    BOOST_TEST(pages(run_of({})).empty());
}

BOOST_AUTO_TEST_CASE(a_constant_is_no_operand_of_a_run) {
    BOOST_CHECK_THROW(run_of({Value()}), graph_error);
}

BOOST_AUTO_TEST_CASE(loops_over_plain_arrays) {
    inner_products<float>();
    inner_products<double>();
    inner_products<long double>();
}
