// SPDX-License-Identifier: BSL-1.0
//
// What counting chunks cannot see, and marking does: history that only dead nodes refer to.
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

std::size_t chunks() {
    return detail::tape<double>::here().chunks_in_use();
}
constexpr auto square = function([](auto x) { return x * x; });

// The most chunks in use while `step` is run many times, each of some hundred nodes.
template <class Step>
std::size_t most_chunks(const Step& step) {
    std::size_t most = 0;
    for (int i = 0; i < 3000; ++i) {
        step(i);
        most = std::max(most, chunks());
    }
    return most;
}
Value some_nodes(const Value& x, int i) {
    Value y = x * (0.001 * i);
    for (int k = 0; k < 100; ++k)
        y = sin(y) + x;
    return y;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_dead_node_does_not_keep_the_step_before) {
    Value w{0.5}, before = 0.0;
    const std::size_t most = most_chunks([&](int i) {
        //! [change]
        const Value loss = some_nodes(w, i);
        const Value change = loss - before;
        before = loss;
        //! [change]
    });
    BOOST_TEST(most < 60);
    before.backward(); // what is still named is whole
    const double slope = w.grad();
    w.zero_grad();
    some_nodes(w, 2999).backward();
    BOOST_TEST(near(slope, w.grad()));
}

BOOST_AUTO_TEST_CASE(calls_tell_their_operands) {
    Value w{0.5}, before = 0.0;
    auto run = make_values(4);
    const std::size_t most = most_chunks([&](int i) {
        std::vector<Value> x{some_nodes(w, i), w, before, w};
        const Value loss = dot(x, run) + sum(x) + square(x[0]);
        const Value change =
            square(loss - before) + dot(std::vector<Value>{before, loss}, x = {w, w});
        before = some_nodes(w, i);
    });
    BOOST_TEST(most < 60);
}

// Everything that is named, pinned or reachable stays: old nodes keep their derivatives while
// others are forgotten around them.
BOOST_AUTO_TEST_CASE(what_can_be_reached_stays) {
    Value w{0.5};
    std::vector<Value> kept;
    const auto pinned = [&] {
        const Value inner = w * w;
        return inner * 3.0 + 1.0;
    }();
    Value before = 0.0;
    for (int i = 0; i < 3000; ++i) {
        const Value loss = some_nodes(w, i);
        const Value change = loss - before;
        before = loss;
        if (i % 500 == 0)
            kept.push_back(w * w * w + square(w) * (0.01 * i));
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        w.zero_grad();
        kept[i].backward();
        BOOST_TEST(near(w.grad(), 0.75 + 5.0 * static_cast<double>(i)));
    }
    const Value late = pinned;
    w.zero_grad();
    late.backward();
    BOOST_TEST(near(w.grad(), 3.0));
}
