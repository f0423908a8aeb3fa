// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions, as they are while compiling and as they are at run time, against Boost.Math
// with 50 digits. `--log_level=message` prints the largest errors.
#include "../compiled_values.hpp"
#include "../long_mode.hpp"
#include "gamma_points.hpp"

#include <ctgrad/primitives/gamma.hpp>

#include <algorithm>

namespace elementary = ctgrad::detail::elementary;

namespace {

using namespace accuracy;

reference exact_lgamma(double x) {
    return ctgrad::detail::log_gamma_at_run_time(reference(x));
}
reference exact_tgamma(double x) {
    return ctgrad::detail::gamma_at_run_time(reference(x));
}
reference exact_digamma(double x) {
    return ctgrad::detail::digamma_at_run_time(reference(x));
}

} // namespace

BOOST_AUTO_TEST_CASE(logarithm_of_gamma_while_compiling) {
    points p = positive();
    p.logarithmic(100, smallest, largest, false).edges({0.5, 1, 1.5, 2, 2.5, 20, 2.556e305});
    p.logarithmic(100, smallest, 0x1p-30).edges({0x1p-70, -0x1p-70});
    for (const double x : negative().values)
        p.values.push_back(x);
    // Zeros: no double is one, the nearest is less than 1e-16 times as large as its neighbourhood.
    p.edges({-2.4570247382208006, -2.7476826467274127, -3.1435808883499799, -3.9552942848585979});
    p.edges({-4.0392918454280006, -4.9915446405600478, -5.0081681304213011, -5.998607480080876});
    for (int n = 1; n < 30; ++n) // where series and poles are close
        p.edges({n - 0.5}).edges({0.5 - n}).even(4, -n - 1e-6, -n + 1e-6);
    measure("lgamma", elementary::lgamma, exact_lgamma, without_poles(p));
}

BOOST_AUTO_TEST_CASE(gamma_while_compiling) {
    points p = positive();
    p.even(200, 20, 171.6).edges({171.62437695630271, 0.5, -0.5, 1.5, 0x1p-70, -0x1p-70, 1e-308});
    p.even(200, -185, 0).edges({-183.5, -184.5, -170.5}); // to where it underflows
    std::erase_if(p.values, [](double x) { return x > 1000; });
    measure("tgamma", elementary::tgamma, exact_tgamma, without_poles(p));
    double factorial = 1;
    for (int n = 1; n <= 22; factorial *= n++)
        BOOST_TEST(elementary::tgamma(n) == factorial);
}

BOOST_AUTO_TEST_CASE(digamma_while_compiling) {
    points p = positive();
    p.logarithmic(100, smallest, largest, false).logarithmic(100, 1e-300, 1e9);
    p.edges({0.5, 1.5, 20, 0x1p-70, 0x1p120, 1.4616321449683623});
    for (const double x : negative().values)
        p.values.push_back(x);
    for (const double zero : {-0.504083008264455, -1.573498473162390, -2.610720868444145,
                              -3.635293366436901, -4.653237761743142, -5.667162441556886,
                              -6.678418213073427, -7.687788325031626, -14.727334416018529})
        for (int i = 0; i < 20; ++i)
            p.values.push_back(zero + (i - 10) * 2e-15);
    measure("digamma", elementary::digamma, exact_digamma, without_poles(p));
}

BOOST_AUTO_TEST_CASE(at_run_time) {
    const auto log_gamma = [](double x) { return ctgrad::lgamma(x); };
    measure_at_run_time("lgamma, x > 0", log_gamma, exact_lgamma, positive(), 4);
    measure_at_run_time("lgamma, x < 0", log_gamma, exact_lgamma, negative(), 1);
    points p = negative().even(200, 0.1, 170);
    measure_at_run_time(
        "tgamma", [](double x) { return ctgrad::tgamma(x); }, exact_tgamma, p, 10);
    const auto psi = [](double x) { return ctgrad::digamma(x); };
    measure_at_run_time("digamma, x > 0", psi, exact_digamma, positive(), 4);
    measure_at_run_time("digamma, x < 0", psi, exact_digamma, negative(), 4);
}

// What the compiler computes with, run, and what runs otherwise, at points of all sizes.
BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_to_the_last_places) {
    const auto compare = [](const char* name, double (*here)(double), double (*there)(double),
                            std::uint64_t units) {
        std::uint64_t largest_distance = 0;
        const std::uint64_t points = long_mode::is_on() ? 3000 : 100;
        for (std::uint64_t i = 0; i < points; ++i) {
            const double x = compiled_values::any_double(i), a = here(x), b = there(x);
            BOOST_TEST(compiled_values::within_units(a, b, units),
                       name << " at " << x << ": " << a << " at run time, " << b);
            if (a == a && b == b)
                largest_distance = std::max(largest_distance, compiled_values::steps_between(a, b));
        }
        BOOST_TEST_MESSAGE(name << ": at most " << largest_distance << " units apart");
        long_mode::count(name, points);
    };
    compare(
        "lgamma", [](double x) { return ctgrad::lgamma(x); }, elementary::lgamma, 4);
    compare(
        "tgamma", [](double x) { return ctgrad::tgamma(x); }, elementary::tgamma, 10);
    compare(
        "digamma", [](double x) { return ctgrad::digamma(x); }, elementary::digamma, 4);
    compare(
        "polygamma 1", [](double x) { return ctgrad::polygamma(1, x); },
        [](double x) { return elementary::polygamma(1, x); }, 4);
    compare(
        "polygamma 2", [](double x) { return ctgrad::polygamma(2, x); },
        [](double x) { return elementary::polygamma(2, x); }, 10);
    compare(
        "polygamma 5", [](double x) { return ctgrad::polygamma(5, x); },
        [](double x) { return elementary::polygamma(5, x); }, 32); // of subnormal results
}
