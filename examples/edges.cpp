// SPDX-License-Identifier: BSL-1.0
//
// What values and derivatives are where functions have a corner, a vertical tangent, a tie or no
// value at all. One convention for every way of differentiating.

#include <ctgrad.hpp>

#include <array>
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

//! [steps]
// A step has the derivative 0, also where it jumps; what it cuts a function into keeps its slopes.
constexpr auto whole = function([](auto x) { return floor(x); });
static_assert(gradient(whole)(2.5) == 0.0 && gradient(whole)(2.0) == 0.0);
constexpr auto saw = function([](auto x) { return x - floor(x); });
static_assert(saw(2.75) == 0.75 && gradient(saw)(2.75) == 1.0);

constexpr auto remainder = function([](auto x, auto y) { return fmod(x, y); });
static_assert(gradient(remainder)(7.5, 2.0) == std::tuple(1.0, -3.0));

constexpr auto limited = function([](auto x) { return clamp(3 * x, -1, 1); });
static_assert(gradient(limited)(0.25) == 3.0 && gradient(limited)(2.0) == 0.0);
//! [steps]

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

//! [sums]
// Probabilities that are given by their logarithms are added without leaving the doubles.
static_assert(near(ctgrad::logaddexp(-1000.0, -1000.0), -1000 + ctgrad::log(2.0)));
constexpr auto sum = function([](auto x, auto y) { return logaddexp(x, y); });
static_assert(gradient(sum)(-1000.0, -1000.0) == std::tuple(0.5, 0.5));
static_assert(gradient(sum)(-infinity, 1.0) == std::tuple(0.0, 1.0));

// All digits of what is close to 0, and of the odds that are close to 1.
static_assert(ctgrad::log1p(1e-20) == 1e-20 && near(ctgrad::logit(0.5 + 0x1p-50), 0x1p-48));
//! [sums]

//! [hyperbolic]
// The slopes of the inverses neither overflow nor cancel.
constexpr auto area = function([](auto x) { return asinh(x); });
static_assert(near(area(1e200), 461.21016577936906) && near(gradient(area)(1e200), 1e-200));
constexpr auto artanh = function([](auto x) { return atanh(x); });
static_assert(artanh(1.0) == infinity && near(gradient(artanh)(1 - 0x1p-53), 0x1p52));
//! [hyperbolic]

//! [inverse]
// At 1 the slope is infinite; just below it has all digits.
constexpr auto arc = function([](auto x) { return acos(x); });
static_assert(arc(1.0) == 0.0 && gradient(arc)(1.0) == -infinity && is_nan(arc(1.5)));
static_assert(near(gradient(arc)(1 - 0x1p-40), -741455.20018963384));
//! [inverse]

//! [half_turns]
// sin(pi*x) is not 0 at any double but 0; sinpi is, at all whole numbers.
static_assert(ctgrad::sinpi(1e10) == 0.0 && ctgrad::cospi(0.5) == 0.0 &&
              ctgrad::cospi(7.0) == -1.0);
constexpr auto tone = function([](auto t) { return sinpi(880 * t); });
static_assert(near(gradient(tone)(10.0), 880 * 3.141592653589793));
//! [half_turns]

//! [distributions]
// Far out in the tail the probability keeps its digits, and its logarithm never ends.
static_assert(near(ctgrad::normal_cdf(-10.0), 7.6198530241605261e-24));
static_assert(near(ctgrad::normal_log_density(1000.0), -500000.91893853320));
constexpr auto likelihood = function([](auto mean, auto deviation) {
    return normal_log_density(3.0, mean, deviation) + normal_log_density(5.0, mean, deviation);
});
static_assert(gradient(likelihood)(4.0, 1.0) == std::tuple(0.0, 0.0)); // where it is largest
//! [distributions]

//! [logsumexp]
// Neither overflows, and the derivatives of the first are the second.
constexpr auto total = function([](auto x, auto y) { return logsumexp(x, y); });
static_assert(near(total(1000.0, 1000.0), 1000.6931471805599));
static_assert(gradient(total)(1000.0, 1000.0) == std::tuple(0.5, 0.5));
static_assert(gradient(total)(-infinity, 3.0) == std::tuple(0.0, 1.0));
static_assert(softmax(std::array{1000.0, 1000.0}) == std::array{0.5, 0.5});
//! [logsumexp]

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
