// SPDX-License-Identifier: BSL-1.0
//
// Mixed partial derivatives of a function of seven variables with 50 digits, against differences of
// differences with 150 digits.
#include <ctgrad/derivative.hpp>
#include <ctgrad/gradient.hpp>

#include <array>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;
namespace mp = boost::multiprecision;

namespace {

using digits50 = mp::cpp_bin_float_50;
using digits150 =
    mp::number<mp::backends::cpp_bin_float<150, mp::backends::digit_base_10>, mp::et_off>;

constexpr auto formula = [](const auto& a, const auto& b, const auto& c, const auto& d,
                            const auto& e, const auto& f, const auto& g) {
    using std::cos, std::exp, std::log, std::pow, std::sin, std::sqrt, std::tanh;
    return exp(a * b) * sin(c / d) + log(a + e * f) * sqrt(b + c) / g + tanh(a * g) * cos(b * f) +
           1 / (1 + a * a * c * c + pow(d, 3) * e);
};

constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"c"> c;
constexpr var<"d"> d;
constexpr var<"e"> e;
constexpr var<"f"> f;
constexpr var<"g"> g;
constexpr auto mixed = formula(a, b, c, d, e, f, g);

// Eighths, so that both types hold the same point.
constexpr std::array numbers{3, 5, 7, 11, 13, 9, 6};
constexpr auto at_point(const auto& of) {
    return value(of, at(a = digits50(numbers[0]) / 8, b = digits50(numbers[1]) / 8,
                        c = digits50(numbers[2]) / 8, d = digits50(numbers[3]) / 8,
                        e = digits50(numbers[4]) / 8, f = digits50(numbers[5]) / 8,
                        g = digits50(numbers[6]) / 8));
}

// Central differences in some of the variables, one inside the other. With a step of 10^-28 the
// first neglected term is 10^-56 of the result, and three differences lose 84 digits of 150.
digits150 difference(std::array<digits150, 7>& x) {
    return std::apply(formula, x);
}
digits150 difference(std::array<digits150, 7>& x, std::size_t first, auto... more) {
    const digits150 step = pow(digits150(10), -28), kept = x[first];
    x[first] = kept + step;
    const digits150 after = difference(x, more...);
    x[first] = kept - step;
    const digits150 before = difference(x, more...);
    x[first] = kept;
    return (after - before) / (2 * step);
}
digits50 by_differences(auto... variables) {
    std::array<digits150, 7> x;
    for (std::size_t i = 0; i < 7; ++i)
        x[i] = digits150(numbers[i]) / 8;
    return static_cast<digits50>(difference(x, variables...));
}

void check(const digits50& computed, const digits50& expected) {
    BOOST_TEST(abs(computed - expected) <= 1e-48 * abs(expected),
               computed << " is not " << expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(mixed_partial_derivatives_to_48_digits) {
    check(at_point(mixed), by_differences());
    check(at_point(derivative(mixed, a)), by_differences(0u));
    check(at_point(derivative(mixed, a, b)), by_differences(0u, 1u));
    check(at_point(derivative(mixed, a, a)), by_differences(0u, 0u));
    check(at_point(derivative(mixed, c, d)), by_differences(2u, 3u));
    check(at_point(derivative(mixed, a, c, b)), by_differences(0u, 2u, 1u));
    check(at_point(derivative(mixed, e, f, g)), by_differences(4u, 5u, 6u));
    check(at_point(derivative(mixed, d, d, e)), by_differences(3u, 3u, 4u));
    check(at_point(derivative(mixed, a, b, g)), by_differences(0u, 1u, 6u));
}
