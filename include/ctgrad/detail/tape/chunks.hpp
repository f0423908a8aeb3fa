// SPDX-License-Identifier: BSL-1.0
//
// How chunks begin. When the chunk being written has no room for the next entry, another one is
// opened, after the chunks have been collected if their number has doubled. One that nothing refers
// to any more is rewound instead: it begins anew in place. Leaves are in chunks of their own.
#pragma once

#include <ctgrad/detail/tape/memory.hpp>
#include <ctgrad/detail/tape/reached.hpp>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace ctgrad::detail {

template <class T>
void tape<T>::open_leaves(std::uint32_t page) noexcept {
    const std::uint32_t full = leaf_page_;
    chunks_[full].next = now_.leaf_next;
    chunks_[page].leaves = true;
    chunks_[page].born = chunks_[newest_].born;
    leaf_page_ = page;
    now_.leaf_next = first_of(page);
    now_.leaf_end = first_of(page) + chunk_nodes;
    std::fill_n(now_.grad + first_of(page), chunk_nodes, T(0));
    forget_grads(page);
    std::fill_n(now_.cleared + page * groups, groups, true);
    if (full != 0 && now_.references[full] == 0)
        unreferenced(full);
}

template <class T>
node_id tape<T>::make_leaves(std::size_t count) {
    if (count > std::size_t{now_.leaf_end} - now_.leaf_next) {
        const std::size_t pages = (count + chunk_nodes - 1) / chunk_nodes;
        const std::uint32_t first = take(pages);
        // All but the last chunk are full from the beginning. They are counted until all are open,
        // or each would be given back when the next is opened.
        for (std::size_t i = 0; i < pages; ++i)
            ++now_.references[first + i];
        for (std::size_t i = 0; i < pages; ++i) {
            open_leaves(first + static_cast<std::uint32_t>(i));
            now_.leaf_next = now_.leaf_end;
        }
        for (std::size_t i = 0; i < pages; ++i)
            --now_.references[first + i];
        now_.leaf_next = first_of(first) + static_cast<node_id>(count);
        std::fill_n(now_.data + first_of(first), count, T(0));
        return first_of(first);
    }
    const node_id id = now_.leaf_next;
    now_.leaf_next += static_cast<node_id>(count);
    std::fill_n(now_.data + id, count, T(0));
    return id;
}

// Room for entries of three operands on average: then ids and bytes run out together.
template <class T>
inline constexpr std::size_t chunk_bytes = chunk_capacity*(3 * sizeof(T) + 4 * sizeof(node_id));

template <class T>
void tape<T>::make_room(std::size_t bytes, const node_id* ids, std::size_t count) {
    // The operands are counted while chunks are given back; their pins are gone already.
    for (std::size_t i = 0; i < count; ++i)
        ++now_.references[page_of(ids[i])];
    struct guard {
        recording<T>& now;
        const node_id* ids;
        std::size_t count;
        ~guard() {
            for (std::size_t i = 0; i < count; ++i)
                --now.references[page_of(ids[i])];
        }
    } const uncount{now_, ids, count};
    open(bytes, ids, count);
}

template <class T>
void tape<T>::open(std::size_t bytes, const node_id* ids, std::size_t count) {
    const auto full = static_cast<std::uint32_t>(now_.page);
    chunks_[full].top = now_.top;
    chunks_[full].next = now_.next;
    ++opened_;
    most_listed_ = std::max(most_listed_, listed_);
    if (listed_ >= collect_at_ || opened_ >= 8 * collect_at_)
        collect(ids, count);
    const std::uint32_t page = take(1);
    chunk& c = chunks_[page];
    const std::size_t capacity = std::max(chunk_bytes<T>, bytes);
    if (c.capacity < capacity) {
        std::free(c.records);
        c.capacity = 0;
        c.records = static_cast<char*>(std::malloc(capacity));
        if (c.records == nullptr) {
            spare_.push_back(page);
            throw std::bad_alloc();
        }
        c.capacity = capacity;
    }
    c.leaves = false;
    c.marked = 0;
    finished_ += work_of(full);
    append_chunk(page);
    now_.pins[full] += now_.pinned;
    now_.pinned = now_.pins[page];
    now_.pins[page] = 0;
    now_.page = page;
    rewind(page);
    now_.end = std::max(now_.end, c.records + bytes);
    if (full != 0 && now_.references[full] == 0)
        unreferenced(full);
}

template <class T>
void tape<T>::rewind(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    c.refers_to.clear();
    now_.top = c.records;
    now_.end = c.records + chunk_bytes<T>;
    now_.few = chunk_nodes; // more than can be missed
    now_.next = c.next = first_of(page) + 1;
    now_.next_end = first_of(page) + chunk_nodes;
    if (c.reached)
        forget_grads(page);
    if (++now_.epoch == 0) {
        std::fill_n(now_.seen, room_, 0u);
        now_.epoch = 1;
    }
    now_.seen[page] = now_.epoch;
}

template <class T>
void tape<T>::append_chunk(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    c.born = ++born_;
    c.older = newest_;
    c.newer = 0;
    chunks_[newest_].newer = page;
    newest_ = page;
    ++listed_;
}

template <class T>
void tape<T>::remove_chunk(std::uint32_t page) noexcept {
    const chunk& c = chunks_[page];
    chunks_[c.older].newer = c.newer;
    (c.newer == 0 ? newest_ : chunks_[c.newer].older) = c.older;
    --listed_;
}

} // namespace ctgrad::detail
