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

// Where the terms of an even order cancel, at x < 0, what is left is not accurate to the last
// place: an interval around each zero is left out.
BOOST_AUTO_TEST_CASE(polygamma_while_compiling) {
    for (const int n : {1, 2, 3, 4, 7, 20, 60, 170}) {
        points p;
        p.even(20, 0.1, n + 25).even(10, 0.3, 3).logarithmic(20, 0.5, n < 20 ? 1e15 : 300, false);
        p.even(20, -9, 0);
        p.edges({n + 20.0});
        const auto exact = exact_polygamma(n);
        std::erase_if(p.values, [&](double x) {
            const reference value = exact(x);
            return abs(value) > largest || abs(value) < smallest_normal ||
                   (x < 0 && n % 2 == 0 && std::fabs(x - std::round(x)) > 0.4);
        });
        measure(
            "polygamma " + std::to_string(n), [=](double x) { return elementary::polygamma(n, x); },
            exact, p);
    }
}

BOOST_AUTO_TEST_CASE(trigamma_at_run_time) {
    const auto trigamma = [](double x) { return ctgrad::polygamma(1, x); };
    measure_at_run_time("polygamma 1, x > 0", trigamma, exact_polygamma(1), positive(), 4);
    measure_at_run_time("polygamma 1, x < 0", trigamma, exact_polygamma(1), negative(), 1);
}
