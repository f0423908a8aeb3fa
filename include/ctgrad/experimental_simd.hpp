// SPDX-License-Identifier: BSL-1.0
//
// Packs of std::experimental::simd as scalars and in batches:
// `vmap<std::experimental::native_simd<double>>(f)`. Its functions are the standard library's, of
// which libstdc++ 12 has sin and cos as vector functions; it calls exp, log, tanh and erf lane by
// lane. So this is for programs that use these packs anyway: ctgrad's own are faster.
#pragma once

#include <ctgrad/vmap.hpp>

#include <experimental/simd>

namespace ctgrad {

template <class T, class Abi>
struct pack_traits<std::experimental::simd<T, Abi>> {
    using pack = std::experimental::simd<T, Abi>;
    static constexpr bool known = true;
    using scalar = T;
    static constexpr std::size_t size = pack::size();
    [[gnu::always_inline]] static pack load(const T* from) {
        return pack(from, std::experimental::element_aligned);
    }
    [[gnu::always_inline]] static void store(const pack& x, T* to) {
        x.copy_to(to, std::experimental::element_aligned);
    }
};

/// In each lane the one or the other, also where one of them is a plain number.
template <class T, class Abi>
struct mask_traits<std::experimental::simd_mask<T, Abi>> {
    using pack = std::experimental::simd<T, Abi>;
    [[gnu::always_inline]] static pack select(const std::experimental::simd_mask<T, Abi>& condition,
                                              const pack& x, const pack& y) {
        pack chosen = y;
        where(condition, chosen) = x;
        return chosen;
    }
};

} // namespace ctgrad
