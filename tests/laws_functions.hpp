// SPDX-License-Identifier: BSL-1.0
//
// Every primitive as a function that a graph is made of, with points in its domain.
#pragma once

#include "laws.hpp"

#include <ctgrad/function.hpp>

#include <tuple>
#include <utility>

namespace laws {

using ctgrad::apply;

// A primitive as a function of the arguments that it can be differentiated by: all of them, or the
// one of two that is no constant of the operation (x^p, the order of polygamma), or the
// alternatives of a select, which are then shifted to make its condition.
template <class Op>
constexpr bool constant_exponent = Op::arity == 2 && !has_partial<Op, 1>;
template <class Op>
constexpr bool constant_order = Op::arity == 2 && !has_partial<Op, 0>;
template <class Op>
constexpr unsigned active = Op::branch                                    ? 2
                            : constant_exponent<Op> || constant_order<Op> ? 1
                                                                          : Op::arity;
// The place of the first of them.
template <class Op>
constexpr unsigned first_active = Op::branch           ? 2
                                  : constant_order<Op> ? 1
                                                       : 0;

constexpr std::array orders{0.0, 1.0, 2.0, 5.0};
template <class Op>
constexpr std::size_t constants_tried = constant_exponent<Op> ? steps.size()
                                        : constant_order<Op>  ? orders.size()
                                                              : 1;

template <class Op, std::size_t Constant>
struct as_function {
    using primitive = Op;
    static constexpr unsigned arguments = active<Op>;
    static constexpr std::size_t constant = Constant;
    static constexpr double number =
        constant_order<Op> ? orders[Constant % orders.size()] : steps[Constant];
    // A fractional power is made of exponents between 0 and 1 only.
    static constexpr bool occurs =
        !std::is_same_v<Op, ctgrad::op::fractional_power> || (0 < number && number < 1);

    constexpr auto operator()(const auto& x) const {
        if constexpr (constant_exponent<Op>)
            return apply<Op>(x, number);
        else if constexpr (constant_order<Op>)
            return apply<Op>(number, x);
        else
            return apply<Op>(x);
    }
    constexpr auto operator()(const auto& x, const auto& y) const {
        if constexpr (Op::branch)
            return apply<Op>(x + 0.25, y, x, y);
        else
            return apply<Op>(x, y);
    }
    constexpr auto operator()(const auto& x, const auto& y, const auto& z) const {
        return apply<Op>(x, y, z);
    }
    // All arguments of the primitive, given the active ones.
    static constexpr point complete(const point& x) {
        if constexpr (constant_exponent<Op>)
            return {x[0], number};
        else if constexpr (constant_order<Op>)
            return {number, x[0]};
        else if constexpr (Op::branch)
            return {x[0] + 0.25, x[1], x[0], x[1]};
        else
            return x;
    }
};

/// Calls `f(x, y, ...)` with the first Arguments of a point.
template <unsigned Arguments, class T>
constexpr auto call(const auto& f, const point_of<T>& x) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return f(x[I]...);
    }
    (std::make_index_sequence<Arguments>());
}

/// A number, an array or a tuple of numbers in the first places of an array.
template <class T>
constexpr point_of<T> in_a_row(const T& number) {
    return {number};
}
template <class T, std::size_t N>
constexpr point_of<T> in_a_row(const std::array<T, N>& numbers) {
    point_of<T> out{};
    for (std::size_t i = 0; i < N; ++i)
        out[i] = numbers[i];
    return out;
}
template <class T, class... Rest>
constexpr point_of<T> in_a_row(const std::tuple<T, Rest...>& numbers) {
    return std::apply([](const auto&... x) { return point_of<T>{x...}; }, numbers);
}

/// A row of the list that the laws of graphs run over: so many active `arguments`, from the place
/// `offset` on.
struct function_subject {
    subject primitive;
    unsigned arguments;
    unsigned offset;
    std::size_t constant;
    point (*complete)(const point&);
};
template <class Op, std::size_t Constant>
constexpr function_subject subject_of(as_function<Op, Constant>) {
    using f = as_function<Op, Constant>;
    return {subject_of<Op>(), active<Op>, first_active<Op>, Constant, f::complete};
}

template <class Row, class Family = ctgrad::primitives>
std::vector<Row> each_function(const auto& row) {
    std::vector<Row> out;
    each_of<Row>(Family(), [&](auto primitive) {
        using op = decltype(primitive);
        [&]<std::size_t... Constant>(std::index_sequence<Constant...>) {
            const auto add = [&](auto f) {
                if constexpr (decltype(f)::occurs)
                    out.push_back(row(f));
            };
            (add(as_function<op, Constant>()), ...);
        }
        (std::make_index_sequence<constants_tried<op>>());
    });
    return out;
}

/// Points of the active arguments: a grid in the domain and, in long mode, random ones. Those with
/// constants share the thousand.
inline std::vector<point> points_in_domain(const function_subject& f) {
    const auto in_domain = [&](const point& x) { return f.primitive.domain(f.complete(x)); };
    std::vector<point> out;
    const auto add = [&](const point& x) {
        if (in_domain(x))
            out.push_back(x);
    };
    for (const double x : steps)
        if (f.arguments == 1)
            add({x});
        else
            for (const double shifted : steps)
                if (f.arguments == 2)
                    add({x, shifted + 0.03125});
                else
                    add({x, shifted + 0.03125, 0.75 - shifted});
    const std::string seed = std::string(f.primitive.name) + std::to_string(f.constant);
    add_random_points(out, seed, f.arguments, in_domain);
    return out;
}

/// The check, of a function: the point is that of the primitive.
inline void expect(bool holds, const function_subject& f, const point& x, const char* what,
                   double got, double wanted) {
    expect(holds, f.primitive, f.complete(x), what, got, wanted);
}
inline void expect(bool holds, const function_subject& f, const point& x, unsigned argument,
                   double got, double wanted) {
    expect(holds, f.primitive, f.complete(x), argument, got, wanted);
}

/// A law, on all points of all functions; it returns nothing, or whether the point could be judged.
template <class Row>
void on_all_points(const std::vector<Row>& functions, const auto& law) {
    for (const Row& f : functions) {
        const auto points = points_in_domain(f);
        std::size_t judged = points.size();
        for (const point& x : points)
            if constexpr (std::is_void_v<decltype(law(f, x))>)
                law(f, x);
            else if (!law(f, x))
                --judged;
        tried(f.primitive, judged);
    }
}

} // namespace laws
