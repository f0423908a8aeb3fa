// SPDX-License-Identifier: BSL-1.0
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using detail::guarded_product;
using detail::has_guard;
using detail::is_guarded;
using detail::statement;

template <class T = double>
const basic_value<T>& v();
template <class E>
inline constexpr unsigned leaves = E::leaves;
template <class E>
inline constexpr unsigned constants = E::constants;

// One object for the whole right-hand side: its operands, its numbers.
static_assert(leaves<decltype(v<>() * v<>())> == 2 && constants<decltype(v<>() * v<>())> == 0);
static_assert(leaves<decltype(2 * v<>())> == 1 && constants<decltype(2 * v<>())> == 1);
using four_operands = decltype(v<>() * v<>() + sin(v<>()) * v<>());
static_assert(leaves<four_operands> == 4 && constants<four_operands> == 0);
static_assert(leaves<decltype(pow(v<>(), 3) / 2 - max(v<>(), 0) + 1.5f)> == 2);
static_assert(constants<decltype(pow(v<>(), 3) / 2 - max(v<>(), 0) + 1.5f)> == 4);
static_assert(statement<four_operands> && !statement<Value> && !statement<double>);
static_assert(std::is_same_v<four_operands::scalar, double>);

// Which statements need products in which 0 times infinity is 0: a vertical tangent, an
// alternative.
static_assert(is_guarded<op::square_root> && is_guarded<op::relu> && is_guarded<op::maximum> &&
              is_guarded<detail::power_of_number>);
static_assert(!is_guarded<op::multiply> && !is_guarded<op::exponential> &&
              !is_guarded<op::hyperbolic_tangent>);
static_assert(has_guard<decltype(1 + sqrt(v<>() * v<>()))> && !has_guard<four_operands>);
static_assert(!has_guard<decltype(v<>() + 1)>);

// Of a formula f(x, y), the partials of the statement and those of the typed expression.
constexpr var<"x"> x;
constexpr var<"y"> y;

template <class F>
void agrees_with_typed(const F& f, double at_x, double at_y) {
    const Value a{at_x}, b{at_y};
    const auto expression = f(a, b);
    constexpr unsigned count = decltype(expression)::leaves;
    std::array<double, count> partials{};
    std::array<detail::node_id, count> ids{};
    expression.template partials<0>(1.0, partials.data());
    expression.template ids<0>(ids.data());
    double dx = 0, dy = 0;
    for (unsigned k = 0; k < count; ++k)
        (ids[k] == a.node() ? dx : dy) += partials[k];

    const auto typed = f(x, y);
    const auto point = at(x = at_x, y = at_y);
    BOOST_TEST(expression.data() == value(typed, point));
    const auto g = gradient(typed, point);
    BOOST_TEST(near(dx, g[x], 1e-14));
    BOOST_TEST(near(dy, g[y], 1e-14));
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

// x^p as a Value, as std::pow where the power is no small integer, and as a traced function.
constexpr double points[] = {-3, -1.1, -0.3, 0, 0.1, 0.7, 1, 1.3, 2.9, 1e3, 1e200, -1e-200};
template <int Quarters>
void check_power() {
    constexpr double p = Quarters / 4.0;
    constexpr auto traced = function([](auto t) { return pow(t, Quarters / 4.0); });
    for (const double at : points) {
        Value t{at};
        Value power = pow(t, p);
        power.backward();
        BOOST_TEST(same_bits(power.data(), traced(at)), at << "^" << p);
        // A grad begins with 0, so it is never -0.
        BOOST_TEST(same_bits(t.grad(), 0.0 + gradient(traced)(at)), "slope of " << at << "^" << p);
        if (p != std::floor(p) || p < -64 || p > 64)
            BOOST_TEST(same_bits(power.data(), std::pow(at, p)), at << "^" << p);
        else if (std::isnormal(std::pow(at, p)))
            BOOST_TEST(near(power.data(), std::pow(at, p), 64 * 2.3e-16), at << "^" << p);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(partials_are_those_of_typed_expressions) {
    for (const double s : {0.3, 1.7, -0.6}) {
        agrees_with_typed([](auto& a, auto& b) { return a * b + sin(a) * b; }, s, 1.2);
        agrees_with_typed([](auto& a, auto& b) { return 2 * a * a * a - b / a + 1; }, s, -0.4);
        agrees_with_typed([](auto& a, auto& b) { return exp(a - b) * (a + b) * (a - b); }, s, 0.9);
        agrees_with_typed([](auto& a, auto& b) { return atan2(a, b) / (1 + a * a); }, s, 0.8);
        agrees_with_typed([](auto& a, auto& b) { return max(a, b) * min(a, b) - relu(a); }, s, 0.5);
        agrees_with_typed([](auto& a, auto& b) { return pow(a * a + 1, b) + pow(b, 3); }, s, 2.5);
        agrees_with_typed([](auto& a, auto& b) { return tanh(a + b) - sqrt(a * a + b * b); }, s, 3);
        agrees_with_typed([](auto& a, auto& b) { return -(-a) - (-(b - 3)) / -a; }, s, 0.1);
    }
}

BOOST_AUTO_TEST_CASE(operands_and_numbers_from_left_to_right) {
    //! [parts]
    const Value a{2.0}, b{3.0};
    const auto e = 7 * a + (b - 8) / a;
    std::array<detail::node_id, 3> ids{};
    std::array<double, 2> numbers{};
    e.ids<0>(ids.data());
    e.numbers<0>(numbers.data());
    BOOST_TEST((ids == std::array{a.node(), b.node(), a.node()}));
    BOOST_TEST((numbers == std::array{7.0, 8.0}));
    std::array<double, 3> partials{};
    e.partials<0>(10.0, partials.data());
    BOOST_TEST((partials == std::array{70.0, 5.0, 10 * 1.25}));
    //! [parts]
}

BOOST_AUTO_TEST_CASE(products_with_guards) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(guarded_product(0.0, infinity) == 0);
    BOOST_TEST(guarded_product(0.0, -infinity) == 0);
    BOOST_TEST(guarded_product(infinity, 0.0) == 0);
    BOOST_TEST(guarded_product(-0.0, infinity) == 0);
    BOOST_TEST(guarded_product(2.0, 3.0) == 6);
    BOOST_TEST(guarded_product(2.0, infinity) == infinity);
    // What is not a number stays one.
    BOOST_TEST(std::isnan(guarded_product(0.0, nan)));
    BOOST_TEST(std::isnan(guarded_product(nan, 0.0)));
    BOOST_TEST(std::isnan(guarded_product(nan, infinity)));
}

BOOST_AUTO_TEST_CASE(a_large_statement_becomes_two) {
    const Value a{1.0};
    const auto ten = a + a + a + a + a + a + a + a + a + a;
    const auto thirty = ten + ten + ten;
    static_assert(leaves<decltype(thirty)> == 30);
    const auto more = thirty + a;
    const auto twice = thirty * thirty;
    const auto nested = sin(twice + thirty) * twice;
    static_assert(leaves<decltype(more)> <= detail::max_statement_leaves);
    static_assert(leaves<decltype(twice)> <= detail::max_statement_leaves);
    static_assert(leaves<decltype(nested)> <= detail::max_statement_leaves);
    const auto slope = [&](const Value& result) {
        Value leaf = a;
        leaf.zero_grad();
        result.backward();
        return leaf.grad();
    };
    BOOST_TEST(Value(more).data() == 31);
    BOOST_TEST(slope(more) == 31);
    BOOST_TEST(Value(twice).data() == 900);
    BOOST_TEST(slope(twice) == 1800);
    BOOST_TEST(near(Value(nested).data(), std::sin(930) * 900));
    BOOST_TEST(near(slope(nested), std::cos(930) * 1830 * 900 + std::sin(930) * 1800, 1e-13));
    // Numbers take room, too.
    const auto numbers = 1 + a * 2 + a * 3 + a * 4 + a * 5 + a * 6 + a * 7 + a * 8 + a * 9 +
                         a * 10 + a * 11 + a * 12 + a * 13 + a * 14 + a * 15 + a * 16 + a * 17;
    static_assert(leaves<decltype(numbers)> + constants<decltype(numbers)> <= 30);
    BOOST_TEST(Value(numbers).data() == 153);
    BOOST_TEST(slope(numbers) == 152);
}

BOOST_AUTO_TEST_CASE(powers_are_those_of_traced_functions_to_the_last_bit) {
    check_power<0>();
    check_power<1>();
    check_power<2>();
    check_power<3>();
    check_power<4>();
    check_power<8>();
    check_power<10>();
    check_power<12>();
    check_power<20>();
    check_power<28>();
    check_power<4 * 17>();
    check_power<4 * 63>();
    check_power<4 * 64>();
    check_power<4 * 65>();
    check_power<4 * 200>();
    check_power<-2>();
    check_power<-4>();
    check_power<-8>();
    check_power<-20>();
    check_power<-4 * 63>();
    check_power<-4 * 64>();
    check_power<-4 * 65>();
    // The power of a Value is an operation of two operands.
    Value a{2.0}, b{3.0};
    const Value c = pow(a, b);
    c.backward();
    BOOST_TEST(c.data() == std::pow(2.0, 3.0));
    BOOST_TEST(near(b.grad(), 8 * std::log(2.0)));
}

BOOST_AUTO_TEST_CASE(numbers_of_other_types_follow_the_values) {
    static_assert(std::is_same_v<decltype(2.0L * v<>())::scalar, double>);
    static_assert(std::is_same_v<decltype(v<float>() * 2.0)::scalar, float>);
    static_assert(std::is_same_v<decltype(v<float>() * v<>())::scalar, double>);
    static_assert(std::is_same_v<decltype(v<long double>() + v<>())::scalar, long double>);
    const basic_value<float> third{1.0f / 3};
    BOOST_TEST((third * 3.0).data() == 1.0f);
}
