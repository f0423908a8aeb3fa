// SPDX-License-Identifier: BSL-1.0
//
// Typed expressions: what they hold, how they are combined, when two of them are the same.

#include <ctgrad.hpp>

#include <iostream>
#include <type_traits>

namespace {

using namespace ctgrad;
using namespace ctgrad::literals;
using ctgrad::sqrt; // of numbers too

constexpr var<"x"> x;
constexpr var<"y"> y;

//! [own]
// An expression owns all that it refers to, so auto is safe everywhere: for parts, in functions
// that build and return expressions, in functions that call those.
constexpr auto square(const auto& z) {
    auto product = z * z;
    return product;
}
constexpr auto norm(const auto& a, const auto& b) {
    return sqrt(square(a) + square(b));
}
constexpr auto r = norm(x, y);
static_assert(value(r, at(x = 3.0, y = 4.0)) == 5.0);
static_assert(norm(3.0, 4.0) == 5.0); // the same functions, of numbers
//! [own]

//! [equal]
// == compares formulas, and is a constant.
static_assert(r == sqrt(x * x + y * y));
static_assert(!(x + y == y + x)); // the user's order of operations is kept
//! [equal]

//! [constants]
// 2_c is a constant of the type. A plain 2 is a number that the object holds: another object of the
// same type may hold another.
constexpr auto with_constant = 2_c * x;
constexpr auto with_number = 2 * x;
static_assert(std::is_empty_v<decltype(with_constant)>);
static_assert(std::is_same_v<decltype(2 * x), decltype(3.5 * x)>);

constexpr auto scaled(double factor, const auto& z) {
    return factor * z;
}
constexpr auto five = scaled(2, x) + scaled(3, x);
static_assert(value(five, at(x = 1.0)) == 5.0);

// As a template argument a constexpr expression has its numbers known, and they become constants.
static_assert(std::is_same_v<decltype(sealed<with_number>), decltype(sealed<with_constant>)>);
//! [constants]

//! [named]
constexpr auto e = named<"e">(exp(2 * x));
constexpr auto squashed = (e - 1) / (e + 1);
static_assert(to_string<squashed>() == "e = exp(2*x); (e - 1)/(e + 1)");
static_assert(to_string(3_c * (x - y) * (x + y)) == "3*(x - y)*(x + y)");
static_assert(to_string(pow(x, -0.5_c)) == "pow(x, -0.5)");
//! [named]

} // namespace

int main() {
    // At run time a plain number may be any number.
    double sum = 0;
    for (int factor = 1; factor <= 4; ++factor)
        sum += gradient(scaled(factor, x) * y, at(x = 1.0, y = 2.0))[x];
    std::cout << to_string<squashed>() << '\n' << to_string(five) << '\n' << sum << '\n';
    return sum == 20.0 ? 0 : 1;
}
