// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Itself, by a name that compilers do not warn of.
const Value& same(const Value& x) {
    return x;
}

// What `dy/dx` of a freshly computed y is.
double slope(const Value& y, Value& x) {
    x.zero_grad();
    y.backward();
    return x.grad();
}

template <class F>
void check(const F& f, double at, double value, double derivative) {
    Value x{at};
    const Value y = f(x);
    BOOST_TEST(y.data() == value);
    BOOST_TEST(slope(y, x) == derivative);
}

static_assert(std::is_same_v<Value, basic_value<double>>);
static_assert(std::is_nothrow_move_constructible_v<Value>);
static_assert(std::is_nothrow_move_assignable_v<Value>);
static_assert(std::is_nothrow_destructible_v<Value>);
static_assert(std::is_convertible_v<double, Value> && std::is_convertible_v<int, Value>);
static_assert(!std::is_convertible_v<Value, double>, "a conversion would drop the gradient");
static_assert(!std::is_constructible_v<double, Value>);
static_assert(!std::is_constructible_v<Value, bool>);
static_assert(!std::is_convertible_v<Value, bool> && !std::is_constructible_v<bool, Value>);
static_assert(!std::is_constructible_v<Value, std::string>);
static_assert(sizeof(Value) == 16);

template <class X>
concept has_assignable_grad = requires(X& x) {
    x.grad() = 1;
};
template <class X>
concept has_assignable_data = requires(X& x) {
    x.data() = 1;
};
static_assert(has_assignable_data<Value> && has_assignable_grad<Value>);
static_assert(!has_assignable_data<const Value> && !has_assignable_grad<const Value>);

} // namespace

BOOST_AUTO_TEST_CASE(a_number_stands_on_either_side_of_every_operator) {
    check([](auto& x) { return x + 1; }, 2, 3, 1);
    check([](auto& x) { return 1 + x; }, 2, 3, 1);
    check([](auto& x) { return x - 5; }, 2, -3, 1);
    check([](auto& x) { return 5 - x; }, 2, 3, -1);
    check([](auto& x) { return x * 4; }, 2, 8, 4);
    check([](auto& x) { return 4.0f * x; }, 2, 8, 4);
    check([](auto& x) { return x / 4; }, 2, 0.5, 0.25);
    check([](auto& x) { return 2 / x; }, 4, 0.5, -0.125);
    check([](auto& x) { return 10 / x; }, 2, 5, -2.5);
    check([](auto& x) { return 2u * x + 3L - 'a' + short{1}; }, 2, 2 * 2 + 3 - 'a' + 1, 2);
    check([](auto& x) { return x * 0.5L; }, 3, 1.5, 0.5);
    check([](auto& x) { return -x; }, 2, -2, -1);
    check([](auto& x) { return +x; }, 2, 2, 1);
    check([](auto& x) { return -(-x); }, 2, 2, 1);
    check([](auto& x) { return 2 / (x + x); }, 2, 0.5, -0.25);
    check([](auto& x) { return (x + 1) - 5; }, 2, -2, 1);
    check([](auto& x) { return 5 - (x + 1); }, 2, 2, -1);
    check([](auto& x) { return (x * x) / 4; }, 2, 1, 1);
    check([](auto& x) { return 16 / (x * x); }, 2, 4, -4);
    check([](auto& x) { return (x * x) - (x + x); }, 3, 3, 4);
    check([](auto& x) { return (x * x) / x; }, 3, 3, 1);
    check([](auto& x) { return x / (x * x); }, 2, 0.5, -0.25);
}

BOOST_AUTO_TEST_CASE(integers_are_not_divided_as_integers) {
    const Value two = 2, four = 4, five = 5;
    BOOST_TEST(Value(two / 4).data() == 0.5);
    BOOST_TEST(Value(2 / four).data() == 0.5);
    BOOST_TEST(Value(two / four).data() == 0.5);
    BOOST_TEST(Value(two - 5).data() == -3);
    BOOST_TEST(Value(2 - five).data() == -3);
    BOOST_TEST(Value(five - 2).data() == 3);
    BOOST_TEST(Value(5 - two).data() == 3);
}

BOOST_AUTO_TEST_CASE(compound_assignment_makes_a_new_node_that_uses_the_old_one) {
    check(
        [](auto& x) {
            Value y = x;
            y += x;
            y += 1;
            return y;
        },
        2, 5, 2);
    check(
        [](auto& x) {
            Value y = x;
            y -= 3 * x;
            y -= 1.5f;
            return y;
        },
        2, -5.5, -2);
    check(
        [](auto& x) {
            Value y = x;
            y *= x;
            y *= 2;
            return y;
        },
        3, 18, 12);
    check(
        [](auto& x) {
            Value y = 1;
            y /= x;
            y /= 2;
            return y;
        },
        4, 0.125, -0.03125);
    check(
        [](auto& x) {
            Value y = x * 1;
            y += y;
            y += y;
            return y;
        },
        3, 12, 4);
    check(
        [](auto& x) {
            Value y = x * 1;
            y -= same(y);
            return y;
        },
        3, 0, 0);
    check(
        [](auto& x) {
            Value y = x * 1;
            y *= y;
            y *= y;
            return y;
        },
        2, 16, 32);
    check(
        [](auto& x) {
            Value y = x * 1;
            y /= same(y);
            return y;
        },
        2, 1, 0);
    check(
        [](auto& x) {
            Value y = x;
            (y += 1) *= 2;
            return y;
        },
        3, 8, 2);

    Value x{3.0};
    Value y = x * x;
    const Value before = y;
    y += before * x;
    BOOST_TEST(before.data() == 9);
    y.backward();
    BOOST_TEST(before.grad() == 4);
    BOOST_TEST(x.grad() == 4 * 6 + 9);
    // x itself, reassigned: the node that it named is another one.
    Value leaf{2.0};
    Value named = leaf;
    named += 1;
    BOOST_TEST(leaf.data() == 2);
    named.backward();
    BOOST_TEST(leaf.grad() == 1);
}

BOOST_AUTO_TEST_CASE(a_sum_that_is_continued_stays_right_when_it_is_used_in_between) {
    Value a{2.0}, b{3.0};
    Value s = 0.0;
    for (int i = 0; i < 3; ++i)
        s += a * b;
    const Value half = s * 0.5;
    const Value alias = s;
    for (int i = 0; i < 3; ++i)
        s += a;
    Value other = b * b; // now s is not the newest
    s += b;
    s -= other;
    BOOST_TEST(half.data() == 9);
    BOOST_TEST(alias.data() == 18);
    BOOST_TEST(s.data() == 18 + 6 + 3 - 9);
    BOOST_TEST(slope(half, a) == 4.5);
    BOOST_TEST(slope(alias, a) == 9);
    BOOST_TEST(slope(s, a) == 9 + 3);
    BOOST_TEST(slope(s, b) == 6 + 1 - 6);

    // Labels and grads are uses, too.
    Value t = a * b;
    t.label("t");
    const Value named_t = t;
    t += a;
    BOOST_TEST(named_t.label() == "t");
    Value u = a * 1;
    BOOST_TEST(u.data() == 2); // reading is not
    u += b;
    BOOST_TEST(slope(u, a) == 1);
    BOOST_TEST(slope(u, b) == 1);
    Value v = a * 1;
    v.backward();
    v += v;
    v += b;
    BOOST_TEST(slope(v, a) == 2);
}

BOOST_AUTO_TEST_CASE(values_compare_by_data) {
    Value a{2.0}, b{3.0}, c{2.0};
    BOOST_TEST((a < b && a <= b && b > a && b >= a && a != b && a == c && a <= c && a >= c));
    BOOST_TEST((a < 3 && 3 > a && 1 < a && a == 2 && 2 == a && a != 3 && 2.0f <= a && a >= 2L));
    BOOST_TEST(
        (a * b == 6 && a + 1 == b && a * b > a + b && 6 == a * b && a < a * b && a * b != b));
    BOOST_TEST(!(a == b));
    const Value nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST((!(nan == nan) && nan != nan && !(nan < a) && !(nan >= a) && !(a > nan)));
    BOOST_TEST((isnan(nan) && !isnan(a) && isnan(nan * a) && !isfinite(nan) && isfinite(a * b)));
    BOOST_TEST((isinf(a / 0) && !isinf(a) && !isfinite(a / 0)));
    BOOST_TEST(!a.is_same_node(c));
}

BOOST_AUTO_TEST_CASE(data_and_grad_are_assigned) {
    Value x{3.0};
    Value y = x * x;
    y.backward();
    x.data() -= 0.5 * x.grad();
    BOOST_TEST(x.data() == 0);
    x.data() = 7;
    BOOST_TEST(x.data() == 7);
    BOOST_TEST(y.data() == 9); // as computed
    x.zero_grad();
    y.backward();
    BOOST_TEST(x.grad() == 6); // of what was computed
    x.grad() = 100;
    y.backward();
    BOOST_TEST(x.grad() == 106);
    y.data() = -1;
    BOOST_TEST(y.data() == -1);
    BOOST_TEST(Value(y * 2).data() == -2);
    Value fresh{1.0};
    fresh.data() = 5; // before any use
    BOOST_TEST(Value(fresh * 2).data() == 10);
    fresh.grad() = 3;
    BOOST_TEST(fresh.grad() == 3);
}

BOOST_AUTO_TEST_CASE(copies_are_names_of_one_node) {
    Value a{2.0};
    Value b = a;
    BOOST_TEST(a.is_same_node(b));
    b.data() = 5;
    BOOST_TEST(a.data() == 5);
    Value y = a * b;
    y.backward();
    BOOST_TEST(a.grad() == 10);
    BOOST_TEST(b.grad() == 10);
    a = 1; // from here on another number
    BOOST_TEST(b.data() == 5);
    BOOST_TEST(b.grad() == 10);
    BOOST_TEST(!a.is_same_node(b));
    Value computed = b * b;
    const Value again = computed;
    computed.backward();
    BOOST_TEST(again.grad() == 1);
    BOOST_TEST(again.is_same_node(computed));
    Value& self = computed;
    computed = self;
    BOOST_TEST(computed.data() == 25);
    BOOST_TEST(computed.is_same_node(again));
}

BOOST_AUTO_TEST_CASE(moves_leave_a_constant_that_can_be_assigned) {
    Value a{2.0};
    Value y = a * a;
    Value b = std::move(a);
    y.backward();
    BOOST_TEST(b.grad() == 4);
    a = 3.0; // NOLINT: what a moved-from Value may be used for
    Value z = a * b;
    z.backward();
    BOOST_TEST(a.grad() == 2);
    BOOST_TEST(b.grad() == 4 + 3);
    Value& self = z;
    z = std::move(self);
    BOOST_TEST(z.data() == 6);
    BOOST_TEST(slope(z, a) == 2);
    std::swap(a, b);
    BOOST_TEST(a.data() == 2);
    BOOST_TEST(slope(z, a) == 3);
    using std::swap;
    swap(a, b);
    BOOST_TEST(slope(z, a) == 2);
}

BOOST_AUTO_TEST_CASE(a_value_without_a_number_is_the_constant_0) {
    Value none;
    BOOST_TEST(none.data() == 0);
    BOOST_TEST(none.label().empty());
    Value x{2.0};
    none += x;
    none += x * x;
    BOOST_TEST(slope(none, x) == 5);
    const Value constant;
    const Value y = constant * x + x;
    BOOST_TEST(slope(y, x) == 1);
    const auto says = [](std::string_view text) {
        return [text](const graph_error& e) {
            return std::string_view(e.what()).find(text) != std::string_view::npos;
        };
    };
    Value moved{1.0};
    const Value taken = std::move(moved);
    BOOST_CHECK_EXCEPTION(static_cast<void>(constant.grad()), graph_error, says("given a number"));
    BOOST_CHECK_EXCEPTION(constant.backward(), graph_error, says("is a constant"));
    BOOST_CHECK_EXCEPTION(static_cast<void>(moved.grad()), graph_error, says("moved from"));
    BOOST_CHECK_EXCEPTION(Value().label("c"), graph_error, says("docs/reference/value.md"));
    // A constant is a node as soon as it is given a number.
    Value assigned;
    assigned = 3.0;
    BOOST_TEST(slope(assigned * assigned, assigned) == 6);
}

BOOST_AUTO_TEST_CASE(the_derivative_of_a_number_by_itself_is_1) {
    Value x{3.0};
    x.backward();
    BOOST_TEST(x.grad() == 1);
    x.backward(5);
    BOOST_TEST(x.grad() == 6); // it is a leaf
    const Value of_numbers = Value(2.0) * Value(3.0) + 1;
    BOOST_TEST(of_numbers.data() == 7);
    of_numbers.backward();
    BOOST_TEST(of_numbers.grad() == 1);
}

BOOST_AUTO_TEST_CASE(backward_adds_to_leaves_and_sets_computed_nodes) {
    Value a{2.0}, b{-3.0};
    Value e = a * b;
    Value d = e + 10;
    Value y = d * a;
    y.backward();
    const double da = a.grad(), db = b.grad();
    BOOST_TEST(da == 4 + 2 * -3);
    BOOST_TEST(db == 4);
    BOOST_TEST(e.grad() == 2);
    BOOST_TEST(d.grad() == 2);
    BOOST_TEST(y.grad() == 1);
    y.backward();
    BOOST_TEST(a.grad() == 2 * da);
    BOOST_TEST(b.grad() == 2 * db);
    BOOST_TEST(e.grad() == 2);
    BOOST_TEST(d.grad() == 2);
    BOOST_TEST(y.grad() == 1);
    a.zero_grad();
    b.zero_grad();
    y.backward();
    BOOST_TEST(a.grad() == da);
    BOOST_TEST(b.grad() == db);
    a.zero_grad();
    y.backward(-2);
    BOOST_TEST(a.grad() == -2 * da);
    BOOST_TEST(e.grad() == -4);
    BOOST_TEST(y.grad() == -2);
    // From a node in the middle: what is above it has no grad in this pass.
    d.backward();
    BOOST_TEST(d.grad() == 1);
    BOOST_TEST(e.grad() == 1);
    BOOST_TEST(y.grad() == 0);
    std::vector<Value> both{a, b};
    zero_grad(both);
    BOOST_TEST(a.grad() == 0);
    BOOST_TEST(b.grad() == 0);
}

BOOST_AUTO_TEST_CASE(what_y_does_not_depend_on_gets_no_grad) {
    Value a{2.0}, b{3.0};
    Value y = a * a;
    Value z = b * y; // newer, and uses y
    y.backward();
    BOOST_TEST(a.grad() == 4);
    BOOST_TEST(b.grad() == 0);
    BOOST_TEST(z.grad() == 0);
    z.backward();
    BOOST_TEST(b.grad() == 4);
    BOOST_TEST(a.grad() == 4 + 12);
    BOOST_TEST(y.grad() == 3);
}

BOOST_AUTO_TEST_CASE(reassignment_in_a_loop) {
    Value x{1.5};
    Value v = x;
    for (int i = 0; i < 10; ++i)
        v = v * 0.5 + x;
    // v = x*(2 - 2^-10)
    BOOST_TEST(v.data() == 1.5 * (2 - 0x1p-10));
    BOOST_TEST(slope(v, x) == 2 - 0x1p-10);
    v = 7;
    BOOST_TEST(v.data() == 7);
    BOOST_TEST(slope(v * x, x) == 7);
}

BOOST_AUTO_TEST_CASE(labels) {
    Value a{2.0, "a"};
    BOOST_TEST(a.label() == "a");
    const Value alias = a;
    BOOST_TEST(alias.label() == "a");
    Value y = a * a;
    BOOST_TEST(y.label().empty());
    y.label("y").label("why");
    BOOST_TEST(y.label() == "why");
    a = 3;
    BOOST_TEST(a.label().empty()); // another node
    BOOST_TEST(alias.label() == "a");
    Value moved = std::move(y);
    BOOST_TEST(moved.label() == "why");
    BOOST_TEST(moved.detach().label().empty());
    Value f{1, std::string("an integer")};
    BOOST_TEST(f.label() == "an integer");
    // Ids are used again, labels are not.
    for (int i = 0; i < 3; ++i) {
        Value t{1.0};
        BOOST_TEST(t.label().empty());
        t.label("t");
        Value s = t * t;
        BOOST_TEST(s.label().empty());
        s.label("s");
    }
}

BOOST_AUTO_TEST_CASE(detach_cuts_the_graph) {
    Value x{3.0};
    const Value y = x * x;
    Value d = y.detach();
    BOOST_TEST(d.data() == 9);
    BOOST_TEST(!d.is_same_node(y));
    const Value z = d * x;
    z.backward();
    BOOST_TEST(x.grad() == 9);
    BOOST_TEST(d.grad() == 3);
    BOOST_TEST(y.grad() == 0);
    d.data() = 1;
    BOOST_TEST(y.data() == 9);
}

BOOST_AUTO_TEST_CASE(stored_expressions_own_what_they_refer_to) {
    std::optional<Value> x{2.0}, w{3.0};
    const auto e = *x * *w + sin(*x);
    const auto f = e * e - e; // operands may be used any number of times
    Value kept_x = *x, kept_w = *w;
    x.reset();
    w = 100.0;
    for (int i = 0; i < 100; ++i) { // what is dropped now may be overwritten
        const Value a = 1.0 * i;
        const Value b = a * a + a;
        (void)b;
    }
    const double v = 6 + std::sin(2.0), dv_dx = 3 + std::cos(2.0), dv_dw = 2;
    BOOST_TEST(e.data() == v);
    Value y = f;
    BOOST_TEST(near(y.data(), v * v - v, 1e-15));
    BOOST_TEST(near(slope(y, kept_x), (2 * v - 1) * dv_dx, 1e-14));
    BOOST_TEST(near(slope(y, kept_w), (2 * v - 1) * dv_dw, 1e-14));
    const auto copy = f;
    const auto moved = [](auto g) { return g; }(copy);
    const Value z = copy + moved;
    BOOST_TEST(near(slope(z, kept_w), 2 * (2 * v - 1) * dv_dw, 1e-14));
}

namespace {

auto escaping(double at) {
    Value local{at};
    Value inner = local * local;
    return inner * local + inner; // refers to two Values that are gone when it arrives
}
auto generic_outer(const auto& x) {
    const auto inner = [&](const auto& y) {
        const auto a = y * 2;
        const auto b = a + x;
        return a * b;
    };
    const auto u = inner(x);
    return u + inner(u);
}

} // namespace

BOOST_AUTO_TEST_CASE(expressions_leave_functions) {
    const auto e = escaping(3);
    const Value noise = Value(1.0) * 2;
    const Value y = e;
    BOOST_TEST(y.data() == 36);
    y.backward();
    // u = 2x*(2x + x) = 6x^2; u + 2u*(2u + x) = u + 4u^2 + 2ux
    Value x{0.5};
    const Value z = generic_outer(x);
    const double u = 1.5, du = 6;
    BOOST_TEST(z.data() == u + 4 * u * u + 2 * u * 0.5);
    BOOST_TEST(slope(z, x) == du + 8 * u * du + 2 * (du * 0.5 + u));
}

BOOST_AUTO_TEST_CASE(alternatives_of_a_condition) {
    Value a{2.0}, b{3.0};
    const Value larger = a < b ? b : a;
    BOOST_TEST(larger.is_same_node(b));
    const Value mixed = a < b ? a * b : a;
    BOOST_TEST(slope(mixed, a) == 3);
    const Value other = a > b ? a * b : a;
    BOOST_TEST(slope(other, a) == 1);
    const Value number = a > b ? a : 0.0;
    BOOST_TEST(number.data() == 0);
    const Value chosen = select(a < b, a * a, b);
    BOOST_TEST(slope(chosen, a) == 4);
    BOOST_TEST(slope(select(b < a, a * a, b), b) == 1);
    BOOST_TEST(slope(select(a < b, a + b, 0), b) == 1);
    BOOST_TEST(select(a > b, a, 7).data() == 7);
    static_assert(std::is_same_v<decltype(select(true, a * b, 1)), Value>);
    if (a * b > 5 && !(a == b))
        BOOST_TEST(true);
    else
        BOOST_ERROR("comparisons are bools");
}

BOOST_AUTO_TEST_CASE(standard_algorithms) {
    Value a{2.0}, b{3.0}, c{-1.0};
    BOOST_TEST(std::max(a, b).is_same_node(b));
    BOOST_TEST(std::min(a, c).is_same_node(c));
    BOOST_TEST(std::max({a, b, c}).is_same_node(b));
    BOOST_TEST(std::clamp(b, c, a).is_same_node(a));
    BOOST_TEST(std::max<Value>(a, 0.0).is_same_node(a));
    BOOST_TEST(std::max<Value>(c, 0).data() == 0);
    std::vector<Value> v{a, b, c, a * b};
    std::sort(v.begin(), v.end());
    BOOST_TEST(v[0].is_same_node(c));
    BOOST_TEST(v[3].data() == 6);
    std::sort(v.begin(), v.end(), std::greater<>());
    BOOST_TEST(v[3].is_same_node(c));
    std::reverse(v.begin(), v.end());
    std::rotate(v.begin(), v.begin() + 1, v.end());
    BOOST_TEST(v[0].is_same_node(a));
    const Value sum = std::accumulate(v.begin(), v.end(), Value(0));
    BOOST_TEST(sum.data() == 2 + 3 - 1 + 6);
    BOOST_TEST(slope(sum, a) == 1 + 3);
    const Value dot = std::inner_product(v.begin(), v.end(), v.begin(), Value());
    BOOST_TEST(dot.data() == 4 + 9 + 1 + 36);
    BOOST_TEST(slope(dot, b) == 6 + 2 * 6 * 2);
    const Value product = std::accumulate(v.begin(), v.end(), Value(1), std::multiplies<>());
    BOOST_TEST(slope(product, c) == 36);
    std::vector<Value> running(v.size());
    std::partial_sum(v.begin(), v.end(), running.begin());
    BOOST_TEST(running.back().data() == 10);
    BOOST_TEST((std::max_element(v.begin(), v.end())->data() == 6));
    BOOST_TEST((std::lexicographical_compare(v.begin(), v.end(), running.begin(), running.end()) ==
                (v[0] < running[0] || v[0] == running[0])));
    std::transform(v.begin(), v.end(), running.begin(), [](const auto& x) { return x * x; });
    BOOST_TEST(running[0].data() == 4);
    using std::max, std::min, std::abs, std::sqrt, std::exp, std::isnan;
    const Value both =
        max(a, b) + min(a, b) + abs(c) + sqrt(a) * exp(c) + max(a * b, c) + max(a, 1);
    BOOST_TEST(near(both.data(), 2 + 3 + 1 + std::sqrt(2.0) * std::exp(-1.0) + 6 + 2, 1e-15));
    BOOST_TEST(!isnan(both));
}

BOOST_AUTO_TEST_CASE(containers) {
    std::vector<Value> v;
    for (int i = 0; i < 10000; ++i)
        v.push_back(i == 0 ? Value(1.0) : v.back() * 1.0001);
    v.back().backward();
    BOOST_TEST(near(v[0].grad(), std::pow(1.0001, 9999), 1e-11));
    v.erase(v.begin() + 10, v.end() - 10);
    v.insert(v.begin() + 5, Value(3.0));
    v.resize(100);
    BOOST_TEST(v.back().data() == 0);
    v.shrink_to_fit();
    BOOST_TEST(v[5].data() == 3);

    std::map<std::string, Value> by_name;
    by_name["x"] = 2.0;
    by_name.emplace("y", 3);
    Value z = by_name["x"] * by_name.at("y") + by_name["none"];
    z.backward();
    BOOST_TEST(by_name["x"].grad() == 3);
    std::map<Value, int> ordered{{Value(2), 2}, {Value(1), 1}};
    BOOST_TEST(ordered.begin()->second == 1);
    std::array<Value, 3> three{1, 2.0, 3.0f};
    Value s = three[0] * three[1] * three[2];
    s.backward();
    BOOST_TEST(three[1].grad() == 3);
    std::array<Value, 3> copies = three;
    BOOST_TEST(copies[1].is_same_node(three[1]));
    std::optional<Value> maybe;
    maybe = three[0];
    BOOST_TEST((maybe == three[0] && maybe == 1.0));
    std::pair<Value, Value> pair{1, 2};
    const auto& [first, second] = pair;
    BOOST_TEST(Value(first + second).data() == 3);
    Value plain[2] = {1.0, 2.0};
    for (auto& element : plain)
        element *= 2;
    BOOST_TEST(plain[1].data() == 4);
    const std::function<Value(const Value&)> square = [](const Value& x) { return x * x; };
    BOOST_TEST(slope(square(three[0]), three[0]) == 2);
}

BOOST_AUTO_TEST_CASE(numbers_cost_no_node) {
    using T = Value;
    Value x{3.0};
    const T y = T(2) * x + T(1);
    BOOST_TEST(slope(y, x) == 2);
    T s = 0.;
    for (int i = 0; i < 3; ++i)
        s += x;
    BOOST_TEST(slope(s, x) == 3);
    T p = T(1);
    p *= x;
    p = p * T(2) - T(3);
    BOOST_TEST(slope(p, x) == 2);
    T unused = 1.;
    unused = 2.;
    unused = x;
    BOOST_TEST(unused.is_same_node(x));
}

BOOST_AUTO_TEST_CASE(leaves_by_the_thousand) {
    std::vector<Value> leaves;
    for (int i = 0; i < 20000; ++i)
        leaves.emplace_back(0.5 * i);
    Value s = 0.0;
    for (std::size_t i = 0; i < leaves.size(); ++i)
        s += leaves[i] * static_cast<double>(i);
    s.backward();
    bool right = true;
    for (std::size_t i = 0; i < leaves.size(); ++i)
        right = right && leaves[i].grad() == static_cast<double>(i) &&
                leaves[i].data() == 0.5 * static_cast<double>(i);
    BOOST_TEST(right);
}

// Numbers that nothing was computed from give their place back, in whatever order they go.
BOOST_AUTO_TEST_CASE(numbers_that_come_and_go) {
    for (const int count : {1, 4095, 4096, 4097, 8192, 8193, 12289}) {
        std::vector<Value> many;
        for (int i = 0; i < count; ++i)
            many.emplace_back(1.0 * i);
        while (!many.empty())
            many.pop_back();
        Value x{3.0}, w{2.0};
        std::vector<Value> ys;
        for (int i = 0; i < 9000; ++i)
            ys.push_back(x * 2.0 + w);
        BOOST_TEST(slope(ys[7000], x) == 2);
        BOOST_TEST(slope(ys[5], x) == 2);
        BOOST_TEST(x.data() == 3);
        BOOST_TEST(w.data() == 2);
        BOOST_TEST(w.grad() == 2);
    }
}

BOOST_AUTO_TEST_CASE(more_operands_than_one_statement_has) {
    std::vector<Value> x;
    for (int i = 0; i < 10; ++i)
        x.emplace_back(0.1 * i + 1);
    // 100 operands in one expression.
    const auto row = [&](int i) {
        const auto at = [&](int k) { return x[static_cast<std::size_t>(k)]; };
        return at(0) * i + at(1) * at(2) + at(3) * at(4) + at(5) * at(6) + at(7) * at(8) + at(9);
    };
    const auto all = ((row(0) + row(1)) + (row(2) + row(3))) +
                     ((row(4) + row(5)) + (row(6) + row(7))) + (row(8) + row(9));
    const Value y = all;
    BOOST_TEST(
        near(y.data(), 45 + 10 * (1.1 * 1.2 + 1.3 * 1.4 + 1.5 * 1.6 + 1.7 * 1.8 + 1.9), 1e-14));
    BOOST_TEST(near(slope(y, x[0]), 45, 1e-14));
    BOOST_TEST(near(slope(y, x[1]), 12, 1e-14));
    BOOST_TEST(near(slope(y, x[9]), 10, 1e-14));
    // The same onto a sum, which is then continued by more than one statement takes.
    Value s = x[0] * 2;
    s += all;
    s -= all * 0.5;
    BOOST_TEST(near(slope(s, x[1]), 6, 1e-14));
    BOOST_TEST(near(slope(s, x[0]), 2 + 22.5, 1e-14));
}

// Nothing else keeps the chunk in which the parts of a large expression become nodes.
BOOST_AUTO_TEST_CASE(large_expressions_on_an_empty_tape) {
    Value x{1.0}, w{2.0};
    const auto ten = [&](double i) { return x * i + w * w + w * w + w * w + w * w + w; };
    const auto e = (ten(1) + ten(2)) + (ten(3) + ten(4));
    Value other = w * 3;
    other = other * other;
    const Value y = e;
    BOOST_TEST(slope(y, x) == 10);
    BOOST_TEST(slope(y, w) == 4 * (8 * 2 + 1));
    BOOST_TEST(slope((ten(1) + ten(2)) * (ten(3) + ten(4)), x) == 3 * (7 + 36) + 7 * (3 + 36));
}

// ... and these parts may stand at the end of one chunk and the beginning of the next.
BOOST_AUTO_TEST_CASE(large_expressions_across_chunks) {
    int wrong = 0;
    for (int n = 4040; n < 4140; ++n) {
        Value x{1.0}, w{2.0};
        Value v = x;
        for (int i = 0; i < n; ++i)
            v = v * 0.5 + w;
        const auto ten = [&](double i) { return x * i + w * w + w * w + w * w + w * w + w; };
        const Value y = (ten(1) + ten(2)) + (ten(3) + ten(4));
        wrong += slope(y, x) != 10;
    }
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(other_scalar_types) {
    const auto check_type = []<class T>(T) {
        using V = basic_value<T>;
        V x{T(3)}, w{T(0.5)};
        const V y = tanh(x * w) + 2 * x - 1.0 + x / 4;
        y.backward();
        const T t = std::tanh(T(1.5));
        BOOST_TEST(
            near(static_cast<double>(y.data()), static_cast<double>(t + 6 - 1 + T(0.75)), 1e-6));
        BOOST_TEST(std::fabs(x.grad() - ((1 - t * t) * T(0.5) + T(2.25))) <
                   4 * std::numeric_limits<T>::epsilon());
        V s = 0;
        for (int i = 0; i < 10000; ++i)
            s += x * w;
        s.backward();
        BOOST_TEST(std::fabs(w.grad() - (1 - t * t) * 3 - 30000) < T(0.1));
        V v = x;
        for (int i = 0; i < 10000; ++i)
            v = sin(v + w);
        v.backward();
        BOOST_TEST(std::isfinite(x.grad()));
    };
    check_type(1.0f);
    check_type(1.0);
    check_type(1.0L);
    // A long double keeps its digits.
    basic_value<long double> x{1 / 3.0L};
    BOOST_TEST((x.data() == 1 / 3.0L));
    const basic_value<long double> y = x * x;
    y.backward();
    BOOST_TEST((x.grad() == 2 / 3.0L));
}

BOOST_AUTO_TEST_CASE(limits_of_the_scalar) {
    using limits = std::numeric_limits<Value>;
    static_assert(limits::is_specialized && limits::digits == 53 && limits::has_infinity);
    static_assert(std::numeric_limits<basic_value<float>>::digits == 24);
    Value best = limits::max();
    const Value a{2.0};
    if (a < best)
        best = a;
    BOOST_TEST(best.is_same_node(a));
    BOOST_TEST(isinf(Value(limits::infinity())));
    BOOST_TEST((limits::epsilon() == std::numeric_limits<double>::epsilon()));
}
