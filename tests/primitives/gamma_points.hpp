// SPDX-License-Identifier: BSL-1.0
//
// The points at which the gamma functions are compared with references, and how they are at run
// time.
#pragma once

#include "../accuracy.hpp"

namespace accuracy {

inline bool is_no_pole(double x) {
    return x > 0 || std::floor(x) != x;
}
inline points without_poles(points p) {
    std::erase_if(p.values, [](double x) { return !is_no_pole(x); });
    return p;
}

// The largest error of what runs, and what is allowed.
template <class Computed, class Exact>
void measure_at_run_time(const std::string& name, Computed computed, Exact exact, const points& p,
                         double allowed) {
    double worst = 0, where = 0;
    for (const double x : p.values)
        if (const double error = error_in_ulp(computed(x), exact(x)); error > worst) {
            worst = error;
            where = x;
        }
    BOOST_TEST_MESSAGE(name << " at run time: " << worst << " ulp at " << where);
    BOOST_TEST(worst <= allowed, name << ": " << worst << " ulp at " << where);
}

inline points positive() {
    points p;
    return p.even(300, 0, 25).logarithmic(100, 0x1p-60, 0x1p60, false).even(100, 0.9, 2.1);
}
inline points negative() {
    points p;
    return without_poles(p.even(300, -6, 0).even(200, -40, 0).even(100, -1e-6, 0));
}

} // namespace accuracy
