// SPDX-License-Identifier: BSL-1.0
//
// What every primitive obeys as an operation of a graph, checked over the list of all of them.
// laws.test.cpp has the laws of its numbers.
#include "laws_functions.hpp"

#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <cmath>
#include <limits>
#include <span>

using namespace ctgrad;
using laws::active, laws::as_function, laws::constant_exponent;
using laws::expect, laws::point;

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

// A function and what its graph gives at a point.
struct graph_subject : laws::function_subject {
    double (*value)(const point&);
    point (*first)(const point&);
    std::array<double, 9> (*second)(const point&); // row by row
    point (*first_of_bare)(const point&);
    double (*value_of_bare)(const point&);
};

template <class F>
struct graph_of {
    static constexpr unsigned n = F::arguments;
    using bare_point = laws::point_of<bare_number>;

    static bare_point bare(const point& x) { return {x[0], x[1], x[2], x[3]}; }

    template <class T>
    static laws::point_of<T> first(const laws::point_of<T>& at) {
        return laws::call<n>([](auto... x) { return laws::in_a_row(first_derivatives(F(), x...)); },
                             at);
    }
    static std::array<double, 9> second(const point& at) {
        const auto h = laws::call<n>([](auto... x) { return second_derivatives(F(), x...); }, at);
        std::array<double, 9> out{};
        for (unsigned i = 0; i < n * n; ++i)
            out[i] = h[i];
        return out;
    }
    template <class T>
    static T value(const laws::point_of<T>& at) {
        return laws::call<n>([](auto... x) { return T(function(F())(x...)); }, at);
    }
    static point first_of_bare(const point& at) {
        const bare_point g = first<bare_number>(bare(at));
        return {g[0].inside(), g[1].inside(), g[2].inside()};
    }
    static double value_of_bare(const point& at) { return value<bare_number>(bare(at)).inside(); }
};

const std::vector<graph_subject>& all_functions() {
    static const auto all = laws::each_function<graph_subject>([](auto f) {
        using graph = graph_of<decltype(f)>;
        return graph_subject{laws::subject_of(f),           graph::template value<double>,
                             graph::template first<double>, graph::second,
                             graph::first_of_bare,          graph::value_of_bare};
    });
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_generated_derivative_is_the_partial) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        const point arguments = f.complete(x);
        const double value = f.value(x);
        const point gradient = f.first(x);
        const double expected_value = f.primitive.value(arguments);
        expect(near(value, expected_value, 1e-14), f, x, "the value", value, expected_value);
        for (unsigned k = 0; k < f.arguments; ++k) {
            const double expected = f.primitive.partial[f.offset + k](arguments);
            expect(near(gradient[k], expected, 1e-13), f, x, f.offset + k, gradient[k], expected);
        }
    });
}

BOOST_AUTO_TEST_CASE(mixed_second_partials_commute) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        const auto h = f.second(x);
        const unsigned n = f.arguments;
        for (unsigned i = 0; i < n; ++i)
            for (unsigned j = 0; j < i; ++j) {
                const double there = h[i * n + j], back = h[j * n + i];
                // Absolute for small numbers: sigmoid(10)*(1 - sigmoid(10)) has lost digits.
                expect(near(there, back, 1e-13) || std::fabs(there - back) <= 1e-15, f, x,
                       "a mixed second partial", there, back);
            }
    });
}

// In long mode some points are too close to a pole or a jump for differences: those of a finer step
// say so.
BOOST_AUTO_TEST_CASE(second_derivatives_are_the_limits_of_difference_quotients) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        // Its jumps may be closer to each other than any step.
        if (f.primitive.name == "fmod" && std::fabs(x[0]) > 100 * std::fabs(x[1]))
            return false;
        const auto h = f.second(x);
        const unsigned n = f.arguments;
        bool judged = true;
        for (unsigned k = 0; k < n; ++k) {
            const auto moved_by = [&](double step) {
                point moved = x;
                moved[k] += step;
                return f.first(moved);
            };
            const auto after = moved_by(0x1p-17), before = moved_by(-0x1p-17);
            const auto after_finer = moved_by(0x1p-21), before_finer = moved_by(-0x1p-21);
            for (unsigned i = 0; i < n; ++i) {
                const double quotient = (after[i] - before[i]) * 0x1p16;
                const double finer = (after_finer[i] - before_finer[i]) * 0x1p20;
                const double exact = h[i * n + k];
                const double tolerance =
                    1e-7 * std::fmax(std::fmax(1, std::fabs(exact)), 0.1 * std::fabs(after[i]));
                if (long_mode::is_on() && !(std::fabs(quotient - finer) <= 0.5 * tolerance))
                    judged = false;
                else
                    expect(std::fabs(quotient - exact) <= tolerance, f, x, "a second derivative",
                           exact, quotient);
            }
        }
        return judged;
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

struct compared_edges {
    std::string_view name;
    std::span<const double> while_compiling;
    std::vector<double> at_run_time;
};
template <class Op, std::size_t Constant>
compared_edges edges_of() {
    const auto here = derivatives_at_edges<Op, Constant>();
    return {Op::name, derivatives_while_compiling<Op, Constant>, {here.begin(), here.end()}};
}
void compare(const compared_edges& e) {
    BOOST_TEST(e.while_compiling.size() == e.at_run_time.size());
    for (std::size_t i = 0; i < e.at_run_time.size(); ++i) {
        const double there = e.while_compiling[i], here = e.at_run_time[i];
        BOOST_TEST(((there != there && here != here) || there == here ||
                    std::fabs(there - here) <= 1e-14 * std::fabs(there) + 1e-307),
                   e.name << ", derivative " << i << " at the edges: got " << laws::text_of(here)
                          << " at run time and " << laws::text_of(there) << " while compiling");
    }
    long_mode::count_edges(e.name, e.at_run_time.size());
}

} // namespace

BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_on_derivatives_at_the_edges) {
    laws::each_primitive<int>([](auto primitive) {
        using op = decltype(primitive);
        const auto try_constant = [](auto f) {
            if constexpr (decltype(f)::occurs)
                compare(edges_of<op, decltype(f)::constant>());
        };
        try_constant(as_function<op, 0>());
        if constexpr (constant_exponent<op>) {
            try_constant(as_function<op, 2>());
            try_constant(as_function<op, 3>());
            try_constant(as_function<op, 5>());
        }
    });
}

BOOST_AUTO_TEST_CASE(a_scalar_needs_arithmetic_comparisons_and_the_function_itself) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        const point expected = f.first(x), computed = f.first_of_bare(x);
        for (unsigned i = 0; i < f.arguments; ++i)
            expect(near(computed[i], expected[i], 1e-14), f, x, "a derivative in bare numbers",
                   computed[i], expected[i]);
        const double value = f.value(x), bare = f.value_of_bare(x);
        expect(near(bare, value, 1e-15), f, x, "the value in bare numbers", bare, value);
    });
}
