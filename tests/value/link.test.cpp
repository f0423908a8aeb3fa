// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using Float = basic_value<float>;
using Long = basic_value<long double>;

// The way is from narrow to wide.
static_assert(std::is_convertible_v<Float, Value> && std::is_convertible_v<Value, Long> &&
              std::is_convertible_v<Float, Long>);
static_assert(!std::is_constructible_v<Float, Value> && !std::is_constructible_v<Value, Long>);
static_assert(
    std::is_same_v<decltype(std::declval<Float>() * std::declval<Value>())::scalar, double>);
static_assert(std::is_same_v<decltype(max(std::declval<Float>(), std::declval<Long>()))::scalar,
                             long double>);

template <class T>
std::size_t links() {
    return detail::tape<T>::here().links.size();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_float_and_a_double) {
    Float f{1.5f};
    Value d{2.0};
    const Value y = f * d + d;
    y.backward();
    BOOST_TEST(y.data() == 5);
    BOOST_TEST(f.grad() == 2);
    BOOST_TEST(d.grad() == 2.5);
    // On either side, in every form.
    const Value z = d / f - f;
    f.zero_grad();
    z.backward();
    BOOST_TEST(z.data() == 2.0 / 1.5 - 1.5);
    BOOST_TEST(f.grad() == static_cast<float>(-2.0 / 2.25) - 1.0f);
    Value s = 0;
    s += f * 2;
    s += d;
    f.zero_grad();
    s.backward();
    BOOST_TEST(s.data() == 5);
    BOOST_TEST(f.grad() == 2);
}

BOOST_AUTO_TEST_CASE(leaves_accumulate_and_computed_nodes_do_not) {
    Float f{2.0f};
    Float square = f * f; // a computed node on the narrow tape
    Value y = square * Value{3.0};
    y.backward();
    BOOST_TEST(f.grad() == 12);
    BOOST_TEST(square.grad() == 3);
    y.backward();
    BOOST_TEST(f.grad() == 24);
    BOOST_TEST(square.grad() == 3);
    // One linked twice.
    Value z = Value(square) + Value(square) * Value(f);
    f.zero_grad();
    z.backward();
    BOOST_TEST(z.data() == 12);
    BOOST_TEST(f.grad() == 2 * 2 + 3 * 4);
}

BOOST_AUTO_TEST_CASE(what_a_pass_does_not_reach_is_not_passed_on) {
    Float f{2.0f};
    const Value linked = f;
    Value other{3.0};
    const Value y = other * other, z = linked * other;
    y.backward();
    BOOST_TEST(f.grad() == 0);
    z.backward();
    BOOST_TEST(f.grad() == 3);
    y.backward();
    BOOST_TEST(f.grad() == 3);
}

BOOST_AUTO_TEST_CASE(chains_from_float_to_long_double) {
    //! [chain]
    Float f{0.5f};
    Value d{3.0};
    Long l{7.0L};
    const Value middle = f * d;
    const Long y = middle * l + f;
    y.backward();
    BOOST_TEST(y.data() == 1.5L * 7 + 0.5L);
    BOOST_TEST(l.grad() == 1.5L);
    BOOST_TEST(d.grad() == 3.5);
    BOOST_TEST(f.grad() == 22); // by two ways
    //! [chain]
    BOOST_TEST(middle.grad() == 7);
    const Long again = Long(f) * Value(f) * f; // f^3
    f.zero_grad();
    again.backward();
    BOOST_TEST(again.data() == 0.125L);
    BOOST_TEST(f.grad() == 0.75f);
}

BOOST_AUTO_TEST_CASE(a_wide_result_keeps_a_narrow_graph) {
    Float f{2.0f};
    Value y;
    {
        Float g = f * f;
        g = g * f;
        y = g * Value{10.0};
    }
    for (int i = 0; i < 20'000; ++i)
        static_cast<void>(Float(f * static_cast<float>(i)));
    y.backward();
    BOOST_TEST(f.grad() == 120);
}

BOOST_AUTO_TEST_CASE(numbers_need_no_link) {
    const Float number; // a constant
    const std::size_t before = links<double>();
    Value d{2.0};
    const Value y = d * number + d * 2.0f + d * 2.0L;
    BOOST_TEST(links<double>() == before);
    y.backward();
    BOOST_TEST(d.grad() == 4);
}

BOOST_AUTO_TEST_CASE(memory_is_bounded) {
    Float f{0.5f};
    std::size_t most = 0, most_links = 0;
    for (int i = 0; i < 50'000; ++i) {
        Value y = f * Value{2.0};
        y = y * f;
        y.backward();
        most = std::max({most, detail::tape<double>::here().chunks_in_use(),
                         detail::tape<float>::here().chunks_in_use()});
        most_links = std::max(most_links, links<double>());
    }
    BOOST_TEST(most <= 16u);
    BOOST_TEST(most_links <= 16u * 4096u);
    BOOST_TEST(f.grad() == 100'000);
}

BOOST_AUTO_TEST_CASE(many_links_at_once) {
    std::vector<Float> w = make_values<float>(10'000);
    Value total = 0;
    for (std::size_t i = 0; i < w.size(); ++i)
        total += Value(w[i]) * static_cast<double>(i % 100);
    total.backward();
    for (std::size_t i = 0; i < w.size(); ++i)
        BOOST_TEST_REQUIRE(w[i].grad() == static_cast<float>(i % 100));
}

BOOST_AUTO_TEST_CASE(large_adjoints_overflow_in_the_narrow_type) {
    Float f{1.0f};
    const Value y = f * Value{1e300};
    y.backward();
    BOOST_TEST(std::isinf(f.grad()));
}
