// SPDX-License-Identifier: BSL-1.0
//
// The tape, read: what computes a node, and all that nodes depend on. The entries are found on one
// way down the chunks, marking operands. Cost: linear, without recursion.
#pragma once

#include <ctgrad/value/sketch.hpp>
#include <ctgrad/value/sweep.hpp>

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <vector>

namespace ctgrad::detail {

/// All that computes one node, or, by a call, several: the bytes between `bottom` and `top`.
struct recorded_entry {
    const char* top = nullptr;
    const char* bottom = nullptr;
    node_id first = 0;
    std::uint32_t nodes = 0;

    [[nodiscard]] bool computes(node_id id) const { return id - first < nodes; }
};

/// The topmost entry, whose last node is `last`.
template <class T>
recorded_entry entry_below(const char* top, node_id last) {
    for (const char* at = top;;) {
        const std::uint32_t head = head_before(at);
        if (operands_of(head) == call_operands) {
            const call_tail<T> tail = tail_before<T>(at);
            return {top, payload_before(at, tail), last - tail.outputs + 1, tail.outputs};
        }
        at -= bytes_of<T>(head);
        if ((head & continued_bit) == 0)
            return {top, at, last, 1};
    }
}

/// The entry of a computed node.
template <class T>
recorded_entry entry_of(tape<T>& t, node_id id) {
    const std::uint32_t page = page_of(id);
    recorded_entry entry{t.top_of(page), t.top_of(page), t.end_of(page), 0};
    do
        entry = entry_below<T>(entry.bottom, entry.first - 1);
    while (!entry.computes(id));
    return entry;
}

/// Its parts in the order of computation, each by its end: a statement or call, then what was
/// added.
template <class T>
void find_parts(const recorded_entry& entry, std::vector<const char*>& parts) {
    parts.clear();
    for (const char* at = entry.top; at != entry.bottom;) {
        parts.push_back(at);
        const std::uint32_t head = head_before(at);
        at = operands_of(head) == call_operands ? entry.bottom : at - bytes_of<T>(head);
    }
    std::reverse(parts.begin(), parts.end());
}

/// A statement's record, read.
template <class T>
struct recorded_statement {
    std::uint32_t head, count;
    const node_id* ids;
    const T* partials;
    const T* numbers;

    explicit recorded_statement(const char* top)
        : head(head_before(top)), count(operands_of(head)),
          ids(reinterpret_cast<const node_id*>(top - tail_bytes<T>(count))),
          partials(reinterpret_cast<const T*>(top - tail_bytes<T>(count)) - count),
          numbers(reinterpret_cast<const T*>(top - bytes_of<T>(head))) {}

    [[nodiscard]] const statement_kind<T>& kind() const {
        return *statement_kinds<T>::all[head >> kind_shift].load(std::memory_order_acquire);
    }
    [[nodiscard]] bool is_continued() const { return (head & continued_bit) != 0; }
    [[nodiscard]] std::uint32_t leaves() const { return kind().leaves - (is_continued() ? 1 : 0); }
    /// Which operand a leaf has: of up to four leaves, equal ones share one.
    [[nodiscard]] std::uint32_t operand(std::uint32_t leaf) const {
        return leaf == 0 || leaves() > max_sharing ? leaf
                                                   : head >> (sharing_shift + 2 * (leaf - 1)) & 3;
    }
    /// Whether the recorded partial is a sum over several leaves.
    [[nodiscard]] bool is_shared(std::uint32_t leaf) const {
        if (count == leaves())
            return false;
        for (std::uint32_t other = 0; other < leaves(); ++other)
            if (other != leaf && operand(other) == operand(leaf))
                return true;
        return false;
    }
};

template <class T>
sketch<T> sketch_of(const char* top, node_id first) {
    const call_tail<T> tail = tail_before<T>(top);
    sketch<T> drawn(this_thread<T>.data);
    tail.kind->draw(payload_before(top, tail), drawn, first, tail.outputs);
    return drawn;
}

/// A value for each node, 0 at first.
template <class X>
class node_table {
public:
    X& operator[](node_id id) {
        auto& values = pages_[page_of(id)];
        if (values.empty())
            values.resize(chunk_nodes);
        return values[id - first_of(page_of(id))];
    }

    [[nodiscard]] bool knows(std::uint32_t page) const { return pages_.count(page) != 0; }

private:
    std::unordered_map<std::uint32_t, std::vector<X>> pages_;
};

/// The entries that computed nodes depend on, in the order of computation.
template <class T>
std::vector<recorded_entry> find_entries(tape<T>& t, const std::vector<node_id>& nodes) {
    node_table<char> needed;
    // Pages with such nodes, the newest first: operands are never in a newer one.
    const auto is_older = [&](std::uint32_t a, std::uint32_t b) { return t[a].born < t[b].born; };
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(is_older)> pages(
        is_older);
    const auto need = [&](node_id id) {
        if (id == 0 || t.is_leaf(id))
            return;
        if (!needed.knows(page_of(id)))
            pages.push(page_of(id));
        needed[id] = 1;
    };
    for (const node_id id : nodes)
        need(id);

    std::vector<recorded_entry> found;
    std::vector<const char*> parts;
    const auto is_needed = [&](const recorded_entry& entry) {
        bool any = false;
        for (std::uint32_t i = 0; i < entry.nodes; ++i)
            any = any || needed[entry.first + i] != 0;
        return any;
    };
    while (!pages.empty()) {
        const std::uint32_t page = pages.top();
        pages.pop();
        recorded_entry entry{nullptr, t.top_of(page), t.end_of(page), 0};
        while (entry.bottom != t[page].records) {
            entry = entry_below<T>(entry.bottom, entry.first - 1);
            if (!is_needed(entry))
                continue;
            found.push_back(entry);
            find_parts<T>(entry, parts);
            for (const char* const part : parts)
                if (operands_of(head_before(part)) == call_operands) {
                    const sketch<T> drawn = sketch_of<T>(part, entry.first);
                    for (const auto& item : drawn.items())
                        if (item.kind == sketch<T>::item::node)
                            need(item.id);
                } else {
                    const recorded_statement<T> statement(part);
                    for (std::uint32_t k = 0; k < statement.count; ++k)
                        need(statement.ids[k]);
                }
        }
    }
    std::reverse(found.begin(), found.end());
    return found;
}

} // namespace ctgrad::detail
