// SPDX-License-Identifier: BSL-1.0
//
// What recording touches, of each thread and scalar type: where the next entry goes, the arrays of
// data and grads, and the counts of those who refer to a chunk. Recording a statement and dropping
// a Value are a few instructions on this struct alone; all else is the tape's (`value/tape.hpp`).
#pragma once

#include <ctgrad/detail/tape/node_id.hpp>

namespace ctgrad::detail {

/// Where a group's entries are in its chunk: the lowest place to walk down from through all of it.
struct mark {
    const char* top;
    node_id last; // node of the entry that ends there
};

template <class T>
class tape;

// What recording touches, in one struct whose address stays in a register. Trivial, so that being
// thread_local costs no guard. `references`, `pinned`, `tag` and `page` have a type that nothing
// else written here has: so the optimiser sees that the stores of an entry do not change them.
template <class T>
struct recording {
    char* top = nullptr; // end of the records of the chunk being written
    char* end = nullptr;
    T* data = nullptr;
    T* grad = nullptr;
    std::int64_t* references = nullptr; // per page: Values, and chunks that refer to it
    std::int64_t* names = nullptr;      // per group of 64 nodes: Values
    bool* cleared = nullptr;            // per group: their grads are those of the latest sweep
    mark* marks = nullptr;              // per group, where `chunk::marked`
    std::int64_t* pins = nullptr;       // per page: operands made while it was being written,
    std::int64_t pinned = 0;            // ... and those of the page that is being written
    std::uint32_t* seen = nullptr;  // per page: == epoch if the chunk being written refers to it
    std::int64_t few = 0;           // references to that page, when it had the fewest
    std::int64_t tag = 4;           // which tape this is; no node has tag 4
    std::int64_t page = 0;          // of the chunk being written
    node_id next = 0, next_end = 0; // ids of nodes, left in the chunk being written
    std::uint32_t epoch = 1;
    node_id leaf_next = 0, leaf_end = 0;
    tape<T>* owner = nullptr;
};

template <class T>
[[gnu::tls_model("initial-exec")]] inline constinit thread_local recording<T> this_thread{};

/// One Value more, or less, that names a node; the latter returns how many references are left.
template <class T>
[[gnu::always_inline]] inline void add_name(recording<T>& now, node_id id) {
    ++now.references[page_of(id)];
    ++now.names[id >> group_bits];
}
template <class T>
[[gnu::always_inline]] inline std::int64_t remove_name(recording<T>& now, node_id id) {
    --now.names[id >> group_bits];
    return --now.references[page_of(id)];
}

} // namespace ctgrad::detail
