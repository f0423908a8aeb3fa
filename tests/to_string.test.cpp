// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derivative.hpp>
#include <ctgrad/to_string.hpp>

#include <limits>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr param<"k"> k;

// Parentheses where the grouping needs them, and nowhere else.
static_assert(to_string(x) == "x" && to_string(k) == "k" && to_string(2_c) == "2");
static_assert(to_string(x + y + z) == "x + y + z" && to_string(x + (y + z)) == "x + (y + z)");
static_assert(to_string(x - y - z) == "x - y - z" && to_string(x - (y - z)) == "x - (y - z)");
static_assert(to_string(x - (y + z)) == "x - (y + z)" && to_string(x + y - z) == "x + y - z");
static_assert(to_string(x * y * z) == "x*y*z" && to_string(x * (y * z)) == "x*(y*z)");
static_assert(to_string(x / y / z) == "x/y/z" && to_string(x / (y / z)) == "x/(y/z)");
static_assert(to_string(x / (y * z)) == "x/(y*z)" && to_string(x / y * z) == "x/y*z");
static_assert(to_string(x * y + z) == "x*y + z" && to_string(x * (y + z)) == "x*(y + z)");
static_assert(to_string((x + y) / (x - y)) == "(x + y)/(x - y)");
static_assert(to_string(x + y * z) == "x + y*z" && to_string((x + y) * z) == "(x + y)*z");

// Signs.
static_assert(to_string(-x) == "-x" && to_string(-(-x)) == "-(-x)");
static_assert(to_string(-(x + y)) == "-(x + y)" && to_string(-x + y) == "-x + y");
static_assert(to_string(-(x * y)) == "-(x*y)" && to_string(-x * y) == "-x*y");
static_assert(to_string(x * -y) == "x*-y" && to_string(x - -y) == "x - -y");
static_assert(to_string(x * -2_c) == "x*-2" && to_string(x - -2_c) == "x - -2");
static_assert(to_string(-2_c * x) == "-2*x");
static_assert(to_string(-2_c + x) == "-2 + x");

// Functions.
static_assert(to_string(exp(2_c * x)) == "exp(2*x)" && to_string(sin(x + y)) == "sin(x + y)");
static_assert(to_string(pow(x + y, 3_c)) == "pow(x + y, 3)");
static_assert(to_string(pow(x, 0.5_c)) == "pow(x, 0.5)" && to_string(pow(x, y)) == "pow(x, y)");
static_assert(to_string(max(x, y) * relu(-x)) == "max(x, y)*relu(-x)");
static_assert(to_string(-exp(x)) == "-exp(x)" && to_string(tanh(x) / erfc(y)) == "tanh(x)/erfc(y)");
static_assert(to_string(select(x < y, x + 1_c, -y)) == "select(x < y, x + 1, -y)");
static_assert(to_string(select(x >= y, x, y)) == "select(y <= x, x, y)");
static_assert(to_string(select(x == 0, 1_c, sin(x) / x)) == "select(x == 0, 1, sin(x)/x)");

// Numbers: the shortest decimal that reads back as itself; of the object where they are kept there.
static_assert(to_string(0.1_c * x) == "0.1*x" && to_string(1e-300_c * x) == "1e-300*x");
static_assert(to_string(0.1 * x + 2) == "0.1*x + 2");
static_assert(to_string(x - 1.0 / 3) == "x - 0.3333333333333333");
static_assert(to_string(6.8813735870195432_c) == "6.881373587019543");
static_assert(to_string(-1.5 * x) == "-1.5*x");

// What is used twice is written once: under its label, or t1, t2, ...
constexpr auto e = named<"e">(exp(2_c * x));
static_assert(to_string((e - 1_c) / (e + 1_c)) == "e = exp(2*x); (e - 1)/(e + 1)");
static_assert(to_string(exp(x) * exp(x)) == "t1 = exp(x); t1*t1");
constexpr auto square = (x + y) * (x + y);
static_assert(to_string(square * sin(square)) == "t1 = x + y; t2 = t1*t1; t2*sin(t2)");
static_assert(to_string(square + e * e) == "t1 = x + y; e = exp(2*x); t1*t1 + e*e");
static_assert(to_string(x * x + x) == "x*x + x", "variables and numbers are their own names");
// A label on what is used once is not shown, on a result neither.
static_assert(to_string(named<"s">(x + y) * z) == "(x + y)*z");
static_assert(to_string(named<"s">(x + y)) == "x + y");

// A name that is taken is avoided.
constexpr var<"t1"> t1;
constexpr var<"tt1"> tt1;
static_assert(to_string(exp(x) * exp(x) + t1) == "tt1 = exp(x); tt1*tt1 + t1");
static_assert(to_string(exp(x) * exp(x) + t1 * tt1) == "ttt1 = exp(x); ttt1*ttt1 + t1*tt1");
static_assert(to_string(sin(exp(x) * exp(x)) + named<"t1">(sin(y)) * sin(y)) ==
              "tt1 = exp(x); t1 = sin(y); sin(tt1*tt1) + t1*t1");

// The text is written by the same code while compiling and while running.
template <class Write>
void runs_alike(Write write) {
    static constexpr auto while_compiling = Write{}();
    BOOST_TEST(write().view() == while_compiling.view());
}

} // namespace

BOOST_AUTO_TEST_CASE(text_is_the_same_while_running) {
    runs_alike([] { return to_string(x * (y + z) - (x - -2_c) / (k * -x)); });
    runs_alike([] { return to_string(select(x == 0, pow(x + y, 3_c), max(-1.5 * x, 0.1_c))); });
    runs_alike([] { return to_string(square + e * e); });
    runs_alike([] { return to_string(derivative(exp2(x) * sinpi(x), x)); });
    runs_alike([] { return to_string(exp(x) * exp(x) + t1 * tt1); });
    runs_alike([] { return to_string(sin(exp(x) * exp(x)) + named<"t1">(sin(y)) * sin(y)); });
    runs_alike([] { return to_string(x + -2.0 * (-2.0 - (x - -2.0))); });
}

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double factor = -1.7976931348623157e308, small = -2.2250738585072014e-308;
    // The longest numbers, each in parentheses: there is room for them.
    const auto f = (x + factor) * (y - factor) * (z / factor) * factor + small - factor;
    BOOST_TEST(to_string(f).view().find("-1.7976931348623157e+308") != std::string_view::npos);
    BOOST_TEST(to_string(f).view().size() > 150);
    volatile double not_a_number = std::numeric_limits<double>::quiet_NaN();
    volatile double infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(to_string(x * not_a_number + infinity).view() == "x*nan + inf");
    const auto same_number_twice = [&] {
        const auto g = factor * x;
        return g * g;
    }();
    BOOST_TEST(to_string(same_number_twice).view() ==
               "-1.7976931348623157e+308*x*(-1.7976931348623157e+308*x)");
    std::ostringstream stream;
    stream << to_string(2.5 * x);
    BOOST_TEST(stream.str() == "2.5*x");
    stream << "; " << x << "; " << 2.5 * x + y;
    BOOST_TEST(stream.str() == "2.5*x; x; 2.5*x + y");
}

namespace {

template <int Length>
constexpr auto chain(const auto& of) {
    if constexpr (Length == 0)
        return of;
    else
        return chain<Length - 1>(sin(of));
}
constexpr auto deep = chain<499>(x);
constexpr auto deep_text = to_string(deep);
static_assert(deep_text.size == 499 * 5 + 1);

} // namespace

BOOST_AUTO_TEST_CASE(as_deep_as_an_expression_can_be) {
    std::string expected = "x";
    for (int i = 0; i < 499; ++i)
        expected = "sin(" + expected + ")";
    BOOST_TEST(deep_text.view() == expected);
}
