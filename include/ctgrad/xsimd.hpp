// SPDX-License-Identifier: BSL-1.0
//
// Packs of xsimd as scalars and in batches: `vmap<xsimd::batch<double>>(f)`. Its vector functions
// are xsimd's own. Needs xsimd 8 or newer, which is not part of the library's own dependencies.
#pragma once

#include <ctgrad/vmap.hpp>

#include <xsimd/xsimd.hpp>

namespace ctgrad {

template <class T, class Architecture>
struct pack_traits<xsimd::batch<T, Architecture>> {
    using pack = xsimd::batch<T, Architecture>;
    static constexpr bool known = true;
    using scalar = T;
    static constexpr std::size_t size = pack::size;
    [[gnu::always_inline]] static pack load(const T* from) { return pack::load_unaligned(from); }
    [[gnu::always_inline]] static void store(const pack& x, T* to) { x.store_unaligned(to); }
};

/// In each lane the one or the other, also where one of them is a plain number.
template <class T, class Architecture>
struct mask_traits<xsimd::batch_bool<T, Architecture>> {
    using pack = xsimd::batch<T, Architecture>;
    [[gnu::always_inline]] static pack select(const xsimd::batch_bool<T, Architecture>& condition,
                                              const pack& x, const pack& y) {
        return xsimd::select(condition, x, y);
    }
};

} // namespace ctgrad
