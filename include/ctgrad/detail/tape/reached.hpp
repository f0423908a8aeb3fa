// SPDX-License-Identifier: BSL-1.0
//
// Where a sweep has come to. It clears the grads of 64 nodes when it first comes to one of them;
// the chunk then waits for its turn, newest first. What no sweep came to since has no grad, so the
// next one begins with forgetting: it costs nothing for each node that it does not come to.
#pragma once

#include <ctgrad/value/tape.hpp>

#include <algorithm>
#include <utility>

namespace ctgrad::detail {

template <class T>
void tape<T>::show_grad(node_id id) {
    if (is_leaf(id))
        return;
    reach_node(now_, id);
    if (now_.grad[id] == 0)
        now_.grad[id] = 0;
}

template <class T>
inline void tape<T>::begin_sweep() {
    for (const std::uint32_t page : reached) {
        chunks_[page].reached = false;
        if (!chunks_[page].leaves)
            forget_grads(page);
    }
    reached.clear();
    waiting.clear();
}

template <class T>
inline std::size_t tape<T>::work_of(std::uint32_t page) const {
    return static_cast<std::size_t>(top_of(page) - chunks_[page].records) +
           (end_of(page) - first_of(page)) * sizeof(T);
}

template <class T>
inline std::size_t tape<T>::recent_work() {
    const std::size_t all = finished_ + work_of(static_cast<std::uint32_t>(now_.page));
    return all - std::exchange(asked_, all);
}

template <class T>
inline void tape<T>::clear(std::uint32_t page) {
    chunk& c = chunks_[page];
    c.cleared = end_of(page);
    std::fill(now_.grad + first_of(page), now_.grad + c.cleared, untouched<T>);
    if (c.cleared >= first_of(page) + group_nodes)
        std::fill(now_.cleared + page * groups, now_.cleared + (c.cleared >> group_bits), true);
}

template <class T>
void tape<T>::reach(node_id id) noexcept {
    const std::uint32_t page = page_of(id);
    chunk& c = chunks_[page];
    const std::size_t group = id >> group_bits;
    auto from = static_cast<node_id>(group << group_bits);
    const node_id end = from + group_nodes;
    if (from < c.cleared && c.cleared < end) {
        if (id < c.cleared)
            return;
        from = c.cleared;
    }
    std::fill(now_.grad + from, now_.grad + end, untouched<T>);
    now_.cleared[group] = true;
    c.groups |= std::uint64_t{1} << group % groups;
    if (c.reached)
        return;
    c.reached = true;
    reached.push_back(page);
    waiting.push_back(page);
    std::push_heap(waiting.begin(), waiting.end(), is_older());
}

template <class T>
inline std::uint32_t tape<T>::next_reached() noexcept {
    if (waiting.empty())
        return 0;
    std::pop_heap(waiting.begin(), waiting.end(), is_older());
    const std::uint32_t page = waiting.back();
    waiting.pop_back();
    return page;
}

template <class T>
inline void tape<T>::forget_grads(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    if (c.groups != 0 || c.cleared >= first_of(page) + group_nodes)
        std::fill_n(now_.cleared + page * groups, groups, false);
    c.groups = c.cleared = 0;
}

} // namespace ctgrad::detail
