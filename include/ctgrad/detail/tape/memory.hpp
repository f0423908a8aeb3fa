// SPDX-License-Identifier: BSL-1.0
//
// The memory of a tape: its arrays, with room for all pages that there are or will soon be, and the
// pages. A page is one of a chunk that was given back, or the next one of the arrays.
#pragma once

#include <ctgrad/value/tape.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <type_traits>

namespace ctgrad::detail {

inline std::atomic<std::int64_t> next_tag{8};

template <class T>
tape<T>::tape() {
    try {
        grow(16);
        chunks_.emplace_back(); // page 0 is no chunk
        now_.data[0] = 0;
        now_.grad[0] = 0;
        std::fill_n(now_.cleared, groups, true); // what numbers would receive goes there
        now_.tag = next_tag.fetch_add(4);
        open(0);
    } catch (...) {
        free_arrays();
        throw;
    }
    now_.owner = this;
}

template <class T>
tape<T>::~tape() {
    for (const chunk& c : chunks_)
        std::free(c.records);
    free_arrays();
}

template <class T>
void tape<T>::free_arrays() noexcept {
    std::free(now_.data);
    std::free(now_.grad);
    std::free(now_.references);
    std::free(now_.names);
    std::free(now_.cleared);
    std::free(now_.marks);
    std::free(now_.pins);
    std::free(now_.seen);
    now_ = recording<T>();
}

// Arrays that grow by realloc: it moves the pages of a large block, not its bytes. Here is room
// for all that a sweep, or the end of a Value, has to note: these do not fail.
template <class T>
void tape<T>::grow(std::size_t pages) {
    const std::size_t room = std::max(pages, 2 * room_);
    const auto resize = [](auto*& array, std::size_t size) {
        void* const larger = std::realloc(array, size * sizeof *array);
        if (larger == nullptr)
            throw std::bad_alloc();
        array = static_cast<std::remove_reference_t<decltype(array)>>(larger);
    };
    resize(now_.data, room * chunk_nodes);
    resize(now_.grad, room * chunk_nodes);
    resize(now_.references, room);
    resize(now_.names, room * groups);
    resize(now_.cleared, room * groups);
    resize(now_.marks, room * groups);
    resize(now_.pins, room);
    resize(now_.seen, room);
    std::fill(now_.references + room_, now_.references + room, 0);
    std::fill(now_.names + room_ * groups, now_.names + room * groups, 0);
    std::fill(now_.cleared + room_ * groups, now_.cleared + room * groups, false);
    std::fill(now_.pins + room_, now_.pins + room, 0);
    std::fill(now_.seen + room_, now_.seen + room, 0u);
    chunks_.reserve(room);
    unreferenced_.reserve(room);
    spare_.reserve(room);
    reached.reserve(room);
    waiting.reserve(room);
    room_ = room;
}

// Consecutive pages, the first of them.
template <class T>
std::uint32_t tape<T>::take(std::size_t count) {
    if (count == 1 && !spare_.empty()) {
        const std::uint32_t page = spare_.back();
        spare_.pop_back();
        return page;
    }
    const std::size_t page = chunks_.size();
    if (page + count > (std::size_t{1} << (32 - page_bits)))
        throw graph_error("ctgrad: the graphs of one thread hold at most 2^32 nodes, here more are "
                          "needed: drop Values that are not needed, or use several threads; see "
                          "docs/reference/value.md");
    if (page + count > room_)
        grow(page + count);
    chunks_.resize(page + count);
    return static_cast<std::uint32_t>(page);
}

} // namespace ctgrad::detail
