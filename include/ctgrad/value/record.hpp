// SPDX-License-Identifier: BSL-1.0
//
// Entries: how a chunk's nodes were computed, as a stack of bytes in the order of computation. An
// entry ends with its head, so a sweep walks from the top down. Two kinds of entries exist.
//
//   a statement   { plain numbers, partials, operands, head }
//                 one node and its derivatives with respect to the operands, all that a sweep needs
//   a call        { payload, kind, sizes, head }
//                 any number of nodes; the kind knows how to read the payload
//
// `s += x*y` onto the newest node, of which nobody else knows, continues that node's entry: a sum
// of many terms is one node with many operands, however long the loop that added them.
#pragma once

#include <ctgrad/detail/tape/statement_kind.hpp>
#include <ctgrad/detail/tape/write_entry.hpp>
#include <ctgrad/value/tape.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace ctgrad::detail {

template <class T>
inline void note_operand(recording<T>& now, node_id id) {
    if (now.seen[page_of(id)] != now.epoch)
        now.owner->refer(page_of(id));
}

// Before an entry is written: there is room, and the chunk is known to refer to its operands'. All
// that may call out is one branch, so that the way without it needs no registers saved.
template <class T>
[[gnu::cold, gnu::noinline]] void prepare_entry(recording<T>& now, std::size_t bytes,
                                                std::size_t nodes, const node_id* ids,
                                                std::size_t count) {
    if (static_cast<std::size_t>(now.end - now.top) < bytes || now.next_end - now.next < nodes)
        now.owner->make_room(bytes, ids, count);
    for (std::size_t i = 0; i < count; ++i)
        note_operand(now, ids[i]);
}
template <std::size_t Nodes, class T, std::size_t... I>
[[gnu::always_inline]] inline void prepare(recording<T>& now, std::size_t bytes, const node_id* ids,
                                           std::index_sequence<I...>) {
    [[maybe_unused]] const std::uint32_t epoch = now.epoch;
    if ((static_cast<std::size_t>(now.end - now.top) < bytes) |
        (Nodes != 0 && now.next == now.next_end) |
        (((now.seen[page_of(ids[I])] ^ epoch) | ... | 0u) != 0)) [[unlikely]] {
        // A copy: what a call may read is not kept in registers.
        const node_id copies[] = {ids[I]..., 0};
        prepare_entry(now, bytes, Nodes, copies, sizeof...(I));
    }
}

template <std::size_t... I>
[[gnu::always_inline]] inline bool any_node(const node_id* ids, std::index_sequence<I...>) {
    return (ids[I] | ...) != 0;
}

/// Writes the entry of a statement of kind `Kind`, all of whose operands are in `part`, and
/// whose partials are those of `part` times `adjoint`.
template <class Kind, class Part>
[[gnu::always_inline]] inline void write_part(recording<typename Part::scalar>& now,
                                              const Part& part, const node_id* ids,
                                              typename Part::scalar adjoint, std::uint32_t head) {
    using T = typename Part::scalar;
    T partials[Part::leaves + 1], constants[Part::constants + 1];
    constants[Part::constants] = 0;
    part.template partials<0>(adjoint, partials);
    part.template numbers<0>(constants);
    head |= kind_of<Kind>::number | (has_guard<Kind> ? guarded_bit : 0);
    write_statement<T, Part::leaves, Part::constants>(now, ids, partials, constants, head,
                                                      std::make_index_sequence<Part::leaves>());
}

/// Records the statement as a node and returns it; no node if no operand has one. Its data goes to
/// the tape when the Value that names it is first used.
template <class E>
[[gnu::always_inline]] inline node_id record(E& statement) {
    using T = typename E::scalar;
    if constexpr (E::leaves == 0)
        return 0;
    else {
        constexpr std::size_t bytes = record_bytes<T>(E::leaves, E::constants);
        constexpr auto all = std::make_index_sequence<E::leaves>();
        recording<T>& now = this_thread<T>;
        node_id ids[E::leaves];
        statement.template ids<0>(ids);
        if (!any_node(ids, all))
            return 0;
        statement.unpin();
        prepare<1>(now, bytes, ids, all);
        write_part<E>(now, statement, ids, T(1), 0);
        return now.next++;
    }
}

/// Adds `sign * part` to the newest node, whose only name is being given the result: a sum of many
/// terms becomes one node. `Kind` is the whole statement. False if the chunk is full.
template <class Kind, class Part>
[[gnu::always_inline]] inline bool continue_newest(Part& part, int sign) {
    using T = typename Part::scalar;
    constexpr auto all = std::make_index_sequence<Part::leaves>();
    constexpr std::size_t bytes = record_bytes<T>(Part::leaves, Part::constants);
    recording<T>& now = this_thread<T>;
    node_id ids[Part::leaves + 1];
    part.template ids<0>(ids);
    if (static_cast<std::size_t>(now.end - now.top) < bytes) [[unlikely]]
        return false;
    if constexpr (is_operation<Part>)
        part.unpin();
    prepare<0>(now, bytes, ids, all);
    write_part<Kind>(now, part, ids, static_cast<T>(sign), continued_bit);
    return true;
}

} // namespace ctgrad::detail
