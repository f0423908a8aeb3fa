// SPDX-License-Identifier: BSL-1.0
//
// The value of every primitive in any number type, by name, as a textbook has it. It shares no code
// with the library and no partial at all: those are difference quotients of these.
#pragma once

#include "gamma.hpp"

#include <cmath>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace programs {

using std::abs, std::acos, std::acosh, std::asin, std::asinh, std::atan, std::atan2, std::atanh,
    std::cbrt, std::ceil, std::cos, std::cosh, std::erf, std::erfc, std::exp, std::expm1,
    std::floor, std::log, std::log1p, std::pow, std::sin, std::sinh, std::sqrt, std::tan, std::tanh,
    std::trunc;

template <class T>
const T pi = T(4) * atan(T(1));
template <class T>
const T log_of_two = log(T(2));
template <class T>
const T log_of_ten = log(T(10));

// The sign is that of the exponent's parity where x < 0; there only whole exponents are asked for.
template <class T>
T power(const T& x, const T& y) {
    if (y != floor(y) || abs(y) > 64)
        return pow(x, y);
    T product(1);
    for (int n = static_cast<int>(abs(y)); n > 0; --n)
        product *= x;
    return y < 0 ? T(1 / product) : product;
}
template <class T>
T nearest(const T& x) { // halves away from 0
    return x < 0 ? T(-floor(T(0.5) - x)) : T(floor(T(0.5) + x));
}
template <class T>
T larger(const T& x, const T& y) {
    return x < y ? y : x;
}
template <class T>
T smaller(const T& x, const T& y) {
    return y < x ? y : x;
}

template <class T>
struct function {
    std::string_view name;
    unsigned arity;
    T (*value)(const T* x);
};

template <class T>
const function<T> functions[] = {
    {"+", 2, [](const T* x) { return T(x[0] + x[1]); }},
    {"-", 2, [](const T* x) { return T(x[0] - x[1]); }},
    {"*", 2, [](const T* x) { return T(x[0] * x[1]); }},
    {"/", 2, [](const T* x) { return T(x[0] / x[1]); }},
    {"neg", 1, [](const T* x) { return T(-x[0]); }},
    {"pow", 2, [](const T* x) { return power(x[0], x[1]); }},
    {"power", 2, [](const T* x) { return power(x[0], x[1]); }},
    {"fractional_power", 2, [](const T* x) { return power(x[0], x[1]); }},
    {"sqrt", 1, [](const T* x) { return T(sqrt(x[0])); }},
    {"cbrt", 1, [](const T* x) { return T(cbrt(x[0])); }},
    {"hypot", 2, [](const T* x) { return T(sqrt(T(x[0] * x[0] + x[1] * x[1]))); }},
    {"hypot3", 3, [](const T* x) { return T(sqrt(T(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]))); }},
    {"exp", 1, [](const T* x) { return T(exp(x[0])); }},
    {"exp2", 1, [](const T* x) { return T(exp(T(x[0] * log_of_two<T>))); }},
    {"expm1", 1, [](const T* x) { return T(expm1(x[0])); }},
    {"log", 1, [](const T* x) { return T(log(x[0])); }},
    {"log2", 1, [](const T* x) { return T(log(x[0]) / log_of_two<T>); }},
    {"log10", 1, [](const T* x) { return T(log(x[0]) / log_of_ten<T>); }},
    {"log1p", 1, [](const T* x) { return T(log1p(x[0])); }},
    {"logit", 1, [](const T* x) { return T(log(T(x[0] / (1 - x[0])))); }},
    {"logaddexp", 2,
     [](const T* x) {
         return T(larger(x[0], x[1]) + log1p(T(exp(T(smaller(x[0], x[1]) - larger(x[0], x[1]))))));
     }},
    {"tanh", 1, [](const T* x) { return T(tanh(x[0])); }},
    {"sigmoid", 1, [](const T* x) { return T(1 / (1 + exp(T(-x[0])))); }},
    {"softplus", 1, [](const T* x) { return T(log1p(T(exp(x[0])))); }},
    {"sin", 1, [](const T* x) { return T(sin(x[0])); }},
    {"cos", 1, [](const T* x) { return T(cos(x[0])); }},
    {"tan", 1, [](const T* x) { return T(tan(x[0])); }},
    {"sinpi", 1, [](const T* x) { return T(sin(T(pi<T> * x[0]))); }},
    {"cospi", 1, [](const T* x) { return T(cos(T(pi<T> * x[0]))); }},
    {"atan2", 2, [](const T* x) { return T(atan2(x[0], x[1])); }},
    {"asin", 1, [](const T* x) { return T(asin(x[0])); }},
    {"acos", 1, [](const T* x) { return T(acos(x[0])); }},
    {"atan", 1, [](const T* x) { return T(atan(x[0])); }},
    {"sinh", 1, [](const T* x) { return T(sinh(x[0])); }},
    {"cosh", 1, [](const T* x) { return T(cosh(x[0])); }},
    {"asinh", 1, [](const T* x) { return T(asinh(x[0])); }},
    {"acosh", 1, [](const T* x) { return T(acosh(x[0])); }},
    {"atanh", 1, [](const T* x) { return T(atanh(x[0])); }},
    {"erf", 1, [](const T* x) { return T(erf(x[0])); }},
    {"erfc", 1, [](const T* x) { return T(erfc(x[0])); }},
    {"normal_pdf", 1, [](const T* x) { return T(exp(T(-x[0] * x[0] / 2)) / sqrt(T(2 * pi<T>))); }},
    {"normal_log_density", 1,
     [](const T* x) { return T(-x[0] * x[0] / 2 - log(T(2 * pi<T>)) / 2); }},
    {"normal_cdf", 1, [](const T* x) { return T(erfc(T(-x[0] / sqrt(T(2)))) / 2); }},
    {"select_less", 4, [](const T* x) { return x[0] < x[1] ? x[2] : x[3]; }},
    {"select_less_equal", 4, [](const T* x) { return x[0] <= x[1] ? x[2] : x[3]; }},
    {"select_equal", 4, [](const T* x) { return x[0] == x[1] ? x[2] : x[3]; }},
    {"abs", 1, [](const T* x) { return T(abs(x[0])); }},
    {"relu", 1, [](const T* x) { return larger(x[0], T(0)); }},
    {"max", 2, [](const T* x) { return larger(x[0], x[1]); }},
    {"min", 2, [](const T* x) { return smaller(x[0], x[1]); }},
    {"floor", 1, [](const T* x) { return T(floor(x[0])); }},
    {"ceil", 1, [](const T* x) { return T(ceil(x[0])); }},
    {"trunc", 1, [](const T* x) { return T(trunc(x[0])); }},
    {"round", 1, [](const T* x) { return nearest(x[0]); }},
    {"fmod", 2, [](const T* x) { return T(x[0] - x[1] * trunc(T(x[0] / x[1]))); }},
    {"sign", 1, [](const T* x) { return T(x[0] < 0   ? -1
                                          : x[0] > 0 ? 1
                                                     : 0); }},
    {"copysign", 2, [](const T* x) { return T((x[1] < 0 ? -1 : 1) * abs(x[0])); }},
    {"clamp", 3, [](const T* x) { return smaller(larger(x[0], x[1]), x[2]); }},
    {"fma", 3, [](const T* x) { return T(x[0] * x[1] + x[2]); }},
    {"lgamma", 1, [](const T* x) { return log_gamma(x[0]); }},
    {"tgamma", 1, [](const T* x) { return gamma(x[0]); }},
    {"digamma", 1, [](const T* x) { return polygamma(0, x[0]); }},
    {"polygamma", 2, [](const T* x) { return polygamma(static_cast<int>(x[0]), x[1]); }}};

/// Null if there is none.
template <class T>
const function<T>* find_function(std::string_view name) {
    for (const function<T>& f : functions<T>)
        if (f.name == name)
            return &f;
    return nullptr;
}

} // namespace programs
