// SPDX-License-Identifier: BSL-1.0
//
// The head of an entry: 32 bits at its end that say how long it is and how to read it. A chunk's
// records are walked through from the top down, head by head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ctgrad::detail {

// 5 bits: operands, or 31 for a call. 6 bits: size, in units of the scalar's alignment, so that a
// sweep finds the next head with a subtraction. Then `continued`, `guarded`, 6 bits: which operand
// the second to fourth leaf share. 13 bits: the kind of statement.
inline constexpr std::uint32_t call_operands = 31;
inline constexpr std::uint32_t size_shift = 5, sharing_shift = 13, kind_shift = 19;
inline constexpr std::uint32_t continued_bit = 1u << 11, guarded_bit = 1u << 12;
inline constexpr std::uint32_t max_kinds = 1u << (32 - kind_shift);

constexpr std::uint32_t operands_of(std::uint32_t head) {
    return head & 31;
}
template <class T>
[[gnu::always_inline]] constexpr std::size_t bytes_of(std::uint32_t head) {
    return (head >> size_shift & 63) * alignof(T);
}
/// The bytes of an entry's operands and its head, which stand at its end.
template <class T>
[[gnu::always_inline]] constexpr std::size_t tail_bytes(std::size_t operands) {
    return ((operands + 1) * sizeof(std::uint32_t) + alignof(T) - 1) / alignof(T) * alignof(T);
}
template <class T>
[[gnu::always_inline]] constexpr std::size_t record_bytes(std::size_t operands,
                                                          std::size_t numbers) {
    return (operands + numbers) * sizeof(T) + tail_bytes<T>(operands);
}
template <class T>
[[gnu::always_inline]] constexpr std::uint32_t sizes_in_head(std::size_t operands,
                                                             std::size_t numbers) {
    return static_cast<std::uint32_t>(operands | record_bytes<T>(operands, numbers) / alignof(T)
                                                     << size_shift);
}

[[gnu::always_inline]] inline std::uint32_t head_before(const char* top) {
    std::uint32_t head;
    std::memcpy(&head, top - sizeof head, sizeof head);
    return head;
}

} // namespace ctgrad::detail
