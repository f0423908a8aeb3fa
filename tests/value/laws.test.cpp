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
using laws::partial_at, laws::value_at;

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

template <class Op>
std::vector<Value> leaves_at(const laws::point_of<Op>& point) {
    return {point.begin(), point.end()};
}
template <class Op>
auto apply_to(const std::vector<Value>& x) {
    if constexpr (Op::arity == 1)
        return apply<Op>(x[0]);
    else
        return apply<Op>(x[0], x[1]);
}

template <class Op>
void for_each_point(const auto& check) {
    laws::on_grid<Op>(check);
    // ... and at the edges, inside the domain or not.
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (const double a : {-inf, -1e300, -1.0, -0.0, 0.0, 1e-310, 1.0, 35.0625, 1e17, inf,
                           std::numeric_limits<double>::quiet_NaN()})
        for (const double b : {-inf, -1.0, 0.0, 0.5, 1.0, 2.0, inf}) {
            laws::point_of<Op> point;
            point[0] = a;
            point[Op::arity - 1] = Op::arity == 1 ? a : b;
            check(point);
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(data_is_the_value_of_the_primitive_to_the_last_bit) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (is_recorded<op>)
            for_each_point<op>([](const laws::point_of<op>& point) {
                const auto x = leaves_at<op>(point);
                const Value y = apply_to<op>(x);
                BOOST_TEST(identical(y.data(), value_at<op>(point)), y.data()
                                                                         << " at " << point[0]);
            });
    });
}

BOOST_AUTO_TEST_CASE(grad_is_the_partial_of_the_primitive) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (is_recorded<op>)
            for_each_point<op>([](const laws::point_of<op>& point) {
                auto x = leaves_at<op>(point);
                const Value y = apply_to<op>(x);
                y.backward();
                laws::for_each_partial<op>([&](auto argument) {
                    const double expected = partial_at<op, argument>(point);
                    BOOST_TEST(same_slope(x[argument].grad(), expected),
                               x[argument].grad() << " is not " << expected << " at " << point[0]
                                                  << ", " << point.back());
                });
            });
    });
}

// As part of a larger statement, and with a number in place of one argument or the other.
BOOST_AUTO_TEST_CASE(grad_within_a_statement_and_with_numbers) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (is_recorded<op>)
            laws::on_grid<op>([](const laws::point_of<op>& point) {
                auto x = leaves_at<op>(point);
                Value z = 2 * apply_to<op>(x) + x[0];
                BOOST_TEST(near(z.data(), 2 * value_at<op>(point) + point[0], 1e-15));
                z.backward();
                const double d0 = partial_at<op, 0>(point);
                BOOST_TEST(near(x[0].grad(), 2 * d0 + 1, 1e-14));
                if constexpr (op::arity == 2) {
                    // pow with a number is an operation of its own, multiplied out.
                    x[0].zero_grad();
                    const Value left = apply<op>(x[0], point[1]);
                    left.backward();
                    BOOST_TEST(near(left.data(), value_at<op>(point), 1e-15));
                    BOOST_TEST(near(x[0].grad(), d0, 1e-15));
                    const double d1 = partial_at<op, 1>(point);
                    x[1].zero_grad();
                    const Value right = apply<op>(point[0], x[1]);
                    right.backward();
                    BOOST_TEST(identical(right.data(), value_at<op>(point)));
                    BOOST_TEST(same_slope(x[1].grad(), d1));
                }
            });
    });
}

// The same node as both arguments: f(x, x).
BOOST_AUTO_TEST_CASE(one_node_as_both_arguments) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (is_recorded<op> && op::arity == 2)
            for (const double at : laws::steps) {
                const laws::point_of<op> point{at, at};
                if (!laws::in_domain<op>(point))
                    continue;
                Value x{at};
                const Value y = apply<op>(x, x);
                y.backward();
                const double expected = partial_at<op, 0>(point) + partial_at<op, 1>(point);
                BOOST_TEST(identical(y.data(), value_at<op>(point)));
                BOOST_TEST(std::fabs(x.grad() - expected) <=
                           1e-15 * std::fabs(partial_at<op, 0>(point)));
            }
    });
}

// <ybar, J xdot> = <J^T ybar, xdot>, with J xdot from differences: no rule is used on the left.
BOOST_AUTO_TEST_CASE(reverse_is_the_transpose_of_forward) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (is_recorded<op>)
            laws::on_grid<op>([](const laws::point_of<op>& point) {
                // Two results of the point, to be weighted by ybar.
                const auto results = [](const auto& x) {
                    const auto f = [&] {
                        if constexpr (op::arity == 1)
                            return apply<op>(x[0]);
                        else
                            return apply<op>(x[0], x[1]);
                    }();
                    using scalar = std::remove_cvref_t<decltype(x[0])>;
                    return std::array<scalar, 2>{sin(f), 0.5 * f + x[0]};
                };
                const std::array<double, 2> ybar{0.7, -1.3}, xdot{0.6, -0.9};
                constexpr double h = 1e-6;
                auto after = point, before = point;
                for (unsigned k = 0; k < op::arity; ++k) {
                    after[k] += h * xdot[k];
                    before[k] -= h * xdot[k];
                }
                const auto up = results(after), down = results(before);
                const double forward =
                    ybar[0] * (up[0] - down[0]) / (2 * h) + ybar[1] * (up[1] - down[1]) / (2 * h);
                auto x = leaves_at<op>(point);
                const auto y = results(x);
                y[0].backward(ybar[0]);
                y[1].backward(ybar[1]);
                double reverse = 0, size = 0;
                for (unsigned k = 0; k < op::arity; ++k) {
                    reverse += x[k].grad() * xdot[k];
                    size += std::fabs(x[k].grad());
                }
                // Where sin(f) turns fast, differences see nothing of it.
                if (size < 30)
                    BOOST_TEST(std::fabs(forward - reverse) <= 2e-7 * (1 + size),
                               forward << " is not " << reverse);
            });
    });
}

// Typed expressions, traced functions and Values agree to the last bit in their values.
BOOST_AUTO_TEST_CASE(all_front_ends_agree) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        static constexpr var<"x"> x;
        static constexpr var<"y"> y;
        if constexpr (is_recorded<op>)
            laws::on_grid<op>([](const laws::point_of<op>& point) {
                auto v = leaves_at<op>(point);
                const Value r = apply_to<op>(v);
                r.backward();
                if constexpr (op::arity == 1) {
                    const auto typed = value_and_gradient(apply<op>(x), at(x = point[0]));
                    const auto traced = value_and_gradient(
                        function([](const auto& a) { return apply<op>(a); }))(point[0]);
                    BOOST_TEST(identical(r.data(), typed.value));
                    BOOST_TEST(identical(r.data(), traced.value));
                    BOOST_TEST(same_slope(v[0].grad(), typed[x]));
                    BOOST_TEST(same_slope(v[0].grad(), traced.gradient));
                } else {
                    const auto typed =
                        value_and_gradient(apply<op>(x, y), at(x = point[0], y = point[1]));
                    const auto traced =
                        value_and_gradient(function([](const auto& a, const auto& b) {
                            return apply<op>(a, b);
                        }))(point[0], point[1]);
                    BOOST_TEST(identical(r.data(), typed.value));
                    BOOST_TEST(identical(r.data(), traced.value));
                    BOOST_TEST(same_slope(v[0].grad(), typed[x]));
                    BOOST_TEST(same_slope(v[1].grad(), typed[y]));
                    BOOST_TEST(same_slope(v[1].grad(), std::get<1>(traced.gradient)));
                }
            });
    });
}

// Powers with a number: multiplied out in the same order as in typed expressions with a literal.
BOOST_AUTO_TEST_CASE(powers_with_numbers_agree) {
    static constexpr var<"x"> x;
    const auto check = [](auto exponent) {
        constexpr double p = decltype(exponent)::value * 0.5;
        static constexpr auto typed = pow(x, p);
        for (const double base : {-3.25, -1.0, 0.0, 0.3, 1.7, 4.0}) {
            const auto expected = value_and_gradient<typed>(at(x = base));
            Value v{base};
            const Value y = pow(v, p);
            y.backward();
            BOOST_TEST(identical(y.data(), expected.value),
                       base << "^" << p << ": " << y.data() << " is not " << expected.value);
            BOOST_TEST(same_slope(v.grad(), expected[x]),
                       base << "^" << p << ": " << v.grad() << " is not " << expected[x]);
        }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (check(std::integral_constant<int, static_cast<int>(I) - 8>()), ...);
    }
    (std::make_index_sequence<28>());
    // An exponent that is only known at run time, integer and not.
    for (const double p : {-2.0, 0.0, 1.0, 2.0, 3.0, 7.0, 0.5, 2.5}) {
        Value v{1.7};
        const Value y = pow(v, p);
        y.backward();
        BOOST_TEST(near(y.data(), std::pow(1.7, p), 1e-15));
        BOOST_TEST(near(v.grad(), p * std::pow(1.7, p - 1), 1e-15));
    }
}

// Whole formulas, in which products of several rules are formed in another order.
BOOST_AUTO_TEST_CASE(formulas_agree) {
    static constexpr auto formula = [](const auto& a, const auto& b) {
        const auto u = sin(a * b) + exp(-(a * a)) / (1.5 + cos(b));
        const auto w = tanh(u) * sqrt(1 + a * a) - log(2 + b * b);
        return w * u + atan2(a, 1 + b * b) + max(u, w) * relu(a) + pow(u, 3) + erf(w) + sigmoid(u) +
               softplus(w) + abs(a - b);
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
