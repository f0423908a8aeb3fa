// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/activation.hpp>
#include <ctgrad/value.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

detail::tape<double>& tape() {
    return detail::tape<double>::here();
}
void sweep(const std::vector<detail::seed<double>>& seeds) {
    detail::sweep(tape(), seeds.data(), seeds.size());
}
// Into more chunks than one.
std::vector<Value> many(const Value& x, int count = 20'000) {
    std::vector<Value> all;
    for (int i = 0; i < count; ++i)
        all.push_back(x * i);
    return all;
}

// How many nodes the latest sweep has cleared, of those that it came to one by one.
std::size_t cleared_nodes() {
    std::size_t groups = 0;
    for (const std::uint32_t page : tape().reached)
        groups += static_cast<std::size_t>(std::popcount(tape()[page].groups));
    return groups * detail::group_nodes;
}
// A backward pass over few of many nodes: what was recorded before it is no longer new.
void backward_among_old(const Value& y) {
    sweep({});
    y.backward();
}

} // namespace

BOOST_AUTO_TEST_CASE(chunks_that_are_not_reached_are_passed_over) {
    Value x{3.0};
    const Value early = x * x;
    const std::vector<Value> between = many(x);
    const Value late = early * x;
    BOOST_TEST(detail::page_of(early.node()) != detail::page_of(late.node()));
    late.backward();
    BOOST_TEST(tape().reached.size() == 2u); // of the ten that are in use
    BOOST_TEST(x.grad() == 27);
    early.backward();
    BOOST_TEST(tape().reached.size() == 1u);
    BOOST_TEST(x.grad() == 27 + 6);
    x.backward(); // a leaf alone
    BOOST_TEST(tape().reached.empty());
    BOOST_TEST(x.grad() == 27 + 6 + 1);
}

BOOST_AUTO_TEST_CASE(chunks_are_swept_from_the_latest_to_the_earliest) {
    // Each page is used again as others are given back, so pages are in no order.
    Value x{1.0};
    std::vector<std::vector<Value>> kept(5);
    Value y = x * 1;
    for (int round = 0; round < 40; ++round) {
        kept[static_cast<std::size_t>(round * 7 % 5)] = many(y, 6'000);
        const auto& other = kept[static_cast<std::size_t>(round * 3 % 5)];
        if (!other.empty())
            y = y + other.back() / 6000;
    }
    y.backward();
    BOOST_TEST(std::abs(x.grad() - y.data()) < 1e-12 * y.data()); // y is proportional to x
}

BOOST_AUTO_TEST_CASE(an_untouched_node_contributes_nothing) {
    Value x{-1.0};
    const Value not_a_number = sqrt(x) * 3; // dx is NaN
    const Value infinite = 1 / (x + 1);
    Value y = x * 2;
    y.backward();
    BOOST_TEST(x.grad() == 2);
    // One whose adjoint is 0 does, where that is not 0 times infinity at a vertical tangent.
    x.zero_grad();
    Value z = 0 * not_a_number + y;
    z.backward();
    BOOST_TEST(std::isnan(x.grad()));
    BOOST_TEST(std::isinf(infinite.data()));
}

BOOST_AUTO_TEST_CASE(several_seeds) {
    //! [seeds]
    Value x{2.0}, w{5.0};
    const Value a = x * x, b = x * w, c = a * b;
    sweep({{a.node(), 10.0}, {b.node(), 1.0}});
    BOOST_TEST(x.grad() == 10 * 4 + 5);
    BOOST_TEST(w.grad() == 2);
    BOOST_TEST(a.grad() == 10);
    BOOST_TEST(c.grad() == 0);
    //! [seeds]
    // A seed above another one adds to it; the same node twice adds up.
    x.zero_grad();
    w.zero_grad();
    sweep({{a.node(), 1.0}, {c.node(), 1.0}, {a.node(), 2.0}});
    BOOST_TEST(a.grad() == 3 + 10);
    BOOST_TEST(b.grad() == 4);
    BOOST_TEST(x.grad() == 13 * 4 + 4 * 5);
    BOOST_TEST(w.grad() == 4 * 2);
    // A leaf, and nothing.
    x.zero_grad();
    sweep({{x.node(), 7.0}});
    sweep({});
    BOOST_TEST(x.grad() == 7);
    BOOST_TEST(a.grad() == 0);
}

BOOST_AUTO_TEST_CASE(seeds_in_chunks_that_do_not_know_each_other) {
    Value x{1.0}, y{1.0};
    const Value a = x * 3;
    const std::vector<Value> between = many(y);
    const Value b = y * 4;
    sweep({{a.node(), 1.0}, {b.node(), 2.0}});
    BOOST_TEST(x.grad() == 3);
    BOOST_TEST(y.grad() == 8);
    BOOST_TEST(tape().reached.size() == 2u);
}

BOOST_AUTO_TEST_CASE(backward_of_a_seed) {
    Value x{3.0};
    const Value y = x * x;
    y.backward(-0.5);
    BOOST_TEST(x.grad() == -3);
    BOOST_TEST(y.grad() == -0.5);
}

BOOST_AUTO_TEST_CASE(nodes_above_the_seed_stay_untouched) {
    Value x{3.0};
    const Value y = x * x, above = y * y + sqrt(x - 3);
    y.backward();
    BOOST_TEST(x.grad() == 6);
    BOOST_TEST(above.grad() == 0);
    BOOST_TEST(y.grad() == 1);
}

BOOST_AUTO_TEST_CASE(a_sweep_after_more_was_recorded) {
    Value x{2.0};
    const Value y = x * x;
    for (int i = 1; i <= 5; ++i) {
        const Value z = y * x + i; // in the chunk that was swept before
        z.backward();
        BOOST_TEST(x.grad() == 12 * i);
        BOOST_TEST(y.grad() == 2);
    }
}

BOOST_AUTO_TEST_CASE(a_chain_of_a_million_is_a_loop) {
    Value x{1.0};
    Value y = x;
    for (int i = 0; i < 1'000'000; ++i)
        y = y * 1.0;
    y.backward();
    BOOST_TEST(x.grad() == 1);
}

// ---- a sweep costs what the result depends on, not what the chunks hold -------------------------
BOOST_AUTO_TEST_CASE(a_result_in_the_middle_of_a_chunk) {
    Value x{3.0};
    const std::vector<Value> all = many(x);
    for (int repeat = 0; repeat < 3; ++repeat)
        for (const std::size_t i : {10'000u, 0u, 19'999u, 4'000u, 10'001u}) {
            x.zero_grad();
            backward_among_old(all[i]);
            BOOST_TEST(x.grad() == static_cast<double>(i));
            BOOST_TEST(all[i].grad() == 1);
            BOOST_TEST(tape().reached.size() == 1u);
            BOOST_TEST(cleared_nodes() == 64u);
        }
}

BOOST_AUTO_TEST_CASE(few_nodes_of_several_chunks) {
    Value x{2.0}, w{1.0};
    Value y = x * w;
    std::vector<Value> chain{y};
    std::vector<std::vector<Value>> between;
    for (int i = 0; i < 10; ++i) {
        between.push_back(many(x, 6'000));
        y = y * x + between.back()[3'000] * 0.5;
        chain.push_back(y);
    }
    backward_among_old(y);
    BOOST_TEST(tape().reached.size() >= 10u);
    BOOST_TEST(cleared_nodes() <= 21 * 64u); // of 60'000
    BOOST_TEST(w.grad() == 2048);
    BOOST_TEST(chain[0].grad() == 1024);
    BOOST_TEST(chain[9].grad() == 2);
    BOOST_TEST(between[9][3'000].grad() == 0.5);
    BOOST_TEST(between[0][3'000].grad() == 0.5 * 512);
    BOOST_TEST(between[0][2'999].grad() == 0);
    // Twice: leaves accumulate, computed nodes do not. As a whole chunk by chunk, it is the same.
    y.backward();
    BOOST_TEST(w.grad() == 2 * 2048);
    BOOST_TEST(chain[0].grad() == 1024);
    const double both = x.grad();
    x.zero_grad();
    y = many(x, 40'000)[0] * 0 + y; // much that is new
    y.backward();
    BOOST_TEST(w.grad() == 3 * 2048);
    BOOST_TEST(chain[0].grad() == 1024);
    BOOST_TEST(2 * x.grad() == both);
}

BOOST_AUTO_TEST_CASE(grads_of_nodes_that_a_sweep_does_not_come_to) {
    Value x{3.0};
    const std::vector<Value> all = many(x);
    Value sum = 0.0;
    for (const Value& each : all)
        sum += each;
    sum.backward();
    BOOST_TEST(all[0].grad() == 1);
    BOOST_TEST(all[12'345].grad() == 1);
    const Value y = all[5'000] * x;
    const Value infinite = all[5'001] / 0.0;
    backward_among_old(y);
    BOOST_TEST(all[5'000].grad() == 3);
    for (const std::size_t i : {0u, 4'999u, 5'001u, 12'345u, 19'999u})
        BOOST_TEST(all[i].grad() == 0);
    BOOST_TEST(sum.grad() == 0);
    BOOST_TEST(infinite.grad() == 0);
    BOOST_TEST(x.grad() - x.grad() == 0);
    // What is given a grad by hand keeps it until the next sweep.
    Value named = all[7'000];
    named.grad() = 5;
    BOOST_TEST(all[7'000].grad() == 5);
    named.backward_step();
    BOOST_TEST(all[7'000].grad() == 5);
    backward_among_old(y);
    BOOST_TEST(all[7'000].grad() == 0);
}

// A sum onto the newest node of a group: all of its parts are swept, from above and from old marks.
BOOST_AUTO_TEST_CASE(long_sums_at_the_end_of_a_group) {
    Value x{1.0};
    std::vector<Value> sums;
    for (int i = 0; i < 500; ++i) {
        Value s = 0.0;
        for (int k = 0; k < 20; ++k)
            s += x * k;
        sums.push_back(std::move(s));
    }
    const std::vector<Value> after = many(x);
    for (int repeat = 0; repeat < 2; ++repeat)
        for (const Value& s : sums) {
            x.zero_grad();
            backward_among_old(s);
            BOOST_TEST(x.grad() == 190);
        }
}

BOOST_AUTO_TEST_CASE(calls_over_chunks) {
    constexpr auto product = function([](auto a, auto b) { return a * b; });
    Value x{1.5};
    auto run = make_values(8);
    const std::vector<Value> old = many(x);
    const std::vector<Value> some{old[100], old[9'000], old[19'000], x};
    const Value scattered = dot(some, std::vector<Value>{old[200], old[9'001], x, x});
    const Value total = sum(some);
    const Value called = product(old[300], old[15'000]);
    const std::vector<Value> more = many(x);
    const Value y = scattered + 2 * total + 3 * called;
    backward_among_old(y);
    const auto d = [&](std::size_t i) { return old[i].grad(); };
    BOOST_TEST(d(100) == 200 * 1.5 + 2);
    BOOST_TEST(d(200) == 100 * 1.5);
    BOOST_TEST(d(9'000) == 9'001 * 1.5 + 2);
    BOOST_TEST(d(9'001) == 9'000 * 1.5);
    BOOST_TEST(d(300) == 3 * 15'000 * 1.5);
    BOOST_TEST(d(301) == 0);
    const double old_part = d(100) * 100 + d(200) * 200 + d(9'000) * 9'000 + d(9'001) * 9'001 +
                            d(19'000) * 19'000 + d(300) * 300 + d(15'000) * 15'000;
    BOOST_TEST(std::abs(x.grad() - (old_part + 19'000 * 1.5 + 2 * 1.5 + 2)) <= 1e-12 * old_part);
    BOOST_TEST(cleared_nodes() <= 12 * 64u);
}

BOOST_AUTO_TEST_CASE(layers_over_chunks) {
    // Outputs of more groups than one, of which the result depends on one or two.
    Value x{0.5};
    auto parameters = make_values(200 * 3);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        parameters[i].data() = 0.01 * static_cast<double>(i % 7);
    const std::vector<Value> old = many(x);
    const std::vector<Value> inputs{old[1], old[2]};
    const std::vector<Value> layer = dense<nn::activation::linear, double>(
        std::span<const Value>(parameters), std::span<const Value>(inputs), 2);
    const std::vector<Value> more = many(x);
    const Value y = layer[5] * 10 + layer[150];
    zero_grad(parameters);
    backward_among_old(y);
    BOOST_TEST(layer[5].grad() == 10);
    BOOST_TEST(layer[6].grad() == 0);
    BOOST_TEST(layer[150].grad() == 1);
    BOOST_TEST(parameters[3 * 5].grad() == 10 * 0.5);
    BOOST_TEST(parameters[3 * 5 + 1].grad() == 10 * 1.0);
    BOOST_TEST(parameters[3 * 5 + 2].grad() == 10);
    BOOST_TEST(parameters[3 * 6].grad() == 0);
    BOOST_TEST(parameters[3 * 150 + 2].grad() == 1);
    const double to_first = 10 * parameters[15].data() + parameters[450].data();
    const double to_second = 10 * parameters[16].data() + parameters[451].data();
    BOOST_TEST(std::abs(old[1].grad() - to_first) < 1e-15);
    BOOST_TEST(std::abs(x.grad() - to_first - 2 * to_second) < 1e-14);
}

// What is recorded where older nodes were has no grads from them.
BOOST_AUTO_TEST_CASE(chunks_that_are_used_again) {
    Value x{2.0};
    for (int round = 0; round < 20; ++round) {
        std::vector<Value> all = many(x, 9'000);
        backward_among_old(all[static_cast<std::size_t>(round) * 400]);
        all.clear();
        const std::vector<Value> leaves = make_values(round % 2 == 0 ? 5'000 : 1);
        all = many(x, 9'000);
        double grads = 0;
        for (const Value& each : all)
            grads += std::abs(each.grad());
        for (const Value& leaf : leaves)
            grads += std::abs(leaf.grad());
        BOOST_TEST(grads == 0);
    }
}
