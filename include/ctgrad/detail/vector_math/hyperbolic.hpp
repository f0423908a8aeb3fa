// SPDX-License-Identifier: BSL-1.0
//
// tanh. Up to 0.625 the rational function of Cephes (tanh.c), x + x^3*P(x^2)/Q(x^2); above it
// 1 - 2/(exp(2*x) + 1). Both are a sum with a quotient, so one division serves.
#pragma once

#include <ctgrad/detail/vector_math/exponential.hpp>

namespace ctgrad {

/// tanh in each lane.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> tanh(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    using number = doubles<Lanes>;
    const number size = abs(x);
    // From 19.1 on tanh is 1 in double precision. NaN stays.
    const auto [e, n] = reduced_exp(number(2 * select(size > 20, 20, size)));
    const number above = (1 + e) * from_bits<double, Lanes>((n + 1023) << 52) + 1;

    const number z = size * size;
    const number p = polynomial(z, -1.61468768441708447952e3, -9.92877231001918586564e1,
                                -9.64399179425052238628e-1);
    const number q = polynomial(z, 4.84406305325125486048e3, 2.23548839060100448583e3,
                                1.12811678491632931402e2, 1.0);
    const auto small = size < 0.625;
    const number quotient = select(small, size * z * p, -2) / select(small, q, above);
    return copysign(number(select(small, size, 1) + quotient), x);
}

} // namespace ctgrad
