// SPDX-License-Identifier: BSL-1.0
//
// Products of small matrices, in packs: sums of rows times factors, and sums of products over
// samples. Four samples at once use each pack that was loaded four times, and hide the latency of
// the additions; all sums stay in registers until they are complete.
#pragma once

#include <ctgrad/detail/number_pack.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace ctgrad::detail {

/// Rows of numbers at equal distances.
template <class T>
struct row_view {
    const T* first;
    std::size_t stride;
    [[gnu::always_inline]] constexpr const T* operator[](std::size_t i) const {
        return first + i * stride;
    }
};

// finish(s, at, sum of factors[s][i]*rows[i] over the i < Count), for `Samples` samples from
// `sample` on and `Packs` packs of a row from `at` on; the sum starts from `start` if there is one.
template <class Pack, std::size_t Samples, std::size_t Packs, std::size_t Count, class T>
[[gnu::always_inline]] constexpr void add_rows_at(std::size_t sample, std::size_t at,
                                                  const row_view<T>& rows, const auto& factors,
                                                  const T* start, const auto& finish) {
    typename Pack::type sum[Samples][Packs];
    for (std::size_t s = 0; s < Samples; ++s)
        for (std::size_t k = 0; k < Packs; ++k)
            sum[s][k] = start ? Pack::load(start + at + k * Pack::lanes) : typename Pack::type{};
#pragma GCC unroll 16
    for (std::size_t i = 0; i < Count; ++i)
        for (std::size_t k = 0; k < Packs; ++k) {
            const auto row = Pack::load(rows[i] + at + k * Pack::lanes);
            for (std::size_t s = 0; s < Samples; ++s)
                sum[s][k] += row * factors[sample + s][i];
        }
    for (std::size_t s = 0; s < Samples; ++s)
        for (std::size_t k = 0; k < Packs; ++k)
            finish(sample + s, at + k * Pack::lanes, sum[s][k]);
}
// Two packs at a time: their sums for four samples fit into 16 registers.
template <class Pack, std::size_t Samples, std::size_t Width, std::size_t Count, class T>
[[gnu::always_inline]] constexpr void add_rows_of(std::size_t sample, const row_view<T>& rows,
                                                  const auto& factors, const T* start,
                                                  const auto& finish) {
    constexpr std::size_t even = Width / (2 * Pack::lanes) * (2 * Pack::lanes);
    for (std::size_t at = 0; at < even; at += 2 * Pack::lanes)
        add_rows_at<Pack, Samples, 2, Count>(sample, at, rows, factors, start, finish);
    if constexpr (even < Width)
        add_rows_at<Pack, Samples, 1, Count>(sample, even, rows, factors, start, finish);
}
template <class Pack, std::size_t Width, std::size_t Count, class T>
[[gnu::always_inline]] constexpr void add_rows(std::size_t samples, const row_view<T>& rows,
                                               const auto& factors, const T* start,
                                               const auto& finish) {
    std::size_t s = 0;
    for (; s + 4 <= samples; s += 4)
        add_rows_of<Pack, 4, Width, Count>(s, rows, factors, start, finish);
    for (; s < samples; ++s)
        add_rows_of<Pack, 1, Width, Count>(s, rows, factors, start, finish);
}

// Sums in two packs of each of so many rows: as many as there are registers for.
#if defined(__AVX512F__)
inline constexpr std::size_t products_at_once = 8;
#else
inline constexpr std::size_t products_at_once = 4;
#endif

// sums[i] += sum of factors[s][i]*rows[s] over the samples, for `Count` values of i from `first` on
// and `Packs` packs from `at` on: the sums stay in registers. Few of them are split, by samples, so
// that they do not wait for each other.
template <class Pack, std::size_t Count, std::size_t Packs>
[[gnu::always_inline]] constexpr void add_products_at(std::size_t samples, std::size_t first,
                                                      std::size_t at, auto& sums,
                                                      const auto& factors, const auto& rows) {
    constexpr std::size_t parts = Count * Packs >= 8 ? 1 : Count * Packs >= 4 ? 2 : 4;
    typename Pack::type sum[parts][Count][Packs]{};
    for (std::size_t i = 0; i < Count; ++i)
        for (std::size_t k = 0; k < Packs; ++k)
            sum[0][i][k] = Pack::load(sums[first + i].data() + at + k * Pack::lanes);
    const auto add = [&](std::size_t s, std::size_t part) __attribute__((always_inline)) {
        for (std::size_t k = 0; k < Packs; ++k) {
            const auto row = Pack::load(rows[s].data() + at + k * Pack::lanes);
            for (std::size_t i = 0; i < Count; ++i)
                sum[part][i][k] += row * factors[s][first + i];
        }
    };
    std::size_t s = 0;
    for (; s + parts <= samples; s += parts)
        for (std::size_t part = 0; part < parts; ++part)
            add(s + part, part);
    if constexpr (parts > 1)
        for (; s < samples; ++s)
            add(s, 0);
    for (std::size_t i = 0; i < Count; ++i)
        for (std::size_t k = 0; k < Packs; ++k) {
            for (std::size_t part = 1; part < parts; ++part)
                sum[0][i][k] += sum[part][i][k];
            Pack::store(sum[0][i][k], sums[first + i].data() + at + k * Pack::lanes);
        }
}
template <class Pack, std::size_t Count>
[[gnu::always_inline]] constexpr void add_products_of(std::size_t samples, std::size_t first,
                                                      auto& sums, const auto& factors,
                                                      const auto& rows) {
    constexpr std::size_t width = std::tuple_size_v<std::remove_cvref_t<decltype(sums[0])>>;
    constexpr std::size_t even = width / (2 * Pack::lanes) * (2 * Pack::lanes);
    for (std::size_t at = 0; at < even; at += 2 * Pack::lanes)
        add_products_at<Pack, Count, 2>(samples, first, at, sums, factors, rows);
    if constexpr (even < width)
        add_products_at<Pack, Count, 1>(samples, first, even, sums, factors, rows);
}
template <class Pack>
[[gnu::always_inline]] constexpr void add_products(std::size_t samples, auto& sums,
                                                   const auto& factors, const auto& rows) {
    constexpr std::size_t count = std::tuple_size_v<std::remove_cvref_t<decltype(sums)>>;
    constexpr std::size_t tile = products_at_once;
    for (std::size_t i = 0; i < count / tile * tile; i += tile)
        add_products_of<Pack, tile>(samples, i, sums, factors, rows);
    if constexpr (count % tile != 0)
        add_products_of<Pack, count % tile>(samples, count / tile * tile, sums, factors, rows);
}

} // namespace ctgrad::detail
