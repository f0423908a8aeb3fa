// SPDX-License-Identifier: BSL-1.0
//
// Reverse mode on the tape: from a node down to the leaves,
//
//     grad(operand) += grad(node) * partial(node, operand)
//
// Chunks that the node cannot reach are passed over, nodes that nothing has contributed to as well.
// No recursion: a chain of ten million nodes is a loop.
#pragma once

#include <ctgrad/value/record.hpp>

namespace ctgrad::detail {

// One step down: propagates the grad of the topmost entry, whose last node is `id`, returns where
// the entry begins, and makes `id` the last node below it.
template <class T>
[[gnu::always_inline]] inline const char* sweep_entry(const char* top, node_id& id, T* grad,
                                                      const T* data) {
    const std::uint32_t head = head_before(top);
    const std::uint32_t operands = operands_of(head);
    if (operands == call_operands) [[unlikely]] {
        const call_tail<T> tail = tail_before<T>(top);
        const char* const payload = payload_before(top, tail);
        id -= tail.outputs;
        tail.kind->reverse(payload, grad, data, id + 1, tail.outputs);
        return payload;
    }
    const T adjoint = grad[id];
    if (!is_untouched(adjoint)) {
        const char* const tail = top - tail_bytes<T>(operands);
        const node_id* const ids = reinterpret_cast<const node_id*>(tail);
        const T* const partials = reinterpret_cast<const T*>(tail) - operands;
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

// Marks the chunks from which entries are swept, and clears their grads.
template <class T>
void find_reached(tape<T>& t, const seed<T>* seeds, std::size_t count) {
    t.reached.clear();
    t.waiting.clear();
    const auto visit = [&](std::uint32_t page) {
        chunk& c = t[page];
        if (page == 0 || c.leaves || c.visited)
            return;
        c.visited = true;
        t.reached.push_back(page);
        t.waiting.push_back(page);
        t.clear(page);
    };
    for (std::size_t s = 0; s < count; ++s)
        visit(page_of(seeds[s].node));
    while (!t.waiting.empty()) {
        const std::uint32_t page = t.waiting.back();
        t.waiting.pop_back();
        for (const std::uint32_t other : t[page].refers_to)
            visit(other);
    }
    std::sort(t.reached.begin(), t.reached.end(),
              [&](std::uint32_t a, std::uint32_t b) { return t[a].born > t[b].born; });
}

template <class T>
void sweep(tape<T>& t, const seed<T>* seeds, std::size_t count) {
    t.begin_sweep();
    find_reached(t, seeds, count);
    recording<T>& now = this_thread<T>;
    T* const grad = now.grad;
    const T* const data = now.data;
    for (std::size_t s = 0; s < count; ++s)
        grad[seeds[s].node] += seeds[s].adjoint;
    for (const std::uint32_t page : t.reached) {
        chunk& c = t[page];
        c.visited = false;
        node_id id = t.end_of(page) - 1;
        for (const char* top = t.top_of(page); top != c.records;)
            top = sweep_entry<T>(top, id, grad, data);
    }
    if (t.pass_on != nullptr)
        t.pass_on(t);
}

} // namespace ctgrad::detail
