// SPDX-License-Identifier: BSL-1.0
//
// polygamma against Boost.Math with 50 digits. `--log_level=message` prints the largest errors.
#include "gamma_points.hpp"

#include <ctgrad/primitives/gamma.hpp>

namespace elementary = ctgrad::detail::elementary;

using namespace accuracy;

namespace {

auto exact_polygamma(int n) {
    return [n](double x) { return ctgrad::detail::polygamma_at_run_time(n, reference(x)); };
}

} // namespace

BOOST_AUTO_TEST_CASE(polygamma_while_compiling) {
    for (const int n : {1, 2, 3, 4, 7, 20, 60, 170}) {
        points p;
        p.even(20, 0.1, n + 25).even(10, 0.3, 3).logarithmic(20, 0.5, n < 20 ? 1e15 : 300, false);
        p.even(20, -9, 0);
        p.edges({n + 20.0});
        const auto exact = exact_polygamma(n);
        std::erase_if(p.values, [&](double x) {
            const reference value = exact(x);
            return abs(value) > largest || abs(value) < smallest_normal;
        });
        measure(
            "polygamma " + std::to_string(n), [=](double x) { return elementary::polygamma(n, x); },
            exact, p);
    }
}

namespace {

// A double next to where f changes its sign.
double next_to_zero(const auto& f, double low, double high) {
    const bool negative = f(low) < 0;
    for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
        ((f(middle) < 0) == negative ? low : high) = middle;
    return low;
}

} // namespace

// Of an even order, at x < 0: one between each two poles, near which terms of both signs cancel.
BOOST_AUTO_TEST_CASE(zeros_while_compiling) {
    for (const int n : {2, 4, 8, 20}) {
        const auto exact = exact_polygamma(n);
        points p;
        for (const double pole : {0.0, -1.0, -2.0, -13.0, -40.0, -200.0}) {
            const double zero = next_to_zero(exact, pole - 0.75, pole - 0.25);
            p.edges({zero, pole - 0.5, pole - 0.25, pole - 0.75});
            for (int i = 2; i < 50; i += 4)
                p.edges({zero + std::ldexp(0.9, -i), zero - std::ldexp(0.9, -i)});
        }
        measure(
            "polygamma " + std::to_string(n) + " near zeros",
            [=](double x) { return elementary::polygamma(n, x); }, exact, p);
    }
}

BOOST_AUTO_TEST_CASE(trigamma_at_run_time) {
    const auto trigamma = [](double x) { return ctgrad::polygamma(1, x); };
    measure_at_run_time("polygamma 1, x > 0", trigamma, exact_polygamma(1), positive(), 4);
    measure_at_run_time("polygamma 1, x < 0", trigamma, exact_polygamma(1), negative(), 1);
}
