// SPDX-License-Identifier: BSL-1.0
//
// A check that passes, a check that fails, and what the report says of both.
#include <ctgrad/check_gradient.hpp>
#include <ctgrad/custom.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <sstream>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto f = x * sin(x * y) + exp(y);

// Wrong by hand: the derivative of x^2 is not x.
constexpr auto wrong_square = custom_vjp<"wrong_square">(
    [](const auto& t) { return t * t; },
    [](const auto& t, const auto&, const auto& adjoint) { return t * adjoint; });
} // namespace

BOOST_AUTO_TEST_CASE(expressions) {
    BOOST_TEST(check_gradient(f, at(x = 0.5, y = -1.0)));
    const auto report = check_gradient(f, at(y = -1.0, x = 0.5), {1e-4, 1e-6});
    BOOST_TEST(report.components.size() == 2u);
    BOOST_TEST(report.components[0].name == "x");
    BOOST_TEST(report.components[0].step == 1e-4);
    BOOST_TEST(near(report.components[0].exact, gradient(f, at(x = 0.5, y = -1.0))[x]));
    BOOST_TEST(near(report.value, value(f, at(x = 0.5, y = -1.0))));
    BOOST_TEST(report.components[1].relative_error < 1e-7);
}

BOOST_AUTO_TEST_CASE(functions) {
    constexpr auto norm =
        function([](const auto& v, auto scale) { return scale * sqrt(v[0] * v[0] + v[1] * v[1]); });
    const auto report = check_gradient(norm, std::array{3.0, 4.0}, 2.0);
    BOOST_TEST(report);
    BOOST_TEST(report.components.size() == 3u);
    BOOST_TEST(report.components[1].name == "argument 0[1]");
    BOOST_TEST(report.components[1].exact == 1.6);
    BOOST_TEST(report.components[2].name == "argument 1");
    BOOST_TEST(check_gradient(norm, check_options{1e-4}, std::array{3.0, 4.0}, 2.0));
    BOOST_TEST(check_gradient(gradient(function([](auto t) { return t * t * t; })), 2.0));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_found) {
    const auto report = check_gradient(wrong_square(x) + y, at(x = 3.0, y = 1.0));
    BOOST_TEST(!report.passed());
    BOOST_TEST(near(report.components[0].relative_error, 0.5, 1e-6));
    std::ostringstream text;
    text << report;
    BOOST_TEST(text.str().find("x exact                  3  difference") != std::string::npos);
    BOOST_TEST(text.str().find("<-- differs") != std::string::npos);
    BOOST_TEST(text.str().find("<-- differs") == text.str().rfind("<-- differs"));
}

BOOST_AUTO_TEST_CASE(nan_is_never_right) {
    BOOST_TEST(!check_gradient(log(x), at(x = -1.0)).passed());
}

// Of a sum of large terms a difference is mostly rounding.
BOOST_AUTO_TEST_CASE(rounding_is_no_error) {
    BOOST_TEST(check_gradient(x * 1e-9 + y, at(x = 1.0, y = 1e6)));
}

// Components are named by argument and place, however the argument nests.
BOOST_AUTO_TEST_CASE(nested_arguments_and_long_double) {
    constexpr auto trace = function([](const auto& m, auto scale) {
        return scale * (m[0][0] * m[0][0] + m[1][1] + m[0][1] * m[1][0]);
    });
    const std::array matrix{std::array{1.0L, 2.0L}, std::array{3.0L, 4.0L}};
    const auto report = check_gradient(trace, matrix, 0.5L);
    BOOST_TEST(report);
    BOOST_TEST(report.components.size() == 5u);
    BOOST_TEST(report.components[2].name == "argument 0[2]");
    BOOST_TEST(report.components[2].exact == 1.0);
    BOOST_TEST(report.components[4].name == "argument 1");
    BOOST_TEST(report.value == 5.5);
}

BOOST_AUTO_TEST_CASE(long_double_points) {
    BOOST_TEST(check_gradient(f, at(x = 0.5L, y = -1.0L)));
    BOOST_TEST(check_gradient(f, at(x = 0.5F, y = -1.0F), {1e-2, 1e-3}));
}

BOOST_AUTO_TEST_CASE(printed) {
    const gradient_report report{
        2.5, 1e-6, {{"x", 1, 1, 1e-5, 0}, {"velocity", -0.25, 0.5, 2e-5, 1.5}}};
    std::ostringstream text;
    text.precision(3);
    text << report << 1.0 / 3;
    BOOST_TEST(
        text.str() ==
        "value 2.5, relative errors of at most 1e-06 wanted\n"
        "x        exact                  1  difference                  1  step        1e-05  "
        "error            0\n"
        "velocity exact              -0.25  difference                0.5  step        2e-05  "
        "error          1.5  <-- differs\n"
        "0.333"); // the stream is left as it was
}

// At a corner the difference is the mean of two slopes, so a right convention is reported as well.
BOOST_AUTO_TEST_CASE(corners) {
    BOOST_TEST(!check_gradient(relu(x), at(x = 0.0)).passed());
    BOOST_TEST(check_gradient(abs(x), at(x = 0.0)));
}
