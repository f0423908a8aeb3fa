// SPDX-License-Identifier: BSL-1.0
//
// Second derivatives: the Hessian, each entry once, and its product with a direction, which costs
// no more than a few gradients. Both are forward mode over the gradient's formula.
#pragma once

#include <ctgrad/jvp.hpp>

namespace ctgrad {

/// Value, gradient and Hessian: `auto [v, g, H] = value_gradient_and_hessian(f)(x);`
template <class T, class Gradient, class Hessian>
struct value_with_hessian {
    T value;
    Gradient gradient;
    Hessian hessian;
};

namespace detail {

template <class T, class Gradient, class Hessian>
struct shape<value_with_hessian<T, Gradient, Hessian>> {
    static constexpr std::size_t size =
        shape<T>::size + shape<Gradient>::size + shape<Hessian>::size;
    static constexpr bool traceable = true;
    using scalar = typename shape<T>::scalar;
    template <class U>
    using with = value_with_hessian<typename shape<T>::template with<U>,
                                    typename shape<Gradient>::template with<U>,
                                    typename shape<Hessian>::template with<U>>;

    template <class U>
    [[gnu::always_inline]] static constexpr void
    write(const value_with_hessian<T, Gradient, Hessian>& from, U*& to) {
        shape<T>::write(from.value, to);
        shape<Gradient>::write(from.gradient, to);
        shape<Hessian>::write(from.hessian, to);
    }
    template <class U>
    [[gnu::always_inline]] static constexpr with<U> read(const U*& from) {
        return with<U>{shape<T>::read(from), shape<Gradient>::read(from),
                       shape<Hessian>::read(from)};
    }
};

// A gradient whose entries are gradients.
template <class Gradient>
using hessian_shape = typename shape<Gradient>::template with<Gradient>;

template <class Function, class Wrt>
struct hessian_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        hessian_shape<typename differentiated<Function, Wrt, Args...>::gradient>,
        differentiated<Function, Wrt, Args...>::inputs,
        hessian_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, false>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, true, Args...>();
    }
};

template <class Function, class Wrt>
struct value_gradient_and_hessian_of : of_same_arguments<Function> {
    template <class... Args>
    using formula = derived_formula<
        value_with_hessian<
            typename differentiated<Function, Wrt, Args...>::result,
            typename differentiated<Function, Wrt, Args...>::gradient,
            hessian_shape<typename differentiated<Function, Wrt, Args...>::gradient>>,
        differentiated<Function, Wrt, Args...>::inputs,
        hessian_recipe<typename differentiated<Function, Wrt, Args...>::chosen_formula, true>>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, true, Args...>();
    }
};

template <class Function>
struct hvp_of {
    using original = Function;
    template <class... Args>
    using primal = typename first_half<Args...>::template differentiated_function<Function>;
    template <class... Args>
    using formula = derived_formula<typename primal<Args...>::gradient, 2 * primal<Args...>::inputs,
                                    hvp_recipe<typename primal<Args...>::formula>>;
    template <class... Args>
    static constexpr auto check() {
        return check_direction<Function, true, Args...>();
    }
};

} // namespace detail

/// `hessian(f)(x)`: the matrix of second derivatives, a gradient whose entries are gradients: of a
/// function of std::array<T, N> an array of N arrays, of f(x, y) a tuple of tuples. The same as
/// `jacobian(gradient(f))`, but each pair of equal entries is computed once.
/// Cost: at most that of one gradient per variable; what is 0 in every point costs nothing.
/// Example: examples/hessian.cpp
template <class Function, std::size_t... Positions>
constexpr auto hessian(const traced_function<Function>&, wrt_arguments<Positions...> = {}) {
    return traced_function<detail::hessian_of<Function, wrt_arguments<Positions...>>>{};
}

/// `value_gradient_and_hessian(f)(x)`: all three, as members `value`, `gradient`, `hessian`.
template <class Function, std::size_t... Positions>
constexpr auto value_gradient_and_hessian(const traced_function<Function>&,
                                          wrt_arguments<Positions...> = {}) {
    return traced_function<
        detail::value_gradient_and_hessian_of<Function, wrt_arguments<Positions...>>>{};
}

/// `hvp(f)(x, y, dx, dy)`: the Hessian times a direction, in the shape of a gradient.
/// Cost: about twice that of a gradient, whatever the number of variables.
template <class Function>
constexpr auto hvp(const traced_function<Function>&) {
    return traced_function<detail::hvp_of<Function>>{};
}

/// A Hessian by name, read as `h[x][y]`: its rows are gradients.
template <class Row, fixed_string... Names>
struct named_hessian {
    std::array<Row, sizeof...(Names)> rows;

    /// The second derivatives with respect to a variable and each other one.
    template <fixed_string Name>
    constexpr Row operator[](const var<Name>&) const {
        constexpr std::array<detail::packed_name, sizeof...(Names)> names{
            detail::pack(Names.view())...};
        constexpr std::size_t i = detail::find(names, detail::pack(Name.view()));
        static_cast<void>(detail::check_variable<Name, (i < sizeof...(Names))>{});
        if constexpr (i < sizeof...(Names))
            return rows[i];
        else
            return Row{};
    }
};

namespace detail {

template <class Formula, std::size_t First, class T, std::size_t Count, std::size_t... I>
constexpr auto hessian_by_name(const std::array<T, Count>& results, std::index_sequence<I...>) {
    constexpr std::size_t n = sizeof...(I);
    using row = named_gradient<T, variable_name<Formula, I>...>;
    named_hessian<row, variable_name<Formula, I>...> out{};
    for (std::size_t r = 0; r < n; ++r)
        out.rows[r] = row{{{results[First + r * n + I]...}}};
    return out;
}
template <class Formula, std::size_t First, class T, std::size_t Count>
constexpr auto hessian_by_name(const std::array<T, Count>& results) {
    return hessian_by_name<Formula, First>(results,
                                           std::make_index_sequence<variables_of<Formula>>());
}

template <class Formula, class Source, class Point>
constexpr auto typed_hessian(const expr<Source>& e, const Point& point) {
    return hessian_by_name<Formula, 0>(
        evaluate_at<hessian_recipe<Formula, false>, Formula>(point, e.slots));
}

} // namespace detail

/// The second derivatives of an expression at a point: `h[x][y]`.
template <class Source, class T, fixed_string... Names>
constexpr auto hessian(const expr<Source>& e, const named_point<T, Names...>& point) {
    return detail::typed_hessian<detail::typed_formula<Source>>(e, point);
}
template <class Source, class T, fixed_string... Names, fixed_string... Chosen>
constexpr auto hessian(const expr<Source>& e, const named_point<T, Names...>& point,
                       const wrt_variables<Chosen...>& chosen) {
    return detail::typed_hessian<decltype(detail::choose<detail::typed_formula<Source>>(chosen))>(
        e, point);
}
template <const auto& Expression, class T, fixed_string... Names>
constexpr auto hessian(const named_point<T, Names...>& point) {
    return hessian(sealed<Expression>, point);
}

/// The Hessian of an expression times a direction, which binds every variable, by name.
template <class Source, class T, fixed_string... Names, class U, fixed_string... Directions>
constexpr auto hvp(const expr<Source>& e, const named_point<T, Names...>& point,
                   const named_point<U, Directions...>& direction) {
    using formula = detail::typed_formula<Source>;
    const auto inputs = detail::with_direction<formula>(point, direction);
    return detail::by_name<formula, 0>(
        detail::evaluate<detail::program<detail::hvp_recipe<formula>>>(inputs.data(), e.slots));
}

} // namespace ctgrad
