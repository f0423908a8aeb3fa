// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions in graphs: what is generated is the partial, in both modes, the compiler
// computes what the machine does, and packs do so in each lane.
#include "../compiled_values.hpp"
#include "../laws_functions.hpp"

#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/vmap.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace ctgrad;
using laws::expect, laws::point;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct graph_subject : laws::function_subject {
    struct answer {
        double value, slope, curvature;
    };
    answer (*derivatives)(double);
    double (*tangent)(double);
};
template <class F>
struct graph_of {
    static graph_subject::answer derivatives(double x) {
        const auto [value, slope, curvature] = value_gradient_and_hessian(function(F()))(x);
        return {value, slope, curvature};
    }
    static double tangent(double x) { return jvp(function(F()))(x, 1.0).tangent; }
};
const std::vector<graph_subject>& all_functions() {
    static const auto all = laws::each_function<graph_subject, gammas>([](auto f) {
        using graph = graph_of<decltype(f)>;
        return graph_subject{laws::subject_of(f), graph::derivatives, graph::tangent};
    });
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(generated_derivatives_are_the_partials) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        const point arguments = f.complete(x);
        const double expected_value = f.primitive.value(arguments);
        const double expected_slope = f.primitive.partial[f.offset](arguments);
        const graph_subject::answer got = f.derivatives(x[0]);
        expect(near(got.value, expected_value, 1e-14), f, x, "the value", got.value,
               expected_value);
        expect(near(got.slope, expected_slope, 1e-13), f, x, f.offset, got.slope, expected_slope);
        const double tangent = f.tangent(x[0]);
        expect(near(tangent, got.slope, 1e-14), f, x, "the slope in forward mode", tangent,
               got.slope);
    });
}

// In long mode some points are too close to a pole for differences: those of a finer step say so.
BOOST_AUTO_TEST_CASE(second_derivatives_are_the_limits_of_difference_quotients) {
    laws::on_all_points(all_functions(), [](const graph_subject& f, const point& x) {
        const auto slope = [&](double at) {
            return f.primitive.partial[f.offset](f.complete({at}));
        };
        const auto quotient = [&](double h) {
            return (slope(x[0] + h) - slope(x[0] - h)) / (2 * h);
        };
        const double curvature = f.derivatives(x[0]).curvature, difference = quotient(0x1p-17);
        const double tolerance =
            1e-7 * std::fmax(std::fmax(1, std::fabs(curvature)), 0.1 * std::fabs(slope(x[0])));
        if (long_mode::is_on() && !(std::fabs(difference - quotient(0x1p-21)) <= 0.5 * tolerance))
            return false;
        expect(std::fabs(curvature - difference) <= tolerance, f, x, "the second derivative",
               curvature, difference);
        return true;
    });
}

namespace {

constexpr std::array edges{-infinity, -1e17, -750.25, -3.0,     -2.0,        -0.5, -1e-310,
                           -0.0,      0.0,   1e-310,  0.5,      1.4616321,   2.0,  20.5,
                           170.25,    1e17,  1e306,   infinity, not_a_number};
template <class F>
constexpr auto slopes_at_edges() {
    std::array<double, edges.size()> out{};
    for (std::size_t i = 0; i < edges.size(); ++i)
        out[i] = gradient(function(F()))(edges[i]);
    return out;
}
// Few at random, as each takes the compiler 30,000 steps and more; gamma_accuracy.test.cpp runs
// what it computes with at more points.
constexpr std::size_t random_points = compiled_values::random_points / 10;
constexpr double place_to_compare(std::size_t i) {
    return i < edges.size() ? edges[i] : compiled_values::any_double(i);
}
template <class F>
constexpr auto all_values() {
    std::array<double, edges.size() + random_points> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = laws::value_at<typename F::primitive>(F::complete({place_to_compare(i)}));
    return out;
}
template <class F>
constexpr auto slopes_while_compiling = slopes_at_edges<F>();
template <class F>
constexpr auto values_while_compiling = all_values<F>();

struct compiled_subject : laws::function_subject {
    std::span<const double> slopes, values;
    double (*slope)(double);
};
const std::vector<compiled_subject>& all_compiled() {
    static const auto all = laws::each_function<compiled_subject, gammas>([](auto f) {
        using F = decltype(f);
        return compiled_subject{laws::subject_of(f), slopes_while_compiling<F>,
                                values_while_compiling<F>,
                                [](double x) { return double(gradient(function(F()))(x)); }};
    });
    return all;
}

} // namespace

// What is computed while compiling is the better of the two: docs/reference/primitives/gamma.md
// says how far off what runs may be.
BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_to_the_last_places) {
    for (const compiled_subject& f : all_compiled()) {
        std::uint64_t largest_distance = 0;
        for (std::size_t i = 0; i < f.values.size(); ++i) {
            const double x = place_to_compare(i);
            const double here = f.primitive.value(f.complete({x})), there = f.values[i];
            expect(compiled_values::within_units(there, here, 16), f, {x},
                   "at run time and while compiling", here, there);
            if (here == here && there == there)
                largest_distance =
                    std::max(largest_distance, compiled_values::steps_between(there, here));
        }
        const std::string order = f.offset == 0 ? "" : " " + laws::text_of(f.complete({0})[0]);
        BOOST_TEST_MESSAGE(f.primitive.name << order << ": at most " << largest_distance
                                            << " units apart");
        for (std::size_t i = 0; i < edges.size(); ++i) {
            const double here = f.slope(edges[i]), there = f.slopes[i];
            expect(compiled_values::within_units(there, here, 48), f, {edges[i]},
                   "the slope at run time and while compiling", here, there);
        }
        long_mode::count_edges(f.primitive.name, f.values.size() + edges.size());
    }
}

BOOST_AUTO_TEST_CASE(packs) {
    const auto formula = function([](auto a) {
        return lgamma(a) * polygamma(1, a) + digamma(a) * tgamma(a) + polygamma(2, a);
    });
    const std::vector<double> points{0.5, 1.5, 2.25, 3, 4.75, 6, 7.5, -0.5, 9, 11, 12.25};
    std::vector<double> slopes(points.size());
    vmap(gradient(formula))(points, slopes);
    for (std::size_t i = 0; i < points.size(); ++i)
        BOOST_TEST(near(slopes[i], gradient(formula)(points[i]), 1e-14));
}
