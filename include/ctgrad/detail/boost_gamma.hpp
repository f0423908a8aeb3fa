// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions at run time. std::lgamma writes the sign of gamma to a global variable, so
// two threads that call it have a data race, and std has no digamma: those are Boost.Math's, tgamma
// is std's. Boost computes in the precision of the argument, which is faster than that of long
// double, save for x < 0: there the zeros are, near which digits cancel.
#pragma once

#include <ctgrad/detail/elementary/polygamma.hpp>
#include <ctgrad/scalar.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>

namespace ctgrad::detail {

namespace boost_policies = boost::math::policies;
/// Infinities and NaN instead of exceptions; where `InLongDouble`, doubles are computed in it.
template <bool InLongDouble>
using without_errors =
    boost_policies::policy<boost_policies::domain_error<boost_policies::ignore_error>,
                           boost_policies::pole_error<boost_policies::ignore_error>,
                           boost_policies::overflow_error<boost_policies::ignore_error>,
                           boost_policies::underflow_error<boost_policies::ignore_error>,
                           boost_policies::denorm_error<boost_policies::ignore_error>,
                           boost_policies::evaluation_error<boost_policies::ignore_error>,
                           boost_policies::promote_double<InLongDouble>>;

template <class T>
T boost_value(const T& x, const auto& function) {
    if constexpr (std::is_same_v<T, double>)
        if (x > 0)
            return function(without_errors<false>());
    return function(without_errors<true>());
}

template <class T>
bool is_infinite_or_nan(const T& x) {
    return !(x - x == 0);
}
template <class T>
constexpr bool is_gamma_pole(const T& x) {
    using std::floor;
    if (compiling<T>())
        return elementary::is_pole_of_gamma(static_cast<double>(x));
    return x <= 0 && floor(x) == x;
}
template <class T>
T not_a_number_of() {
    return std::numeric_limits<T>::quiet_NaN();
}
template <class T>
T infinity_of(bool negative = false) {
    return negative ? T(-std::numeric_limits<T>::infinity()) : std::numeric_limits<T>::infinity();
}

template <class T>
T log_gamma_at_run_time(const T& x) {
    if (x != x)
        return x;
    if (is_infinite_or_nan(x) || is_gamma_pole(x))
        return infinity_of<T>();
    return boost_value(x, [&](auto policy) { return T(boost::math::lgamma(x, policy)); });
}

template <class T>
T gamma_at_run_time(const T& x) {
    if constexpr (std::is_floating_point_v<T>)
        return std::tgamma(x);
    else if (x == 0)
        return T(1 / x);
    else if (is_infinite_or_nan(x) || is_gamma_pole(x))
        return x > 0 ? x : not_a_number_of<T>();
    else
        return T(boost::math::tgamma(x, without_errors<true>()));
}

template <class T>
T digamma_at_run_time(const T& x) {
    if (x == 0)
        return T(-1 / x);
    if (is_infinite_or_nan(x) || is_gamma_pole(x))
        return x > 0 ? x : not_a_number_of<T>();
    return boost_value(x, [&](auto policy) { return T(boost::math::digamma(x, policy)); });
}

template <class T>
T polygamma_at_run_time(double n, const T& x) {
    if (!(0 <= n && n <= 10000) || std::floor(n) != n || x != x)
        return not_a_number_of<T>();
    if (n == 0)
        return digamma_at_run_time(x);
    const int order = static_cast<int>(n);
    const bool odd = order % 2 != 0;
    if (x == 0)
        return infinity_of<T>(!odd && 1 / x > 0);
    if (is_infinite_or_nan(x))
        return x < 0 ? not_a_number_of<T>() : odd ? T(0) : T(-T(0));
    if (is_gamma_pole(x))
        return odd ? infinity_of<T>() : not_a_number_of<T>();
    const auto boost = [=](const T& y) {
        return boost_value(
            y, [&](auto policy) { return T(boost::math::polygamma(order, y, policy)); });
    };
    const auto from_nearest = [&] {
        using std::floor;
        return T(x - floor(T(x + T(0.5))));
    };
    if (x >= -1e9) {
        const T value = boost(x);
        // Of what overflows Boost gets the sign wrong: it is that of the nearest pole's term.
        if (!odd && value == value && is_infinite_or_nan(value))
            return infinity_of<T>(x >= T(0.5) || from_nearest() > 0);
        return value;
    }
    // Boost 1.74 would convert x to int. The terms of the sum left of 1 are those of its fraction.
    const T fraction = from_nearest();
    const T rest = boost(T(1 - fraction)) - boost(T(1 - x));
    return odd ? T(boost(fraction) + rest) : T(boost(fraction) - rest);
}

} // namespace ctgrad::detail
