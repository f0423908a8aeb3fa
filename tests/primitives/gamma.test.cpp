// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/to_c.hpp>
#include <ctgrad/to_latex.hpp>
#include <ctgrad/to_string.hpp>

#include <array>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr double pi = 3.14159265358979323846;
constexpr double euler = 0.57721566490153286061;

// (n - 1)!, the square root of pi, and what is known at 1 and 1/2: DLMF 5.4.
constexpr bool values_and_slopes(double one) {
    const double root_of_pi = 1.7724538509055160273;
    return of(tgamma(x), 5 * one) == 24 && near(of(tgamma(x), one / 2), root_of_pi) &&
           near(of(tgamma(x), -one / 2), -2 * root_of_pi) && of(lgamma(x), one) == 0 &&
           of(lgamma(x), 2 * one) == 0 && near(of(lgamma(x), one / 2), ctgrad::log(root_of_pi)) &&
           near(of(digamma(x), one), -euler) && near(of(digamma(x), 3 * one), 1.5 - euler) &&
           near(of(polygamma(1, x), one), pi * pi / 6) &&
           near(of(polygamma(1, x), one / 2), pi * pi / 2) &&
           near(of(polygamma(3, x), one), pi * pi * pi * pi / 15) &&
           of(polygamma(0, x), 2.5 * one) == of(digamma(x), 2.5 * one) && //
           near(slope(lgamma(x), one), -euler) && near(slope(tgamma(x), 3 * one), 3 - 2 * euler) &&
           near(slope(digamma(x), one), pi * pi / 6) &&
           near(slope(polygamma(2, x), one), pi * pi * pi * pi / 15);
}
static_assert(values_and_slopes(1));

// lgamma(x + 1) = lgamma(x) + log(x), and what follows for the derivatives.
constexpr bool recurrences(double one) {
    for (double a : {0.01, 0.3, 0.75, 1.25, 3.5, 19.25, 40.0}) {
        a *= one;
        if (!near(of(tgamma(x + 1) / x, a), of(tgamma(x), a), 1e-14) ||
            !near(of(lgamma(x + 1), a), of(lgamma(x) + log(x), a), 1e-12) ||
            !near(of(digamma(x) + 1 / x, a), of(digamma(x + 1), a), 1e-12) ||
            !near(of(polygamma(1, x + 1) + 1 / (x * x), a), of(polygamma(1, x), a), 1e-13))
            return false;
    }
    return true;
}
static_assert(recurrences(1));

// log|gamma(x)| is 0 between -3 and -2, with all its digits there.
static_assert(near(ctgrad::lgamma(-2.4570247382208006), 5.61919235895009645e-17, 1e-15));

// The edges: value and derivative.
struct row {
    double at, value, slope;
};
template <class Formula, std::size_t Count>
constexpr bool are(const Formula& formula, const row (&rows)[Count], double one) {
    const auto same = [](double a, double b) { return (a != a && b != b) || a == b; };
    for (const row& r : rows) {
        const double a = one == 1 ? r.at : 0; // which the compiler cannot know of a volatile one
        if (!same(of(formula, a), r.value) || !same(slope(formula, a), r.slope))
            return false;
    }
    return true;
}
constexpr bool edges(double one) {
    return are(lgamma(x),
               {{-inf, inf, nan},
                {-2, inf, nan},
                {-0.0, inf, inf},
                {0, inf, -inf},
                {inf, inf, inf},
                {nan, nan, nan}},
               one) &&
           are(tgamma(x),
               {{-inf, nan, nan},
                {-2, nan, nan},
                {-0.0, -inf, -inf},
                {0, inf, -inf},
                {172, inf, inf},
                {-200.5, 0, 0},
                {inf, inf, inf},
                {nan, nan, nan}},
               one) &&
           are(digamma(x),
               {{-inf, nan, nan},
                {-2, nan, inf},
                {-0.0, inf, inf},
                {0, -inf, inf},
                {inf, inf, 0},
                {nan, nan, nan}},
               one) &&
           are(polygamma(1, x),
               {{-inf, nan, nan},
                {-2, inf, nan},
                {-0.0, inf, inf},
                {0, inf, -inf},
                {inf, 0, 0},
                {nan, nan, nan}},
               one) &&
           are(polygamma(2, x),
               {{-inf, nan, nan},
                {-2, nan, inf},
                {-0.0, inf, inf},
                {0, -inf, inf},
                {1e-150, -inf, inf},
                {-1e-150, inf, inf},
                {inf, 0, 0},
                {nan, nan, nan}},
               one);
}
static_assert(edges(1));

// The order is a number, in a type, in a formula, or in a traced function.
static_assert(to_string(derivative(lgamma(x), x)) == "digamma(x)");
static_assert(to_string(derivative(tgamma(x), x)) == "tgamma(x)*digamma(x)");
static_assert(to_string(derivative(derivative(lgamma(x), x), x)) == "polygamma(1, x)");
static_assert(to_string(derivative(polygamma(2_c, x), x)) == "polygamma(3, x)");
static_assert(to_latex(lgamma(x)) == R"(\log \left|\Gamma\left(x\right)\right|)");
static_assert(to_latex(polygamma(2_c, x)) == R"(\psi^{\left(2\right)}\left(x\right))");
constexpr auto third = function([](auto a) { return polygamma(3, a); });
static_assert(near(gradient(third)(1.0), -24.886266123440878)); // -24 zeta(5)

static_assert(std::is_same_v<decltype(ctgrad::lgamma(1.0f)), float>);
static_assert(std::is_same_v<decltype(ctgrad::polygamma(1, 2.0f)), float>);
static_assert(ctgrad::tgamma(0.5f) == 1.7724539f && ctgrad::lgamma(0.5L) > 0.57236494L);

} // namespace

BOOST_AUTO_TEST_CASE(gamma_at_run_time) {
    volatile double one = 1;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(recurrences(one));
    BOOST_TEST(edges(one));
}

// Far below 0 the fraction is all that matters, and its sign.
BOOST_AUTO_TEST_CASE(far_below_zero) {
    volatile double far = -1e12 - 0.25;
    const double cot = 1, square = 2; // 1/sin^2 of pi/4
    BOOST_TEST(near(ctgrad::polygamma(1, double{far}), pi * pi * square, 1e-11));
    BOOST_TEST(near(ctgrad::polygamma(2, double{far}), 2 * pi * pi * pi * square * cot, 1e-11));
    BOOST_TEST(near(ctgrad::digamma(double{far}), ctgrad::log(1e12) + pi * cot, 1e-11));
}

BOOST_AUTO_TEST_CASE(in_c) {
    const std::string value = to_c(lgamma(x) * tgamma(x)).c_str();
    BOOST_TEST(value.find("= lgamma(x);") != value.npos);
    BOOST_TEST(value.find("= tgamma(x);") != value.npos);
    const std::string slope_text = to_c(gradient(lgamma(x))).c_str();
    BOOST_TEST(slope_text.find("= ctgrad_digamma(x);") != slope_text.npos);
}
