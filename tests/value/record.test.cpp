// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using detail::bytes_of;
using detail::head_before;
using detail::operands_of;
using detail::record_bytes;

// 12 bytes per operand and 4 for the head, rounded up to 8, and 8 per plain number.
static_assert(record_bytes<double>(1, 0) == 16 && record_bytes<double>(2, 0) == 32);
static_assert(record_bytes<double>(3, 0) == 40 && record_bytes<double>(4, 0) == 56);
static_assert(record_bytes<double>(1, 1) == 24 && record_bytes<double>(2, 3) == 56);
static_assert(record_bytes<float>(1, 0) == 12 && record_bytes<float>(2, 1) == 24);
static_assert(record_bytes<long double>(1, 0) == 2 * sizeof(long double));

// Sizes are found again in heads, up to the largest statement of each type.
template <class T>
constexpr bool heads_hold_sizes() {
    for (std::size_t operands = 1; operands <= detail::max_statement_leaves; ++operands)
        for (std::size_t numbers = 0; operands + numbers <= detail::max_statement_leaves;
             ++numbers) {
            const auto head = detail::sizes_in_head<T>(operands, numbers);
            if (operands_of(head) != operands ||
                bytes_of<T>(head) != record_bytes<T>(operands, numbers) ||
                (head & (detail::continued_bit | detail::guarded_bit)) != 0 ||
                head >> detail::sharing_shift != 0)
                return false;
        }
    return true;
}
static_assert(heads_hold_sizes<float>());
static_assert(heads_hold_sizes<double>());
static_assert(heads_hold_sizes<long double>());
static_assert(detail::max_statement_leaves < detail::call_operands);

// What recording a statement adds to the chunk being written.
struct added {
    std::ptrdiff_t bytes;
    detail::node_id nodes;
    std::uint32_t head;
};
template <class T = double, class Statement>
added record(const Statement& statement) {
    static_cast<void>(detail::tape<T>::here());
    const auto& now = detail::this_thread<T>;
    const char* const top = now.top;
    const auto next = now.next;
    const auto kept = statement();
    return {now.top - top, now.next - next, now.top == top ? 0 : head_before(now.top)};
}
// Of what the operands of a leaf name.
constexpr std::uint32_t operand_of_leaf(std::uint32_t head, unsigned leaf) {
    return leaf == 0 ? 0 : head >> (detail::sharing_shift + 2 * (leaf - 1)) & 3;
}

} // namespace

BOOST_AUTO_TEST_CASE(one_entry_for_each_statement) {
    const Value x{2.0}, y{3.0}, a{5.0}, b{7.0};
    const auto check = [](const auto& statement, std::ptrdiff_t bytes, std::uint32_t operands) {
        const added entry = record([&] { return Value(statement()); });
        BOOST_TEST(entry.bytes == bytes);
        BOOST_TEST(entry.nodes == 1);
        BOOST_TEST(operands_of(entry.head) == operands);
        BOOST_TEST(bytes_of<double>(entry.head) == static_cast<std::size_t>(bytes));
        BOOST_TEST((entry.head & detail::continued_bit) == 0);
    };
    //! [sizes]
    // Of a statement: the bytes of its entry, the operands that it stores.
    check([&] { return sin(x); }, 16, 1);
    check([&] { return -exp(tanh(sin(x))); }, 16, 1);
    check([&] { return x * 2; }, 24, 1);
    check([&] { return x + y; }, 32, 2);
    check([&] { return x * y + a; }, 40, 3);
    check([&] { return (x - y) / (a - b); }, 56, 4);
    // Shared operands are stored once.
    check([&] { return x * x; }, 16, 1);
    check([&] { return x * y * x; }, 32, 2);
    check([&] { return x * a + sin(x) * b; }, 40, 3);
    check([&] { return x * x * x * x; }, 16, 1);
    check([&] { return x * y + y * x; }, 32, 2);
    // Of statements with more than four operands this is not done.
    check([&] { return x * x * x * x * x; }, 5 * 12 + 4, 5);
    //! [sizes]
}

BOOST_AUTO_TEST_CASE(what_is_no_node) {
    const Value constant, x{2.0};
    BOOST_TEST(record([&] { return Value(constant * 3 + constant); }).nodes == 0);
    BOOST_TEST(record([&] { return x; }).nodes == 0);
    BOOST_TEST(record([&] { return x * x; }).nodes == 0); // an expression, until it is assigned
    BOOST_TEST(record([&] { return Value(2.0); }).bytes == 0);
}

BOOST_AUTO_TEST_CASE(which_leaf_has_which_operand) {
    const Value w{2.0}, x{3.0}, y{5.0}, z{7.0};
    const Value* const all[] = {&w, &x, &y, &z};
    // All patterns of four: equal leaves share an operand, in the order of their first occurrence.
    for (unsigned pattern = 0; pattern < 256; ++pattern) {
        const unsigned at[] = {pattern & 3, pattern >> 2 & 3, pattern >> 4 & 3, pattern >> 6};
        const Value &p = *all[at[0]], &q = *all[at[1]], &r = *all[at[2]], &s = *all[at[3]];
        const added entry = record([&] { return Value(p * q - r / s); });
        unsigned expected[4], distinct = 0;
        for (unsigned i = 0; i < 4; ++i) {
            expected[i] = 4;
            for (unsigned j = 0; j < i; ++j)
                if (at[i] == at[j] && expected[i] == 4)
                    expected[i] = expected[j];
            if (expected[i] == 4)
                expected[i] = distinct++;
        }
        BOOST_TEST_REQUIRE(operands_of(entry.head) == distinct);
        for (unsigned i = 0; i < 4; ++i)
            BOOST_TEST_REQUIRE(operand_of_leaf(entry.head, i) == expected[i]);
        // And the derivative is the sum over the leaves.
        Value result = p * q - r / s;
        result.backward();
        for (unsigned k = 0; k < 4; ++k) {
            const double partials[] = {q.data(), p.data(), -1 / s.data(),
                                       r.data() / (s.data() * s.data())};
            double sum = 0;
            for (unsigned i = 0; i < 4; ++i)
                sum += at[i] == k ? partials[i] : 0;
            Value leaf = *all[k];
            BOOST_TEST_REQUIRE(std::abs(leaf.grad() - sum) < 1e-13);
            leaf.zero_grad();
        }
    }
}

BOOST_AUTO_TEST_CASE(a_sum_in_a_loop_is_one_node) {
    std::vector<Value> x = make_values(100), y = make_values(100);
    for (std::size_t i = 0; i < 100; ++i) {
        x[i].data() = 1.0 + static_cast<double>(i);
        y[i].data() = 0.5 * static_cast<double>(i);
    }
    double expected = 0;
    const added all = record([&] {
        Value s = x[0] * y[0];
        for (std::size_t i = 1; i < 100; ++i) {
            s += x[i] * y[i];
            expected += x[i].data() * y[i].data();
        }
        BOOST_TEST(s.data() == expected);
        s.backward();
        return s;
    });
    BOOST_TEST(all.nodes == 1);
    BOOST_TEST(all.bytes == 100 * 32);
    BOOST_TEST((all.head & detail::continued_bit) != 0);
    for (std::size_t i = 0; i < 100; ++i) {
        BOOST_TEST(x[i].grad() == y[i].data());
        BOOST_TEST(y[i].grad() == x[i].data());
    }
    BOOST_TEST(record([&] {
                   Value s = 0;
                   for (std::size_t i = 0; i < 100; ++i)
                       s -= x[i] * y[i];
                   s += 1;
                   s -= x[0];
                   return s;
               }).nodes == 1);
}

BOOST_AUTO_TEST_CASE(a_sum_that_somebody_knows_is_not_continued) {
    Value x{2.0};
    Value s = x * x;
    const Value before = s; // a second name
    BOOST_TEST(record([&] { return s += x * 3; }).nodes == 1);
    BOOST_TEST(before.data() == 4);
    BOOST_TEST(s.data() == 10);
    s.backward();
    BOOST_TEST(x.grad() == 7);
    x.zero_grad();
    before.backward();
    BOOST_TEST(x.grad() == 4);
    // Used in a statement.
    x.zero_grad();
    Value t = x * x;
    const Value square = t * t;
    t += x;
    Value product = t * square; // (x^2 + x) x^4
    product.backward();
    BOOST_TEST(product.data() == 6 * 16);
    BOOST_TEST(x.grad() == 6 * 32 + 5 * 16);
    // Another node is newer.
    x.zero_grad();
    Value u = x * x;
    const Value newer = x * 5;
    u += x;
    BOOST_TEST(newer.data() == 10);
    u.backward();
    BOOST_TEST(x.grad() == 5);
    // The sum itself is the term.
    x.zero_grad();
    Value v = x * x;
    v += v * v;
    v.backward();
    BOOST_TEST(v.data() == 20);
    BOOST_TEST(x.grad() == 2 * 2 + 4 * 8);
}

BOOST_AUTO_TEST_CASE(a_sum_over_many_chunks) {
    Value x{0.5}, w{3.0};
    Value s = 0;
    for (int i = 0; i < 50'000; ++i)
        s += x * w;
    BOOST_TEST(s.data() == 75'000);
    s.backward();
    BOOST_TEST(x.grad() == 150'000);
    BOOST_TEST(w.grad() == 25'000);
}

BOOST_AUTO_TEST_CASE(guarded_entries) {
    const Value x{4.0};
    BOOST_TEST((record([&] { return Value(sqrt(x)); }).head & detail::guarded_bit) != 0);
    BOOST_TEST((record([&] { return Value(1 + relu(x * x)); }).head & detail::guarded_bit) != 0);
    BOOST_TEST((record([&] { return Value(exp(x) / x); }).head & detail::guarded_bit) == 0);
}

BOOST_AUTO_TEST_CASE(every_statement_has_a_kind) {
    const Value x{4.0}, y{5.0};
    const auto kind = [](const added& entry) { return entry.head >> detail::kind_shift; };
    const auto plus = kind(record([&] { return Value(x + y); }));
    const auto times = kind(record([&] { return Value(x * y); }));
    BOOST_TEST(plus != 0u);
    BOOST_TEST(times != 0u);
    BOOST_TEST(plus != times);
    BOOST_TEST(kind(record([&] { return Value(y + y); })) == plus);
    const auto* const description = detail::statement_kinds<double>::all[plus].load();
    BOOST_TEST(description->size == 3);
    BOOST_TEST(description->leaves == 2);
    BOOST_TEST((description->steps[2].what->info == &detail::info<op::add>));
}

BOOST_AUTO_TEST_CASE(a_call_is_one_entry_of_several_nodes) {
    std::vector<Value> x = make_values(5);
    const added entry = record([&] { return dot(x, x); });
    BOOST_TEST(entry.nodes == 1);
    BOOST_TEST(operands_of(entry.head) == detail::call_operands);
    const auto& now = detail::this_thread<double>;
    const Value kept = sum(x);
    const auto tail = detail::tail_before<double>(now.top);
    BOOST_TEST(tail.outputs == 1);
    BOOST_TEST((tail.kind == &detail::sum_call<double>::kind));
    BOOST_TEST(detail::payload_before<double>(now.top, tail) + tail.bytes +
                   detail::payload_size(sizeof tail) ==
               static_cast<const char*>(now.top));
}

BOOST_AUTO_TEST_CASE(entries_of_floats) {
    const basic_value<float> x{2.0f}, y{3.0f};
    const added two = record<float>([&] { return basic_value<float>(x * y); });
    BOOST_TEST(two.bytes == 2 * 8 + 4);
    const added one = record<float>([&] { return basic_value<float>(x * x); });
    BOOST_TEST(one.bytes == 12);
}
