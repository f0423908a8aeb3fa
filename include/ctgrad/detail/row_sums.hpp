// SPDX-License-Identifier: BSL-1.0
//
// Sums of rows times factors, of rows of any size: as many packs of a row at once as are left. All
// products of a layer of neurons whose size is known at run time are such sums.
#pragma once

#include <ctgrad/detail/number_pack.hpp>

#include <cstddef>

namespace ctgrad::detail {

// to += sum over i < count of factors[i]*rows[i], for `Packs` packs of a row, which stay in
// registers meanwhile; even and odd rows are added apart, so that they do not wait for each other.
template <class Pack, std::size_t Packs, class T>
[[gnu::always_inline]] inline void add_packs(T* to, const T* rows, std::size_t stride,
                                             const T* factors, std::size_t factor_stride,
                                             std::size_t count) {
    typename Pack::type even[Packs], odd[Packs];
    for (std::size_t k = 0; k < Packs; ++k) {
        even[k] = Pack::load(to + k * Pack::lanes);
        odd[k] = typename Pack::type{};
    }
    std::size_t i = 0;
    for (; i + 2 <= count; i += 2) {
        const T a = factors[i * factor_stride], b = factors[(i + 1) * factor_stride];
        const T* const row = rows + i * stride;
        for (std::size_t k = 0; k < Packs; ++k) {
            even[k] += Pack::load(row + k * Pack::lanes) * a;
            odd[k] += Pack::load(row + stride + k * Pack::lanes) * b;
        }
    }
    if (i < count)
        for (std::size_t k = 0; k < Packs; ++k)
            even[k] += Pack::load(rows + i * stride + k * Pack::lanes) * factors[i * factor_stride];
    for (std::size_t k = 0; k < Packs; ++k)
        Pack::store(even[k] + odd[k], to + k * Pack::lanes);
}
// The same for rows of any size.
template <class T>
void add_rows(T* to, const T* rows, std::size_t stride, const T* factors, std::size_t factor_stride,
              std::size_t count, std::size_t size) {
    using pack = number_pack<T, lanes_of<T>()>;
    std::size_t j = 0;
    for (; j + 4 * pack::lanes <= size; j += 4 * pack::lanes)
        add_packs<pack, 4>(to + j, rows + j, stride, factors, factor_stride, count);
    for (; j + 2 * pack::lanes <= size; j += 2 * pack::lanes)
        add_packs<pack, 2>(to + j, rows + j, stride, factors, factor_stride, count);
    for (; j + pack::lanes <= size; j += pack::lanes)
        add_packs<pack, 1>(to + j, rows + j, stride, factors, factor_stride, count);
    for (; j < size; ++j)
        add_packs<number_pack<T, 1>, 1>(to + j, rows + j, stride, factors, factor_stride, count);
}

} // namespace ctgrad::detail
