// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using detail::first_of;
using detail::page_of;

// An id is a page and a position in it.
static_assert(page_of(first_of(7)) == 7 && page_of(first_of(8) - 1) == 7);
static_assert(first_of(1) == detail::chunk_nodes && detail::chunk_capacity == 4095);

// A node that nothing has contributed to, and one whose contributions add up to 0.
bool untouched(double adjoint) {
    return detail::is_untouched(adjoint);
}

detail::tape<double>& tape() {
    return detail::tape<double>::here();
}
std::size_t in_use() {
    return tape().chunks_in_use();
}
// The chunks with parameters, and the one being written.
std::size_t at_rest() {
    const Value x{1.0};
    static_cast<void>(x.node());
    return in_use();
}

//! [expression]
// What an expression object of temporaries keeps is named by nobody else.
auto fourth_power(double number) {
    const Value x{number};
    const Value square = x * x;
    return square * square;
}
//! [expression]

// Writes over whatever was given back too early.
void overwrite_spare_chunks(std::size_t nodes) {
    const Value x{-1.0};
    std::vector<Value> all;
    for (std::size_t i = 0; i < nodes; ++i)
        all.push_back(x * 3 - 1);
}

} // namespace

BOOST_AUTO_TEST_CASE(zeros_that_are_none) {
    BOOST_TEST(untouched(detail::untouched<double>));
    BOOST_TEST(detail::is_untouched(detail::untouched<float>));
    BOOST_TEST(detail::is_untouched(detail::untouched<long double>));
    BOOST_TEST(!untouched(detail::untouched<double> + 0.0));
    BOOST_TEST(!untouched(0.0));
    BOOST_TEST(!untouched(std::nan("")));
    BOOST_TEST(!detail::is_untouched(0.0L));
}

BOOST_AUTO_TEST_CASE(a_loop_stays_where_it_is) {
    const std::size_t before = at_rest();
    Value x{0.5};
    for (int i = 0; i < 50'000; ++i) {
        Value y = x;
        for (int k = 0; k < 10; ++k)
            y = y * x + 1;
        y.backward();
    }
    BOOST_TEST(in_use() <= before + 1);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_kept_and_comes_back) {
    const std::size_t before = at_rest();
    {
        const Value x{2.0};
        std::vector<Value> all;
        for (int i = 0; i < 40'950; ++i)
            all.push_back(x * i + 1);
        BOOST_TEST(in_use() >= before + 9); // 4095 nodes in a chunk, fewer if they take more bytes
        BOOST_TEST(in_use() <= before + 25);
        // One node keeps its chunk, and what that refers to.
        const Value kept = all[20'000];
        all.clear();
        all.shrink_to_fit();
        BOOST_TEST(in_use() <= before + 2);
        overwrite_spare_chunks(20'000);
        BOOST_TEST(kept.data() == 40'001);
    }
    BOOST_TEST(in_use() <= before);
}

BOOST_AUTO_TEST_CASE(a_chain_comes_back_without_recursion) {
    const std::size_t before = at_rest();
    {
        Value y{1.0};
        for (int i = 0; i < 400'000; ++i)
            y = y * 1.0 + 1;
        BOOST_TEST(in_use() > before + 90);
    }
    BOOST_TEST(in_use() <= before);
}

BOOST_AUTO_TEST_CASE(pages_of_leaves_come_back) {
    const std::size_t before = at_rest();
    {
        std::vector<Value> leaves;
        for (int i = 0; i < 20'000; ++i) {
            leaves.emplace_back(1.0 * i);
            static_cast<void>(leaves.back().node());
        }
        BOOST_TEST(in_use() >= before + 4);
    }
    BOOST_TEST(in_use() <= before);
    for (int i = 0; i < 100'000; ++i) {
        Value leaf{1.0};
        leaf.grad() = 3; // of the leaf alone, not of the next one in its place
    }
    BOOST_TEST(in_use() <= before);
    Value fresh{1.0};
    BOOST_TEST(fresh.grad() == 0);
}

BOOST_AUTO_TEST_CASE(many_leaves_at_once) {
    const std::size_t before = at_rest();
    for (const std::size_t count : {1u, 4095u, 4096u, 4097u, 10'000u}) {
        auto leaves = make_values(count);
        BOOST_TEST_REQUIRE(leaves.size() == count);
        for (std::size_t i = 0; i < count; ++i) {
            BOOST_TEST_REQUIRE(leaves[i].data() == 0);
            BOOST_TEST_REQUIRE(leaves[i].grad() == 0);
            BOOST_TEST_REQUIRE(leaves[i].node() == leaves[0].node() + i);
            BOOST_TEST_REQUIRE(tape().is_leaf(leaves[i].node()));
            leaves[i].data() = static_cast<double>(i);
            leaves[i].grad() = static_cast<double>(i);
        }
        overwrite_spare_chunks(40'000);
        Value other{7.0};
        static_cast<void>(other.node());
        for (std::size_t i = 0; i < count; ++i) {
            BOOST_TEST_REQUIRE(leaves[i].data() == static_cast<double>(i));
            BOOST_TEST_REQUIRE(leaves[i].grad() == static_cast<double>(i));
        }
    }
    BOOST_TEST(in_use() <= before + 1);
}

BOOST_AUTO_TEST_CASE(an_expression_keeps_its_operands) {
    const std::size_t before = at_rest();
    {
        const auto e = fourth_power(3);
        const auto copy = e;
        auto moved = fourth_power(2);
        overwrite_spare_chunks(30'000);
        BOOST_TEST(Value(e).data() == 81);
        const Value y = copy, z = std::move(moved);
        BOOST_TEST(y.data() == 81);
        // x*x was the only operand, and is still a node with a grad.
        y.backward();
        const detail::node_id square = [&] {
            detail::node_id ids[2];
            copy.ids<0>(ids);
            return ids[0];
        }();
        BOOST_TEST(tape().grad(square) == 18);
        z.backward();
        BOOST_TEST(tape().grad(square) == 0);
    }
    overwrite_spare_chunks(100'000); // a pin is noticed when chunks are needed
    BOOST_TEST(in_use() <= before + 2);
}

// What an expression object alone had kept comes back when the number of chunks has doubled: on a
// tape that has not been large before, soon.
BOOST_AUTO_TEST_CASE(an_expression_that_is_dropped_in_the_middle) {
    bool right = true;
    std::size_t most = 0;
    std::thread([&] {
        std::optional<decltype(fourth_power(0))> e;
        for (int i = 0; i < 500; ++i) {
            e.emplace(fourth_power(i));
            overwrite_spare_chunks(5'000);
            right = right && Value(*e).data() == std::pow(i, 4);
            most = std::max(most, in_use());
        }
    }).join();
    BOOST_TEST(right);
    BOOST_TEST(most <= 32);
}

BOOST_AUTO_TEST_CASE(grads_of_computed_nodes_belong_to_the_latest_sweep) {
    Value x{3.0};
    Value y = x * x, unrelated = x + 1;
    BOOST_TEST(y.grad() == 0);
    y.backward();
    BOOST_TEST(y.grad() == 1);
    BOOST_TEST(x.grad() == 6);
    BOOST_TEST(unrelated.grad() == 0);
    BOOST_TEST(!std::signbit(unrelated.grad())); // not the mark of what is untouched
    unrelated.backward();
    BOOST_TEST(y.grad() == 0);
    BOOST_TEST(x.grad() == 7);
    // A node made after the sweep has no grad yet, though it may stand where another one had.
    for (int i = 0; i < 10; ++i) {
        Value z = y * 5;
        BOOST_TEST(z.grad() == 0);
        z.backward();
        BOOST_TEST(z.grad() == 1);
        BOOST_TEST(y.grad() == 5);
    }
    y.grad() = 8;
    BOOST_TEST(y.grad() == 8);
}

BOOST_AUTO_TEST_CASE(growth_by_powers_of_two) {
    const std::size_t before = at_rest();
    Value x{1.5};
    for (std::size_t count = 1; count <= (std::size_t{1} << 18); count *= 2) {
        std::vector<Value> all(count);
        for (std::size_t i = 0; i < count; ++i)
            all[i] = x * static_cast<double>(i);
        x.zero_grad();
        all[count - 1].backward();
        BOOST_TEST_REQUIRE(x.grad() == static_cast<double>(count - 1));
        for (std::size_t i = 0; i < count; ++i)
            BOOST_TEST_REQUIRE(all[i].data() == 1.5 * static_cast<double>(i));
    }
    BOOST_TEST(in_use() <= before);
    // x <- x*x: 2^40 paths, 40 nodes.
    Value one{1.0};
    Value power = one;
    for (int i = 0; i < 40; ++i)
        power = power * power;
    power.backward();
    BOOST_TEST(one.grad() == 0x1p40);
}
