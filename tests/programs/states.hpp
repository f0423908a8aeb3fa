// SPDX-License-Identifier: BSL-1.0
//
// What is known of a node of a program before the library runs it: the value, the partials, and how
// far arithmetic of doubles may be off.
#pragma once

#include "functions.hpp"
#include "program.hpp"

#include <limits>

namespace programs {

constexpr double unit = std::numeric_limits<double>::epsilon();

template <class T>
struct state {
    T value = 0;
    double error = 0;     // of the value; 0: it is exactly this double
    bool unknown = false; // outside of the domain, or too close to an edge
    bool active = false;  // depends on an input
    T partial[4] = {};    // with respect to the operands
    double partial_error[4] = {};
    bool vertical[4] = {}; // the partial is infinite
};

/// The magnitude of a number, as far as a double can hold it.
template <class T>
double size_of(const T& x) {
    return std::fabs(static_cast<double>(x));
}

// Whether the last bit is all that is rounded, so that a result that is a double is computed.
inline bool is_exact(std::string_view name) {
    for (const std::string_view exact : {"+", "-", "*", "/", "neg", "sqrt", "fma", "fmod"})
        if (name == exact)
            return true;
    return false;
}
// Whether the result is an operand, or whole: then nothing is rounded at all.
inline bool is_choice(std::string_view name) {
    for (const std::string_view choice :
         {"abs", "relu", "max", "min", "clamp", "sign", "copysign", "floor", "ceil", "trunc",
          "round", "select_less", "select_less_equal", "select_equal"})
        if (name == choice)
            return true;
    return false;
}
// Whether operand k is a number that belongs to the operation, never differentiated by.
inline bool is_number_of(std::string_view name, unsigned k) {
    return k == 0 ? name == "polygamma" : k == 1 && (name == "power" || name == "fractional_power");
}

} // namespace programs
