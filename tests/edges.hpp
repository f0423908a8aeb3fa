// SPDX-License-Identifier: BSL-1.0
//
// Where each primitive is defined and differentiable, and its edges: corners, ties, poles, jumps.
// The reference's table of primitives is made from this list; what the derivatives are at these
// points is computed, and conventions.hpp holds every front end to it.
#pragma once

#include <array>
#include <limits>
#include <string_view>
#include <vector>

namespace edges {

constexpr double inf = std::numeric_limits<double>::infinity();

struct entry {
    std::string_view name;
    // "everywhere" exactly where the struct has no `domain` of its own.
    std::string_view domain;
    std::string_view remark = "";
    std::vector<std::array<double, 4>> points = {};
};

inline const std::vector<entry>& all() {
    static const std::vector<entry> list{
        {"+", "everywhere"},
        {"-", "everywhere"},
        {"*", "everywhere"},
        {"/", "y != 0", "a pole", {{1, 0}, {0, 0}}},
        {"neg", "everywhere"},

        {"pow",
         "x > 0",
         "x < 0: the partial by y is NaN. At x = 0 it is 0 for y >= 0. Of a whole y all is exact",
         {{0, 2}, {0, 1}, {0, 0.5}, {0, 0}, {-2, 3}, {-2, 0.5}}},
        {"power",
         "x > 0",
         "an exponent that is a number: never differentiated; a whole one is multiplied out, and "
         "exact for every x, 0 and below included",
         {{0, 2.5}, {-1, 2.5}}},
        {"fractional_power",
         "x > 0",
         "an exponent between 0 and 1: the tangent at 0 is vertical, and an adjoint that is "
         "exactly 0 stays 0 there",
         {{0, 0.25}, {-1, 0.25}}},
        {"sqrt",
         "x > 0",
         "vertical at 0, where an adjoint that is exactly 0 stays 0; NaN below",
         {{0}, {-1}}},
        {"cbrt", "x != 0", "vertical at 0, where an adjoint that is exactly 0 stays 0", {{0}}},
        {"hypot", "x != 0 or y != 0", "a corner at the origin: 0 by convention", {{0, 0}}},
        {"hypot3", "x, y or z != 0", "a corner at the origin: 0 by convention", {{0, 0, 0}}},

        {"exp", "everywhere"},
        {"exp2", "everywhere"},
        {"expm1", "everywhere"},
        {"log", "x > 0", "a pole at 0; below, the value is NaN", {{0}, {-2}}},
        {"tanh", "everywhere", "saturates to -1 and 1", {{-inf}, {inf}}},
        {"sigmoid", "everywhere", "saturates to 0 and 1", {{-inf}, {inf}}},
        {"softplus", "everywhere", "never overflows before x does", {{-inf}, {inf}}},

        {"log2", "x > 0", "a pole at 0; below, the value is NaN", {{0}, {-2}}},
        {"log10", "x > 0", "a pole at 0; below, the value is NaN", {{0}, {-2}}},
        {"log1p", "x > -1", "a pole at -1; below, the value is NaN", {{-1}, {-2}}},
        {"logit", "0 < x < 1", "poles at both ends; outside, the value is NaN", {{0}, {1}, {2}}},
        {"logaddexp",
         "everywhere",
         "equal infinities receive half each",
         {{-inf, -inf}, {inf, inf}, {inf, 1}}},

        {"sin", "everywhere"},
        {"cos", "everywhere"},
        {"tan", "everywhere", "no double is a pole"},
        {"atan2",
         "x != 0 or y != 0",
         "of the ordinate and the abscissa; the angle of the origin has no derivative",
         {{0, 0}}},

        {"sinpi", "everywhere", "exactly 0 at whole x", {{1}}},
        {"cospi", "everywhere", "exactly 0 halfway between", {{0.5}}},

        {"asin", "-1 < x < 1", "vertical at both ends; outside, NaN", {{-1}, {1}, {2}}},
        {"acos", "-1 < x < 1", "vertical at both ends; outside, NaN", {{-1}, {1}, {2}}},
        {"atan", "everywhere", "", {{inf}}},

        {"sinh", "everywhere"},
        {"cosh", "everywhere"},
        {"asinh", "everywhere"},
        {"acosh", "x > 1", "vertical at 1; below, NaN", {{1}, {0}}},
        {"atanh", "-1 < x < 1", "poles at both ends; outside, the value is NaN", {{-1}, {1}, {2}}},

        {"erf", "everywhere"},
        {"erfc", "everywhere"},

        {"normal_pdf", "everywhere"},
        {"normal_log_density", "everywhere", "finite where the density is 0", {{40}}},
        {"normal_cdf", "everywhere"},

        {"select_less",
         "everywhere",
         "only the chosen alternative receives an adjoint; of NaN it is the last",
         {{1, 1, 2, 3}}},
        {"select_less_equal",
         "everywhere",
         "only the chosen alternative receives an adjoint; of NaN it is the last",
         {{1, 1, 2, 3}}},
        {"select_equal",
         "everywhere",
         "only the chosen alternative receives an adjoint; of NaN it is the last",
         {{1, 1, 2, 3}}},
        {"abs", "everywhere", "a corner at 0: 0 by convention", {{0}}},
        {"relu", "everywhere", "a corner at 0: 0 by convention", {{0}}},
        {"max", "everywhere", "at a tie the value is x and each receives half", {{3, 3}}},
        {"min", "everywhere", "at a tie the value is x and each receives half", {{3, 3}}},

        {"floor", "x not whole", "jumps at whole x, with the derivative beside them", {{2}}},
        {"ceil", "x not whole", "jumps at whole x, with the derivative beside them", {{2}}},
        {"trunc", "x not whole, or 0", "jumps at whole x but 0", {{-2}}},
        {"round", "x not halfway between whole numbers", "halves away from 0", {{2.5}, {-2.5}}},
        {"fmod",
         "y != 0 and x no multiple of y but 0",
         "jumps at multiples of y; the quotient that counts is exact",
         {{6, 3}, {0.3, 0.1}, {1, inf}, {1, 0}}},
        {"sign", "x != 0", "a jump at 0; of a zero it is the zero itself", {{0}}},
        {"copysign",
         "x != 0 and y != 0",
         "the sign of y, that of a zero included; a corner at x = 0",
         {{0, -2}, {3, 0}}},
        {"clamp",
         "x, y and z differ",
         "at a bound x and the bound receive half each; z < y is allowed: the value is z",
         {{0, 0, 2}, {2, 0, 2}, {2, 2, 2}, {0, -1, -2}}},
        {"fma", "everywhere"},

        {"lgamma",
         "x not 0, -1, -2, ...",
         "infinite at the poles; the derivative at 0 is so too, of the opposite sign",
         {{0}, {-1}, {-inf}, {inf}}},
        {"tgamma",
         "x not 0, -1, -2, ...",
         "infinite at 0, of the sign of 0; NaN at the other poles; overflows above 171.62",
         {{0}, {-1}, {172}, {-200.5}}},
        {"digamma",
         "x not 0, -1, -2, ...",
         "infinite at 0, of the opposite sign; NaN at the other poles",
         {{0}, {-1}, {inf}}},
        {"polygamma",
         "x = 0, 1, ..., 9999 and y not 0, -1, -2, ...",
         "the order x is never differentiated by; of no whole number NaN; at the poles infinite if "
         "x is odd, if it is even as digamma",
         {{1, 0}, {1, -1}, {2, 0}, {2, -1}, {2, inf}, {0.5, 1}}},
    };
    return list;
}

} // namespace edges
