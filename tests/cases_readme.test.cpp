// SPDX-License-Identifier: BSL-1.0
//
// The expressions of micrograd's README and tests, in every spelling: plain numbers kept in the
// expression, sealed, as constants of the type, as a traced function, and as a function of doubles.
#include <ctgrad.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

double hidden(double number) {
    volatile double kept = number;
    return kept;
}

constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"x"> x;

// Reassignment makes new nodes that use the old ones: `c += c + 1` is c1 = c0 + (c0 + 1).
struct readme_expression {
    constexpr auto operator()(const auto& a0, const auto& b0) const {
        const auto c0 = a0 + b0;
        const auto d0 = a0 * b0 + pow(b0, 3);
        const auto c1 = c0 + (c0 + 1);
        const auto c2 = c1 + (1 + c1 + (-a0));
        const auto d1 = d0 + (d0 * 2 + relu(b0 + a0));
        const auto d2 = d1 + (3 * d1 + relu(b0 - a0));
        const auto e0 = c2 - d2;
        const auto f0 = pow(e0, 2);
        const auto g0 = f0 / 2.0;
        return g0 + 10.0 / f0;
    }
};
constexpr auto in_the_type = [] {
    constexpr auto c0 = a + b;
    constexpr auto d0 = a * b + pow(b, 3_c);
    constexpr auto c1 = c0 + (c0 + 1_c);
    constexpr auto c2 = c1 + (1_c + c1 + (-a));
    constexpr auto d1 = d0 + (d0 * 2_c + relu(b + a));
    constexpr auto d2 = d1 + (3_c * d1 + relu(b - a));
    constexpr auto e0 = c2 - d2;
    constexpr auto f0 = pow(e0, 2_c);
    constexpr auto g0 = f0 / 2_c;
    return g0 + 10_c / f0;
}();
constexpr auto plain = readme_expression()(a, b);
constexpr auto with_statements = function([](auto a0, auto b0) {
    auto c = a0 + b0;
    auto d = a0 * b0 + pow(b0, 3);
    c += c + 1;
    c += 1 + c + (-a0);
    d += d * 2 + relu(b0 + a0);
    d += 3 * d + relu(b0 - a0);
    const auto e = c - d;
    const auto f = pow(e, 2);
    auto g = f / 2.0;
    g += 10.0 / f;
    return g;
});

constexpr bool is_right(double g, double da, double db) {
    return near(g, 24.70408163265306) && near(da, 138.83381924198252) &&
           near(db, 645.5772594752186);
}
constexpr bool readme_is_right(double minus_four, double two) {
    const auto point = at(a = minus_four, b = two);
    const auto kept = value_and_gradient(plain, point);
    const auto merged = value_and_gradient<plain>(point);
    const auto typed = value_and_gradient(in_the_type, point);
    const auto [v, g] = value_and_gradient(with_statements)(minus_four, two);
    const auto [w, h] = value_and_gradient(function(readme_expression()))(minus_four, two);
    return is_right(kept.value, kept[a], kept[b]) && is_right(merged.value, merged[a], merged[b]) &&
           is_right(typed.value, typed[a], typed[b]) &&
           is_right(v, std::get<0>(g), std::get<1>(g)) &&
           is_right(w, std::get<0>(h), std::get<1>(h));
}
static_assert(readme_is_right(-4, 2));
static_assert(sealed<plain> == in_the_type);

struct sanity_check {
    constexpr auto operator()(const auto& x0) const {
        const auto z = 2 * x0 + 2 + x0;
        const auto q = relu(z) + z * x0;
        const auto h = relu(z * z);
        return h + q + q * x0;
    }
};
constexpr auto sanity = sanity_check()(x);
constexpr bool sanity_is_right(double minus_four) {
    const auto kept = value_and_gradient(sanity, at(x = minus_four));
    const auto merged = value_and_gradient<sanity>(at(x = minus_four));
    const auto [v, g] = value_and_gradient(function(sanity_check()))(minus_four);
    return kept.value == -20 && kept[x] == 46 && merged.value == -20 && merged[x] == 46 &&
           v == -20 && g == 46;
}
static_assert(sanity_is_right(-4));

// 6. A number on either side of every operator.
constexpr bool numbers_on_either_side(double two) {
    const auto v = [&](const auto& e) { return value(e, at(a = two)); };
    const auto d = [&](const auto& e) { return gradient(e, at(a = two))[a]; };
    return v(a + 1) == 3 && v(1 + a) == 3 && v(a - 5) == -3 && v(5 - a) == 3 && v(a * 4) == 8 &&
           v(4.0f * a) == 8 && v(a / 4) == 0.5 && v(10 / a) == 5 && v(2 / (a + a)) == 0.5 && //
           d(a + 1) == 1 && d(1 + a) == 1 && d(a - 5) == 1 && d(5 - a) == -1 && d(a * 4) == 4 &&
           d(4.0f * a) == 4 && d(a / 4) == 0.25 && d(10 / a) == -2.5 && v(-a) == -2 && v(+a) == 2;
}
static_assert(numbers_on_either_side(2));

} // namespace

BOOST_AUTO_TEST_CASE(the_readme_expression) {
    BOOST_TEST(readme_is_right(hidden(-4), hidden(2)));
    BOOST_TEST(sanity_is_right(hidden(-4)));
    BOOST_TEST(numbers_on_either_side(hidden(2)));
}
