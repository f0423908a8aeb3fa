// SPDX-License-Identifier: BSL-1.0
//
// The text; tests/emission compiles it and compares the numbers.
#include <ctgrad/to_c.hpp>

#include <array>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;

// A statement per distinct operation, one value returned.
static_assert(to_c<"product">(sin(x * y) + x * y) == R"(#include <math.h>

double product(double x, double y) {
    const double t1 = x*y;
    const double t2 = sin(t1);
    const double t3 = t2 + t1;
    return t3;
}
)");

// Derivatives: into an array.
static_assert(to_c<"f">(value_and_gradient(k * x * x)) == R"(#include <math.h>

/* out[2]: the value, then the gradient by x. */
void f(double k, double x, double* out) {
    const double t1 = k*x;
    const double t2 = t1*x;
    const double t3 = 2.0*t1;
    out[0] = t2;
    out[1] = t3;
}
)");

// What does not depend on an input says so, for compilers that warn.
static_assert(to_c<"f">(hessian(x * y, wrt(x))) == R"(#include <math.h>

/* out[1]: the Hessian, row by row, by x. */
void f(double x, double y, double* out) {
    (void)x;
    (void)y;
    out[0] = 0.0;
}
)");

// What C has no function for is a function above, guarded, as files may hold several.
static_assert(to_c(relu(x)) == R"(#include <math.h>

#ifndef CTGRAD_RELU
#define CTGRAD_RELU
static inline double ctgrad_relu(double x) {
    return x <= 0 ? 0 : x;
}
#endif

double f(double x) {
    const double t1 = ctgrad_relu(x);
    return t1;
}
)");

// A traced function: the numbers of its arguments are one array.
constexpr auto scale = function([](auto factor, const std::array<decltype(factor), 2>& v) {
    return std::array{factor * v[0], factor * v[1]};
});
static_assert(to_c<"scale", double, std::array<double, 2>>(scale) == R"(#include <math.h>

/* out[2]: the values. */
void scale(const double* x, double* out) {
    const double t1 = x[0]*x[1];
    const double t2 = x[0]*x[2];
    out[0] = t1;
    out[1] = t2;
}
)");

constexpr std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
        n += text.substr(i, part.size()) == part;
    return n;
}
constexpr bool contains(std::string_view text, std::string_view part) {
    return count(text, part) > 0;
}

static_assert(contains(to_c<"j", double, std::array<double, 2>>(jacobian(scale)),
                       "/* out[6]: the Jacobian, row by row, by x[0] to x[2]. */"));
static_assert(contains(to_c<"j", double, std::array<double, 2>>(jacobian(scale, wrt<1>())),
                       "by x[1], x[2]. */"));

// Numbers read back as the same double, are no integers, and stand in parentheses with their sign.
static_assert(contains(to_c(x / 3_c), "= x/3.0;") && contains(to_c(x * 0.1_c), "= x*0.1;"));
static_assert(contains(to_c(x - -2_c), "= x - (-2.0);") && contains(to_c(1e300_c * x), "1e+300*x"));
static_assert(contains(to_c(x * (1.0 / 3)), "= x*0.3333333333333333;"));
static_assert(contains(to_c(x * -0.0), "= x*(-0.0);"));
static_assert(contains(to_c(x + std::numeric_limits<double>::infinity()), "= x + HUGE_VAL;"));
static_assert(contains(to_c(x + std::numeric_limits<double>::quiet_NaN()), "= x + NAN;"));

// Integer powers are multiplied out, as when they are evaluated.
static_assert(contains(to_c(pow(x, 3_c)), "t1 = x*x;") &&
              contains(to_c(pow(x, 2.5_c)), "pow(x, 2.5)"));
static_assert(contains(to_c(select(x < y, x, y)), "= x < y ? x : y;"));
static_assert(contains(to_c(abs(x)), "= fabs(x);"));
constexpr auto twice = 2 * x + 2 * y;
static_assert(contains(to_c<twice, "twice">(), "double twice(double x, double y)"));

// Names that C does not accept.
static_assert(contains(to_c(var<"\xce\xb1">() + var<"\xce\x94 t">()),
                       "f(double alpha, double Delta_t)"));
static_assert(contains(to_c(var<"\xce\xb1">() * 1_c), "/* alpha stands for \xce\xb1. */"));
static_assert(contains(to_c(var<"int">() + var<"NAN">()), "f(double int_, double NAN_)"));
static_assert(contains(to_c(var<"M_\xce\xb1">() + var<"FP_1">()),
                       "f(double xM_alpha, double xFP_1)"));
static_assert(contains(to_c(var<"1st">() + var<"_a">()), "f(double x1st, double x_a)"));
static_assert(contains(to_c(var<"a b">() + var<"a_b">()), "f(double a_b_2, double a_b)"));
static_assert(contains(to_c(exp(var<"exp">())), "= exp(exp_2);"), "the function keeps its name");
static_assert(contains(to_c(gradient(sin(var<"out">()))), "double out_2, double* out"));
static_assert(contains(to_c(var<"t1">() * x), "const double tt1 = t1*x;"));
static_assert(count(to_c(var<"*/ /*">() * 1_c), "*/") == 1, "a name does not end its comment");

constexpr auto product = function([](auto a, auto b) { return a * b; });

// The text is written by the same code while compiling and while running.
template <class Write>
void runs_alike(Write write) {
    static constexpr auto while_compiling = Write{}();
    BOOST_TEST(write().view() == while_compiling.view());
}

} // namespace

BOOST_AUTO_TEST_CASE(text_is_the_same_while_running) {
    using limits = std::numeric_limits<double>;
    runs_alike([] { return to_c(relu(x) * relu(y) - softplus(select(x < y, abs(x), max(x, y)))); });
    runs_alike([] { return to_c(x / 3_c - -0.1_c + 1e300_c * pow(x, 2.5_c) + pow(y, 3_c)); });
    runs_alike([] {
        return to_c(x * -0.5 + limits::infinity() - -limits::infinity() + limits::quiet_NaN());
    });
    runs_alike([] { return to_c<"two">(2_c * 3_c); });
    runs_alike([] { return to_c(gradient(exp2(x) * sinpi(x))); });
    // Names.
    runs_alike([] { return to_c(var<"\xce\xb1">() + var<"\xce\x94 t">() * var<"1st">()); });
    runs_alike([] { return to_c(var<"int">() + var<"*/ /*">() * var<"M_\xce\xb1">()); });
    runs_alike([] { return to_c(exp(var<"exp">()) + var<"a b">() * var<"a_b">()); });
    runs_alike([] { return to_c(var<"t1">() * x + var<"_a">()); });
    // Derivatives: each has its own first line.
    runs_alike([] { return to_c(gradient(sin(var<"out">()))); });
    runs_alike([] { return to_c(value_and_gradient(k * x * x)); });
    runs_alike([] { return to_c(hessian(x * y * y, wrt(x))); });
    runs_alike([] { return to_c<"h", double, double>(value_gradient_and_hessian(product)); });
    runs_alike([] { return to_c<"s", double, std::array<double, 2>>(scale); });
    runs_alike([] { return to_c<"j", double, std::array<double, 2>>(jacobian(scale)); });
    runs_alike([] {
        return to_c<"j", double, std::array<double, 2>>(value_and_jacobian(scale, wrt<1>()));
    });
}

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double factor = -1.7976931348623157e308;
    const auto text = to_c((x + factor) * (y - factor) / (factor * x));
    BOOST_TEST(count(text, "(-1.7976931348623157e+308)") == 3);
    BOOST_TEST(text.view().back() == '\n');
    BOOST_TEST(contains(to_c(gradient(factor * x)), "out[0] = (-1.7976931348623157e+308);"));
}
