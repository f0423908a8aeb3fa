// SPDX-License-Identifier: BSL-1.0
//
// A statement's entry, as it is written: { plain numbers, partials, operands, head }. Of up to four
// operands equal ones are stored once, with the sum of their partials: `x*x` is an entry with one
// operand. All sizes are known while compiling, all numbers stay in registers until they are
// stored.
#pragma once

#include <ctgrad/detail/tape/entry_head.hpp>
#include <ctgrad/detail/tape/recording.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace ctgrad::detail {

inline constexpr unsigned max_sharing = 4;

// Two words with one store. Left to itself, g++ assembles them in vector registers, or in memory,
// from where a wide load must wait for both.
[[gnu::always_inline]] inline void store_pair(char* to, std::uint32_t first, std::uint32_t second) {
    const std::uint64_t both = std::endian::native == std::endian::little
                                   ? first | std::uint64_t{second} << 32
                                   : second | std::uint64_t{first} << 32;
    std::memcpy(to, &both, sizeof both);
}

// Writes an entry whose size is known. Folds, not loops: only what is indexed by constants is kept
// in registers.
template <class T, unsigned Numbers, std::size_t... I>
[[gnu::always_inline]] inline void write_entry(recording<T>& now, const node_id* ids,
                                               [[maybe_unused]] const T* partials, const T* numbers,
                                               std::uint32_t head, std::index_sequence<I...>) {
    constexpr std::size_t count = sizeof...(I);
    char* const top = now.top;
    char* const end = top + record_bytes<T>(count, Numbers);
    T* const to = reinterpret_cast<T*>(top);
    for (unsigned i = 0; i < Numbers; ++i)
        to[i] = numbers[i];
    ((to[Numbers + I] = partials[I]), ...);
    char* const to_ids = end - tail_bytes<T>(count);
    [&]<std::size_t... Pair>(std::index_sequence<Pair...>) __attribute__((always_inline)) {
        (store_pair(to_ids + 8 * Pair, ids[2 * Pair], ids[2 * Pair + 1]), ...);
    }
    (std::make_index_sequence<count / 2>());
    if constexpr (count % 2 != 0)
        std::memcpy(to_ids + 4 * (count - 1), &ids[count - 1], sizeof(node_id));
    head |= sizes_in_head<T>(count, Numbers);
    std::memcpy(end - sizeof head, &head, sizeof head);
    now.top = end;
}

// Which operand a leaf has, as a part of the head.
constexpr std::uint32_t sharing(std::size_t leaf, std::size_t operand) {
    return leaf == 0 ? 0 : static_cast<std::uint32_t>(operand << (sharing_shift + 2 * (leaf - 1)));
}

// Writes an entry in which any operands may be equal.
template <class T, unsigned Count, unsigned Numbers>
[[gnu::noinline]] void write_shared(recording<T>& now, const node_id* ids, const T* partials,
                                    const T* numbers, std::uint32_t head) {
    node_id distinct[Count];
    T sums[Count];
    std::uint32_t size = 0;
    for (unsigned i = 0; i < Count; ++i) {
        std::uint32_t at = 0;
        while (at < size && distinct[at] != ids[i])
            ++at;
        if (at == size) {
            distinct[size] = ids[i];
            sums[size++] = partials[i];
        } else
            sums[at] += partials[i];
        head |= sharing(i, at);
    }
    char* const end = now.top + record_bytes<T>(size, Numbers);
    std::memcpy(now.top, numbers, Numbers * sizeof(T));
    std::memcpy(now.top + Numbers * sizeof(T), sums, size * sizeof(T));
    std::memcpy(end - tail_bytes<T>(size), distinct, size * sizeof(node_id));
    head |= sizes_in_head<T>(size, Numbers);
    std::memcpy(end - sizeof head, &head, sizeof head);
    now.top = end;
}

// If leaf Second is the same as leaf First: writes an entry with one operand less.
template <std::size_t First, std::size_t Second, class T, unsigned Numbers, std::size_t... I,
          std::size_t... Kept>
[[gnu::always_inline]] inline bool
write_if_same(recording<T>& now, const node_id* ids, const T* partials, const T* numbers,
              std::uint32_t head, std::index_sequence<I...>, std::index_sequence<Kept...> kept) {
    if (ids[First] != ids[Second])
        return false;
    const auto original = [](std::size_t k) { return k < Second ? k : k + 1; };
    const node_id kept_ids[] = {ids[original(Kept)]...};
    const T sums[] = {Kept == First ? partials[First] + partials[Second]
                                    : partials[original(Kept)]...};
    const auto repeats = [&](std::size_t i, std::size_t j) __attribute__((always_inline)) {
        return j < i && i < sizeof...(Kept) && kept_ids[i] == kept_ids[j];
    };
    if (repeats(1, 0) || repeats(2, 0) || repeats(2, 1)) {
        const node_id id_copies[] = {ids[I]...};
        const T partial_copies[] = {partials[I]...};
        write_shared<T, sizeof...(I), Numbers>(now, id_copies, partial_copies, numbers, head);
    } else {
        ((head |= sharing(I, I < Second ? I : I == Second ? First : I - 1)), ...);
        write_entry<T, Numbers>(now, kept_ids, sums, numbers, head, kept);
    }
    return true;
}

template <class T, unsigned Count, unsigned Numbers, std::size_t... I>
[[gnu::always_inline]] inline void
write_statement(recording<T>& now, const node_id* ids, const T* partials, const T* numbers,
                std::uint32_t head, std::index_sequence<I...> all) {
    if constexpr (Count >= 2 && Count <= max_sharing) {
        constexpr std::make_index_sequence<Count - 1> kept;
        if (write_if_same<0, 1, T, Numbers>(now, ids, partials, numbers, head, all, kept))
            return;
        if constexpr (Count >= 3)
            if (write_if_same<0, 2, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<1, 2, T, Numbers>(now, ids, partials, numbers, head, all, kept))
                return;
        if constexpr (Count >= 4)
            if (write_if_same<0, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<1, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<2, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept))
                return;
        ((head |= sharing(I, I)), ...);
    }
    write_entry<T, Numbers>(now, ids, partials, numbers, head, all);
}

} // namespace ctgrad::detail
