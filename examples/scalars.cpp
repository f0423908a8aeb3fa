// SPDX-License-Identifier: BSL-1.0
//
// One formula, many kinds of numbers: float and long double, 50 digits, complex numbers, and dual
// numbers, a type of one's own.

#include <ctgrad.hpp>

#include <complex>
#include <iostream>
#include <type_traits>

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace {

using namespace ctgrad;

//! [formula]
constexpr auto f = function([](auto x, auto y) { return x * exp(x * y) + 0.5 * sin(y); });

// The arguments say which numbers are computed with.
static_assert(std::is_same_v<decltype(f(1.0F, 2.0F)), float>);
static_assert(std::is_same_v<decltype(gradient(f, wrt<0>())(1.0L, 2.0L)), long double>);
static_assert(std::is_same_v<decltype(f(1, 2)), double>); // integers count as double
//! [formula]

} // namespace

//! [dual]
namespace mine {

// value + slope*e, where e*e = 0: computing with it carries a derivative along.
template <class T>
struct dual {
    T value{}, slope{};

    constexpr dual() = default;
    constexpr dual(double number) : value(number) {} // the constants in a formula
    constexpr dual(const T& v, const T& s) : value(v), slope(s) {}

    friend constexpr dual operator+(const dual& a, const dual& b) {
        return {a.value + b.value, a.slope + b.slope};
    }
    friend constexpr dual operator*(const dual& a, const dual& b) {
        return {a.value * b.value, a.value * b.slope + a.slope * b.value};
    }
};

// Functions are found beside the type. ctgrad's work while compiling, too.
template <class T>
constexpr dual<T> exp(const dual<T>& x) {
    using ctgrad::exp;
    const T e = exp(x.value);
    return {e, e * x.slope};
}
template <class T>
constexpr dual<T> cos(const dual<T>& x) {
    using ctgrad::cos, ctgrad::sin;
    return {cos(x.value), -sin(x.value) * x.slope};
}
template <class T>
constexpr dual<T> sin(const dual<T>& x) {
    using ctgrad::cos, ctgrad::sin;
    return {sin(x.value), cos(x.value) * x.slope};
}

} // namespace mine
//! [dual]

namespace {

//! [slopes]
// Along x, dual numbers in the gradient give a column of the Hessian.
constexpr auto column = gradient(f)(mine::dual(0.5, 1.0), mine::dual(0.75, 0.0));
constexpr auto H = hessian(f)(0.5, 0.75);
static_assert(near(std::get<0>(column).slope, std::get<0>(std::get<0>(H))));
static_assert(near(std::get<1>(column).slope, std::get<1>(std::get<0>(H))));
//! [slopes]

} // namespace

int main() {
    //! [digits]
    using number = boost::multiprecision::cpp_bin_float_50;
    const number x = number(1) / 3, y = 2;
    const auto [by_x, by_y] = gradient(f)(x, y);
    std::cout.precision(50);
    std::cout << by_x << '\n';
    //! [digits]
    const number closed = (1 + x * y) * exp(x * y);

    //! [complex]
    const std::complex<double> z(0.5, 0.25), w(1, -2);
    const auto [by_z, by_w] = gradient(f)(z, w); // df/dz, as of real numbers
    const auto expected = (1.0 + z * w) * exp(z * w);
    //! [complex]
    std::cout.precision(15);
    std::cout << by_z << '\n';
    return abs(by_x - closed) < 1e-48 * closed && abs(by_z - expected) < 1e-14 ? 0 : 1;
}
