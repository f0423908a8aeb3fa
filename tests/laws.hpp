// SPDX-License-Identifier: BSL-1.0
//
// What the laws are checked with: the list of all primitives, and a grid of points for each. The
// grid of each argument is shifted, so that ties and kinks, which conventions.test.cpp has, do not
// occur.
#pragma once

#include <ctgrad/primitives.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>

#include <boost/test/unit_test.hpp>

namespace laws {

template <class... Ops>
void for_each(ctgrad::family<Ops...>, const auto& check) {
    const auto one = [&](auto primitive) {
        BOOST_TEST_CONTEXT(decltype(primitive)::name) {
            check(primitive);
        }
    };
    (one(Ops()), ...);
}
void for_each_primitive(const auto& check) {
    for_each(ctgrad::primitives(), check);
}

template <class Op, unsigned Argument>
constexpr bool has_partial = Argument < Op::arity&& ctgrad::detail::has_partial<Op>[Argument];

template <class Op>
void for_each_partial(const auto& check) {
    const auto one = [&](auto argument) {
        if constexpr (has_partial<Op, argument>)
            BOOST_TEST_CONTEXT("partial " << argument) {
                check(argument);
            }
    };
    one(std::integral_constant<unsigned, 0>());
    one(std::integral_constant<unsigned, 1>());
    one(std::integral_constant<unsigned, 2>());
    one(std::integral_constant<unsigned, 3>());
}

template <class Op, class T = double>
using point_of = std::array<T, Op::arity>;

template <class Op>
constexpr auto value_at(const auto& point) {
    return std::apply([](const auto&... x) { return Op::value(x...); }, point);
}
template <class Op>
constexpr bool in_domain(const auto& point) {
    return std::apply([](const auto&... x) { return Op::domain(x...); }, point);
}
template <class Op, unsigned Argument, class T, std::size_t Arity>
constexpr T partial_at(const std::array<T, Arity>& point) {
    const auto rule = [&](const auto&... x) {
        return static_cast<T>(
            ctgrad::detail::partial<Op, Argument>(x..., static_cast<T>(Op::value(x...))));
    };
    return std::apply(rule, point);
}

constexpr std::array steps{-3.25, -1.5, -0.625, 0.375, 0.75, 1.0, 2.5, 7.0};

template <class Op>
constexpr std::size_t grid_size = [] {
    std::size_t n = 1;
    for (unsigned k = 0; k < Op::arity; ++k)
        n *= steps.size();
    return n;
}();

template <class Op>
constexpr point_of<Op> grid_point(std::size_t index) {
    point_of<Op> out{};
    for (unsigned k = 0; k < Op::arity; ++k) {
        out[k] = steps[index % steps.size()] + 0.03125 * k;
        index /= steps.size();
    }
    return out;
}

/// Calls `check` with the points of the grid that lie in the domain, every 17th in 4 dimensions.
template <class Op>
void on_grid(const auto& check) {
    constexpr std::size_t stride = Op::arity > 2 ? 17 : 1;
    std::size_t tried = 0, checked = 0;
    for (std::size_t i = 0; i < grid_size<Op>; i += stride) {
        ++tried;
        const point_of<Op> point = grid_point<Op>(i);
        if (in_domain<Op>(point)) {
            ++checked;
            check(point);
        }
    }
    BOOST_TEST(4 * checked >= tried);
}

} // namespace laws
