// SPDX-License-Identifier: BSL-1.0
//
// What values and derivatives are where functions have a corner, a vertical tangent, a tie or no
// value at all. One convention for every way of differentiating.

#include <ctgrad.hpp>

#include <iostream>
#include <limits>
#include <tuple>

namespace {

using namespace ctgrad;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr bool is_nan(double x) {
    return x != x;
}

//! [corners]
constexpr auto magnitude = function([](auto x) { return abs(x); });
constexpr auto rectified = function([](auto x) { return relu(x); });
static_assert(gradient(magnitude)(0.0) == 0.0 && gradient(rectified)(0.0) == 0.0);
static_assert(gradient(magnitude)(-2.0) == -1.0 && gradient(rectified)(2.0) == 1.0);

constexpr auto larger = function([](auto x, auto y) { return max(x, y); });
static_assert(gradient(larger)(1.0, 2.0) == std::tuple(0.0, 1.0));
static_assert(gradient(larger)(2.0, 2.0) == std::tuple(0.5, 0.5)); // a tie: half to each
//! [corners]

//! [select]
// The alternative that is not chosen cannot spoil the gradient: here log(x) at x = -1 is NaN.
constexpr auto safe = function([](auto x) { return select(x > 0, log(x), 2 * x); });
static_assert(safe(-1.0) == -2.0 && gradient(safe)(-1.0) == 2.0);
static_assert(gradient(safe)(4.0) == 0.25);

constexpr auto window = function([](auto x) { return select(-1 < x && x < 1, 1 - x * x, 0 * x); });
static_assert(window(0.5) == 0.75 && gradient(window)(0.5) == -1.0);
static_assert(window(2.0) == 0.0 && gradient(window)(2.0) == 0.0);
//! [select]

//! [tangents]
// sqrt rises vertically at 0. A gradient of 0 that arrives there stays 0 instead of 0*infinity.
constexpr auto root = function([](auto x) { return sqrt(x); });
static_assert(gradient(root)(0.0) == infinity);
constexpr auto scaled_root = function([](auto x, auto y) { return y * sqrt(x); });
static_assert(gradient(scaled_root)(0.0, 1.0) == std::tuple(infinity, 0.0));
static_assert(gradient(scaled_root)(0.0, 0.0) == std::tuple(0.0, 0.0));
//! [tangents]

//! [powers]
// With a constant exponent the logarithm of the base is never taken.
constexpr auto cube = function([](auto x) { return pow(x, 3); });
static_assert(cube(-2.0) == -8.0 && gradient(cube)(-2.0) == 12.0 && gradient(cube)(0.0) == 0.0);
constexpr auto one = function([](auto x) { return pow(x, 0); });
static_assert(one(0.0) == 1.0 && gradient(one)(0.0) == 0.0);

constexpr auto power = function([](auto x, auto y) { return pow(x, y); });
static_assert(gradient(power)(0.0, 2.0) == std::tuple(0.0, 0.0));
static_assert(is_nan(std::get<1>(gradient(power)(-2.0, 2.0)))); // by the exponent: log of -2
//! [powers]

//! [arithmetic]
// IEEE arithmetic, while compiling too, where the compiler alone would refuse 1/0.
constexpr auto quotient = function([](auto x, auto y) { return x / y; });
static_assert(quotient(1.0, 0.0) == infinity && is_nan(quotient(0.0, 0.0)));
static_assert(gradient(quotient)(1.0, 0.0) == std::tuple(infinity, -infinity));
//! [arithmetic]

//! [exponentials]
constexpr auto logarithm = function([](auto x) { return log(x); });
static_assert(logarithm(0.0) == -infinity && gradient(logarithm)(0.0) == infinity);
static_assert(is_nan(logarithm(-1.0)));

// tanh as one primitive does not overflow, composed of exp it does.
constexpr auto composed = function([](auto x) { return (exp(2 * x) - 1) / (exp(2 * x) + 1); });
static_assert(ctgrad::tanh(1000.0) == 1.0 && is_nan(composed(1000.0)));
//! [exponentials]

//! [periods]
// Every argument is reduced exactly, the large ones too.
static_assert(near(ctgrad::sin(1e22), -0.8522008497671888));
constexpr auto wave = function([](auto x) { return sin(2 * x); });
static_assert(gradient(wave)(0.0) == 2.0);
//! [periods]

//! [tails]
// The complement keeps its digits where 1 - erf(x) has none left.
static_assert(1 - ctgrad::erf(10.0) == 0.0 && near(ctgrad::erfc(10.0), 2.088487583762545e-45));
constexpr auto tail = function([](auto x) { return erfc(x); });
static_assert(near(gradient(tail)(5.0), -1.5670866531017336e-11));
//! [tails]

} // namespace

int main() {
    std::cout << "at 0: abs' = " << gradient(magnitude)(0.0)
              << ", relu' = " << gradient(rectified)(0.0) << ", sqrt' = " << gradient(root)(0.0)
              << ", cube' = " << gradient(cube)(0.0) << '\n';
    const bool right = gradient(larger)(2.0, 2.0) == std::tuple(0.5, 0.5) &&
                       gradient(safe)(-1.0) == 2.0 &&
                       gradient(scaled_root)(0.0, 0.0) == std::tuple(0.0, 0.0);
    return right ? 0 : 1;
}
