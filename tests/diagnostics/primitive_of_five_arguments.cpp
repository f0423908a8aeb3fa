// SPDX-License-Identifier: BSL-1.0
//
// A node has room for four operands.
// expect: ctgrad: a primitive has at most 4 arguments
#include <ctgrad/primitive.hpp>

#ifdef FIXED
struct sum_of_four : ctgrad::primitive<"sum", 4> {
    static constexpr auto value(const auto& a, const auto& b, const auto& c, const auto& d) {
        return a + b + c + d;
    }
};
#else
struct sum_of_five : ctgrad::primitive<"sum", 5> {
    static constexpr auto value(const auto& a, const auto& b, const auto& c, const auto& d,
                                const auto& e) {
        return a + b + c + d + e;
    }
};
#endif
