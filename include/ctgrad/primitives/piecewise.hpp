// SPDX-License-Identifier: BSL-1.0
//
// select, abs, relu, max and min. A comparison of symbolic values is not a bool: it is a condition
// for `select`, which computes and differentiates the chosen alternative.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>

#include <string_view>
#include <type_traits>

namespace ctgrad {

template <class X, class Y>
constexpr auto select(bool condition, const X& x, const Y& y) {
    constexpr bool known = !detail::compared_by_structure<X> && !detail::compared_by_structure<Y>;
    static_assert(
        known,
        "ctgrad: select on typed expressions takes a condition such as x < y, it was given "
        "a bool (== between two expressions compares their structure: write x - y == 0); see "
        "docs/reference/primitives/piecewise.md");
    if constexpr (known) {
        using chosen = std::common_type_t<X, Y>;
        return condition ? static_cast<chosen>(x) : static_cast<chosen>(y);
    }
}

namespace detail {
// Complex numbers have no order.
template <class T>
constexpr bool check_ordered() {
    constexpr bool ordered = requires(const T& a, const T& b) {
        a < b;
    };
    static_assert(
        ordered, "ctgrad: a formula that compares takes numbers that have an order, these, complex "
                 "numbers for example, have none: use functions that do not compare, and "
                 "exp(y*log(x)) for pow(x, y); see docs/how-to/use-other-scalars.md");
    return ordered;
}
} // namespace detail

namespace op {

// The condition is part of the primitive, so a graph holds numbers only and a comparison needs no
// node of its own.
struct select_less : primitive<"select_less", 4> {
    static constexpr std::string_view c_format = "% < % ? % : %";
    static constexpr std::string_view latex_format =
        R"(\begin{cases} %3 & \text{if } %1 < %2 \\ %4 & \text{otherwise} \end{cases})";
    static constexpr std::string_view format = "select(% < %, %, %)";
    static constexpr bool branch = true;
    static constexpr auto condition(const auto& a, const auto& b) { return a < b; }
    static constexpr auto value(const auto& a, const auto& b, const auto& x, const auto& y) {
        if constexpr (detail::check_ordered<std::remove_cvref_t<decltype(a)>>())
            return select(condition(a, b), x, y);
        else
            return x;
    }
    static constexpr auto dz(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a < b, 1, 0);
    }
    static constexpr auto dw(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a < b, 0, 1);
    }
};

struct select_less_equal : primitive<"select_less_equal", 4> {
    static constexpr std::string_view c_format = "% <= % ? % : %";
    static constexpr std::string_view latex_format =
        R"(\begin{cases} %3 & \text{if } %1 \leq %2 \\ %4 & \text{otherwise} \end{cases})";
    static constexpr std::string_view format = "select(% <= %, %, %)";
    static constexpr bool branch = true;
    static constexpr auto condition(const auto& a, const auto& b) { return a <= b; }
    static constexpr auto value(const auto& a, const auto& b, const auto& x, const auto& y) {
        if constexpr (detail::check_ordered<std::remove_cvref_t<decltype(a)>>())
            return select(condition(a, b), x, y);
        else
            return x;
    }
    static constexpr auto dz(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a <= b, 1, 0);
    }
    static constexpr auto dw(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a <= b, 0, 1);
    }
};

struct select_equal : primitive<"select_equal", 4> {
    static constexpr std::string_view c_format = "% == % ? % : %";
    static constexpr std::string_view latex_format =
        R"(\begin{cases} %3 & \text{if } %1 = %2 \\ %4 & \text{otherwise} \end{cases})";
    static constexpr std::string_view format = "select(% == %, %, %)";
    static constexpr bool branch = true;
    static constexpr auto condition(const auto& a, const auto& b) { return a == b; }
    static constexpr auto value(const auto& a, const auto& b, const auto& x, const auto& y) {
        return select(condition(a, b), x, y);
    }
    static constexpr auto dz(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a == b, 1, 0);
    }
    static constexpr auto dw(const auto& a, const auto& b, const auto&, const auto&, const auto&) {
        return select(a == b, 0, 1);
    }
};

struct absolute : primitive<"abs", 1> {
    static constexpr std::string_view c_format = "fabs(%)";
    static constexpr std::string_view latex_format = R"(\left|%\right|)";
    static constexpr auto value(const auto& x) {
        using std::abs;
        return compiling<decltype(x)>() ? select(x < 0, -x, select(x == 0, 0, x)) : abs(x);
    }
    // The last alternative is reached by 0, whose derivative is 0 by convention, and by NaN. Not x
    // itself, which has the same values but a derivative of its own.
    static constexpr auto dx(const auto& x, const auto&) {
        return select(0 < x, 1, select(x < 0, -1, x - x));
    }
};

struct relu : primitive<"relu", 1> {
    static constexpr std::string_view c_body = "return x <= 0 ? 0 : x;";
    static constexpr auto value(const auto& x) { return select(x <= 0, 0, x); }
    static constexpr auto dx(const auto& x, const auto&) {
        return select(0 < x, 1, select(x <= 0, 0, x));
    }
};

// At a tie the value is x and each argument receives half. NaN in either gives NaN.
struct maximum : primitive<"max", 2> {
    static constexpr std::string_view c_body = "return x < y ? y : y <= x ? x : x == x ? y : x;";
    static constexpr auto value(const auto& x, const auto& y) {
        return select(x < y, y, select(y <= x, x, select(x == x, y, x)));
    }
    static constexpr auto dx(const auto& x, const auto& y, const auto& result) {
        return select(y < x, 1, select(x < y, 0, select(x == y, 0.5, result)));
    }
    static constexpr auto dy(const auto& x, const auto& y, const auto& result) {
        return select(x < y, 1, select(y < x, 0, select(x == y, 0.5, result)));
    }
};

struct minimum : primitive<"min", 2> {
    static constexpr std::string_view c_body = "return y < x ? y : x <= y ? x : x == x ? y : x;";
    static constexpr auto value(const auto& x, const auto& y) {
        return select(y < x, y, select(x <= y, x, select(x == x, y, x)));
    }
    static constexpr auto dx(const auto& x, const auto& y, const auto& result) {
        return select(x < y, 1, select(y < x, 0, select(x == y, 0.5, result)));
    }
    static constexpr auto dy(const auto& x, const auto& y, const auto& result) {
        return select(y < x, 1, select(x < y, 0, select(x == y, 0.5, result)));
    }
};

} // namespace op

using piecewise = family<op::select_less, op::select_less_equal, op::select_equal, op::absolute,
                         op::relu, op::maximum, op::minimum>;

namespace detail {
template <class Bool>
constexpr bool no_truth_value() {
    static_assert(!std::is_same_v<Bool, bool>,
                  "ctgrad: a condition on a traced or typed value has no truth value while the "
                  "graph is built: write select(condition, a, b) instead of if, ?:, && or "
                  "std::max; see docs/reference/primitives/piecewise.md");
    return false;
}
} // namespace detail

/// A comparison of symbolic values: what `x < y` is.
template <class Select, class X, class Y>
struct condition {
    X x;
    Y y;

    template <class Bool>
        requires std::is_same_v<Bool, bool>
    constexpr explicit operator Bool() const { return detail::no_truth_value<Bool>(); }
};
template <class First, class Second>
struct conjunction {
    First first;
    Second second;

    template <class Bool>
        requires std::is_same_v<Bool, bool>
    constexpr explicit operator Bool() const { return detail::no_truth_value<Bool>(); }
};
template <class Condition>
struct negation {
    Condition condition;

    template <class Bool>
        requires std::is_same_v<Bool, bool>
    constexpr explicit operator Bool() const { return detail::no_truth_value<Bool>(); }
};

namespace detail {
template <class T>
inline constexpr bool is_condition = false;
template <class Select, class X, class Y>
inline constexpr bool is_condition<condition<Select, X, Y>> = true;
template <class First, class Second>
inline constexpr bool is_condition<conjunction<First, Second>> = true;
template <class Condition>
inline constexpr bool is_condition<negation<Condition>> = true;

// Run-time graphs know their values, so their comparisons are bools.
template <class... Ts>
concept lazily_comparable = operands<Ts...> && front_end_of<Ts...>::type::lazy_conditions;
// Two typed expressions compare by structure (`expression.hpp`), which is a bool.
template <class X, class Y>
concept lazily_equal = lazily_comparable<X, Y> &&
    !(symbolic<X> && symbolic<Y> && front_end_of<X, Y>::type::structural_equality);
} // namespace detail

template <class X, class Y>
    requires detail::lazily_comparable<X, Y>
constexpr auto operator<(const X& x, const Y& y) {
    return condition<op::select_less, X, Y>{x, y};
}
template <class X, class Y>
    requires detail::lazily_comparable<X, Y>
constexpr auto operator>(const X& x, const Y& y) {
    return condition<op::select_less, Y, X>{y, x};
}
template <class X, class Y>
    requires detail::lazily_comparable<X, Y>
constexpr auto operator<=(const X& x, const Y& y) {
    return condition<op::select_less_equal, X, Y>{x, y};
}
template <class X, class Y>
    requires detail::lazily_comparable<X, Y>
constexpr auto operator>=(const X& x, const Y& y) {
    return condition<op::select_less_equal, Y, X>{y, x};
}
template <class X, class Y>
    requires detail::lazily_equal<X, Y>
constexpr auto operator==(const X& x, const Y& y) {
    return condition<op::select_equal, X, Y>{x, y};
}
template <class X, class Y>
    requires detail::lazily_equal<X, Y>
constexpr auto operator!=(const X& x, const Y& y) {
    return negation<condition<op::select_equal, X, Y>>{{x, y}};
}

// A slip. By concept alone, or deleted, clang lists all comparisons of the standard library.
template <class X, class Text>
    requires(symbolic<X>&& std::is_convertible_v<const Text&, std::string_view>)
constexpr bool operator==(const X&, const Text&) {
    constexpr bool is_number = !symbolic<X>;
    static_assert(
        is_number,
        "ctgrad: == compares numbers, expressions and Values, here one with a text: write "
        "a number for the text; see docs/reference/primitives/piecewise.md");
    return false;
}

template <class First, class Second>
    requires(detail::is_condition<First>&& detail::is_condition<Second>)
constexpr auto operator&&(const First& first, const Second& second) {
    return conjunction<First, Second>{first, second};
}
template <class First, class Second>
    requires(detail::is_condition<First>&& detail::is_condition<Second>)
constexpr auto operator||(const First& first, const Second& second) {
    return negation<conjunction<negation<First>, negation<Second>>>{{{first}, {second}}};
}
template <class Condition>
    requires detail::is_condition<Condition>
constexpr auto operator!(const Condition& condition) {
    return negation<Condition>{condition};
}

/// `condition ? x : y`. What only the other alternative needs is not computed, unless it is cheap;
/// it never receives an adjoint and cannot poison the gradient with NaN or infinity.
/// Example: examples/reprojection.cpp
template <class Select, class A, class B, class X, class Y>
constexpr applied<Select, A, B, X, Y> select(const condition<Select, A, B>& condition, const X& x,
                                             const Y& y) {
    return apply<Select>(condition.x, condition.y, x, y);
}
template <class First, class Second, class X, class Y>
constexpr auto select(const conjunction<First, Second>& both, const X& x, const Y& y) {
    return select(both.first, select(both.second, x, y), y);
}
template <class Condition, class X, class Y>
constexpr auto select(const negation<Condition>& opposite, const X& x, const Y& y) {
    return select(opposite.condition, y, x);
}
template <class X>
constexpr applied<op::absolute, X> abs(const X& x) {
    return apply<op::absolute>(x);
}
template <class X>
constexpr applied<op::relu, X> relu(const X& x) {
    return apply<op::relu>(x);
}
template <class X, class Y>
constexpr applied<op::maximum, X, Y> max(const X& x, const Y& y) {
    return apply<op::maximum>(x, y);
}
template <class X, class Y>
constexpr applied<op::minimum, X, Y> min(const X& x, const Y& y) {
    return apply<op::minimum>(x, y);
}
// Of equal types std::max would be the better match after `using std::max`, were it not for these.
template <class X>
    requires requires {
        typename applied<op::maximum, X, X>;
    }
constexpr applied<op::maximum, X, X> max(const X& x, const X& y) {
    return apply<op::maximum>(x, y);
}
template <class X>
    requires requires {
        typename applied<op::minimum, X, X>;
    }
constexpr applied<op::minimum, X, X> min(const X& x, const X& y) {
    return apply<op::minimum>(x, y);
}

} // namespace ctgrad
