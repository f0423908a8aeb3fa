// SPDX-License-Identifier: BSL-1.0
//
// Reverse mode on the tape: from a node down to the leaves,
//
//     grad(operand) += grad(node) * partial(node, operand)
//
// Nodes that nothing has contributed to are passed over. Grads are cleared in groups of 64 nodes as
// the sweep comes to them, and entries of other groups are not looked at: a sweep costs what the
// node depends on, however much more its chunks hold. Asking of each operand whether its group has
// been reached takes a third more instructions, so chunks of which most is new are swept whole.
// No recursion: a chain of ten million nodes is a loop.
#pragma once

#include <ctgrad/detail/tape/call.hpp>
#include <ctgrad/detail/tape/reached.hpp>

#include <algorithm>
#include <bit>

namespace ctgrad::detail {

// Before an entry's contributions are written: all of its operands have grads.
template <class T>
[[gnu::cold, gnu::noinline]] void reach_each(recording<T>& now, const node_id* ids,
                                             std::size_t count) {
    for (std::size_t k = 0; k < count; ++k)
        reach_node(now, ids[k]);
}
template <class T>
[[gnu::always_inline]] inline void reach_operands(recording<T>& now, const bool* cleared,
                                                  const node_id* ids, std::size_t count) {
    bool all = true;
    for (std::size_t k = 0; k < count; ++k)
        all &= cleared[ids[k] >> group_bits];
    if (!all) [[unlikely]]
        reach_each(now, ids, count);
}
// The same for a call, unless nothing has contributed to any of its nodes: then false.
template <class T>
[[gnu::noinline]] bool reach_call(recording<T>& now, const char* payload, const call_tail<T>& tail,
                                  node_id first) {
    reach_nodes(now, first, tail.outputs);
    const T* const grad = now.grad + first;
    if (std::all_of(grad, grad + tail.outputs, is_untouched<T>))
        return false;
    tail.kind->visit(payload, &now, [](void* to, node_id operand, std::size_t count) {
        reach_nodes(*static_cast<recording<T>*>(to), operand, count);
    });
    return true;
}

// One step down: propagates the grad of the topmost entry, whose last node is `id`, returns where
// the entry begins, and makes `id` the last node below it. `Whole`: the operands have been reached.
template <bool Whole, class T>
[[gnu::always_inline]] inline const char* sweep_entry(const char* top, node_id& id,
                                                      recording<T>& now, T* grad,
                                                      [[maybe_unused]] const bool* cleared) {
    const std::uint32_t head = head_before(top);
    const std::uint32_t operands = operands_of(head);
    if (operands == call_operands) [[unlikely]] {
        const call_tail<T> tail = tail_before<T>(top);
        const char* const payload = payload_before(top, tail);
        id -= tail.outputs;
        if constexpr (!Whole)
            if (!reach_call(now, payload, tail, id + 1))
                return payload;
        tail.kind->reverse(payload, grad, now.data, id + 1, tail.outputs);
        return payload;
    }
    if (!is_untouched(grad[id])) {
        const char* const tail = top - tail_bytes<T>(operands);
        const node_id* const ids = reinterpret_cast<const node_id*>(tail);
        const T* const partials = reinterpret_cast<const T*>(tail) - operands;
        if constexpr (!Whole)
            reach_operands(now, cleared, ids, operands);
        const T adjoint = grad[id];
        if (head & guarded_bit) [[unlikely]]
            for (std::uint32_t k = 0; k < operands; ++k)
                grad[ids[k]] += guarded_product(adjoint, partials[k]);
        else if (operands == 2) {
            const T first = adjoint * partials[0], second = adjoint * partials[1];
            grad[ids[0]] += first;
            grad[ids[1]] += second;
        } else
            for (std::uint32_t k = 0; k < operands; ++k)
                grad[ids[k]] += adjoint * partials[k];
    }
    id -= (head & continued_bit) == 0;
    return top - bytes_of<T>(head);
}

// From an entry down to the one that computes `to`. The way is remembered for the next time, except
// in the chunk being written, whose newest entry may be continued.
template <class T>
[[gnu::noinline]] const char* walk_down(tape<T>& t, std::uint32_t page, const char* top,
                                        node_id& id, node_id to) {
    recording<T>& now = this_thread<T>;
    chunk& c = t[page];
    const std::size_t group = to >> group_bits;
    if (const std::uint64_t known = c.marked >> group % groups; known != 0) {
        const mark& nearest = now.marks[group + static_cast<std::size_t>(std::countr_zero(known))];
        if (nearest.last < id) {
            top = nearest.top;
            id = nearest.last;
        }
    }
    for (const char* at = top;;) {
        const std::uint32_t head = head_before(at);
        node_id next = id - 1;
        if (operands_of(head) == call_operands) {
            const call_tail<T> tail = tail_before<T>(at);
            at = payload_before(at, tail);
            next = id - tail.outputs;
        } else {
            at -= bytes_of<T>(head);
            if ((head & continued_bit) != 0)
                continue; // the entry begins further down
        }
        if (page != now.page)
            for (std::size_t g = (next + 1) >> group_bits; g < (id + 1) >> group_bits; ++g) {
                now.marks[g] = {top, id};
                c.marked |= std::uint64_t{1} << g % groups;
            }
        if (next < to)
            return top;
        top = at;
        id = next;
    }
}

// The entries of the groups that the sweep comes to. Those of older chunks that it comes to on the
// way have their turn later.
template <class T>
void sweep_groups(tape<T>& t, std::uint32_t page) {
    recording<T>& now = this_thread<T>;
    T* const grad = now.grad;
    const bool* const cleared = now.cleared;
    const char* top = t.top_of(page);
    node_id id = t.end_of(page) - 1;
    std::uint64_t not_yet = ~std::uint64_t{0};
    while (const std::uint64_t left = t[page].groups & not_yet) {
        const unsigned group = 63 - static_cast<unsigned>(std::countl_zero(left));
        not_yet = (std::uint64_t{1} << group) - 1;
        const node_id first = first_of(page) + (group << group_bits);
        const node_id last = first + group_nodes - 1;
        if (last < id)
            top = walk_down(t, page, top, id, last);
        while (id >= first && id != first_of(page))
            top = sweep_entry<false>(top, id, now, grad, cleared);
    }
}

// The same for all entries.
template <class T>
void sweep_whole(tape<T>& t, std::uint32_t page) {
    recording<T>& now = this_thread<T>;
    T* const grad = now.grad;
    const char* const records = t[page].records;
    node_id id = t.end_of(page) - 1;
    for (const char* top = t.top_of(page); top != records;)
        top = sweep_entry<true>(top, id, now, grad, nullptr);
}

// Usually a sweep comes to nearly all that was recorded since the one before. Then its chunks are
// found first, and swept without asking of each operand whether it has been reached. False if there
// is so much in them that this might be most of the work.
template <class T>
bool find_whole_chunks(tape<T>& t, const seed<T>* seeds, std::size_t count) {
    std::size_t allowed = 1024 + 2 * t.recent_work();
    const auto visit = [&](std::uint32_t page) {
        if (page == 0 || t[page].leaves || t[page].reached)
            return true;
        const std::size_t work = t.work_of(page);
        if (work > allowed)
            return false;
        allowed -= work;
        t[page].reached = true;
        t.reached.push_back(page);
        t.waiting.push_back(page);
        return true;
    };
    bool all = true;
    for (std::size_t s = 0; s < count && all; ++s)
        all = visit(page_of(seeds[s].node));
    while (all && !t.waiting.empty()) {
        const std::uint32_t page = t.waiting.back();
        t.waiting.pop_back();
        for (const std::uint32_t other : t[page].refers_to)
            all = all && visit(other);
    }
    if (!all)
        return false;
    for (const std::uint32_t page : t.reached)
        t.clear(page);
    if (t.reached.size() > 1)
        std::sort(t.reached.rbegin(), t.reached.rend(), t.is_older());
    return true;
}

template <class T>
void sweep(tape<T>& t, const seed<T>* seeds, std::size_t count) {
    recording<T>& now = this_thread<T>;
    t.begin_sweep();
    const bool whole = find_whole_chunks(t, seeds, count);
    if (!whole)
        t.begin_sweep();
    for (std::size_t s = 0; s < count; ++s) {
        reach_node(now, seeds[s].node);
        now.grad[seeds[s].node] += seeds[s].adjoint;
    }
    if (whole)
        for (const std::uint32_t page : t.reached)
            sweep_whole(t, page);
    else
        while (const std::uint32_t page = t.next_reached())
            sweep_groups(t, page);
    if (t.pass_on != nullptr)
        t.pass_on(t);
}

} // namespace ctgrad::detail
