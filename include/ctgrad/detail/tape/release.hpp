// SPDX-License-Identifier: BSL-1.0
//
// How chunks end. One that no Value and no other chunk refers to is given back, and with it the
// references from it to others: a list, not a recursion, as chunks may refer to long chains. One
// that an expression object may refer to, because a pin is as new as the last reference was, stays
// until chunks are collected (`value/collect.hpp`).
#pragma once

#include <ctgrad/detail/tape/chunks.hpp>

#include <algorithm>
#include <new>

namespace ctgrad::detail {

template <class T>
inline bool tape<T>::is_pinned(std::uint32_t page) const noexcept {
    // Whoever pinned between the chunk's first node and its last reference may refer to it.
    const chunk& c = chunks_[page];
    for (std::uint32_t s = newest_; s != 0 && chunks_[s].born >= c.born; s = chunks_[s].older)
        if (chunks_[s].born <= c.dead && (s == now_.page ? now_.pinned : now_.pins[s]) != 0)
            return true;
    return false;
}

template <class T>
void tape<T>::unreferenced(std::uint32_t page) noexcept {
    chunks_[page].dead = born_;
    unreferenced_.push_back(page);
    if (releasing_)
        return;
    release_unreferenced();
}

template <class T>
void tape<T>::release_unreferenced() noexcept {
    releasing_ = true;
    while (!unreferenced_.empty()) {
        const std::uint32_t next = unreferenced_.back();
        unreferenced_.pop_back();
        if (now_.references[next] == 0 && chunks_[next].born != 0 && !is_pinned(next))
            release(next);
    }
    releasing_ = false;
}

// A loop drops what it computed, but for the loss of the last step, say. The next step should begin
// in a chunk of its own: two steps on one chunk keep each other alive, and so all that there ever
// were. What tells that a step has ended: the chunk being written has as few names as it ever had
// and is half full, or a name of an older chunk was one of its last and is now gone.
template <class T>
void tape<T>::few_references(std::uint32_t page) noexcept {
    if (now_.references[page] == 0)
        unreferenced(page);
    const auto current = static_cast<std::uint32_t>(now_.page);
    if (chunks_[page].leaves)
        return;
    if (page == current)
        now_.few = now_.references[page];
    const std::size_t part = page == current ? 2 : 8;
    if (static_cast<std::size_t>(now_.top - chunks_[current].records) < chunk_bytes<T> / part &&
        now_.next - first_of(current) < chunk_nodes / part)
        return;
    try {
        open(0);
    } catch (const std::bad_alloc&) { // then it stays as it is
    } catch (const graph_error&) {
    }
}

template <class T>
void tape<T>::release(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    if (!labels.empty())
        std::erase_if(labels, [&](const auto& label) { return page_of(label.first) == page; });
    if (!links.empty())
        std::erase_if(links, [&](const auto& entry) { return page_of(entry.first) == page; });
    if (page == leaf_page_) {
        std::fill(now_.grad + first_of(page), now_.grad + now_.leaf_next, T(0));
        now_.leaf_next = first_of(page);
        return;
    }
    for (const std::uint32_t other : c.refers_to)
        if (--now_.references[other] == 0) {
            chunks_[other].dead = born_;
            unreferenced_.push_back(other);
        }
    if (page == now_.page) {
        c.born = ++born_; // a new life: what died before is older than what will be pinned
        finished_ += work_of(page);
        return rewind(page);
    }
    c.refers_to.clear();
    if (c.leaves)
        std::fill_n(now_.cleared + page * groups, groups, false);
    else
        remove_chunk(page);
    c.born = 0; // spare
    spare_.push_back(page);
}

} // namespace ctgrad::detail
