// SPDX-License-Identifier: BSL-1.0
//
// Elementary functions of plain numbers: the library's own under constant evaluation (the standard
// ones are not constexpr), the standard library's at run time (they are faster), and a scalar
// type's own for everything that is not built in: multiprecision, SIMD packs, dual numbers.
#pragma once

#include <ctgrad/detail/elementary.hpp>
#include <ctgrad/detail/elementary/arithmetic.hpp>

#include <cmath>
#include <type_traits>

namespace ctgrad {

/// Whether a function of a T has to be evaluated by the compiler. Without arguments, so that it is
/// folded before anything is inlined: what is compiled into a program is a plain std::sin.
template <class T>
[[gnu::always_inline]] constexpr bool compiling() {
    return std::is_floating_point_v<std::remove_cvref_t<T>> && std::is_constant_evaluated();
}
/// The same for + - * /, which the compiler knows for long double too, save for the edges.
template <class T>
[[gnu::always_inline]] constexpr bool compiling_arithmetic() {
    return sizeof(std::remove_cvref_t<T>) <= sizeof(double) && compiling<T>();
}

/// `f(x...)` in the precision of a double, whatever floating-point type T is.
template <class T>
constexpr T compiled(double (*f)(double), const T& x) {
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(f(static_cast<double>(x)));
    else
        return x;
}
template <class T>
constexpr T compiled(double (*f)(double, double), const T& x, const T& y) {
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(f(static_cast<double>(x), static_cast<double>(y)));
    else
        return x;
}
template <class T>
constexpr T compiled(double (*f)(double, double, double), const T& x, const T& y, const T& z) {
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(
            f(static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)));
    else
        return x;
}

/// How the lanes of another library's packs are chosen: specialised for the type of its masks, with
/// a type `pack` and a function `select(mask, x, y)` of packs.
template <class Mask>
struct mask_traits {};
/// In each lane the one or the other; plain numbers stand for packs of equal lanes.
template <class Mask, class X, class Y>
constexpr typename mask_traits<Mask>::pack select(const Mask& condition, const X& x, const Y& y) {
    return mask_traits<Mask>::select(condition, x, y);
}

} // namespace ctgrad
