// SPDX-License-Identifier: BSL-1.0
//
// The convention for derivatives at the edges, as one table for all front ends. Each row is a
// formula at a point with the value and the partial derivatives that the convention gives it.
#pragma once

#include "draws.hpp"
#include "long_mode.hpp"

#include <ctgrad/near.hpp>
#include <ctgrad/primitives.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>

#include <boost/test/unit_test.hpp>

namespace conventions {

using namespace ctgrad;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// What was computed and what should be: value, d/dx, d/dy (0 if there is no y).
struct row {
    const char* what;
    std::array<double, 3> computed;
    std::array<double, 3> expected;
};

constexpr bool same(double a, double b) {
    return (a != a && b != b) || a == b || near(a, b, 1e-15);
}
constexpr bool same(const row& r) {
    return same(r.computed[0], r.expected[0]) && same(r.computed[1], r.expected[1]) &&
           same(r.computed[2], r.expected[2]);
}
// The number of the first row that differs, or how many rows there are.
constexpr std::size_t first_difference(std::span<const row> rows) {
    std::size_t i = 0;
    while (i < rows.size() && same(rows[i]))
        ++i;
    return i;
}
// As it is known to the compiler, or hidden from it. One type, so that the formulas of the table
// are compiled once for both.
class numbers {
public:
    constexpr explicit numbers(bool are_hidden) : are_hidden_(are_hidden) {}
    constexpr double operator()(double number) const { return are_hidden_ ? hide(number) : number; }

private:
    static double hide(double number) {
        volatile double kept = number;
        return kept;
    }

    bool are_hidden_;
};
constexpr numbers known() {
    return numbers(false);
}
constexpr numbers hidden() {
    return numbers(true);
}

// What several rows are about.
constexpr auto absolute = [](auto a) { return abs(a); };
constexpr auto rectified = [](auto a) { return relu(a); };
constexpr auto larger = [](auto a, auto b) { return max(a, b); };
constexpr auto smaller = [](auto a, auto b) { return min(a, b); };
constexpr auto down = [](auto a) { return floor(a); };
constexpr auto up = [](auto a) { return ceil(a); };
constexpr auto nearest = [](auto a) { return round(a); };
constexpr auto whole = [](auto a) { return trunc(a); };
constexpr auto direction = [](auto a) { return sign(a); };
constexpr auto remainder = [](auto a, auto b) { return fmod(a, b); };
constexpr auto signed_as = [](auto a, auto b) { return copysign(a, b); };
constexpr auto clamped = [](auto a, auto b) { return clamp(a, b, 2.0); };
constexpr auto square_root = [](auto a) { return sqrt(a); };
constexpr auto scaled_square_root = [](auto a, auto b) { return b * sqrt(a); };
constexpr auto root_of_product = [](auto a, auto b) { return sqrt(a * b); };
constexpr auto distance = [](auto a, auto b) { return hypot(a, b); };
constexpr auto power_of = [](auto a, auto b) { return pow(a, b); };
constexpr auto safe_quotient = [](auto a, auto b) { return select(b == 0, a, a / b); };
// The shared part is undefined where none of the chosen alternatives uses it.
constexpr auto shared_poison = [](auto a, auto b) {
    const auto poison = log(a);
    return select(a > 0, select(b > 0, poison, poison * b), b * b);
};

constexpr auto kinks(auto of, auto n) {
    constexpr auto with_number = [](auto a) { return max(a, 1) + 10 * min(2.0, a); };
    return std::array{
        row{"abs(0)", of.at_point(absolute, n(0)), {0, 0, 0}},
        row{"abs(-0)", of.at_point(absolute, n(-0.0)), {0, 0, 0}},
        row{"abs(-2)", of.at_point(absolute, n(-2)), {2, -1, 0}},
        row{"abs(inf)", of.at_point(absolute, n(inf)), {inf, 1, 0}},
        row{"abs(nan)", of.at_point(absolute, n(not_a_number)), {not_a_number, not_a_number, 0}},
        row{"relu(0)", of.at_point(rectified, n(0)), {0, 0, 0}},
        row{"relu(-inf)", of.at_point(rectified, n(-inf)), {0, 0, 0}},
        row{"relu(inf)", of.at_point(rectified, n(inf)), {inf, 1, 0}},
        row{"relu(nan)", of.at_point(rectified, n(not_a_number)), {not_a_number, not_a_number, 0}},
        row{"max(3, 3)", of.at_point(larger, n(3), n(3)), {3, 0.5, 0.5}},
        row{"max(inf, inf)", of.at_point(larger, n(inf), n(inf)), {inf, 0.5, 0.5}},
        row{"max(2, 3)", of.at_point(larger, n(2), n(3)), {3, 0, 1}},
        row{"max(3, 2)", of.at_point(larger, n(3), n(2)), {3, 1, 0}},
        row{"max(nan, 2)",
            of.at_point(larger, n(not_a_number), n(2)),
            {not_a_number, not_a_number, not_a_number}},
        row{"max(2, nan)",
            of.at_point(larger, n(2), n(not_a_number)),
            {not_a_number, not_a_number, not_a_number}},
        row{"min(3, 3)", of.at_point(smaller, n(3), n(3)), {3, 0.5, 0.5}},
        row{"min(-inf, -inf)", of.at_point(smaller, n(-inf), n(-inf)), {-inf, 0.5, 0.5}},
        row{"min(2, 3)", of.at_point(smaller, n(2), n(3)), {2, 1, 0}},
        row{"min(3, 2)", of.at_point(smaller, n(3), n(2)), {2, 0, 1}},
        row{"min(nan, 2)",
            of.at_point(smaller, n(not_a_number), n(2)),
            {not_a_number, not_a_number, not_a_number}},
        row{"min(2, nan)",
            of.at_point(smaller, n(2), n(not_a_number)),
            {not_a_number, not_a_number, not_a_number}},
        row{"max(1, 1) + 10*min(2, 1)", of.at_point(with_number, n(1)), {11, 10.5, 0}},
        row{"max(2, 1) + 10*min(2, 2)", of.at_point(with_number, n(2)), {22, 6, 0}},
    };
}

constexpr auto steps(auto of, auto n) {
    constexpr auto below = [](auto a, auto b) { return clamp(a, -1.0, b); };
    constexpr auto root_of_step = [](auto a) { return sqrt(floor(a)); };
    constexpr auto fraction = [](auto a) { return a - floor(a); };
    return std::array{
        row{"floor(2)", of.at_point(down, n(2)), {2, 0, 0}},
        row{"floor(-0.5)", of.at_point(down, n(-0.5)), {-1, 0, 0}},
        row{"ceil(2)", of.at_point(up, n(2)), {2, 0, 0}},
        row{"ceil(0.5)", of.at_point(up, n(0.5)), {1, 0, 0}},
        row{"round(2.5)", of.at_point(nearest, n(2.5)), {3, 0, 0}},
        row{"round(-2.5)", of.at_point(nearest, n(-2.5)), {-3, 0, 0}},
        row{"round(0.5 - 2^-54)", of.at_point(nearest, n(0.49999999999999994)), {0, 0, 0}},
        row{"trunc(-2)", of.at_point(whole, n(-2)), {-2, 0, 0}},
        row{"trunc(inf)", of.at_point(whole, n(inf)), {inf, 0, 0}},
        row{"floor(nan)", of.at_point(down, n(not_a_number)), {not_a_number, 0, 0}},
        row{"sign(-3)", of.at_point(direction, n(-3)), {-1, 0, 0}},
        row{"sign(0)", of.at_point(direction, n(0)), {0, 0, 0}},
        row{"sign(nan)", of.at_point(direction, n(not_a_number)), {not_a_number, 0, 0}},
        row{"fmod(5, 3)", of.at_point(remainder, n(5), n(3)), {2, 1, -1}},
        row{"fmod(-7.5, 2)", of.at_point(remainder, n(-7.5), n(2)), {-1.5, 1, 3}},
        row{"fmod(6, 3)", of.at_point(remainder, n(6), n(3)), {0, 1, -2}},
        row{"fmod(1, inf)", of.at_point(remainder, n(1), n(inf)), {1, 1, 0}},
        row{"fmod(inf, 1)", of.at_point(remainder, n(inf), n(1)), {not_a_number, 1, not_a_number}},
        // 0.3/0.1 is rounded to 3, but 0.1 is contained only twice.
        row{"fmod(0.3, 0.1)", of.at_point(remainder, n(0.3), n(0.1)), {0.09999999999999998, 1, -2}},
        row{"copysign(3, -2)", of.at_point(signed_as, n(3), n(-2)), {-3, -1, 0}},
        row{"copysign(-3, -0)", of.at_point(signed_as, n(-3), n(-0.0)), {-3, 1, 0}},
        row{"copysign(0, -2)", of.at_point(signed_as, n(0), n(-2)), {0, 0, 0}},
        row{"copysign(-inf, 1)", of.at_point(signed_as, n(-inf), n(1)), {inf, -1, 0}},
        row{"clamp(1, 0, 2)", of.at_point(clamped, n(1), n(0)), {1, 1, 0}},
        row{"clamp(-1, 0, 2)", of.at_point(clamped, n(-1), n(0)), {0, 0, 1}},
        row{"clamp(3, 0, 2)", of.at_point(clamped, n(3), n(0)), {2, 0, 0}},
        row{"clamp(0, 0, 2)", of.at_point(clamped, n(0), n(0)), {0, 0.5, 0.5}},
        row{"clamp(2, 0, 2)", of.at_point(clamped, n(2), n(0)), {2, 0.5, 0}},
        row{"clamp(2, 2, 2)", of.at_point(clamped, n(2), n(2)), {2, 0.25, 0.25}},
        row{"clamp(1, 2, 2)", of.at_point(clamped, n(1), n(2)), {2, 0, 0.5}},
        row{"clamp(3, -1, 3)", of.at_point(below, n(3), n(3)), {3, 0.5, 0.5}},
        row{"clamp(-1, -1, -1)", of.at_point(below, n(-1), n(-1)), {-1, 0.25, 0.5}},
        row{"clamp(0, -1, -2)", of.at_point(below, n(0), n(-2)), {-2, 0, 1}},
        row{"clamp(nan, 0, 2)",
            of.at_point(clamped, n(not_a_number), n(0)),
            {not_a_number, not_a_number, not_a_number}},
        // An infinite adjoint times the derivative of a step.
        row{"sqrt(floor(0.5))", of.at_point(root_of_step, n(0.5)), {0, 0, 0}},
        row{"2.75 - floor(2.75)", of.at_point(fraction, n(2.75)), {0.75, 1, 0}},
    };
}

constexpr auto roots_and_logarithms(auto of, auto n) {
    constexpr auto cancelled_root = [](auto a) { return sqrt(a) - sqrt(a); };
    constexpr auto fractional = [](auto a, auto b) { return b * pow(a, 0.25); };
    constexpr auto natural = [](auto a) { return log(a); };
    return std::array{
        row{"sqrt(0)", of.at_point(square_root, n(0)), {0, inf, 0}},
        row{"sqrt(-1)", of.at_point(square_root, n(-1)), {not_a_number, not_a_number, 0}},
        row{"sqrt(inf)", of.at_point(square_root, n(inf)), {inf, 0, 0}},
        // An adjoint that is exactly 0 stays 0.
        row{"0*sqrt(0)", of.at_point(scaled_square_root, n(0), n(0)), {0, 0, 0}},
        row{"2*sqrt(0)", of.at_point(scaled_square_root, n(0), n(2)), {0, inf, 0}},
        row{"-2*sqrt(0)", of.at_point(scaled_square_root, n(0), n(-2)), {0, -inf, 0}},
        row{"sqrt(0*4)", of.at_point(root_of_product, n(0), n(4)), {0, inf, not_a_number}},
        row{"sqrt(4) - sqrt(4)", of.at_point(cancelled_root, n(4)), {0, 0, 0}},
        row{"0*pow(0, 0.25)", of.at_point(fractional, n(0), n(0)), {0, 0, 0}},
        row{"3*pow(0, 0.25)", of.at_point(fractional, n(0), n(3)), {0, inf, 0}},
        row{"log(0)", of.at_point(natural, n(0)), {-inf, inf, 0}},
        row{"log(inf)", of.at_point(natural, n(inf)), {inf, 0, 0}},
    };
}
// Below 0 the derivative of log is 1/x all the same; only the value says that it is undefined.
constexpr auto negative_logarithm(auto of, auto n) {
    return of.at_point([](auto a) { return log(a); }, n(-2))[0];
}

// Other roots, and the directions that the origin has not.
constexpr auto cube_roots_and_directions(auto of, auto n) {
    constexpr auto root = [](auto a) { return cbrt(a); };
    constexpr auto scaled_root = [](auto a, auto b) { return b * cbrt(a); };
    constexpr auto diagonal = [](auto a, auto b) { return hypot(a, b, 2 * b); };
    constexpr auto rounded = [](auto a) { return smooth_abs(a, 0.5); };
    constexpr auto angle = [](auto b, auto a) { return atan2(b, a); };
    return std::array{
        row{"cbrt(0)", of.at_point(root, n(0)), {0, inf, 0}},
        row{"cbrt(-8)", of.at_point(root, n(-8)), {-2, 1 / 12.0, 0}},
        row{"0*cbrt(0)", of.at_point(scaled_root, n(0), n(0)), {0, 0, 0}},
        row{"-2*cbrt(0)", of.at_point(scaled_root, n(0), n(-2)), {0, -inf, 0}},
        row{"hypot(0, 0)", of.at_point(distance, n(0), n(0)), {0, 0, 0}},
        row{"hypot(0, -2)", of.at_point(distance, n(0), n(-2)), {2, 0, -1}},
        row{"hypot(3e200, 4e200)", of.at_point(distance, n(3e200), n(4e200)), {5e200, 0.6, 0.8}},
        row{"hypot(1, inf)", of.at_point(distance, n(1), n(inf)), {inf, 0, not_a_number}},
        row{"hypot(0, 0, 0)", of.at_point(diagonal, n(0), n(0)), {0, 0, 0}},
        row{"hypot(2, 1, 2)", of.at_point(diagonal, n(2), n(1)), {3, 2 / 3.0, 5 / 3.0}},
        row{"smooth_abs(0, 0.5)", of.at_point(rounded, n(0)), {0.5, 0, 0}},
        row{"atan2(0, 0)", of.at_point(angle, n(0), n(0)), {0, not_a_number, not_a_number}},
    };
}

// Where inverse functions end.
constexpr auto ends_of_inverses(auto of, auto n) {
    constexpr auto arc_sine = [](auto a) { return asin(a); };
    constexpr auto arc_cosine = [](auto a) { return acos(a); };
    constexpr auto scaled = [](auto a, auto b) { return b * acos(a); };
    constexpr auto area_cosine = [](auto a) { return acosh(a); };
    constexpr auto area_tangent = [](auto a) { return atanh(a); };
    constexpr auto of_one_plus = [](auto a) { return log1p(a); };
    constexpr auto odds = [](auto a) { return logit(a); };
    constexpr auto sum = [](auto a, auto b) { return logaddexp(a, b); };
    constexpr double half_pi = 1.5707963267948966;
    return std::array{
        row{"asin(1)", of.at_point(arc_sine, n(1)), {half_pi, inf, 0}},
        row{"asin(2)", of.at_point(arc_sine, n(2)), {not_a_number, not_a_number, 0}},
        row{"acos(1)", of.at_point(arc_cosine, n(1)), {0, -inf, 0}},
        row{"0*acos(1)", of.at_point(scaled, n(1), n(0)), {0, 0, 0}},
        row{"acosh(1)", of.at_point(area_cosine, n(1)), {0, inf, 0}},
        row{"acosh(0)", of.at_point(area_cosine, n(0)), {not_a_number, not_a_number, 0}},
        row{"acosh(inf)", of.at_point(area_cosine, n(inf)), {inf, 0, 0}},
        row{"atanh(-1)", of.at_point(area_tangent, n(-1)), {-inf, inf, 0}},
        row{"log1p(-1)", of.at_point(of_one_plus, n(-1)), {-inf, inf, 0}},
        row{"logit(0)", of.at_point(odds, n(0)), {-inf, inf, 0}},
        row{"logit(1)", of.at_point(odds, n(1)), {inf, inf, 0}},
        // Two equal infinities share the adjoint, as in max.
        row{"logaddexp(-inf, -inf)", of.at_point(sum, n(-inf), n(-inf)), {-inf, 0.5, 0.5}},
        row{"logaddexp(inf, inf)", of.at_point(sum, n(inf), n(inf)), {inf, 0.5, 0.5}},
        row{"logaddexp(-inf, 2)", of.at_point(sum, n(-inf), n(2)), {2, 0, 1}},
        row{"logaddexp(nan, 2)",
            of.at_point(sum, n(not_a_number), n(2)),
            {not_a_number, not_a_number, not_a_number}},
    };
}

constexpr auto constant_exponents(auto of, auto n) {
    constexpr auto zeroth = [](auto a) { return pow(a, 0.0); };
    constexpr auto first = [](auto a) { return pow(a, 1.0f); };
    constexpr auto square = [](auto a) { return pow(a, 2); };
    constexpr auto cube = [](auto a) { return pow(a, 3.0); };
    constexpr auto inverse = [](auto a) { return pow(a, -1); };
    constexpr auto inverse_square = [](auto a) { return pow(a, -2); };
    constexpr auto three_halves = [](auto a) { return pow(a, 1.5); };
    constexpr auto inverse_root = [](auto a) { return pow(a, -0.5); };
    constexpr auto hundredth = [](auto a) { return pow(a, 101); };
    return std::array{
        row{"pow(0, 0)", of.at_point(zeroth, n(0)), {1, 0, 0}},
        row{"pow(-3, 0)", of.at_point(zeroth, n(-3)), {1, 0, 0}},
        row{"pow(0, 1)", of.at_point(first, n(0)), {0, 1, 0}},
        row{"pow(-2, 1)", of.at_point(first, n(-2)), {-2, 1, 0}},
        row{"pow(0, 2)", of.at_point(square, n(0)), {0, 0, 0}},
        row{"pow(-3, 2)", of.at_point(square, n(-3)), {9, -6, 0}},
        row{"pow(nan, 2)", of.at_point(square, n(not_a_number)), {not_a_number, not_a_number, 0}},
        row{"pow(-3, 3)", of.at_point(cube, n(-3)), {-27, 27, 0}},
        row{"pow(-2, -1)", of.at_point(inverse, n(-2)), {-0.5, -0.25, 0}},
        row{"pow(0, -1)", of.at_point(inverse, n(0)), {inf, -inf, 0}},
        row{"pow(-2, -2)", of.at_point(inverse_square, n(-2)), {0.25, 0.25, 0}},
        row{"pow(4, 1.5)", of.at_point(three_halves, n(4)), {8, 3, 0}},
        row{"pow(0, 1.5)", of.at_point(three_halves, n(0)), {0, 0, 0}},
        row{"pow(-1, 1.5)", of.at_point(three_halves, n(-1)), {not_a_number, not_a_number, 0}},
        row{"pow(4, -0.5)", of.at_point(inverse_root, n(4)), {0.5, -0.0625, 0}},
        row{"pow(-1, 101)", of.at_point(hundredth, n(-1)), {-1, 101, 0}},
        row{"pow(0, 101)", of.at_point(hundredth, n(0)), {0, 0, 0}},
    };
}

constexpr auto active_exponents(auto of, auto n) {
    constexpr auto scaled = [](auto a, auto b) { return (a - a) * pow(a, b); };
    constexpr auto exponential = [](auto a) { return pow(2, a) + pow(2.0, a); };
    constexpr auto of_zero = [](auto a) { return pow(0, a); };
    constexpr double log2 = 0.69314718055994530942;
    return std::array{
        row{"pow(2, 3)", of.at_point(power_of, n(2), n(3)), {8, 12, 8 * log2}},
        row{"pow(0, 2)", of.at_point(power_of, n(0), n(2)), {0, 0, 0}},
        row{"pow(0, 1)", of.at_point(power_of, n(0), n(1)), {0, 1, 0}},
        row{"pow(0, 0.5)", of.at_point(power_of, n(0), n(0.5)), {0, inf, 0}},
        row{"pow(0, 0)", of.at_point(power_of, n(0), n(0)), {1, 0, 0}},
        row{"pow(-2, 3)", of.at_point(power_of, n(-2), n(3)), {-8, 12, not_a_number}},
        row{"pow(-2, 0)", of.at_point(power_of, n(-2), n(0)), {1, 0, not_a_number}},
        row{"pow(-2, 0.5)",
            of.at_point(power_of, n(-2), n(0.5)),
            {not_a_number, not_a_number, not_a_number}},
        row{"pow(2, 0)", of.at_point(power_of, n(2), n(0)), {1, 0, log2}},
        row{"0*pow(0, 0.5)", of.at_point(scaled, n(0), n(0.5)), {0, 0, 0}},
        row{"pow(2, 0) twice", of.at_point(exponential, n(0)), {2, 2 * log2, 0}},
        row{"pow(0, y = 2)", of.at_point(of_zero, n(2)), {0, 0, 0}},
        row{"pow(0, y = 0)", of.at_point(of_zero, n(0)), {1, 0, 0}},
    };
}

constexpr auto selections(auto of, auto n) {
    constexpr auto safe_root = [](auto a) { return select(a > 0, sqrt(a), 0 * a); };
    constexpr auto safe_log = [](auto a) { return select(a <= 0, 7, log(a)); };
    constexpr auto sinc = [](auto a) { return select(a != 0, sin(a) / a, 1 - a * a / 6); };
    constexpr auto nested = [](auto a, auto b) {
        return select(a < 0, log(-a), select(b < 0, log(-b) * a, sqrt(a) * sqrt(b)));
    };
    // The same subexpression in both alternatives and outside.
    constexpr auto shared = [](auto a) {
        const auto u = a * a;
        const auto root = sqrt(a);
        return select(a < 1, u + a, root * u) + u;
    };
    // An alternative that is infinite, beside a zero adjoint.
    constexpr auto infinite = [](auto a) { return select(a < 1, 2 * a, exp(exp(exp(a)))); };
    constexpr auto both = [](auto a, auto b) { return select(0 < a && 0 < b, log(a * b), a + b); };
    constexpr auto either = [](auto a, auto b) { return select(a < 0 || b < 0, a, sqrt(a * b)); };
    constexpr auto opposite = [](auto a) { return select(!(a > 0), a, log(a)); };
    constexpr auto mixed = [](auto a, auto b) {
        return select(!(a < 0 || !(b > 1)) && a - b != 0, log(a) * sqrt(b - 1), -a);
    };
    return std::array{
        row{"select(4 > 0, sqrt, 0)", of.at_point(safe_root, n(4)), {2, 0.25, 0}},
        row{"select(0 > 0, sqrt, 0)", of.at_point(safe_root, n(0)), {0, 0, 0}},
        row{"select(-4 > 0, sqrt, 0)", of.at_point(safe_root, n(-4)), {0, 0, 0}},
        row{"select(0 <= 0, 7, log)", of.at_point(safe_log, n(0)), {7, 0, 0}},
        row{"select(-1 <= 0, 7, log)", of.at_point(safe_log, n(-1)), {7, 0, 0}},
        row{"select(2 <= 0, 7, log)", of.at_point(safe_log, n(1)), {0, 1, 0}},
        row{"select(nan <= 0, 7, log)",
            of.at_point(safe_log, n(not_a_number)),
            {not_a_number, not_a_number, 0}},
        row{"select(0 == 0, a, a/0)", of.at_point(safe_quotient, n(3), n(0)), {3, 1, 0}},
        row{"select(2 == 0, a, a/2)", of.at_point(safe_quotient, n(3), n(2)), {1.5, 0.5, -0.75}},
        row{"sinc(0)", of.at_point(sinc, n(0)), {1, 0, 0}},
        row{"nested, a < 0", of.at_point(nested, n(-1), n(-1)), {0, -1, 0}},
        row{"nested, a = 0", of.at_point(nested, n(0), n(-1)), {0, 0, 0}},
        row{"nested, b < 0", of.at_point(nested, n(2), n(-1)), {0, 0, -2}},
        row{"nested, else", of.at_point(nested, n(4), n(1)), {2, 0.25, 1}},
        row{"shared, first", of.at_point(shared, n(-2)), {6, -7, 0}},
        row{"shared, second", of.at_point(shared, n(4)), {48, 28, 0}},
        row{"shared poison, outside", of.at_point(shared_poison, n(0), n(3)), {9, 0, 6}},
        row{"shared poison, first", of.at_point(shared_poison, n(1), n(3)), {0, 1, 0}},
        row{"shared poison, second", of.at_point(shared_poison, n(1), n(-3)), {0, -3, 0}},
        row{"finite beside infinite", of.at_point(infinite, n(0.5)), {1, 2, 0}},
        row{"finite beside infinite", of.at_point(infinite, n(-9)), {-18, 2, 0}},
        row{"1 && 1", of.at_point(both, n(1), n(1)), {0, 1, 1}},
        row{"1 && 0", of.at_point(both, n(1), n(0)), {1, 1, 1}},
        row{"0 && 1", of.at_point(both, n(0), n(1)), {1, 1, 1}},
        row{"0 && 0", of.at_point(both, n(-2), n(0)), {-2, 1, 1}},
        row{"-1 || -1", of.at_point(either, n(-1), n(-1)), {-1, 1, 0}},
        row{"-1 || 4", of.at_point(either, n(-1), n(4)), {-1, 1, 0}},
        row{"4 || -1", of.at_point(either, n(4), n(-1)), {4, 1, 0}},
        row{"4 || 4", of.at_point(either, n(4), n(4)), {4, 0.5, 0.5}},
        row{"!(0 > 0)", of.at_point(opposite, n(0)), {0, 1, 0}},
        row{"!(1 > 0)", of.at_point(opposite, n(1)), {0, 1, 0}},
        row{"!(nan > 0)", of.at_point(opposite, n(not_a_number)), {not_a_number, 1, 0}},
        row{"mixed, chosen", of.at_point(mixed, n(1), n(5)), {0, 2, 0}},
        row{"mixed, a < 0", of.at_point(mixed, n(-1), n(5)), {1, -1, 0}},
        row{"mixed, b <= 1", of.at_point(mixed, n(2), n(1)), {-2, -1, 0}},
        row{"mixed, a == b", of.at_point(mixed, n(5), n(5)), {-5, -1, 0}},
    };
}

constexpr auto small_adjoints(auto of, auto n) {
    constexpr auto small = [](auto a) { return 1e-20 * a * a; };
    constexpr auto there_and_back = [](auto a) { return (a * 1e18) * 1e-18; };
    constexpr auto tiny = [](auto a) { return 1e-300 * (1e-8 * a); };
    constexpr auto zero_times = [](auto a) { return 0 * a; };
    return std::array{
        row{"1e-20*x*x", of.at_point(small, n(1)), {1e-20, 2e-20, 0}},
        row{"(x*1e18)*1e-18", of.at_point(there_and_back, n(3)), {3, 1, 0}},
        row{"1e-300*(1e-8*x)", of.at_point(tiny, n(1)), {1e-308, 1e-308, 0}},
        row{"0*inf", of.at_point(zero_times, n(inf)), {not_a_number, 0, 0}},
    };
}

/// What the convention says at any numbers but 0: ties, whole numbers, the border of a domain, what
/// is undefined beside what is chosen.
constexpr auto at_any_numbers(auto of, double a, double b) {
    const double size = ctgrad::abs(a), to_a = a < 0 ? -1 : 1, to_b = b < 0 ? -1 : 1;
    const double w = ctgrad::floor(a);
    constexpr double none = not_a_number;
    return std::array{
        row{"max(a, a)", of.at_point(larger, a, a), {a, 0.5, 0.5}},
        row{"min(a, a)", of.at_point(smaller, a, a), {a, 0.5, 0.5}},
        row{"max(a, b)",
            of.at_point(larger, a, b),
            {a < b ? b : a, a < b ? 0.0 : 1, a < b ? 1.0 : 0}},
        row{"min(a, b)",
            of.at_point(smaller, a, b),
            {a < b ? a : b, a < b ? 1.0 : 0, a < b ? 0.0 : 1}},
        row{"max(a, nan)", of.at_point(larger, a, none), {none, none, none}},
        row{"min(nan, a)", of.at_point(smaller, none, a), {none, none, none}},
        row{"abs(a)", of.at_point(absolute, a), {size, to_a, 0}},
        row{"relu(-|a|)", of.at_point(rectified, -size), {0, 0, 0}},
        row{"floor(w)", of.at_point(down, w), {w, 0, 0}},
        row{"ceil(w)", of.at_point(up, w), {w, 0, 0}},
        row{"trunc(w)", of.at_point(whole, w), {w, 0, 0}},
        row{"round(w + 0.5)", of.at_point(nearest, w + 0.5), {w < 0 ? w : w + 1, 0, 0}},
        row{"sign(a)", of.at_point(direction, a), {to_a, 0, 0}},
        row{"fmod(2*a, a)", of.at_point(remainder, 2 * a, a), {0, 1, -2}},
        row{"copysign(a, b)", of.at_point(signed_as, a, b), {size * to_b, to_a * to_b, 0}},
        row{"clamp(-|a|, -|a|, 2)", of.at_point(clamped, -size, -size), {-size, 0.5, 0.5}},
        row{"clamp(2, -|a|, 2)", of.at_point(clamped, 2.0, -size), {2, 0.5, 0}},
        row{"sqrt(-|a|)", of.at_point(square_root, -size), {none, none, 0}},
        row{"a*sqrt(0)", of.at_point(scaled_square_root, 0.0, a), {0, to_a * inf, 0}},
        row{"sqrt(0*|a|)", of.at_point(root_of_product, 0.0, size), {0, inf, none}},
        row{"pow(0, |a|)", of.at_point(power_of, 0.0, size), {0, size < 1 ? inf : 0, 0}},
        row{"pow(-|a|, w + 0.5)", of.at_point(power_of, -size, w + 0.5), {none, none, none}},
        row{"hypot(0, a)", of.at_point(distance, 0.0, a), {size, 0, to_a}},
        row{"select(0 == 0, a, a/0)", of.at_point(safe_quotient, a, 0.0), {a, 1, 0}},
        row{"shared poison, outside", of.at_point(shared_poison, 0.0, b), {b * b, 0, 2 * b}},
    };
}

/// Whether all rows are as they should be, each reported that is not.
inline void check(std::span<const row> rows) {
    for (const row& r : rows)
        for (std::size_t k = 0; k < 3; ++k)
            BOOST_TEST(same(r.computed[k], r.expected[k]), r.what << ", number " << k << ": "
                                                                  << r.computed[k] << " is not "
                                                                  << r.expected[k]);
    long_mode::count("rows of the table", rows.size());
}

/// A few numbers, in long mode a thousand.
template <class FrontEnd>
void check_at_any_numbers() {
    random_choices::draws draw(1);
    const auto number = [&] {
        return std::ldexp(draw.real(), static_cast<int>(draw.below(21)) - 10);
    };
    for (int left = long_mode::is_on() ? 1000 : 3; left > 0; --left) {
        const double a = number(), b = number();
        check(at_any_numbers(FrontEnd(), a, b));
    }
}

} // namespace conventions
