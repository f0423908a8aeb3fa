// SPDX-License-Identifier: BSL-1.0
//
// x^p with a plain number p. As with a literal in typed expressions, p is part of the operation,
// and integer powers up to 64 are products, in the order in which `program.hpp` multiplies them
// out: a Value and a typed expression agree bit for bit.
#pragma once

#include <ctgrad/program.hpp>

#include <type_traits>

namespace ctgrad::detail {

struct power_of_number : op::power {
    static constexpr bool vertical_tangent = true;
    template <class X, class P>
    static constexpr auto value(const X& x, const P& p) {
        if (!(-largest_multiplied_power <= p && p <= largest_multiplied_power) ||
            p != static_cast<P>(static_cast<int>(p)))
            return op::power::value(x, p);
        const int n = static_cast<int>(p);
        return n >= 0 ? multiplied_number(x, n) : 1 / multiplied_number(x, -n);
    }
    template <class X, class P>
    static constexpr auto dx(const X& x, const P& p, const auto& result) {
        if constexpr (std::is_floating_point_v<X>)
            return p == 0 ? X(0) : p * value(x, p - 1);
        else
            return op::power::dx(x, p, result);
    }

private:
    template <class X>
    static constexpr X multiplied_number(const X& x, int n) {
        if (n <= 1)
            return n == 0 ? X(1) : x;
        const X part = multiplied_number(x, n % 2 != 0 ? n - 1 : n / 2);
        return n % 2 != 0 ? part * x : part * part;
    }
};

} // namespace ctgrad::detail
