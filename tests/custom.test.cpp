// SPDX-License-Identifier: BSL-1.0
//
// Functions with a derivative given by hand, in all front ends and to higher orders.
#include <ctgrad/custom.hpp>
#include <ctgrad/derivative.hpp>
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/to_string.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {
using ctgrad::exp, ctgrad::log;

// Written as a user would: log(1 + e^x), stable, with its derivative by hand.
constexpr auto soft = custom_vjp<"soft">(
    [](const auto& t) { return t > 0 ? t + log(1 + exp(-t)) : log(1 + exp(t)); },
    [](const auto& t, const auto&, const auto& adjoint) { return adjoint / (1 + exp(-t)); });

// The positive root r of r^2 + p*r = q, by Newton; derivatives by the implicit function theorem:
// (2r + p)*dr = dq - r*dp.
constexpr auto root = custom_jvp<"root">(
    [](const auto& p, const auto& q) {
        auto r = 1 + p * p + q;
        for (int i = 0; i < 60; ++i)
            r -= (r * r + p * r - q) / (2 * r + p);
        return r;
    },
    [](const auto& p, const auto&, const auto& r, const auto& dp, const auto& dq) {
        return (dq - r * dp) / (2 * r + p);
    });

constexpr var<"x"> x;
constexpr var<"p"> p;
constexpr var<"q"> q;

static_assert(near(value(soft(x), at(x = 0.5)), 0.9740769841801067));
static_assert(near(gradient(soft(x), at(x = 0.5))[x], 0.6224593312018546));
static_assert(value(soft(x), at(x = 800.0)) == 800 && gradient(soft(x), at(x = 800.0))[x] == 1);
static_assert(near(hessian(soft(x), at(x = 0.5))[x][x], 0.6224593312018546 * 0.3775406687981454));
static_assert(to_string(derivative(soft(x), x)) == "1/(1 + exp(-x))");
static_assert(to_string(soft(x) + 1_c) == "soft(x) + 1");

// r = (-p + sqrt(p^2 + 4q))/2
constexpr auto closed = (-p + sqrt(p * p + 4 * q)) / 2;
constexpr auto point = at(p = 0.75, q = 2.5);
constexpr auto g = gradient(root(p, q), point), expected = gradient(closed, point);
static_assert(near(value(root(p, q), point), value(closed, point)));
static_assert(near(g[p], expected[p]) && near(g[q], expected[q]));
constexpr auto h = hessian(root(p, q), point), curvature = hessian(closed, point);
static_assert(near(h[p][p], curvature[p][p]) && near(h[p][q], curvature[p][q]) &&
              near(h[q][q], curvature[q][q]));

constexpr auto traced = function([](auto a, auto b) { return a * root(a, b); });
static_assert(near(std::get<1>(gradient(traced)(0.75, 2.5)), 0.75 * expected[q]));

constexpr auto first_of_three = custom_vjp<"three">(
    [](const auto& a, const auto& b, const auto& c) { return a * b * c; },
    [](const auto& a, const auto& b, const auto& c, const auto&, const auto& adjoint) {
        return std::tuple{adjoint * b * c, adjoint * a * c, adjoint * a * b};
    });
static_assert(near(gradient(first_of_three(p, q, x), at(p = 2.0, q = 3.0, x = 5.0))[x], 6));

// A rule that returns an array, and one of four arguments.
constexpr auto mixed =
    custom_vjp<"mixed">([](const auto& a, const auto& b) { return a * a * b; },
                        [](const auto& a, const auto& b, const auto&, const auto& adjoint) {
                            return std::array{2 * a * b * adjoint, a * a * adjoint};
                        });
constexpr auto mixed_slopes = gradient(mixed(p, q), at(p = 3.0, q = 5.0));
static_assert(mixed_slopes[p] == 30 && mixed_slopes[q] == 9);
constexpr auto of_four = custom_jvp<"of_four">(
    [](const auto& a, const auto& b, const auto& c, const auto& d) { return a * b + c / d; },
    [](const auto& a, const auto& b, const auto& c, const auto& d, const auto&, const auto& da,
       const auto& db, const auto& dc,
       const auto& dd) { return da * b + a * db + dc / d - c / (d * d) * dd; });
constexpr auto four_slopes = gradient(function(
    [](const auto& v) { return of_four(v[0], v[1], v[2], v[3]); }))(std::array{2.0, 3.0, 5.0, 4.0});
static_assert(four_slopes == std::array{3.0, 2.0, 0.25, -0.3125});

// The rule may be of the library's making: the derivatives of an equation in its solution. Within
// gradients of gradients the iteration, which has a branch, is never traced.
constexpr auto equation = function([](auto r, auto a, auto b) { return r * exp(a * r) - b; });
constexpr auto solution = custom_jvp<"solution">(
    [](const auto& a, const auto& b) {
        auto r = b / (1 + a * b), step = r;
        for (int i = 0; i < 60; ++i) {
            if (step == 0)
                break;
            const auto [error, slope] = value_and_gradient(equation, wrt<0>())(r, a, b);
            step = error / slope;
            r -= step;
        }
        return r;
    },
    [](const auto& a, const auto& b, const auto& r, const auto& da, const auto& db) {
        const auto [by_r, by_a, by_b] = gradient(equation)(r, a, b);
        return -(by_a * da + by_b * db) / by_r;
    });
constexpr auto solved = function([](auto a, auto b) { return solution(a, b); });
// a*r = w with w*exp(w) = a*b: r' by b is 1/(exp(w)*(1 + w)).
constexpr double r = solved(0.5, 2.0);
static_assert(near(r * ctgrad::exp(0.5 * r), 2.0));
constexpr double slope_by_b = std::get<1>(gradient(solved)(0.5, 2.0));
static_assert(near(slope_by_b, 1 / (ctgrad::exp(r / 2) * (1 + r / 2))));
static_assert(near(std::get<0>(gradient(solved)(0.5, 2.0)), -r* r / (1 + r / 2)));
// A gradient inside a function, differentiated again, is the Hessian's entry.
constexpr auto inner = function([](auto a, auto b) { return std::get<1>(gradient(solved)(a, b)); });
static_assert(near(std::get<0>(gradient(inner)(0.5, 2.0)),
                   std::get<1>(std::get<0>(hessian(solved)(0.5, 2.0)))));
// d2r/db2 of r*exp(a*r) = b: -(2a + a*a*r)*exp(a*r)*r'^3.
static_assert(near(std::get<1>(std::get<1>(hessian(solved)(0.5, 2.0))),
                   -(1 + r / 4) * ctgrad::exp(r / 2) * slope_by_b * slope_by_b * slope_by_b));

// A minimum's derivatives: the equation is that the slope of what is minimised is 0.
constexpr auto cost =
    function([](auto t, auto k) { return t * t * t * t / 4 + t * t / 2 - k * t; });
constexpr auto minimum = custom_jvp<"minimum">(
    [](const auto& k) {
        auto t = k / (1 + k * k);
        for (int i = 0; i < 60; ++i)
            t -= gradient(cost, wrt<0>())(t, k) / hessian(cost, wrt<0>())(t, k);
        return t;
    },
    [](const auto& k, const auto& t, const auto& dk) {
        const auto [by_t, by_k] = gradient(gradient(cost, wrt<0>()))(t, k);
        return -by_k * dk / by_t;
    });
constexpr double lowest = minimum(10.0); // t^3 + t = 10
static_assert(near(lowest, 2.0) && near(gradient(minimum(x), at(x = 10.0))[x], 1.0 / 13));

// Where the equation does not determine its solution, F_x = 0, the derivative is infinite, or NaN
// where F_p is 0 as well. Here r^2 = p, at the double root.
constexpr auto square = function([](auto s, auto a) { return s * s - a; });
constexpr auto side = custom_jvp<"side">([](const auto& a) { return ctgrad::sqrt(a); },
                                         [](const auto& a, const auto& s, const auto& da) {
                                             const auto [by_s, by_a] = gradient(square)(s, a);
                                             return -by_a * da / by_s;
                                         });
static_assert(gradient(side(x), at(x = 0.0))[x] == std::numeric_limits<double>::infinity());
constexpr double lost = gradient(side(x * x), at(x = 0.0))[x];
static_assert(lost != lost); // 0*infinity

// The value is plain code: at its pole it is no constant, as 1/0.0 is none.
constexpr auto pole = custom_vjp<"pole">([](const auto& t) { return 1 / t; },
                                         [](const auto&, const auto& result, const auto& adjoint) {
                                             return -result * result * adjoint;
                                         });
} // namespace

BOOST_AUTO_TEST_CASE(run_time_values) {
    Value a{0.75, "a"}, b{2.5, "b"};
    Value y = a * root(a, b) + soft(a);
    y.backward();
    const auto slopes = gradient(p * root(p, q) + soft(p), point);
    BOOST_TEST(near(y.data(), value(p * root(p, q) + soft(p), point)));
    BOOST_TEST(near(a.grad(), slopes[p]));
    BOOST_TEST(near(b.grad(), slopes[q]));
}

// Statements with Values keep the custom function as one operation.
BOOST_AUTO_TEST_CASE(statements_of_values) {
    Value a{0.5, "a"}, b{2.0, "b"};
    Value v = 0.25;
    v = v * solution(a, b * b) + sin(a) * mixed(a, b);
    v.backward();
    const auto same =
        function([](auto s, auto t) { return 0.25 * solution(s, t * t) + sin(s) * mixed(s, t); });
    const auto [by_a, by_b] = gradient(same)(0.5, 2.0);
    BOOST_TEST(near(v.data(), same(0.5, 2.0)));
    BOOST_TEST(near(a.grad(), by_a));
    BOOST_TEST(near(b.grad(), by_b));

    Value c{0.5, "c"}, d{2.0, "d"};
    Value called = inner(c, d); // a compiled function as one entry
    called.backward();
    BOOST_TEST(near(c.grad(), std::get<0>(gradient(inner)(0.5, 2.0))));
}

BOOST_AUTO_TEST_CASE(other_scalars) {
    const auto [by_a, by_b] = gradient(solved)(0.5F, 2.0F);
    static_assert(std::is_same_v<decltype(by_a), const float>);
    BOOST_TEST(near(by_b, slope_by_b, 1e-6));
    const long double exact = solved(0.5L, 2.0L);
    BOOST_TEST(std::abs(exact * std::exp(exact / 2) - 2) < 1e-18L);
    const auto [long_a, long_b] = gradient(solved)(0.5L, 2.0L);
    static_assert(std::is_same_v<decltype(long_a), const long double>);
    BOOST_TEST(std::abs(long_b * std::exp(exact / 2) * (1 + exact / 2) - 1) < 1e-18L);
    BOOST_TEST(std::abs(long_a * (1 + exact / 2) / (exact * exact) + 1) < 1e-18L);
}

BOOST_AUTO_TEST_CASE(at_a_pole) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto origin = at(x = 0.0);
    BOOST_TEST(value(pole(x), origin) == infinity);
    BOOST_TEST(gradient(pole(x), origin)[x] == -infinity);
    BOOST_TEST(std::isnan(gradient(pole(x * x), origin)[x])); // -infinity*0
    // In the alternative that is not chosen it does no harm.
    BOOST_TEST(gradient(select(x > 0_c, pole(x), 3 * x), origin)[x] == 3);
}
