// SPDX-License-Identifier: BSL-1.0
//
// Calls: entries of any number of nodes, whose payload only their kind can read. A compiled
// function, a dot product or a layer of neurons is one entry each.
#pragma once

#include <ctgrad/value/record.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ctgrad::detail {

template <class T>
class sketch;

/// What a sweep and a drawing need to know of an entry that is no statement.
template <class T>
struct call_kind {
    // Adds to the grads of the operands what the entry's nodes, first to first + outputs - 1, have.
    void (*reverse)(const char* payload, T* grad, const T* data, node_id first,
                    std::uint32_t outputs);
    // Writes the operations behind the nodes into a sketch (`sketch.hpp`).
    void (*draw)(const char* payload, sketch<T>& to, node_id first, std::uint32_t outputs);
    // Names the operands, run by run.
    void (*visit)(const char* payload, void* to,
                  void (*run)(void* to, node_id first, std::size_t count));
};

template <class T>
struct call_tail {
    const call_kind<T>* kind;
    std::uint32_t bytes, outputs, reserved, head;
};

constexpr std::size_t payload_size(std::size_t bytes) {
    constexpr std::size_t unit = alignof(std::max_align_t);
    return (bytes + unit - 1) / unit * unit;
}

/// A new entry of `outputs` nodes with consecutive ids, whose payload of `bytes` the caller fills,
/// as well as the data of the nodes.
template <class T>
struct new_call {
    char* payload;
    node_id first;

    new_call(const call_kind<T>& kind, std::size_t bytes, std::size_t outputs, const node_id* ids,
             std::size_t count) {
        static_assert(sizeof(call_tail<T>) % alignof(T) == 0 || alignof(T) > 8);
        recording<T>& now = this_thread<T>;
        bytes = payload_size(bytes);
        const std::size_t all = bytes + payload_size(sizeof(call_tail<T>));
        if (now.owner == nullptr)
            tape<T>::here();
        prepare_entry(now, all, outputs, ids, count);
        payload = now.top;
        first = now.next;
        const call_tail<T> tail{&kind, static_cast<std::uint32_t>(bytes),
                                static_cast<std::uint32_t>(outputs), 0, call_operands};
        char* const end = now.top + all;
        std::memcpy(end - sizeof tail, &tail, sizeof tail);
        now.top = end;
        now.next = first + static_cast<node_id>(outputs);
    }
};

template <class T>
[[gnu::always_inline]] inline call_tail<T> tail_before(const char* top) {
    call_tail<T> tail;
    std::memcpy(&tail, top - sizeof tail, sizeof tail);
    return tail;
}
template <class T>
[[gnu::always_inline]] inline const char* payload_before(const char* top,
                                                         const call_tail<T>& tail) {
    return top - payload_size(sizeof tail) - tail.bytes;
}

} // namespace ctgrad::detail
