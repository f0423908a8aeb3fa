// SPDX-License-Identifier: BSL-1.0
//
// What the vector functions are built from: polynomials, whole numbers and powers of two in lanes,
// functions of doubles for floats, and the standard function lane by lane where there is no better.
//
// A float's function is the double's on two halves, rounded: within 0.51 units in the last place,
// edges included, and no second set of coefficients.
#pragma once

#include <ctgrad/pack.hpp>

namespace ctgrad::detail::vector_math {

template <std::size_t Lanes>
using doubles = pack<double, Lanes>;
template <std::size_t Lanes>
using integers = typename pack_mask<double, Lanes>::vector;

// c0 + c1*x + c2*x^2 + ... by Horner's rule.
template <class Pack>
[[gnu::always_inline]] inline Pack polynomial(const Pack&, double c0) {
    return c0;
}
template <class Pack, class... More>
[[gnu::always_inline]] inline Pack polynomial(const Pack& x, double c0, More... more) {
    return c0 + x * polynomial(x, more...);
}

// Adding it to |x| < 2^51 leaves the nearest whole number in the low bits.
inline constexpr double shifter = 6755399441055744.0; // 1.5*2^52

template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> nearest(const doubles<Lanes>& x) {
    return (x + shifter) - shifter;
}
// A whole number in double precision as an integer; of a NaN, anything.
template <std::size_t Lanes>
[[gnu::always_inline]] inline integers<Lanes> as_integer(const doubles<Lanes>& n) {
    return bits(doubles<Lanes>(n + shifter)) - bits(doubles<Lanes>(shifter));
}
// The other way round, for |n| < 2^51.
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> as_double(const integers<Lanes>& n) {
    return from_bits<double, Lanes>(n + bits(doubles<Lanes>(shifter))) - shifter;
}

// p*2^n for |n| <= 2044 by two factors, so that neither overflows; what falls among the subnormal
// numbers is rounded once.
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> scale(const doubles<Lanes>& p,
                                                   const integers<Lanes>& n) {
    const integers<Lanes> half = n >> 1, rest = n - half;
    return p * from_bits<double, Lanes>((half + 1023) << 52) *
           from_bits<double, Lanes>((rest + 1023) << 52);
}

// The first 26 bits of x: its square is exact.
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> upper_half(const doubles<Lanes>& x) {
    return from_bits<double, Lanes>(bits(x) & -(std::int64_t{1} << 27));
}

// f of a pack of floats by f of packs of doubles.
template <std::size_t Lanes, class Function>
[[gnu::always_inline]] inline pack<float, Lanes> in_double(const pack<float, Lanes>& x,
                                                           Function f) {
    static_assert(Lanes % 2 == 0, "ctgrad: a pack has a power of two of lanes");
    pack<float, Lanes> out;
    for (std::size_t half = 0; half < 2; ++half) {
        typedef float floats __attribute__((vector_size(Lanes / 2 * sizeof(float))));
        const char* const from = reinterpret_cast<const char*>(&x.lanes) + half * sizeof(floats);
        floats part;
        std::memcpy(&part, from, sizeof(floats));
        using pack_of_doubles = doubles<Lanes / 2>;
        const pack_of_doubles result =
            f(pack_of_doubles(__builtin_convertvector(part, typename pack_of_doubles::vector)));
        part = __builtin_convertvector(result.lanes, floats);
        std::memcpy(reinterpret_cast<char*>(&out.lanes) + half * sizeof(floats), &part,
                    sizeof(floats));
    }
    return out;
}

template <class T, std::size_t Lanes, class Function, class... More>
[[gnu::noinline]] pack<T, Lanes> lane_by_lane(Function f, const pack<T, Lanes>& x,
                                              const More&... more) {
    pack<T, Lanes> out = x;
    for (std::size_t i = 0; i < Lanes; ++i)
        out.set(i, f(x[i], more[i]...));
    return out;
}

} // namespace ctgrad::detail::vector_math
