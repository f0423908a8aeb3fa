// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions in graphs: what is generated is the partial, in both modes, the compiler
// computes what the machine does, and packs do so in each lane.
#include "gamma_functions.hpp"

#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/vmap.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace gamma_laws;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

} // namespace

BOOST_AUTO_TEST_CASE(generated_derivatives_are_the_partials) {
    laws::for_each(functions(), [](auto f) {
        using F = decltype(f);
        for (const double x : laws::steps) {
            const auto [value, slope, curvature] = value_gradient_and_hessian(function(F()))(x);
            BOOST_TEST(near(value, value_of<F>(x), 1e-14));
            BOOST_TEST(near(slope, partial_of<F>(x), 1e-13));
            const auto forward = jvp(function(F()))(x, 1.0);
            BOOST_TEST(near(forward.tangent, slope, 1e-14));
            const double h = 0x1p-17;
            const double quotient = (partial_of<F>(x + h) - partial_of<F>(x - h)) / (2 * h);
            BOOST_TEST(near(curvature, quotient, 1e-6), curvature << " is not " << quotient);
        }
    });
}

namespace {

constexpr std::array edges{-infinity, -1e17, -750.25, -3.0,     -2.0,        -0.5, -1e-310,
                           -0.0,      0.0,   1e-310,  0.5,      1.4616321,   2.0,  20.5,
                           170.25,    1e17,  1e306,   infinity, not_a_number};
template <class F>
constexpr auto at_edges() {
    std::array<double, 2 * edges.size()> out{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
        out[2 * i] = value_of<F>(edges[i]);
        out[2 * i + 1] = gradient(function(F()))(edges[i]);
    }
    return out;
}
template <class F>
constexpr auto while_compiling = at_edges<F>();

} // namespace

BOOST_AUTO_TEST_CASE(compiler_and_machine_agree) {
    laws::for_each(functions(), [](auto f) {
        using F = decltype(f);
        const auto here = at_edges<F>();
        for (std::size_t i = 0; i < here.size(); ++i) {
            const double there = while_compiling<F>[i];
            BOOST_TEST(((there != there && here[i] != here[i]) || there == here[i] ||
                        std::fabs(there - here[i]) <= 1e-14 * std::fabs(there)),
                       there << " is not " << here[i] << " at " << edges[i / 2] << ", " << i % 2);
        }
    });
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
