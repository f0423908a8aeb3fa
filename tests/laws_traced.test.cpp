// SPDX-License-Identifier: BSL-1.0
//
// What every primitive obeys as an operation of a graph, checked over the list of all of them.
// laws.test.cpp has the laws of its numbers.
#include "laws_functions.hpp"

#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <cmath>
#include <limits>

using namespace ctgrad;
using laws::active, laws::as_function, laws::constant_exponent, laws::for_each_function;
using laws::partial_at, laws::value_at;

BOOST_AUTO_TEST_CASE(the_generated_derivative_is_the_partial) {
    for_each_function([](auto primitive, auto f, auto... x) {
        using op = decltype(primitive);
        constexpr unsigned first = op::branch ? 2 : 0;
        const auto point = f.arguments(x...);
        const auto [value, g] = value_and_gradient(function(f))(x...);
        BOOST_TEST(near(value, value_at<op>(point), 1e-14));
        const auto check = [&](double partial, double expected) {
            BOOST_TEST(near(partial, expected, 1e-13), partial << " is not " << expected);
        };
        if constexpr (sizeof...(x) == 1)
            check(g, partial_at<op, first>(point));
        else {
            check(std::get<0>(g), partial_at<op, first>(point));
            check(std::get<1>(g), partial_at<op, first + 1>(point));
            if constexpr (sizeof...(x) == 3)
                check(std::get<2>(g), partial_at<op, 2>(point));
        }
    });
}

namespace {

// The gradient as a formula of its own, which can be differentiated again.
template <class Formula>
struct derived_formula {
    static constexpr auto inputs = Formula::inputs;
    static constexpr void build(detail::builder& b, detail::buffer<std::uint32_t>& results) {
        detail::gradient_recipe<Formula, false>::build(b, results);
    }
};
template <class Function>
auto first_derivatives(Function, auto... x) {
    using formula = detail::formula_of<Function, decltype(x)...>;
    return detail::evaluate_with<detail::gradient_recipe<formula, false>>(x...);
}
template <class Function>
auto second_derivatives(Function, auto... x) {
    using formula = derived_formula<detail::formula_of<Function, decltype(x)...>>;
    return detail::evaluate_with<detail::gradient_recipe<formula, false>>(x...);
}

} // namespace

BOOST_AUTO_TEST_CASE(mixed_second_partials_commute) {
    for_each_function([](auto, auto f, auto... x) {
        constexpr std::size_t n = sizeof...(x);
        const auto h = second_derivatives(f, x...);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const double there = h[i * n + j], back = h[j * n + i];
                // Absolute for small numbers: sigmoid(10)*(1 - sigmoid(10)) has lost digits.
                BOOST_TEST((near(there, back, 1e-13) || std::fabs(there - back) <= 1e-15),
                           there << " is not " << back);
            }
    });
}

BOOST_AUTO_TEST_CASE(second_derivatives_are_the_limits_of_difference_quotients) {
    for_each_function([](auto, auto f, auto... x) {
        constexpr std::size_t n = sizeof...(x);
        const auto h = second_derivatives(f, x...);
        for (std::size_t k = 0; k < n; ++k) {
            const auto moved_by = [&](double step) {
                std::array<double, n> point{x...};
                point[k] += step;
                return std::apply([&](auto... y) { return first_derivatives(f, y...); }, point);
            };
            const auto after = moved_by(0x1p-17), before = moved_by(-0x1p-17);
            for (std::size_t i = 0; i < n; ++i) {
                const double quotient = (after[i] - before[i]) * 0x1p16;
                const double exact = h[i * n + k];
                BOOST_TEST(
                    std::fabs(quotient - exact) <=
                        1e-7 * std::fmax(std::fmax(1, std::fabs(exact)), 0.1 * std::fabs(after[i])),
                    exact << " is not " << quotient);
            }
        }
    });
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array edges{-infinity,
                           -std::numeric_limits<double>::max(),
                           -2.0,
                           -1.0,
                           -0.0,
                           0.0,
                           1e-310,
                           0.5,
                           1.0,
                           35.0625,
                           1e17,
                           infinity,
                           std::numeric_limits<double>::quiet_NaN()};

template <class Op, std::size_t Constant>
constexpr auto derivatives_at_edges() {
    constexpr auto f = as_function<Op, Constant>();
    if constexpr (active<Op> == 1) {
        std::array<double, edges.size()> out{};
        for (std::size_t i = 0; i < edges.size(); ++i)
            out[i] = gradient(function(f))(edges[i]);
        return out;
    } else {
        std::array<double, 2 * edges.size() * edges.size()> out{}; // a third argument is the first
        std::size_t next = 0;
        for (const double x : edges)
            for (const double y : edges) {
                const auto g = [&] {
                    if constexpr (active<Op> == 3)
                        return gradient(function(f))(x, y, x);
                    else
                        return gradient(function(f))(x, y);
                }();
                out[next++] = std::get<0>(g);
                out[next++] = std::get<1>(g);
            }
        return out;
    }
}
template <class Op, std::size_t Constant>
constexpr auto derivatives_while_compiling = derivatives_at_edges<Op, Constant>();

template <class Op, std::size_t Constant>
void compare_at_edges() {
    const auto& there = derivatives_while_compiling<Op, Constant>;
    const auto here = derivatives_at_edges<Op, Constant>();
    for (std::size_t i = 0; i < here.size(); ++i)
        BOOST_TEST(((there[i] != there[i] && here[i] != here[i]) || there[i] == here[i] ||
                    std::fabs(there[i] - here[i]) <= 1e-14 * std::fabs(there[i]) + 1e-307),
                   there[i] << " is not " << here[i] << ", number " << i);
}

} // namespace

BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_on_derivatives_at_the_edges) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        compare_at_edges<op, 0>();
        if constexpr (constant_exponent<op>) {
            compare_at_edges<op, 2>();
            compare_at_edges<op, 3>();
            compare_at_edges<op, 5>();
        }
    });
}

namespace {

// What a scalar type must have and no more: construction from numbers, + - * / and the sign, two
// comparisons, and the functions in use, found by their arguments.
class bare_number {
public:
    constexpr bare_number() = default;
    constexpr bare_number(double number) : number_(number) {}
    [[nodiscard]] constexpr double inside() const { return number_; }

    friend constexpr bare_number operator+(const bare_number& a, const bare_number& b) {
        return a.number_ + b.number_;
    }
    friend constexpr bare_number operator-(const bare_number& a, const bare_number& b) {
        return a.number_ - b.number_;
    }
    friend constexpr bare_number operator*(const bare_number& a, const bare_number& b) {
        return a.number_ * b.number_;
    }
    friend constexpr bare_number operator/(const bare_number& a, const bare_number& b) {
        return a.number_ / b.number_;
    }
    friend constexpr bare_number operator-(const bare_number& a) { return -a.number_; }
    friend constexpr bool operator<(const bare_number& a, const bare_number& b) {
        return a.number_ < b.number_;
    }
    friend constexpr bool operator<=(const bare_number& a, const bare_number& b) {
        return a.number_ <= b.number_;
    }
    friend constexpr bool operator==(const bare_number& a, const bare_number& b) {
        return a.number_ == b.number_;
    }
    friend bare_number abs(const bare_number& a) { return std::fabs(a.number_); }
    friend bare_number exp(const bare_number& a) { return std::exp(a.number_); }
    friend bare_number log(const bare_number& a) { return std::log(a.number_); }
    friend bare_number log1p(const bare_number& a) { return std::log1p(a.number_); }
    friend bare_number sqrt(const bare_number& a) { return std::sqrt(a.number_); }
    friend bare_number sin(const bare_number& a) { return std::sin(a.number_); }
    friend bare_number cos(const bare_number& a) { return std::cos(a.number_); }
    friend bare_number tan(const bare_number& a) { return std::tan(a.number_); }
    friend bare_number atan(const bare_number& a) { return std::atan(a.number_); }
    friend bare_number atan2(const bare_number& a, const bare_number& b) {
        return std::atan2(a.number_, b.number_);
    }
    friend bare_number floor(const bare_number& a) { return std::floor(a.number_); }
    friend bare_number ceil(const bare_number& a) { return std::ceil(a.number_); }
    friend bare_number trunc(const bare_number& a) { return std::trunc(a.number_); }
    friend bare_number round(const bare_number& a) { return std::round(a.number_); }
    friend bare_number fmod(const bare_number& a, const bare_number& b) {
        return std::fmod(a.number_, b.number_);
    }
    friend bare_number copysign(const bare_number& a, const bare_number& b) {
        return std::copysign(a.number_, b.number_);
    }
    friend bare_number fma(const bare_number& a, const bare_number& b, const bare_number& c) {
        return std::fma(a.number_, b.number_, c.number_);
    }
    friend bare_number tanh(const bare_number& a) { return std::tanh(a.number_); }
    friend bare_number exp2(const bare_number& a) { return std::exp2(a.number_); }
    friend bare_number expm1(const bare_number& a) { return std::expm1(a.number_); }
    friend bare_number log2(const bare_number& a) { return std::log2(a.number_); }
    friend bare_number log10(const bare_number& a) { return std::log10(a.number_); }
    friend bare_number cbrt(const bare_number& a) { return std::cbrt(a.number_); }
    friend bare_number hypot(const bare_number& a, const bare_number& b) {
        return std::hypot(a.number_, b.number_);
    }
    friend bare_number sinh(const bare_number& a) { return std::sinh(a.number_); }
    friend bare_number cosh(const bare_number& a) { return std::cosh(a.number_); }
    friend bare_number asinh(const bare_number& a) { return std::asinh(a.number_); }
    friend bare_number acosh(const bare_number& a) { return std::acosh(a.number_); }
    friend bare_number atanh(const bare_number& a) { return std::atanh(a.number_); }
    friend bare_number asin(const bare_number& a) { return std::asin(a.number_); }
    friend bare_number acos(const bare_number& a) { return std::acos(a.number_); }
    friend bare_number erf(const bare_number& a) { return std::erf(a.number_); }
    friend bare_number erfc(const bare_number& a) { return std::erfc(a.number_); }
    friend bare_number pow(const bare_number& a, const bare_number& b) {
        return std::pow(a.number_, b.number_);
    }

private:
    double number_ = 0;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_scalar_needs_arithmetic_comparisons_and_the_function_itself) {
    for_each_function([](auto, auto f, auto... x) {
        const auto expected = first_derivatives(f, x...);
        const auto computed = first_derivatives(f, bare_number(x)...);
        for (std::size_t i = 0; i < expected.size(); ++i)
            BOOST_TEST(near(computed[i].inside(), expected[i], 1e-14));
        BOOST_TEST(near(function(f)(bare_number(x)...).inside(), function(f)(x...), 1e-15));
    });
}
