// SPDX-License-Identifier: BSL-1.0
#include "graphs.hpp"

#include <ctgrad/jacobian.hpp>
#include <ctgrad/schedule.hpp>

#include <ctgrad/near.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

using namespace ctgrad;

namespace {

template <class Recipe>
struct scheduled {
    static constexpr auto& g = detail::program<Recipe>::g;
    static constexpr auto plan = detail::make_schedule<detail::count_branches(g)>(g);

    static constexpr std::size_t branches() {
        std::size_t total = 0;
        for (std::size_t s = 0; s < plan.count; ++s)
            total += plan.segments[s].branch;
        return total;
    }
    // Every operation once, in segments that follow each other without a gap.
    static constexpr bool is_complete() {
        bool done[g.size]{};
        std::size_t operations = 0;
        for (const auto& n : g.nodes)
            operations += !detail::is_leaf(n);
        for (std::size_t i = 0; i < plan.size; ++i) {
            if (done[plan.order[i]] || detail::is_leaf(g.nodes[plan.order[i]]))
                return false;
            done[plan.order[i]] = true;
        }
        std::size_t end = 0;
        for (std::size_t s = 0; s < plan.count; ++s) {
            if (plan.segments[s].begin != end)
                return false;
            end = plan.segments[s].end;
        }
        return plan.size == operations && end == plan.size;
    }
    // Operands come first; what an alternative computes is read in that alternative or by selects.
    static constexpr bool is_ordered() {
        bool done[g.size]{};
        for (std::size_t i = 0; i < g.size; ++i)
            done[i] = detail::is_leaf(g.nodes[i]);
        for (std::size_t i = 0; i < plan.size; ++i) {
            const auto& n = g.nodes[plan.order[i]];
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                if (!done[n.word[k]])
                    return false;
            done[plan.order[i]] = true;
        }
        return true;
    }
};

template <class Function, class... Args>
using value_of = scheduled<graphs::value_of_function<Function, Args...>>;
template <class Function, class... Args>
using gradient_of = scheduled<graphs::gradient_of_function<Function, Args...>>;

template <class Function>
constexpr bool is_sound(Function) {
    using value = value_of<Function, double>;
    using derivative = gradient_of<Function, double>;
    return value::is_complete() && value::is_ordered() && derivative::is_complete() &&
           derivative::is_ordered();
}

// Without a select there is one stretch, in the order of the program.
constexpr auto plain = [](auto x) { return x * sin(x) + exp(x); };
static_assert(is_sound(plain));
static_assert(value_of<decltype(plain), double>::plan.count == 1);

// Cheap alternatives are both computed, dear ones are not.
constexpr auto cheap = [](auto x) { return select(x < 0, x * x, x + x); };
constexpr auto dear = [](auto x) { return select(x < 0, exp(x) * sin(x), x + x); };
static_assert(is_sound(cheap) && is_sound(dear));
static_assert(value_of<decltype(cheap), double>::branches() == 0);
static_assert(value_of<decltype(dear), double>::branches() == 1);

// One branch does for all selects of a condition that are ready together.
constexpr auto several = [](auto x) {
    return select(x < 0, exp(x), sin(x)) * select(x < 0, cos(x), log(x));
};
static_assert(is_sound(several));
static_assert(value_of<decltype(several), double>::branches() == 1);

// What something else needs as well is computed in any case.
constexpr auto needed_elsewhere = [](auto x) {
    const auto e = exp(x) * sin(x) * tanh(x);
    return select(x < 0, e, x) + e;
};
static_assert(is_sound(needed_elsewhere));
static_assert(value_of<decltype(needed_elsewhere), double>::branches() == 0);

// A condition that depends on another select, nested selects, and selects that wait for each other.
constexpr auto chained = [](auto x) {
    const auto first = select(x < 0, exp(x) * sin(x), cos(x) * log(x + 9));
    const auto second = select(first < x, exp(first) * sin(first), sqrt(first * first + 1) * first);
    return select(x < 0, tanh(second) * exp(second), erf(second) * sin(second)) + first;
};
constexpr auto nested = [](auto x) {
    return select(x < 1, select(x < 0, exp(x) * sin(x), log(x + 1) * cos(x)) * exp(x) * tanh(x),
                  select(x < 2, sqrt(x) * exp(-x), erf(x) * log(x)));
};
static_assert(is_sound(chained) && is_sound(nested));

// Both alternatives of a select may be the same, or leaves.
constexpr auto trivial = [](auto x) { return select(x < 0, x, 0) + select(x < 1, exp(x), exp(x)); };
static_assert(is_sound(trivial));

// An alternative that has no value is not computed: the compiler would refuse it.
constexpr auto guarded = [](auto x) { return select(x == 0, 1, sin(x) / x); };
static_assert(function(guarded)(0.0) == 1 && gradient(function(guarded))(0.0) == 0);

// A scalar whose comparisons are no bools, as SIMD packs have it: one lane, always.
struct lane {
    double number;
    struct mask {
        bool on;
    };
    lane() = default;
    constexpr explicit lane(double x) : number(x) {}
    friend constexpr lane operator+(lane a, lane b) { return lane(a.number + b.number); }
    friend constexpr lane operator-(lane a, lane b) { return lane(a.number - b.number); }
    friend constexpr lane operator*(lane a, lane b) { return lane(a.number * b.number); }
    friend constexpr lane operator/(lane a, lane b) { return lane(a.number / b.number); }
    friend constexpr mask operator<(lane a, lane b) { return {a.number < b.number}; }
    friend constexpr lane select(mask m, lane a, lane b) { return m.on ? a : b; }
    friend lane exp(lane a) { return lane(std::exp(a.number)); }
    friend lane sin(lane a) { return lane(std::sin(a.number)); }
    friend lane cos(lane a) { return lane(std::cos(a.number)); }
    friend lane log(lane a) { return lane(std::log(a.number)); }
};

template <class Function>
void check(Function body) {
    constexpr auto f = function(body);
    for (double x = -3.05; x < 4; x += 0.1) {
        const double h = 1e-6;
        BOOST_TEST(near(f(x), body(x)));
        const double difference = (body(x + h) - body(x - h)) / (2 * h);
        BOOST_TEST(std::abs(gradient(f)(x) - difference) < 1e-7 * (1 + std::abs(difference)));
    }
}

} // namespace

using ctgrad::cos, ctgrad::erf, ctgrad::exp, ctgrad::log, ctgrad::select, ctgrad::sin, ctgrad::sqrt,
    ctgrad::tanh;

BOOST_AUTO_TEST_CASE(values_and_derivatives_in_every_alternative) {
    check([](auto x) { return select(x < 0, exp(x) * sin(x), x + x); });
    check([](auto x) { return select(x < 0, exp(x), sin(x)) * select(x < 0, cos(x), log(x * x)); });
    check([](auto x) {
        const auto first = select(x < 0, exp(x) * sin(x), cos(x) * log(x + 9.0));
        const auto second =
            select(first < x, exp(first) * sin(first), sqrt(first * first + 1.0) * first);
        return select(x < 0, tanh(second) * exp(second), erf(second) * sin(second)) + first;
    });
    check([](auto x) {
        return select(x < 1, select(x < 0, exp(x) * sin(x), cos(x) * sin(x)) * exp(x) * tanh(x),
                      select(x < 2, sqrt(x * x + 1.0) * exp(-x), erf(x) * sin(x)));
    });
}

BOOST_AUTO_TEST_CASE(what_is_not_chosen_is_not_computed) {
    // sqrt and log of what is negative there would raise a floating-point exception.
    constexpr auto f =
        function([](auto x) { return select(x < 0, -x, sqrt(x) * log(x) * exp(x)); });
    BOOST_TEST(f(-2.0) == 2.0);
    BOOST_TEST(gradient(f)(-2.0) == -1.0);
    BOOST_TEST(std::isnan(f(std::numeric_limits<double>::quiet_NaN())));
}

BOOST_AUTO_TEST_CASE(comparisons_that_are_no_bools) {
    constexpr auto f =
        function([](auto x) { return select(x < 0, exp(x) * sin(x), cos(x) * log(x + 1)) * x; });
    for (const double x : {-2.0, -0.5, 0.0, 0.5, 3.0}) {
        BOOST_TEST(f(lane(x)).number == f(x));
        BOOST_TEST(gradient(f)(lane(x)).number == gradient(f)(x));
    }
}
