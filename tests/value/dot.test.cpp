// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <class T>
using values = std::vector<basic_value<T>>;

template <class T>
T some(std::size_t i) {
    return static_cast<T>(std::sin(1.7 * static_cast<double>(i) + 0.3));
}
template <class T>
void fill(values<T>& x, std::size_t from) {
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i].data() = some<T>(from + i);
}
// The same nodes in another order, which is no run.
template <class T>
values<T> reversed(const values<T>& x) {
    return {x.rbegin(), x.rend()};
}
template <class T>
std::vector<T> grads(values<T>& all) {
    std::vector<T> out;
    for (auto& x : all) {
        out.push_back(x.grad());
        x.zero_grad();
    }
    return out;
}

template <class T>
bool all_near(const std::vector<T>& a, const std::vector<T>& b) {
    // Sums of a thousand terms that are added in another order.
    const T tolerance = sizeof(T) < sizeof(double) ? T(1e-4) : T(1e-14);
    bool right = a.size() == b.size();
    for (std::size_t i = 0; right && i < a.size(); ++i)
        right = std::abs(a[i] - b[i]) <= tolerance * std::max(T(1), std::abs(b[i]));
    return right;
}

// As one node and as a loop: value and gradients.
template <class T>
void agrees(const values<T>& a, const values<T>& b, values<T> all) {
    basic_value<T> loop;
    for (std::size_t i = 0; i < a.size(); ++i)
        loop += a[i] * b[i];
    loop = 1.5 * loop;
    loop.backward();
    const std::vector<T> expected = grads(all);
    basic_value<T> node = 1.5 * dot(a, b);
    node.backward();
    BOOST_TEST(all_near<T>({node.data()}, {loop.data()}), node.data() << " " << loop.data());
    BOOST_TEST(all_near(grads(all), expected), a.size() << " " << sizeof(T));
}

template <class T>
void dot_products() {
    for (const std::size_t n : {1u, 2u, 7u, 8u, 9u, 64u, 1001u}) {
        auto all = make_values<T>(2 * n);
        fill(all, n);
        const auto half = all.begin() + static_cast<std::ptrdiff_t>(n);
        const values<T> a(all.begin(), half), b(half, all.end());
        agrees<T>(a, b, all);
        agrees<T>(b, a, all);
        agrees<T>(a, reversed(b), all);
        agrees<T>(reversed(a), b, all);
        agrees<T>(reversed(a), reversed(b), all);
        // The same run twice, forwards and against itself; runs that overlap.
        agrees<T>(a, a, all);
        agrees<T>(a, reversed(a), all);
        const auto m = static_cast<std::ptrdiff_t>(n / 2);
        agrees<T>(a, values<T>(all.begin() + m, half + m), all);
        agrees<T>(values<T>(all.begin() + m, half + m), a, all);
        // One node in all places.
        agrees<T>(values<T>(n, all[0]), b, all);
        agrees<T>(values<T>(n, all[0]), values<T>(n, all[0]), all);
    }
}

template <class T>
void with_numbers() {
    for (const std::size_t n : {1u, 8u, 13u}) {
        auto x = make_values<T>(n);
        fill(x, 5);
        std::vector<T> w(n);
        for (std::size_t i = 0; i < n; ++i)
            w[i] = some<T>(3 * i);
        T expected = 0;
        for (std::size_t i = 0; i < n; ++i)
            expected += w[i] * x[i].data();
        const std::vector<T> weights = w;
        basic_value<T> forwards = dot(w, x);
        w.assign(n, std::numeric_limits<T>::quiet_NaN()); // they were copied
        BOOST_TEST(all_near<T>({forwards.data()}, {expected}));
        forwards.backward();
        BOOST_TEST(all_near(grads(x), weights));
        basic_value<T> backwards =
            dot(std::vector<T>(weights.rbegin(), weights.rend()), reversed(x));
        BOOST_TEST(all_near<T>({backwards.data()}, {expected}));
        backwards.backward();
        BOOST_TEST(all_near(grads(x), weights));
    }
}

template <class T>
void sums() {
    for (const std::size_t n : {1u, 2u, 100u}) {
        auto x = make_values<T>(n);
        fill(x, 2);
        T expected = 0;
        for (const auto& each : x)
            expected += each.data();
        for (const auto& operands : {x, reversed(x)}) {
            basic_value<T> total = sum(operands);
            BOOST_TEST(all_near<T>({total.data()}, {expected}));
            total.backward(3);
            BOOST_TEST(all_near(grads(x), std::vector<T>(n, 3)));
        }
        basic_value<T> same = sum(values<T>(5, x[0]));
        same.backward();
        BOOST_TEST(x[0].grad() == 5);
    }
}

template <class F>
std::string message_of(const F& call) {
    try {
        call();
    } catch (const size_error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

BOOST_AUTO_TEST_CASE(runs_and_scattered_operands) {
    dot_products<float>();
    dot_products<double>();
    dot_products<long double>();
}

BOOST_AUTO_TEST_CASE(numbers_on_one_side) {
    with_numbers<float>();
    with_numbers<double>();
    with_numbers<long double>();
}

BOOST_AUTO_TEST_CASE(sums_of_values) {
    sums<float>();
    sums<double>();
    sums<long double>();
}

BOOST_AUTO_TEST_CASE(the_square_of_a_vector) {
    //! [square]
    auto x = make_values(3);
    for (std::size_t i = 0; i < 3; ++i)
        x[i].data() = static_cast<double>(i + 1);
    Value square = dot(x, x);
    BOOST_TEST(square.data() == 14);
    square.backward();
    for (const auto& each : x)
        BOOST_TEST(each.grad() == 2 * each.data());
    //! [square]
    square.backward(); // leaves accumulate
    BOOST_TEST(x[2].grad() == 12);
    BOOST_TEST(square.grad() == 1);
}

BOOST_AUTO_TEST_CASE(nothing) {
    const std::vector<Value> none;
    BOOST_TEST(dot(none, none).data() == 0);
    BOOST_TEST(dot(std::vector<double>(), none).data() == 0);
    BOOST_TEST(sum(none).data() == 0);
    Value x{2.0};
    Value y = sum(none) + x;
    y.backward();
    BOOST_TEST(x.grad() == 1);
}

BOOST_AUTO_TEST_CASE(sizes_that_differ) {
    const auto x = make_values(3), y = make_values(2);
    BOOST_TEST(message_of([&] { dot(x, y); }) ==
               "ctgrad: dot(a, b) takes as many Values b as a: 3 required, 2 found: give both the "
               "same length");
    BOOST_TEST(message_of([&] { dot(y, x); }) ==
               "ctgrad: dot(a, b) takes as many Values b as a: 2 required, 3 found: give both the "
               "same length");
    BOOST_TEST(message_of([&] { dot(std::vector{1.0}, x); }) ==
               "ctgrad: dot(a, b) takes as many Values b as numbers a: 1 required, 3 found: give "
               "both the same length");
    BOOST_TEST(message_of([&] { dot(x, std::vector<Value>()); }).starts_with("ctgrad: dot(a, b)"));
}

BOOST_AUTO_TEST_CASE(spans) {
    auto x = make_values(4);
    for (std::size_t i = 0; i < 4; ++i)
        x[i].data() = static_cast<double>(i);
    const std::span<const Value> all(x);
    const std::array weights{1.0, 10.0};
    BOOST_TEST(dot(all.first(2), all.last(2)).data() == 3);
    BOOST_TEST(dot(std::span<const double>(weights), all.last(2)).data() == 32);
    BOOST_TEST(sum(all.subspan(1, 2)).data() == 3);
}

BOOST_AUTO_TEST_CASE(as_a_part_of_a_graph) {
    // Operands that are computed, results that are used twice, operands that are dropped.
    Value x{0.5}, y{2.0};
    Value total;
    {
        std::vector<Value> a, b;
        for (int i = 0; i < 6'000; ++i) { // over more chunks than one
            a.push_back(x * (i % 3));
            b.push_back(y * (i % 2));
        }
        total = dot(a, b);
    }
    const Value result = total * total + total;
    result.backward();
    // (0*0 + 1*1 + 2*0 + 0*1 + 1*0 + 2*1) x y for each six
    const double t = 3'000.0;
    BOOST_TEST(total.data() == t * 0.5 * 2);
    BOOST_TEST(x.grad() == (2 * total.data() + 1) * t * 2);
    BOOST_TEST(y.grad() == (2 * total.data() + 1) * t * 0.5);
}

BOOST_AUTO_TEST_CASE(more_operands_than_a_chunk_has_nodes) {
    auto x = make_values(50'000);
    for (auto& each : x)
        each.data() = 0.5;
    Value square = dot(x, x), scattered = dot(reversed(x), x), total = sum(reversed(x));
    BOOST_TEST(square.data() == 12'500);
    BOOST_TEST(scattered.data() == 12'500);
    BOOST_TEST(total.data() == 25'000);
    Value all = square + scattered + total;
    all.backward();
    for (const auto& each : x)
        BOOST_TEST_REQUIRE(each.grad() == 3);
}

BOOST_AUTO_TEST_CASE(memory_is_bounded) {
    auto x = make_values(100);
    std::size_t most = 0;
    for (int i = 0; i < 20'000; ++i) {
        Value y = dot(x, reversed(x));
        y.backward();
        most = std::max(most, detail::tape<double>::here().chunks_in_use());
    }
    BOOST_TEST(most <= 30u);
}

BOOST_AUTO_TEST_CASE(conventions) {
    // What is not reached does not matter; what is not a number shows.
    auto x = make_values(2);
    x[0].data() = std::numeric_limits<double>::quiet_NaN();
    const Value unused = dot(x, x);
    Value y = x[1] * 2;
    y.backward();
    BOOST_TEST(x[1].grad() == 2);
    BOOST_TEST(x[0].grad() == 0);
    unused.backward();
    BOOST_TEST(std::isnan(x[0].grad()));
    BOOST_CHECK_THROW(dot(std::vector<Value>(2), x), graph_error); // constants are no nodes
}
