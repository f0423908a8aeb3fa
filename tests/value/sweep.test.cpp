// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <cmath>
#include <cstddef>
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
