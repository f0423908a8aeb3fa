// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/nn/lbfgs.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using ctgrad::near;
using namespace ctgrad::nn;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Traced, of any length.
constexpr auto rosenbrock = ctgrad::function([](const auto& x) {
    auto sum = 0 * x[0];
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const auto along = 1 - x[i], across = x[i + 1] - x[i] * x[i];
        sum += along * along + 100 * across * across;
    }
    return sum;
});
constexpr auto beale = ctgrad::function([](const auto& x) {
    const auto a = 1.5 - x[0] + x[0] * x[1], b = 2.25 - x[0] + x[0] * x[1] * x[1],
               c = 2.625 - x[0] + x[0] * x[1] * x[1] * x[1];
    return a * a + b * b + c * c;
});

// The same by hand, for spans.
//! [by_hand]
constexpr auto rosenbrock_by_hand = [](std::span<const double> x, std::span<double> gradient) {
    double sum = 0;
    for (double& g : gradient)
        g = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const double along = 1 - x[i], across = x[i + 1] - x[i] * x[i];
        sum += along * along + 100 * across * across;
        gradient[i] += -2 * along - 400 * x[i] * across;
        gradient[i + 1] += 200 * across;
    }
    return sum;
};
//! [by_hand]

template <std::size_t Size>
std::array<double, Size> usual_start() {
    std::array<double, Size> x;
    for (std::size_t i = 0; i < Size; ++i)
        x[i] = i % 2 == 0 ? -1.2 : 1;
    return x;
}

template <class T>
void show(std::string_view what, const lbfgs_result<T>& found) {
    BOOST_TEST_MESSAGE(what << ": " << found.iterations << " iterations, " << found.evaluations
                            << " evaluations, value " << found.value << ", gradient "
                            << found.gradient_norm << ": " << found.sentence);
}

template <std::size_t Size>
void check_at_ones(const std::array<double, Size>& x, double tolerance) {
    for (const double each : x)
        BOOST_TEST(near(each, 1, tolerance));
}

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(a_quadratic) {
    std::vector x{5.0, -3.0, 2.0, 1.0};
    const auto bowl = [](std::span<const double> p, std::span<double> gradient) {
        double sum = 0, stiffness = 1;
        for (std::size_t i = 0; i < p.size(); ++i, stiffness *= 10) {
            sum += stiffness * p[i] * p[i] / 2;
            gradient[i] = stiffness * p[i];
        }
        return sum;
    };
    const auto found = minimise_lbfgs(bowl, x, {.gradient_norm = 1e-10});
    show("bowl", found);
    BOOST_TEST((found.reason == lbfgs_reason::gradient));
    BOOST_TEST(found.sentence == std::string_view("the gradient is as short as was asked for"));
    BOOST_TEST(found.iterations < 40U);
    for (const double each : x)
        BOOST_TEST(near(each, 0, 1e-10));
    // At the minimum nothing is left to do.
    const auto again = minimise_lbfgs(bowl, x);
    BOOST_TEST(again.iterations == 0U);
    BOOST_TEST(again.evaluations == 1U);
}

BOOST_AUTO_TEST_CASE(rosenbrock_in_2_and_10_dimensions_and_beale) {
    auto x2 = usual_start<2>();
    const auto found2 = minimise_lbfgs(rosenbrock, x2);
    show("Rosenbrock, 2", found2);
    BOOST_TEST((found2.reason == lbfgs_reason::gradient));
    BOOST_TEST(found2.iterations <= 45U);
    BOOST_TEST(found2.evaluations <= 60U);
    check_at_ones(x2, 1e-7);

    std::array<double, 10> x10{};
    const auto found10 = minimise_lbfgs(rosenbrock, x10);
    show("Rosenbrock, 10", found10);
    BOOST_TEST((found10.reason == lbfgs_reason::gradient));
    BOOST_TEST(found10.iterations <= 80U);
    BOOST_TEST(found10.evaluations <= 110U);
    check_at_ones(x10, 1e-7);

    std::array at_beale{1.0, 1.0};
    const auto found = minimise_lbfgs(beale, at_beale);
    show("Beale", found);
    BOOST_TEST((found.reason == lbfgs_reason::gradient));
    BOOST_TEST(found.iterations <= 25U);
    BOOST_TEST(near(at_beale[0], 3, 1e-7));
    BOOST_TEST(near(at_beale[1], 0.5, 1e-7));
}

BOOST_AUTO_TEST_CASE(the_usual_start_in_10_dimensions_reaches_a_minimum) {
    // From 4 dimensions on there is a second minimum, near (-1, 1, ..., 1): rounding may decide
    // which.
    auto x = usual_start<10>();
    const auto found = minimise_lbfgs(rosenbrock, x);
    show("Rosenbrock, 10, usual start", found);
    BOOST_TEST((found.reason == lbfgs_reason::gradient));
    BOOST_TEST((near(x[0], 1, 1e-6) || near(found.value, 3.98657911, 1e-6)));
}

BOOST_AUTO_TEST_CASE(gradients_by_hand_and_by_the_compiler_are_alike) {
    auto traced = usual_start<2>();
    const auto start = usual_start<2>();
    std::vector by_hand(start.begin(), start.end());
    const auto a = minimise_lbfgs(rosenbrock, traced);
    const auto b = minimise_lbfgs(rosenbrock_by_hand, by_hand);
    BOOST_TEST((b.reason == lbfgs_reason::gradient));
    BOOST_TEST(near(static_cast<double>(a.iterations), static_cast<double>(b.iterations), 0.2));
    auto changeable = rosenbrock; // neither has to be const
    auto third = usual_start<2>();
    BOOST_TEST(minimise_lbfgs(changeable, third).evaluations == a.evaluations);
    std::size_t calls = 0;
    auto counting = [&calls](std::span<const double> x, std::span<double> g) mutable {
        ++calls;
        return rosenbrock_by_hand(x, g);
    };
    auto fourth = usual_start<2>();
    BOOST_TEST(minimise_lbfgs(counting, std::span(fourth)).evaluations == calls);
}

BOOST_AUTO_TEST_CASE(every_iteration_satisfies_the_strong_wolfe_conditions) {
    // The iterates, one by one: a run of k iterations is the beginning of a run of k + 1.
    const auto check = [](const auto& f, const auto& start, double c2) {
        const lbfgs_options<double> whole{.c2 = c2};
        auto x = start;
        const auto count = minimise_lbfgs(f, x, whole).iterations;
        auto from = start;
        for (std::size_t k = 1; k <= count; ++k) {
            auto to = start;
            const auto found = minimise_lbfgs(f, to, {.most_iterations = k, .c2 = c2});
            BOOST_TEST(found.iterations == k);
            if (k < count) {
                BOOST_TEST((found.reason == lbfgs_reason::iterations));
                BOOST_TEST(found.sentence == std::string_view("the iterations are used up"));
            }
            const auto before = value_and_gradient(f)(from), after = value_and_gradient(f)(to);
            // With s = step*d both sides are multiplied by the step.
            double slope_before = 0, slope_after = 0;
            for (std::size_t i = 0; i < to.size(); ++i) {
                slope_before += before.gradient[i] * (to[i] - from[i]);
                slope_after += after.gradient[i] * (to[i] - from[i]);
            }
            const double rounding = 1e-15 * std::abs(before.value);
            BOOST_TEST(slope_before < 0);
            BOOST_TEST(after.value <= before.value + 1e-4 * slope_before + rounding);
            BOOST_TEST(std::abs(slope_after) <= c2 * std::abs(slope_before) * (1 + 1e-6));
            from = to;
        }
        BOOST_TEST(from == x, boost::test_tools::per_element());
        return count;
    };
    for (const double c2 : {0.9, 0.1}) {
        std::size_t iterations = check(rosenbrock, usual_start<2>(), c2);
        iterations += check(rosenbrock, std::array<double, 10>{}, c2);
        iterations += check(beale, std::array{1.0, 1.0}, c2);
        BOOST_TEST_MESSAGE("c2 = " << c2 << ": " << iterations << " iterations checked");
    }
}

BOOST_AUTO_TEST_CASE(the_search_steps_back_from_the_edge_of_the_domain) {
    // x - log(x): the minimum is at 1, and from 20 the first tries lie left of 0.
    std::size_t outside = 0;
    const auto barrier = [&](std::span<const double> x, std::span<double> gradient) {
        outside += x[0] < 0;
        gradient[0] = 1 - 1 / x[0];
        return x[0] - std::log(x[0]);
    };
    std::vector x{20.0};
    const auto found = minimise_lbfgs(barrier, x);
    show("barrier", found);
    BOOST_TEST(near(x[0], 1, 1e-7));
    BOOST_TEST(outside > 0U);

    // A wall of infinity or NaN right ahead of the first step.
    for (const double wall : {inf, -inf, not_a_number}) {
        std::vector p{0.0};
        const auto walled = [&](std::span<const double> at, std::span<double> gradient) {
            gradient[0] = 2 * (at[0] - 1e-3);
            return at[0] > 2e-3 ? wall : (at[0] - 1e-3) * (at[0] - 1e-3);
        };
        minimise_lbfgs(walled, p);
        BOOST_TEST(near(p[0], 1e-3, 1e-5));
    }
}

BOOST_AUTO_TEST_CASE(endings) {
    // A minimum that is not 0 is exact to rounding before the gradient vanishes.
    std::vector x{3.0, 2.0};
    const auto lifted = [](std::span<const double> p, std::span<double> gradient) {
        for (std::size_t i = 0; i < 2; ++i)
            gradient[i] = std::sinh(p[i]);
        return 1e6 + std::cosh(p[0]) + std::cosh(p[1]);
    };
    const auto found = minimise_lbfgs(lifted, x, {.gradient_norm = 0});
    show("lifted", found);
    BOOST_TEST((found.reason == lbfgs_reason::decrease || found.reason == lbfgs_reason::line));
    BOOST_TEST(near(x[0], 0, 1e-3));

    std::vector y{3.0, 2.0};
    const auto coarse = minimise_lbfgs(lifted, y, {.relative_decrease = 1e-7});
    BOOST_TEST((coarse.reason == lbfgs_reason::decrease));
    BOOST_TEST(coarse.sentence ==
               std::string_view("the value decreases by no more than was asked for"));

    // A gradient that points the wrong way.
    std::vector z{1.0};
    const auto wrong = [](std::span<const double> p, std::span<double> gradient) {
        gradient[0] = -2 * p[0];
        return p[0] * p[0];
    };
    const auto lost = minimise_lbfgs(wrong, z);
    BOOST_TEST((lost.reason == lbfgs_reason::line));
    BOOST_TEST(lost.sentence ==
               std::string_view("no lower point was found downhill: the value is exact to "
                                "rounding, or the gradient is not that of the value"));
    BOOST_TEST(z[0] == 1.0);

    // No minimum: it goes on until numbers end, and says that it stopped.
    std::vector w{0.0};
    const auto slope = [](std::span<const double> p, std::span<double> gradient) {
        gradient[0] = -1;
        return -p[0];
    };
    const auto endless = minimise_lbfgs(slope, w, {.most_iterations = 50});
    show("endless", endless);
    BOOST_TEST((endless.reason != lbfgs_reason::gradient));
    BOOST_TEST(w[0] > 1e6);

    std::vector<double> none;
    const auto nothing = [](std::span<const double>, std::span<double>) { return 7.0; };
    BOOST_TEST(minimise_lbfgs(nothing, none).value == 7.0);
}

// |x| + y^2 has a kink along x = 0. There a history may point uphill where the gradient does not.
BOOST_AUTO_TEST_CASE(a_history_that_leads_astray_is_forgotten) {
    std::vector<std::array<double, 2>> seen;
    const auto kinked = [&](std::span<const double> p, std::span<double> gradient) {
        seen.push_back({p[0], p[1]});
        gradient[0] = p[0] < 0 ? -1 : 1;
        gradient[1] = 2 * p[1];
        return std::abs(p[0]) + p[1] * p[1];
    };
    std::size_t gave_up = 0;
    for (const double right : {0.3, 1.0, 3.0})
        for (const double above : {1.0, 2.0, 5.0}) {
            seen.clear();
            std::vector x{right, above};
            const auto found = minimise_lbfgs(kinked, x);
            show("kinked", found);
            BOOST_TEST(found.value == std::abs(x[0]) + x[1] * x[1]);
            if (found.reason != lbfgs_reason::line)
                continue;
            // Not before it tried the first step straight downhill from where it ended.
            ++gave_up;
            const double gradient[]{x[0] < 0 ? -1.0 : 1.0, 2 * x[1]};
            const double step = 1 / std::hypot(gradient[0], gradient[1]);
            BOOST_TEST(std::ranges::any_of(seen, [&](const auto& p) {
                return near(p[0], x[0] - step * gradient[0], 1e-12) &&
                       near(p[1], x[1] - step * gradient[1], 1e-12);
            }));
        }
    BOOST_TEST(gave_up > 0U);
}

// On |x - 1/3| the slope is 1 wherever a step ends: the search ends at the lowest point seen,
// which need not be the last one.
BOOST_AUTO_TEST_CASE(a_search_without_a_flat_point_takes_the_lowest) {
    std::vector<double> values;
    const auto kink = [&](std::span<const double> p, std::span<double> gradient) {
        const double from = p[0] - 1.0 / 3;
        gradient[0] = from < 0 ? -1 : 1;
        values.push_back(std::abs(from));
        return values.back();
    };
    for (const double start : {1.0, 0.7, -2.0, 5.0}) {
        values.clear();
        std::vector x{start};
        const auto found = minimise_lbfgs(kink, x, {.most_iterations = 1});
        BOOST_TEST(found.iterations == 1U);
        BOOST_TEST(found.value == std::ranges::min(values));
        BOOST_TEST(found.value == std::abs(x[0] - 1.0 / 3));
        BOOST_TEST(found.value < 1e-15);
    }
}

BOOST_AUTO_TEST_CASE(other_numbers_and_histories) {
    std::array single{-1.2f, 1.0f};
    const auto of_floats = minimise_lbfgs(rosenbrock, single);
    show("floats", of_floats);
    BOOST_TEST(near(single[0], 1, 1e-3));

    std::array<long double, 2> wide{-1.2L, 1.0L};
    const auto of_long_doubles = minimise_lbfgs(rosenbrock, wide);
    show("long doubles", of_long_doubles);
    BOOST_TEST(near(wide[0], 1, 1e-9));

    for (const std::size_t history : {1U, 3U, 30U}) {
        std::array<double, 10> x{};
        const auto found = minimise_lbfgs(rosenbrock, x, {.history = history});
        show("history", found);
        check_at_ones(x, 1e-6);
    }
    // Without a history: steepest descent.
    std::vector p{1.0, 1.0};
    const auto bowl = [](std::span<const double> x, std::span<double> gradient) {
        gradient[0] = x[0];
        gradient[1] = 10 * x[1];
        return (x[0] * x[0] + 10 * x[1] * x[1]) / 2;
    };
    BOOST_TEST((minimise_lbfgs(bowl, p, {.history = 0}).reason == lbfgs_reason::gradient));
}

BOOST_AUTO_TEST_CASE(what_is_refused) {
    std::vector x{-1.0, 0.5};
    double value = not_a_number, component = 0;
    const auto bad = [&](std::span<const double>, std::span<double> gradient) {
        gradient[0] = 1;
        gradient[1] = component;
        return value;
    };
    BOOST_CHECK_EXCEPTION(
        minimise_lbfgs(bad, x), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: minimise_lbfgs(f, x) requires a finite value and gradient at the start, "
            "evaluation 1 gave the value nan: start inside the domain of f; see "
            "docs/reference/nn/lbfgs.md"));
    value = 1;
    component = -inf;
    BOOST_CHECK_EXCEPTION(
        minimise_lbfgs(bad, x), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: minimise_lbfgs(f, x) requires a finite value and gradient at the start, "
            "evaluation 1 gave the gradient component 1 as -inf: start inside the domain of f; see "
            "docs/reference/nn/lbfgs.md"));
    component = 0;
    BOOST_CHECK_EXCEPTION(
        minimise_lbfgs(bad, x, {.c2 = 1e-5}), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: minimise_lbfgs requires 0 < c1 < c2 < 1, found c1 = 0.0001 and c2 = 0.00001: "
            "1e-4 and 0.9 are usual; see docs/reference/nn/lbfgs.md"));
    BOOST_TEST((x == std::vector{-1.0, 0.5}));
}

BOOST_AUTO_TEST_CASE(when_f_throws_x_is_the_last_accepted_point) {
    auto x = usual_start<2>();
    std::size_t calls = 0;
    const auto interrupted = [&](std::span<const double> at, std::span<double> gradient) {
        if (++calls == 20)
            throw std::runtime_error("enough");
        return rosenbrock_by_hand(at, gradient);
    };
    BOOST_CHECK_THROW(minimise_lbfgs(interrupted, x), std::runtime_error);
    BOOST_TEST(rosenbrock(x) < rosenbrock(usual_start<2>()));
}
