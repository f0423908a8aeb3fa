// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto product = function([](auto x, auto y) { return x * exp(x * y); });
constexpr auto root = function([](auto x) { return sqrt(x); });
constexpr auto inner = function([](const auto& a, const auto& b) {
    auto total = 0 * a[0];
    for (std::size_t i = 0; i < a.size(); ++i)
        total += a[i] * b[i];
    return total;
});
constexpr auto polar = function([](auto r, auto t) { return std::array{r * cos(t), r * sin(t)}; });
constexpr auto various = function([](auto a, const auto& pair) {
    return std::tuple(a * pair.first, std::array{pair.second, a - a, sin(a)});
});
constexpr auto seven_always = function([](auto) { return 7.0; });

template <int = 0>
const Value& v();
static_assert(std::is_same_v<decltype(product(v<>(), v<>())), Value>);
static_assert(std::is_same_v<decltype(product(v<>(), 2)), Value>);
static_assert(std::is_same_v<decltype(product(2 * v<>(), v<>() + 1)), Value>);
static_assert(std::is_same_v<decltype(product(1.0, 2.0)), double>);
static_assert(std::is_same_v<decltype(polar(v<>(), 1)), std::array<Value, 2>>);
static_assert(std::is_same_v<decltype(various(v<>(), std::pair(1.0, v<>()))),
                             std::tuple<Value, std::array<Value, 3>>>);

std::size_t in_use() {
    return detail::tape<double>::here().chunks_in_use();
}

} // namespace

BOOST_AUTO_TEST_CASE(value_and_gradient_are_those_of_the_function) {
    for (const double a : {-0.5, 0.0, 1.5})
        for (const double b : {-2.0, 0.0, 0.75}) {
            Value x{a}, y{b};
            const Value z = product(x, y);
            BOOST_TEST(z.data() == product(a, b));
            z.backward();
            const auto [dx, dy] = gradient(product)(a, b);
            BOOST_TEST(x.grad() == 0 + dx);
            BOOST_TEST(y.grad() == 0 + dy);
            z.backward();
            BOOST_TEST(near(x.grad(), 2 * dx));
        }
}

BOOST_AUTO_TEST_CASE(one_argument_in_several_places) {
    Value x{0.5};
    const Value z = product(x, x); // x e^(x^2)
    z.backward();
    BOOST_TEST(near(x.grad(), std::exp(0.25) * 1.5));
}

BOOST_AUTO_TEST_CASE(numbers_values_and_expressions) {
    Value x{0.5}, y{2.0};
    const Value a = product(x, 2), b = product(0.5, y), c = product(x + x, y / 4),
                d = product(1, x * y);
    BOOST_TEST(a.data() == product(0.5, 2.0));
    BOOST_TEST(b.data() == product(0.5, 2.0));
    BOOST_TEST(c.data() == product(1.0, 0.5));
    BOOST_TEST(d.data() == product(1.0, 1.0));
    const Value total = a + b + c + d;
    total.backward();
    const auto slopes = [](double p, double q) { return gradient(product)(p, q); };
    BOOST_TEST(near(x.grad(), std::get<0>(slopes(0.5, 2)) + 2 * std::get<0>(slopes(1, 0.5)) +
                                  2 * std::get<1>(slopes(1, 1))));
    BOOST_TEST(near(y.grad(), std::get<1>(slopes(0.5, 2)) + std::get<1>(slopes(1, 0.5)) / 4 +
                                  0.5 * std::get<1>(slopes(1, 1))));
}

BOOST_AUTO_TEST_CASE(arrays_of_values) {
    const std::array x{Value{1.0}, Value{2.0}, Value{3.0}};
    const std::array w{4.0, 5.0, 6.0};
    const Value numbers = inner(w, x), both = inner(x, x);
    BOOST_TEST(numbers.data() == 32);
    BOOST_TEST(both.data() == 14);
    numbers.backward();
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(x[i].grad() == w[i]);
    both.backward();
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(x[i].grad() == w[i] + 2 * x[i].data());
}

BOOST_AUTO_TEST_CASE(several_results) {
    //! [several]
    Value r{2.0}, t{0.5};
    const auto [x, y] = polar(r, t);
    BOOST_TEST(x.data() == 2 * std::cos(0.5));
    BOOST_TEST(y.data() == 2 * std::sin(0.5));
    y.backward();
    BOOST_TEST(near(r.grad(), std::sin(0.5)));
    BOOST_TEST(near(t.grad(), 2 * std::cos(0.5)));
    //! [several]
    BOOST_TEST(x.grad() == 0);
    r.zero_grad();
    t.zero_grad();
    const Value square = x * x + y * y; // r^2
    square.backward();
    BOOST_TEST(near(r.grad(), 4));
    BOOST_TEST(std::abs(t.grad()) < 1e-15);

    Value a{0.25}, b{3.0};
    const auto [p, rest] = various(a, std::pair(b, 5.0));
    BOOST_TEST(p.data() == 0.75);
    BOOST_TEST(rest[0].data() == 5);
    BOOST_TEST(rest[1].data() == 0);
    const Value total = p + rest[0] + rest[1] + 2 * rest[2];
    total.backward();
    BOOST_TEST(near(a.grad(), 3 + 2 * std::cos(0.25)));
    BOOST_TEST(b.grad() == 0.25);
}

// One result may outlive the others, and the arguments.
BOOST_AUTO_TEST_CASE(a_result_that_is_left_alone) {
    Value r{2.0};
    Value y;
    {
        const Value t = r * 0.25;
        y = polar(r, t)[1];
    }
    for (int i = 0; i < 20'000; ++i)
        static_cast<void>(Value(r * i));
    y.backward();
    BOOST_TEST(near(r.grad(), std::sin(0.5) + 2 * std::cos(0.5) * 0.25));
}

BOOST_AUTO_TEST_CASE(constants) {
    Value x{2.0};
    const Value nothing; // 0, without a gradient
    const Value z = product(x, nothing), seven = seven_always(x);
    BOOST_TEST(z.data() == 2);
    z.backward();
    BOOST_TEST(x.grad() == 1);
    BOOST_TEST(seven.data() == 7);
    x.zero_grad();
    seven.backward();
    BOOST_TEST(x.grad() == 0);
    // Nothing but constants: two leaves of their own.
    const Value four = inner(std::array{Value(), Value()}, std::array{Value(1), Value(2)});
    BOOST_TEST(four.data() == 0);
    four.backward();
}

BOOST_AUTO_TEST_CASE(vertical_tangents_and_adjoints_that_are_0) {
    Value x{0.0};
    const Value y = root(x);
    const Value z = 0 * y;
    z.backward();
    BOOST_TEST(x.grad() == 0); // 0 times infinity, as in every mode
    y.backward();
    BOOST_TEST(x.grad() == std::numeric_limits<double>::infinity());
    x.zero_grad();
    const Value unreached = root(x), other = x * 3;
    other.backward();
    BOOST_TEST(x.grad() == 3);
    // An alternative that is not chosen.
    constexpr auto safe = function([](auto t) { return select(t > 0, sqrt(t), 0 * t); });
    x.zero_grad();
    const Value s = safe(x);
    s.backward();
    BOOST_TEST(x.grad() == 0);
    Value bad{std::numeric_limits<double>::quiet_NaN()};
    const Value shown = root(bad) * 0;
    shown.backward();
    BOOST_TEST(std::isnan(bad.grad()));
}

BOOST_AUTO_TEST_CASE(in_loops) {
    constexpr auto step = function([](auto position, auto velocity, auto h) {
        return std::array{position + h * velocity, velocity - h * position};
    });
    const std::size_t before = in_use();
    const auto end = [&](const Value& start) {
        Value position = start, velocity = 0;
        for (int i = 0; i < 1'000; ++i) {
            auto next = step(position, velocity, 0.001);
            position = std::move(next[0]);
            velocity = std::move(next[1]);
        }
        return position;
    };
    Value start{1.0};
    for (int i = 0; i < 200; ++i) {
        start.zero_grad();
        const Value p = end(start);
        p.backward();
        BOOST_TEST_REQUIRE(near(start.grad(), p.data())); // linear
        BOOST_TEST_REQUIRE(std::abs(p.data() - std::cos(1.0)) < 1e-3);
    }
    BOOST_TEST(in_use() <= before + 64);
}

BOOST_AUTO_TEST_CASE(functions_in_functions_and_statements) {
    constexpr auto outer = function([](auto x, auto y) { return product(y, x) + product(x, 2); });
    Value x{0.5}, y{0.25};
    const Value direct = outer(x, y), by_parts = product(y, x) + product(x, 2);
    BOOST_TEST(near(direct.data(), by_parts.data()));
    direct.backward();
    const double dx = x.grad(), dy = y.grad();
    x.zero_grad();
    y.zero_grad();
    by_parts.backward();
    BOOST_TEST(near(x.grad(), dx));
    BOOST_TEST(near(y.grad(), dy));
    Value s = 0;
    s += product(x, y);
    s = s * product(x, y) + x;
    x.zero_grad();
    s.backward();
    const double p = product(0.5, 0.25);
    BOOST_TEST(near(x.grad(), 2 * p * std::get<0>(gradient(product)(0.5, 0.25)) + 1));
}

BOOST_AUTO_TEST_CASE(more_arguments_than_a_chunk_notices) {
    std::array<Value, 40> x;
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<double>(i);
        // Each on a page of its own.
        for (int k = 0; k < 300; ++k)
            static_cast<void>(Value(1.0).node());
    }
    const Value square = inner(x, x);
    square.backward();
    for (std::size_t i = 0; i < x.size(); ++i)
        BOOST_TEST(x[i].grad() == 2.0 * static_cast<double>(i));
}

BOOST_AUTO_TEST_CASE(other_scalars) {
    basic_value<float> x{0.5f}, y{0.75f};
    const basic_value<float> z = product(x, y);
    static_assert(std::is_same_v<decltype(product(x, 2.0)), basic_value<float>>);
    z.backward();
    BOOST_TEST(near(z.data(), product(0.5, 0.75), 1e-6));
    BOOST_TEST(near(x.grad(), std::get<0>(gradient(product)(0.5, 0.75)), 1e-6));
    // A float and a double: a double, and the float gets its part.
    Value w{2.0};
    static_assert(std::is_same_v<decltype(product(x, w)), Value>);
    x.zero_grad();
    const Value mixed = product(x, w);
    mixed.backward();
    BOOST_TEST(near(w.grad(), std::get<1>(gradient(product)(0.5, 2.0))));
    BOOST_TEST(near(x.grad(), std::get<0>(gradient(product)(0.5, 2.0)), 1e-6));
    basic_value<long double> l{0.5L};
    const auto wide = product(l, 0.75);
    wide.backward();
    BOOST_TEST(near(l.grad(), std::get<0>(gradient(product)(0.5L, 0.75L)), 1e-15));
}
