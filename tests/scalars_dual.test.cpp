// SPDX-License-Identifier: BSL-1.0
//
// Scalars that the library does not know: a reader's own dual numbers, also of dual numbers, and
// numbers of 50 digits. Constants in a formula are doubles, whatever the scalar.
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>

#include <limits>
#include <type_traits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace dual_numbers {

// value + slope*e, e*e = 0. What a formula asks for: a double becomes one, operators, functions.
template <class T>
struct dual {
    T value{}, slope{};

    constexpr dual() = default;
    constexpr dual(double number) : value(number) {}
    constexpr dual(const T& v, const T& s) : value(v), slope(s) {}

    friend constexpr dual operator+(const dual& a, const dual& b) {
        return {a.value + b.value, a.slope + b.slope};
    }
    friend constexpr dual operator-(const dual& a, const dual& b) {
        return {a.value - b.value, a.slope - b.slope};
    }
    friend constexpr dual operator-(const dual& a) { return {-a.value, -a.slope}; }
    friend constexpr dual operator*(const dual& a, const dual& b) {
        return {a.value * b.value, a.value * b.slope + a.slope * b.value};
    }
    friend constexpr dual operator/(const dual& a, const dual& b) {
        const T quotient = a.value / b.value;
        return {quotient, (a.slope - quotient * b.slope) / b.value};
    }
    friend constexpr bool operator<(const dual& a, const dual& b) { return a.value < b.value; }
    friend constexpr bool operator<=(const dual& a, const dual& b) { return !(b < a); }
    friend constexpr bool operator==(const dual& a, const dual& b) { return !(a < b) && !(b < a); }
};
template <class T>
constexpr dual<T> exp(const dual<T>& x) {
    using ctgrad::exp;
    const T e = exp(x.value);
    return {e, e * x.slope};
}
template <class T>
constexpr dual<T> cos(const dual<T>& x);
template <class T>
constexpr dual<T> sin(const dual<T>& x) {
    using ctgrad::cos, ctgrad::sin;
    return {sin(x.value), cos(x.value) * x.slope};
}
template <class T>
constexpr dual<T> cos(const dual<T>& x) {
    using ctgrad::cos, ctgrad::sin;
    return {cos(x.value), -sin(x.value) * x.slope};
}

} // namespace dual_numbers

namespace {

using dual_numbers::dual;

constexpr auto f = function([](auto x, auto y) {
    return x * exp(x * y) + sin(y) / x + 2.5 * cos(x) + pow(y, 3) + max(x, y) * min(x, 2 * y);
});
constexpr auto h = hessian(f)(0.5, 0.75);
constexpr double xx = std::get<0>(std::get<0>(h)), xy = std::get<1>(std::get<0>(h)),
                 yy = std::get<1>(std::get<1>(h));
constexpr auto g = gradient(f)(0.5, 0.75);

// Forward: the value's slopes are the gradient's components; forward over reverse: the gradient's
// slopes are the Hessian's columns.
constexpr auto along_x = f(dual(0.5, 1.0), dual(0.75, 0.0));
static_assert(std::is_same_v<decltype(along_x), const dual<double>>);
static_assert(near(along_x.slope, std::get<0>(g)));
constexpr auto column = gradient(f)(dual(0.5, 0.0), dual(0.75, 1.0));
static_assert(near(std::get<0>(column).value, std::get<0>(g)) &&
              near(std::get<1>(column).value, std::get<1>(g)));
static_assert(near(std::get<0>(column).slope, xy) && near(std::get<1>(column).slope, yy));

// Forward over forward: second derivatives of the value.
using twice = dual<dual<double>>;
constexpr twice x_twice{{0.5, 1.0}, {1.0, 0.0}}, y_fixed{{0.75, 0.0}, {0.0, 0.0}};
constexpr twice y_second{{0.75, 0.0}, {1.0, 0.0}}, x_first{{0.5, 1.0}, {0.0, 0.0}};
static_assert(near(f(x_twice, y_fixed).slope.slope, xx));
static_assert(near(f(x_first, y_second).slope.slope, xy));
// Twice forward over reverse: third derivatives.
constexpr auto third = gradient(f)(x_twice, y_fixed);
constexpr auto expected = jacobian(hessian(f, wrt<0>()), wrt<0, 1>())(0.5, 0.75); // of d^2f/dx^2
static_assert(near(std::get<0>(third).slope.slope, std::get<0>(expected)));
static_assert(near(std::get<1>(third).slope.slope, std::get<1>(expected)));

// Constants are doubles and follow the scalar: 0.1 is the double next to 1/10, in every type that
// can hold it, and x/10 is a division in that type.
using digits50 = boost::multiprecision::cpp_bin_float_50;
constexpr auto constants = function([](auto x) { return 0.1 * x + x / 10; });

// x^2*exp(x*y) + log(x)*y: derivatives in closed form.
constexpr auto formula = function([](auto x, auto y) { return x * x * exp(x * y) + log(x) * y; });

bool near50(const digits50& a, const digits50& b) {
    return abs(a - b) <= 1e-48 * abs(b);
}

} // namespace

BOOST_AUTO_TEST_CASE(constants_follow_the_scalar) {
    BOOST_TEST(gradient(constants)(1.0F) == 0.1F + 0.1F);
    BOOST_TEST(gradient(constants)(1.0L) == 0.1 + 1.0L / 10);
    BOOST_TEST(near50(gradient(constants)(digits50(1)), digits50(0.1) + digits50(1) / 10));
    BOOST_TEST(!near50(digits50(0.1), digits50(1) / 10));
    static_assert(std::is_same_v<decltype(gradient(constants)(1.0F)), float>);
    static_assert(std::is_same_v<decltype(gradient(constants)(1.0L)), long double>);
}

BOOST_AUTO_TEST_CASE(fifty_digits) {
    const digits50 x = digits50(7) / 10, y = digits50(-4) / 3, e = exp(x * y);
    const auto [by_x, by_y] = gradient(formula)(x, y);
    BOOST_TEST(near50(by_x, (2 * x + x * x * y) * e + y / x));
    BOOST_TEST(near50(by_y, x * x * x * e + log(x)));

    const auto [of_x, of_y] = hessian(formula)(x, y);
    const digits50 second_xy = (3 * x * x + x * x * x * y) * e + 1 / x;
    BOOST_TEST(near50(std::get<0>(of_x), (2 + 4 * x * y + x * x * y * y) * e - y / (x * x)));
    BOOST_TEST(near50(std::get<1>(of_x), second_xy));
    BOOST_TEST(near50(std::get<0>(of_y), second_xy));
    BOOST_TEST(near50(std::get<1>(of_y), x * x * x * x * e));

    const digits50 dx = digits50(1) / 7, dy = digits50(2) / 9;
    const auto [value, tangent] = jvp(formula)(x, y, dx, dy);
    BOOST_TEST(near50(value, x * x * e + log(x) * y));
    BOOST_TEST(near50(tangent, by_x * dx + by_y * dy));
}
