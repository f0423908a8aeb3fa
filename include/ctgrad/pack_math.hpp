// SPDX-License-Identifier: BSL-1.0
//
// Elementary functions of packs: exp, log, log1p, sin, cos, tan, tanh, erf and erfc within 2 units
// in the last place at every double, the same in every lane, whatever the other lanes hold; sqrt
// rounded right. All others are the standard ones, lane by lane: as accurate, but not faster.
// -ffast-math is not needed, and not allowed: it would drop NaN and the extra digits.
#pragma once

#include <ctgrad/detail/vector_math/error_function.hpp>
#include <ctgrad/detail/vector_math/exponential.hpp>
#include <ctgrad/detail/vector_math/hyperbolic.hpp>
#include <ctgrad/detail/vector_math/logarithm.hpp>
#include <ctgrad/detail/vector_math/square_root.hpp>
#include <ctgrad/detail/vector_math/trigonometric.hpp>

namespace ctgrad {

// Of floats, by way of doubles.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> exp(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::exp(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> log(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::log(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> log1p(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::log1p(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> sin(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::sin(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> cos(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::cos(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> tan(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::tan(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> tanh(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::tanh(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> erf(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::erf(each); });
}
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<float, Lanes> erfc(const pack<float, Lanes>& x) {
    return detail::vector_math::in_double(x, [](const auto& each) { return ctgrad::erfc(each); });
}

// Lane by lane.
template <class T, std::size_t Lanes>
pack<T, Lanes> asin(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::asin(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> acos(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::acos(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> atan(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::atan(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> sinh(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::sinh(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> cosh(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::cosh(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> asinh(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::asinh(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> acosh(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::acosh(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> atanh(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::atanh(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> expm1(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::expm1(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> exp2(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::exp2(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> log2(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::log2(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> log10(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::log10(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> cbrt(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::cbrt(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> floor(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::floor(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> ceil(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::ceil(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> trunc(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::trunc(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> round(const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane([](T each) { return std::round(each); }, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> atan2(const pack<T, Lanes>& y, const pack<T, Lanes>& x) {
    return detail::vector_math::lane_by_lane(
        [](T y_lane, T x_lane) { return std::atan2(y_lane, x_lane); }, y, x);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> pow(const pack<T, Lanes>& x, const pack<T, Lanes>& y) {
    return detail::vector_math::lane_by_lane(
        [](T x_lane, T y_lane) { return std::pow(x_lane, y_lane); }, x, y);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> hypot(const pack<T, Lanes>& x, const pack<T, Lanes>& y) {
    return detail::vector_math::lane_by_lane(
        [](T x_lane, T y_lane) { return std::hypot(x_lane, y_lane); }, x, y);
}
template <class T, std::size_t Lanes>
pack<T, Lanes> fmod(const pack<T, Lanes>& x, const pack<T, Lanes>& y) {
    return detail::vector_math::lane_by_lane(
        [](T x_lane, T y_lane) { return std::fmod(x_lane, y_lane); }, x, y);
}

template <class T, std::size_t Lanes>
pack<T, Lanes> fma(const pack<T, Lanes>& x, const pack<T, Lanes>& y, const pack<T, Lanes>& z) {
    return detail::vector_math::lane_by_lane(
        [](T x_lane, T y_lane, T z_lane) { return std::fma(x_lane, y_lane, z_lane); }, x, y, z);
}

} // namespace ctgrad
