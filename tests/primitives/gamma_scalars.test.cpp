// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions of other numbers: Values, 50 digits, a type of one's own.
#include "../compiled_values.hpp"
#include "../laws_functions.hpp"

#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/value.hpp>

#include <limits>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>

using namespace ctgrad;

namespace {

constexpr auto all = [](const auto& a) {
    return lgamma(a) * polygamma(1, a) + digamma(a) * tgamma(a) + polygamma(2, a);
};
constexpr auto formula = function(all);

// A scalar needs the functions in use, found by their arguments.
struct dual {
    double value, tangent;

    dual(double number = 0, double moving = 0) : value(number), tangent(moving) {}
    friend dual operator*(dual a, dual b) {
        return {a.value * b.value, a.value * b.tangent + a.tangent * b.value};
    }
    friend dual lgamma(dual a) {
        return {ctgrad::lgamma(a.value), a.tangent * ctgrad::digamma(a.value)};
    }
    friend dual digamma(dual a) {
        return {ctgrad::digamma(a.value), a.tangent * ctgrad::polygamma(1, a.value)};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(values) {
    for (const double a : {0.5, 2.5, 17.25, -1.25}) {
        const Value v{a};
        const Value in_one = all(v);
        in_one.backward();
        BOOST_TEST(in_one.data() == formula(a));
        BOOST_TEST(near(v.grad(), gradient(formula)(a), 1e-14));

        const Value w{a};
        const Value first = lgamma(w), second = polygamma(3, first), third = tgamma(second);
        third.backward();
        const auto chain = function([](auto b) { return tgamma(polygamma(3, lgamma(b))); });
        BOOST_TEST(near(w.grad(), gradient(chain)(a), 1e-13));
    }
}

namespace {

// A function on Values, as a typed expression and as a traced function.
struct value_subject : laws::function_subject {
    struct answer {
        double value, slope;
    };
    Value (*record)(const Value&);
    answer (*typed)(double);
    answer (*traced)(double);
};
template <class F>
struct statements_of {
    static Value record(const Value& x) { return F()(x); }
    static value_subject::answer typed(double number) {
        static constexpr var<"x"> x;
        const auto [value, g] = value_and_gradient(F()(x), at(x = number));
        return {value, g[x]};
    }
    static value_subject::answer traced(double x) {
        const auto [value, slope] = value_and_gradient(function(F()))(x);
        return {value, slope};
    }
};

} // namespace

// To the last bit, at the edges too.
BOOST_AUTO_TEST_CASE(all_front_ends_agree) {
    using laws::expect, laws::point;
    const auto same = [](double a, double b) { return compiled_values::within_units(a, b, 0); };
    constexpr double inf = std::numeric_limits<double>::infinity();
    const auto subjects = laws::each_function<value_subject, gammas>([](auto f) {
        using statements = statements_of<decltype(f)>;
        return value_subject{laws::subject_of(f), statements::record, statements::typed,
                             statements::traced};
    });
    for (const value_subject& f : subjects) {
        auto points = laws::points_in_domain(f);
        for (const double x : {-inf, -3.0, -0.0, 0.0, 1e-310, 1e300, inf, inf - inf})
            points.push_back({x});
        for (const point& x : points) {
            const Value v{x[0]};
            const Value recorded = f.record(v);
            recorded.backward();
            const double value = f.primitive.value(f.complete(x));
            const double slope = f.primitive.partial[f.offset](f.complete(x));
            expect(same(recorded.data(), value), f, x, "data", recorded.data(), value);
            expect(same(v.grad(), slope), f, x, f.offset, v.grad(), slope);
            const auto typed = f.typed(x[0]), traced = f.traced(x[0]);
            expect(same(typed.value, value), f, x, "the typed expression", typed.value, value);
            expect(same(traced.value, value), f, x, "the traced function", traced.value, value);
            expect(same(typed.slope, slope), f, x, f.offset, typed.slope, slope);
            expect(same(traced.slope, slope), f, x, f.offset, traced.slope, slope);
        }
        laws::tried(f.primitive, points.size());
    }
}

// 4*digamma(4) and -24*zeta(5): https://oeis.org/A013663 has the digits of zeta(5).
BOOST_AUTO_TEST_CASE(fifty_digits) {
    using number = boost::multiprecision::cpp_bin_float_50;
    const auto f = function([](auto a) { return polygamma(3, a); });
    const number zeta_of_five("1.0369277551433699263313654864570341680570809195019");
    BOOST_TEST(abs(gradient(f)(number(1)) + 24 * zeta_of_five) < 1e-46);
    const auto g = function([](auto a) { return lgamma(a * a); });
    const number euler("0.57721566490153286060651209008240243104215933593992");
    BOOST_TEST(abs(gradient(g)(number(2)) - 4 * (number(11) / 6 - euler)) < 1e-47);
}

BOOST_AUTO_TEST_CASE(floats_and_long_doubles) {
    BOOST_TEST(near(gradient(formula)(2.5F), static_cast<float>(gradient(formula)(2.5)), 1e-6F));
    BOOST_TEST(near(static_cast<double>(gradient(formula)(2.5L)), gradient(formula)(2.5), 1e-14));
}

BOOST_AUTO_TEST_CASE(a_scalar_of_ones_own) {
    const auto f = function([](auto a) { return lgamma(a) * lgamma(a); });
    const dual second = gradient(f)(dual(2.5, 1)); // 2*lgamma*digamma
    BOOST_TEST(near(second.value, gradient(f)(2.5), 1e-14));
    BOOST_TEST(near(second.tangent, gradient(gradient(f))(2.5), 1e-13));
}
