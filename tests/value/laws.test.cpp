// SPDX-License-Identifier: BSL-1.0
//
// What every primitive obeys as an operation on Values, checked over the list of all of them:
// the numbers are those of the primitive to the last bit, in every way in which an operation can be
// written, and forward and reverse are transposes of each other.
#include "../laws.hpp"

#include <ctgrad/expression.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

using namespace ctgrad;
using laws::expect, laws::point;

namespace {

// To the last bit; NaN is NaN.
bool identical(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}
// A zero slope has no sign: it was added to a grad of 0.
bool same_slope(double a, double b) {
    return identical(a, b) || (a == 0 && b == 0) || near(a, b, 1e-15);
}

// A primitive that has no function of its own is not recorded from outside: the condition of a
// select of Values is a bool, and an exponent that is a number is part of the operation.
template <class Op>
constexpr bool is_recorded =
    !Op::branch && !std::is_base_of_v<op::power, Op> && Op::arity >= 1 && Op::arity <= 2;

struct answer {
    double value;
    point gradient;
};

// A primitive in each of the ways in which it can stand in a statement. Every statement is compiled
// here, once: it is a type of its own, and there are hundreds of them.
struct value_subject : laws::subject {
    Value (*record)(const Value*);
    Value (*scaled)(const Value*, double); // a*f + x
    Value (*sine)(const Value*);           // sin(f)
    Value (*number_on_the_right)(const Value&, double);
    Value (*number_on_the_left)(double, const Value&);
    answer (*typed)(const point&);
    answer (*traced)(const point&);
};

template <class Op>
struct statements_of {
    static auto formula(const Value* x) {
        if constexpr (Op::arity == 1)
            return apply<Op>(x[0]);
        else
            return apply<Op>(x[0], x[1]);
    }
    static Value record(const Value* x) { return formula(x); }
    static Value scaled(const Value* x, double a) { return a * formula(x) + x[0]; }
    static Value sine(const Value* x) { return sin(formula(x)); }
    static Value number_on_the_right(const Value& x, double y) { return apply<Op>(x, y); }
    static Value number_on_the_left(double x, const Value& y) { return apply<Op>(x, y); }
    static answer typed(const point& p) {
        static constexpr var<"x"> x;
        static constexpr var<"y"> y;
        if constexpr (Op::arity == 1) {
            const auto [value, g] = value_and_gradient(apply<Op>(x), at(x = p[0]));
            return {value, {g[x]}};
        } else {
            const auto [value, g] = value_and_gradient(apply<Op>(x, y), at(x = p[0], y = p[1]));
            return {value, {g[x], g[y]}};
        }
    }
    static answer traced(const point& p) {
        if constexpr (Op::arity == 1) {
            const auto [value, dx] =
                value_and_gradient(function([](const auto& a) { return apply<Op>(a); }))(p[0]);
            return {value, {dx}};
        } else {
            const auto [value, g] = value_and_gradient(
                function([](const auto& a, const auto& b) { return apply<Op>(a, b); }))(p[0], p[1]);
            return {value, {std::get<0>(g), std::get<1>(g)}};
        }
    }
};

const std::vector<value_subject>& all_recorded() {
    static const auto all = laws::each_primitive<value_subject>([](auto primitive) {
        using op = decltype(primitive);
        using statements = statements_of<op>;
        if constexpr (is_recorded<op>) {
            value_subject s{laws::subject_of<op>(),
                            statements::record,
                            statements::scaled,
                            statements::sine,
                            nullptr,
                            nullptr,
                            statements::typed,
                            statements::traced};
            if constexpr (op::arity == 2) {
                s.number_on_the_right = statements::number_on_the_right;
                s.number_on_the_left = statements::number_on_the_left;
            }
            return s;
        }
    });
    return all;
}

std::vector<Value> leaves_at(const value_subject& s, const point& x) {
    return {x.begin(), x.begin() + s.arity};
}

// The points of the domain, and those at the edges, inside it or not.
std::vector<point> points_and_edges(const value_subject& s) {
    auto out = laws::points_in_domain(s);
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (const double a : {-inf, -1e300, -1.0, -0.0, 0.0, 1e-310, 1.0, 35.0625, 1e17, inf,
                           std::numeric_limits<double>::quiet_NaN()}) {
        if (s.arity == 1)
            out.push_back({a});
        else
            for (const double b : {-inf, -1.0, 0.0, 0.5, 1.0, 2.0, inf})
                out.push_back({a, b});
    }
    return out;
}

void on_points(std::vector<point> (*points_of)(const value_subject&), const auto& law) {
    for (const value_subject& s : all_recorded()) {
        const auto points = points_of(s);
        for (const point& x : points)
            law(s, x);
        laws::tried(s, points.size());
    }
}
std::vector<point> points_in_domain(const value_subject& s) {
    return laws::points_in_domain(s);
}

} // namespace

BOOST_AUTO_TEST_CASE(data_is_the_value_of_the_primitive_to_the_last_bit) {
    on_points(points_and_edges, [](const value_subject& s, const point& at) {
        const auto x = leaves_at(s, at);
        const double data = s.record(x.data()).data(), expected = s.value(at);
        expect(identical(data, expected), s, at, "data", data, expected);
    });
}

BOOST_AUTO_TEST_CASE(grad_is_the_partial_of_the_primitive) {
    on_points(points_and_edges, [](const value_subject& s, const point& at) {
        const auto x = leaves_at(s, at);
        const Value y = s.record(x.data());
        y.backward();
        for (unsigned k = 0; k < s.arity; ++k) {
            if (s.partial[k] == nullptr)
                continue;
            const double expected = s.partial[k](at);
            expect(same_slope(x[k].grad(), expected), s, at, k, x[k].grad(), expected);
        }
    });
}

// As part of a larger statement, and with a number in place of one argument or the other.
BOOST_AUTO_TEST_CASE(grad_within_a_statement_and_with_numbers) {
    on_points(points_in_domain, [](const value_subject& s, const point& at) {
        auto x = leaves_at(s, at);
        const double f = s.value(at), d0 = s.partial[0](at);
        const Value z = s.scaled(x.data(), 2);
        expect(near(z.data(), 2 * f + at[0], 1e-15), s, at, "2*f + x", z.data(), 2 * f + at[0]);
        z.backward();
        expect(near(x[0].grad(), 2 * d0 + 1, 1e-14), s, at, "the slope of 2*f + x", x[0].grad(),
               2 * d0 + 1);
        if (s.arity != 2)
            return;
        // pow with a number is an operation of its own, multiplied out.
        x[0].zero_grad();
        const Value left = s.number_on_the_right(x[0], at[1]);
        left.backward();
        expect(near(left.data(), f, 1e-15), s, at, "data beside a number", left.data(), f);
        expect(near(x[0].grad(), d0, 1e-15), s, at, "grad beside a number", x[0].grad(), d0);
        const double d1 = s.partial[1](at);
        x[1].zero_grad();
        const Value right = s.number_on_the_left(at[0], x[1]);
        right.backward();
        expect(identical(right.data(), f), s, at, "data after a number", right.data(), f);
        expect(same_slope(x[1].grad(), d1), s, at, "grad after a number", x[1].grad(), d1);
    });
}

// The same node as both arguments: f(x, x).
BOOST_AUTO_TEST_CASE(one_node_as_both_arguments) {
    for (const value_subject& s : all_recorded()) {
        if (s.arity != 2)
            continue;
        std::vector<point> points;
        for (const double at : laws::steps)
            if (s.domain({at, at}))
                points.push_back({at, at});
        if (points.empty())
            continue; // fmod(x, x) jumps everywhere
        laws::add_random_points(points, s.name, 1, [&](const point& x) {
            return s.domain({x[0], x[0]});
        });
        for (const point& p : points) {
            const point at{p[0], p[0]};
            const Value x{at[0]};
            const std::vector<Value> both{x, x};
            const Value y = s.record(both.data());
            y.backward();
            const double dx = s.partial[0](at), expected = dx + s.partial[1](at);
            expect(identical(y.data(), s.value(at)), s, at, "data", y.data(), s.value(at));
            expect(std::fabs(x.grad() - expected) <= 1e-15 * std::fabs(dx), s, at, "grad", x.grad(),
                   expected);
        }
        laws::tried(s, points.size());
    }
}

// <ybar, J xdot> = <J^T ybar, xdot>, with J xdot from differences: no rule is used on the left.
BOOST_AUTO_TEST_CASE(reverse_is_the_transpose_of_forward) {
    for (const value_subject& s : all_recorded()) {
        std::size_t judged = 0;
        for (const point& at : laws::points_in_domain(s)) {
            // Two results of the point, sin(f) and 0.5*f + x, to be weighted by ybar.
            constexpr std::array ybar{0.7, -1.3}, xdot{0.6, -0.9};
            const auto quotient = [&](double h) {
                point after = at, before = at;
                for (unsigned k = 0; k < s.arity; ++k) {
                    after[k] += h * xdot[k];
                    before[k] -= h * xdot[k];
                }
                const double up = s.value(after), down = s.value(before);
                return ybar[0] * (std::sin(up) - std::sin(down)) / (2 * h) +
                       ybar[1] * (0.5 * (up - down) + (after[0] - before[0])) / (2 * h);
            };
            const double forward = quotient(1e-6);
            const auto x = leaves_at(s, at);
            const Value sine = s.sine(x.data()), line = s.scaled(x.data(), 0.5);
            sine.backward(ybar[0]);
            line.backward(ybar[1]);
            double reverse = 0, size = 0;
            for (unsigned k = 0; k < s.arity; ++k) {
                reverse += x[k].grad() * xdot[k];
                size += std::fabs(x[k].grad());
            }
            // Where sin(f) turns fast, differences see nothing of it; of random points those of
            // half the step say where.
            const double tolerance = 2e-7 * (1 + size);
            if (!(size < 30) ||
                (long_mode::is_on() && !(std::fabs(forward - quotient(5e-7)) <= 0.5 * tolerance)))
                continue;
            expect(std::fabs(forward - reverse) <= tolerance, s, at, "<J^T*ybar, xdot>", reverse,
                   forward);
            ++judged;
        }
        laws::tried(s, judged);
    }
}

// Typed expressions, traced functions and Values agree to the last bit in their values.
BOOST_AUTO_TEST_CASE(all_front_ends_agree) {
    on_points(points_in_domain, [](const value_subject& s, const point& at) {
        const auto x = leaves_at(s, at);
        const Value r = s.record(x.data());
        r.backward();
        const answer typed = s.typed(at), traced = s.traced(at);
        expect(identical(r.data(), typed.value), s, at, "data and typed", r.data(), typed.value);
        expect(identical(r.data(), traced.value), s, at, "data and traced", r.data(), traced.value);
        for (unsigned k = 0; k < s.arity; ++k) {
            const double grad = x[k].grad();
            expect(same_slope(grad, typed.gradient[k]), s, at, k, grad, typed.gradient[k]);
            expect(same_slope(grad, traced.gradient[k]), s, at, k, grad, traced.gradient[k]);
        }
    });
}

namespace {

// x^p at a few points, as a typed expression with a literal gives it.
struct literal_power {
    double exponent;
    answer (*typed)(double);
};
template <int Halves>
answer typed_power(double base) {
    static constexpr var<"x"> x;
    static constexpr auto power = pow(x, Halves * 0.5);
    const auto [value, g] = value_and_gradient<power>(at(x = base));
    return {value, {g[x]}};
}
void compare(const literal_power& power) {
    const double p = power.exponent;
    for (const double base : {-3.25, -1.0, 0.0, 0.3, 1.7, 4.0}) {
        const answer expected = power.typed(base);
        const Value v{base};
        const Value y = pow(v, p);
        y.backward();
        BOOST_TEST(identical(y.data(), expected.value),
                   base << "^" << p << ": " << y.data() << " is not " << expected.value);
        BOOST_TEST(same_slope(v.grad(), expected.gradient[0]),
                   base << "^" << p << ": " << v.grad() << " is not " << expected.gradient[0]);
    }
}

} // namespace

// Powers with a number: multiplied out in the same order as in typed expressions with a literal.
BOOST_AUTO_TEST_CASE(powers_with_numbers_agree) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
        (compare({(I - 8) * 0.5, typed_power<I - 8>}), ...);
    }
    (std::make_integer_sequence<int, 28>());
    // An exponent that is only known at run time, integer and not.
    for (const double p : {-2.0, 0.0, 1.0, 2.0, 3.0, 7.0, 0.5, 2.5}) {
        Value v{1.7};
        const Value y = pow(v, p);
        y.backward();
        BOOST_TEST(near(y.data(), std::pow(1.7, p), 1e-15));
        BOOST_TEST(near(v.grad(), p * std::pow(1.7, p - 1), 1e-15));
    }
}

// Whole formulas, in which products of several rules are formed in another order. The first is part
// of the second statement; the last has names for both.
BOOST_AUTO_TEST_CASE(formulas_agree) {
    static constexpr auto formula = [](const auto& a, const auto& b) {
        using scalar = std::remove_cvref_t<decltype(a)>;
        const auto inner = sin(a * b) + exp(-(a * a)) / (1.5 + cos(b));
        const scalar w = tanh(inner) * sqrt(1 + a * a) - log(2 + b * b);
        const scalar u = inner;
        return scalar(w * u + atan2(a, 1 + b * b) + max(u, w) * relu(a) + pow(u, 3) + erf(w) +
                      sigmoid(u) + softplus(w) + abs(a - b));
    };
    for (const double a : laws::steps)
        for (const double shifted : laws::steps) {
            const double b = shifted + 0.03125;
            const auto traced = value_and_gradient(function(formula))(a, b);
            Value x{a}, y{b};
            const Value r = formula(x, y);
            r.backward();
            BOOST_TEST(near(r.data(), traced.value, 1e-14));
            const auto [dx, dy] = traced.gradient;
            const double size = 1 + std::fabs(dx) + std::fabs(dy);
            BOOST_TEST(std::fabs(x.grad() - dx) < 1e-12 * size);
            BOOST_TEST(std::fabs(y.grad() - dy) < 1e-12 * size);
        }
}
