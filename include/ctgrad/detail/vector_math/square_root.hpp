// SPDX-License-Identifier: BSL-1.0
//
// sqrt, rounded right, by the processor's instruction. A loop over std::sqrt would not become that
// instruction, as std::sqrt has to set errno; the intrinsics' header would cost every program half
// a second of compile time.
#pragma once

#include <ctgrad/pack.hpp>

#include <cmath>

namespace ctgrad {

/// sqrt in each lane; NaN below 0.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline pack<T, Lanes> sqrt(const pack<T, Lanes>& x) {
#if __has_builtin(__builtin_elementwise_sqrt)
    return pack<T, Lanes>(__builtin_elementwise_sqrt(x.lanes));
#else
    [[maybe_unused]] constexpr bool is_double = sizeof(T) == 8;
    [[maybe_unused]] constexpr std::size_t size = Lanes * sizeof(T);
#if defined(__AVX512F__) && defined(__clang__)
    if constexpr (size == 64 && is_double)
        return pack<T, Lanes>(__builtin_ia32_sqrtpd512(x.lanes, 4));
    else if constexpr (size == 64)
        return pack<T, Lanes>(__builtin_ia32_sqrtps512(x.lanes, 4));
    else
#elif defined(__AVX512F__)
    if constexpr (size == 64 && is_double)
        return pack<T, Lanes>(__builtin_ia32_sqrtpd512_mask(x.lanes, x.lanes, -1, 4));
    else if constexpr (size == 64)
        return pack<T, Lanes>(__builtin_ia32_sqrtps512_mask(x.lanes, x.lanes, -1, 4));
    else
#endif
#if defined(__AVX__)
        if constexpr (size == 32 && is_double)
        return pack<T, Lanes>(__builtin_ia32_sqrtpd256(x.lanes));
    else if constexpr (size == 32)
        return pack<T, Lanes>(__builtin_ia32_sqrtps256(x.lanes));
    else
#endif
#if defined(__SSE2__)
        if constexpr (size == 16 && is_double)
        return pack<T, Lanes>(__builtin_ia32_sqrtpd(x.lanes));
    else if constexpr (size == 16)
        return pack<T, Lanes>(__builtin_ia32_sqrtps(x.lanes));
    else
#endif
    {
        pack<T, Lanes> out = x;
        for (std::size_t i = 0; i < Lanes; ++i)
            out.set(i, std::sqrt(x[i]));
        return out;
    }
#endif
}

} // namespace ctgrad
