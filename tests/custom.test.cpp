// SPDX-License-Identifier: BSL-1.0
//
// Functions with a derivative given by hand, in all front ends and to higher orders.
#include <ctgrad/custom.hpp>
#include <ctgrad/derivative.hpp>
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/to_string.hpp>
#include <ctgrad/value.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {
using ctgrad::exp, ctgrad::log;

// Written as a user would: log(1 + e^x), stable, with its derivative by hand.
constexpr auto soft = custom_vjp<"soft">(
    [](const auto& t) { return t > 0 ? t + log(1 + exp(-t)) : log(1 + exp(t)); },
    [](const auto& t, const auto&, const auto& adjoint) { return adjoint / (1 + exp(-t)); });

// The positive root r of r^2 + p*r = q, by Newton; its derivatives by the implicit function theorem:
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
