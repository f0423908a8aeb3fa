// SPDX-License-Identifier: BSL-1.0
//
// The gamma functions as functions of one argument, for the laws: they are not in the list of
// primitives that laws.test.cpp runs over. polygamma is a function for each order.
#pragma once

#include "../laws.hpp"

#include <ctgrad/primitives/gamma.hpp>

namespace gamma_laws {

using namespace ctgrad;

// A primitive as a function of what it can be differentiated by, and its arguments there.
template <class Op>
struct as_function {
    static constexpr std::string_view name = Op::name;
    static constexpr unsigned argument = 0;
    constexpr auto operator()(const auto& x) const { return apply<Op>(x); }
    template <class T>
    static constexpr std::array<T, 1> arguments(const T& x) {
        return {x};
    }
    using primitive = Op;
};
template <int Order>
struct of_order {
    static constexpr std::string_view name = "polygamma";
    static constexpr unsigned argument = 1;
    constexpr auto operator()(const auto& x) const { return polygamma(Order, x); }
    template <class T>
    static constexpr std::array<T, 2> arguments(const T& x) {
        return {T(Order), x};
    }
    using primitive = op::polygamma_function;
};
using functions =
    family<as_function<op::log_gamma>, as_function<op::gamma_function>,
           as_function<op::digamma_function>, of_order<0>, of_order<1>, of_order<2>, of_order<5>>;

template <class F, class T>
constexpr T value_of(const T& x) {
    return static_cast<T>(laws::value_at<typename F::primitive>(F::arguments(x)));
}
template <class F, class T>
constexpr T partial_of(const T& x) {
    return laws::partial_at<typename F::primitive, F::argument>(F::arguments(x));
}

} // namespace gamma_laws
