// SPDX-License-Identifier: BSL-1.0
//
// Memory runs out at every single allocation of the run-time graph: what existed is as it was, to
// the last bit, nothing is lost, and the same again gives the right result.
#include "../allocation_failure.hpp"

#include <ctgrad/nn/activation.hpp>
#include <ctgrad/value.hpp>

#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using allocation_failure::before, allocation_failure::each_fails;

namespace {

struct first_value {
    double slope = 0;
    void act() {
        Value x{3.0};
        Value y = x * x;
        y.backward();
        slope = x.grad();
    }
    static bool is_intact() { return true; }
    bool is_right() const { return slope == 6; }
};

// A thread that gives up.
struct only_value {
    static void act() {
        try {
            const Value x{3.0};
        } catch (const std::bad_alloc&) {
        }
    }
    static bool is_intact() { return true; }
    static bool is_right() { return true; }
};

} // namespace
// The tape itself is made by the first Value of a thread.
BOOST_AUTO_TEST_CASE(the_first_value_of_a_thread) {
    BOOST_TEST(each_fails<first_value>() > 10);
    BOOST_TEST(each_fails<only_value>() > 10);
}

namespace {

struct leaves : before {
    std::vector<Value> singles, together;
    void act() {
        std::vector<Value> some;
        for (int i = 0; i < 9000; ++i)
            some.push_back(Value{1.0 * i});
        together = make_values(9000);
        singles = std::move(some);
    }
    bool is_right() {
        Value last = singles.back() * x + together.back();
        last.backward();
        return singles[8999].grad() == 3 && together[8999].grad() == 1 && before::is_intact();
    }
};

} // namespace
BOOST_AUTO_TEST_CASE(making_leaves) {
    BOOST_TEST(each_fails<leaves>() > 10);
}

namespace {

// With a = b = 1: v = n, dv/db = n, dv/da = 0 + 1 + ... + (n - 1).
struct statements : before {
    static constexpr int n = 5000;
    Value a{1.0}, b{1.0}, v = 0.0;
    void act() {
        Value next = 0.0;
        for (int i = 0; i < n; ++i)
            next = next * a + b;
        v = next;
    }
    bool is_right() {
        if (v.data() != n)
            return false;
        v.backward();
        return b.grad() == n && a.grad() == n * (n - 1) / 2 && before::is_intact();
    }
};
// The same where the tape's arrays have to grow, and where chunks are collected.
struct growing : before {
    std::vector<Value> w = make_values(2 * 2048); // of neurons, of which no two layers fit
    std::vector<double> one{2.0};
    double slope = 0;
    void act() {
        std::vector<detail::node_rows<double>> all;
        for (int i = 0; i < 17; ++i)
            all.push_back(detail::dense_rows<nn::activation::linear, double>(
                detail::operand_run<double>(w), 1, one));
        Value first = Value::of_node(all[0].firsts[0].node()) * x;
        zero_grad(w);
        first.backward();
        slope = w[0].grad();
    }
    bool is_right() { return slope == 6 && before::is_intact(); }
};

} // namespace
BOOST_AUTO_TEST_CASE(statements_over_several_chunks) {
    BOOST_TEST(each_fails<statements>() > 2);
}
BOOST_AUTO_TEST_CASE(the_tape_grows) {
    BOOST_TEST(each_fails<growing>() > 20);
}

namespace {

struct long_sum : before {
    Value s = 0.0;
    void act() {
        Value total = 0.0;
        for (int i = 0; i < 9000; ++i)
            total += x * y;
        s = total;
    }
    bool is_right() {
        s.backward();
        return s.data() == 9000 * 27 && y.grad() == 9000 * 3 && before::is_intact();
    }
};
// An assignment and an operator that fail leave the Value what it was.
struct assigned : before {
    Value number{5.0};
    std::vector<std::vector<Value>> blocks;
    std::vector<Value> names;
    // No leaf is left, nor a page for more, and few nodes of the chunk being written.
    assigned() {
        while (detail::tape<double>::here().chunks_in_use() < 15)
            blocks.push_back(make_values(4096));
        for (int i = 0; i < 4000; ++i)
            names.push_back(x * x);
    }
    void act() {
        number = 7.0;
        for (int i = 0; i < 200; ++i)
            y *= 1;
        names[0] = x;
    }
    bool is_intact() { return (number.data() == 5 || number.data() == 7) && before::is_intact(); }
    bool is_right() { return number.data() == 7 && before::is_intact(); }
};

} // namespace
BOOST_AUTO_TEST_CASE(sums_and_assignments) {
    BOOST_TEST(each_fails<long_sum>() > 1);
    BOOST_TEST(each_fails<assigned>() > 1);
}

namespace {

struct labels : before {
    std::vector<Value> values = std::vector<Value>(20);
    void act() {
        for (Value& each : values)
            each = Value{1.0, "a label that is too long to stand in the string itself"};
        values[0].label("another label that is too long to stand in the string itself");
    }
    bool is_right() {
        return values[0].label().starts_with("another") &&
               values[19].label().starts_with("a label") && before::is_intact();
    }
};
// Values of three types.
struct links : before {
    using Float = basic_value<float>;
    using Long = basic_value<long double>;
    Float narrow{2.0f};
    Long wide = 0.0L;
    double slope = 0;
    float narrow_slope = 0;
    void act() {
        Long sum = 0.0L;
        for (int i = 0; i < 20; ++i)
            sum += Long(narrow * y) * narrow;
        x.zero_grad();
        narrow.zero_grad();
        sum.backward();
        slope = x.grad();
        narrow_slope = narrow.grad();
        wide = sum;
    }
    // 20*x^2*f^2
    bool is_right() {
        return wide.data() == 20 * 9 * 4 && slope == 20 * 6 * 4 && narrow_slope == 20 * 9 * 4 &&
               before::is_intact();
    }
};

} // namespace
BOOST_AUTO_TEST_CASE(labels_and_links) {
    BOOST_TEST(each_fails<labels>() > 20);
    BOOST_TEST(each_fails<links>() > 60);
}

namespace {

// Several chunks, chunks that are swept in part, layers, links: the second pass as well.
struct swept : before {
    basic_value<float> narrow{2.0f};
    std::vector<Value> w = make_values(6);
    Value result = long_graph();
    Value long_graph() {
        Value v = x;
        for (int i = 0; i < 20000; ++i)
            v = v * 1 + w[0];
        const auto outputs = dense<nn::activation::tanh>(
            std::span<const Value>(w), std::span<const Value>(std::vector<Value>{v, x}), 2);
        return outputs[0] + dot(w, w) + narrow * v;
    }
    void act() {
        x.zero_grad();
        result.backward();
        y.backward();
        result.backward();
        z.backward();
    }
    bool is_right() const { return x.grad() == 2 * 2 + 6 + 3; }
};

} // namespace
BOOST_AUTO_TEST_CASE(backward_allocates_nothing) {
    BOOST_TEST(each_fails<swept>() == 0);
}
