// SPDX-License-Identifier: BSL-1.0
//
// From the tape to an expanded graph. Entries know their formula: a statement by its kind, a call
// by its sketch. `s += x` again and again is one node with many entries, which become one sum each.
//
// The entries that a node depends on are found on one way down the chunks, marking operands; then
// they are expanded in the order of computation. Cost: linear, without recursion.
#pragma once

#include <ctgrad/detail/recovered_numbers.hpp>
#include <ctgrad/value/sketch.hpp>
#include <ctgrad/value/sweep.hpp>

#include <limits>
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

/// Its parts in the order of computation, each by its end: a statement or call, then what was added.
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

private:
    std::unordered_map<std::uint32_t, std::vector<X>> pages_;
};

/// The entries that computed nodes depend on, in the order of computation.
template <class T>
std::vector<recorded_entry> find_entries(tape<T>& t, const std::vector<node_id>& nodes) {
    std::vector<seed<T>> seeds;
    node_table<char> needed;
    for (const node_id id : nodes) {
        seeds.push_back({id, T(0)});
        needed[id] = 1;
    }
    find_reached(t, seeds.data(), seeds.size());
    for (const std::uint32_t page : t.reached)
        t[page].visited = false;

    std::vector<recorded_entry> found;
    std::vector<const char*> parts;
    const auto is_needed = [&](const recorded_entry& entry) {
        bool any = false;
        for (std::uint32_t i = 0; i < entry.nodes; ++i)
            any = any || needed[entry.first + i] != 0;
        return any;
    };
    for (const std::uint32_t page : t.reached) {
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
                            needed[item.id] = 1;
                } else {
                    const recorded_statement<T> statement(part);
                    for (std::uint32_t k = 0; k < statement.count; ++k)
                        needed[statement.ids[k]] = 1;
                }
        }
    }
    std::reverse(found.begin(), found.end());
    return found;
}

// The identity, where a call hands on one of its operands.
struct same : primitive<"same", 1> {
    static constexpr auto value(const auto& x) { return x; }
    static constexpr auto dx(const auto&, const auto&) { return 1; }
};

template <class T>
class expansion {
public:
    expanded_graph<T> graph;

    /// The position of a node; one that no expanded entry computes becomes a leaf.
    position node(node_id id) {
        position& known = positions_[id];
        if (known == 0)
            known = add({.id = id, .data = this_thread<T>.data[id]}) + 1;
        return known - 1;
    }
    position number(T data) { return add({.data = data}); }

    /// Operands that were expanded before are used, others become leaves.
    void expand(const recorded_entry& entry) {
        const position begin = end();
        unknown_.clear();
        factors_.clear();
        find_parts<T>(entry, parts_);
        std::vector<position> results(entry.nodes, nowhere);
        for (const char* const part : parts_)
            if (operands_of(head_before(part)) == call_operands)
                call(part, entry.first, results);
            else
                results.back() = statement(part, results.back());
        for (std::uint32_t r = 0; r < entry.nodes; ++r)
            bind(results[r], entry.first + r);
        if (!unknown_.empty())
            number_recovery<T>(graph, begin, results.back(), graph.nodes[results.back()].data)
                .run(unknown_, factors_);
        finish(begin, results);
    }

private:
    [[nodiscard]] position end() const { return static_cast<position>(graph.nodes.size()); }
    position add(const expanded_node<T>& made) {
        graph.nodes.push_back(made);
        return end() - 1;
    }
    position operation(const number_operation<T>& what, const position* operands, bool guarded) {
        expanded_node<T> made{.what = &what, .guarded = guarded};
        std::copy_n(operands, what.info->arity, made.operands);
        const position i = add(made);
        graph.nodes[i].data = graph.evaluated(i);
        return i;
    }

    position statement(const char* top, position so_far) {
        const recorded_statement<T> from(top);
        const T* next_number = from.numbers;
        std::uint32_t leaf = 0;
        const std::size_t factors_before = factors_.size();
        stack_.clear();
        const auto& kind = from.kind();
        for (std::size_t s = 0; s < kind.size; ++s) {
            const statement_step<T>& step = kind.steps[s];
            if (step.kind == statement_step<T>::constant)
                stack_.push_back({number(*next_number++), nullptr});
            else if (step.kind == statement_step<T>::operation)
                apply(step, (from.head & guarded_bit) != 0);
            else if (s == 0 && from.is_continued())
                stack_.push_back({so_far, nullptr});
            else
                push_leaf(from, leaf++);
        }
        for (std::size_t f = factors_before; f < factors_.size(); ++f)
            factors_[f].statement = stack_.back().at;
        return stack_.back().at;
    }
    void push_leaf(const recorded_statement<T>& from, std::uint32_t leaf) {
        const std::uint32_t k = from.operand(leaf);
        if (from.ids[k] != 0)
            return stack_.push_back(
                {node(from.ids[k]), from.is_shared(leaf) ? nullptr : &from.partials[k]});
        unknown_.push_back(number(std::numeric_limits<T>::quiet_NaN()));
        stack_.push_back({unknown_.back(), nullptr});
    }
    void apply(const statement_step<T>& step, bool guarded) {
        const std::size_t arity = step.what->info->arity;
        const value* const x = stack_.data() + stack_.size() - arity;
        position operands[4] = {};
        for (std::size_t k = 0; k < arity; ++k)
            operands[k] = x[k].at;
        const position made = operation(*step.what, operands, guarded);
        if (step.what->info->id == info<op::multiply>.id)
            for (const unsigned k : {0u, 1u})
                if (is_unknown(x[k].at) && x[1 - k].partial != nullptr)
                    factors_.push_back({x[k].at, made, nowhere, *x[1 - k].partial});
        stack_.resize(stack_.size() - arity);
        stack_.push_back({made, nullptr});
    }
    [[nodiscard]] bool is_unknown(position i) const {
        return graph.is_number(i) && graph.nodes[i].data != graph.nodes[i].data;
    }

    void call(const char* top, node_id first, std::vector<position>& results) {
        const sketch<T> drawn = sketch_of<T>(top, first);
        std::vector<position> places;
        for (const auto& item : drawn.items()) {
            position operands[4] = {};
            if (item.kind == sketch<T>::item::operation)
                for (unsigned k = 0; k < item.what->info->arity; ++k)
                    operands[k] = places[item.operands[k]];
            places.push_back(item.kind == sketch<T>::item::node ? node(item.id)
                             : item.kind == sketch<T>::item::number
                                 ? number(item.data)
                                 : operation(*item.what, operands, true));
        }
        for (std::size_t r = 0; r < results.size(); ++r)
            results[r] = places[drawn.outputs()[r]];
        // An output that is an operand, a number or another output: a node of its own.
        for (position& result : results) {
            const expanded_node<T>& node = graph.nodes[result];
            if (node.what == nullptr || node.id != 0 || node.entry != nowhere)
                result = operation(as_number_operation<T, same>, &result, true);
            graph.nodes[result].entry = static_cast<position>(graph.entries.size());
        }
    }
    void bind(position at, node_id id) {
        graph.nodes[at].id = id;
        graph.nodes[at].data = this_thread<T>.data[id];
        positions_[id] = at + 1;
    }
    // What the entry has added, apart from operands.
    void finish(position begin, const std::vector<position>& results) {
        const auto entry = static_cast<position>(graph.entries.size());
        for (position i = begin; i < end(); ++i)
            if (graph.nodes[i].what != nullptr || graph.nodes[i].id == 0)
                graph.nodes[i].entry = entry;
        graph.entries.push_back({begin, end(), static_cast<position>(graph.outputs.size()),
                                 static_cast<position>(results.size())});
        graph.outputs.insert(graph.outputs.end(), results.begin(), results.end());
    }

    struct value {
        position at = 0;
        const T* partial = nullptr; // recorded for the operand
    };
    node_table<position> positions_;
    std::vector<const char*> parts_;
    std::vector<value> stack_;
    std::vector<position> unknown_;
    std::vector<known_factor<T>> factors_;
};

/// Takes out what none of `roots` depends on: parts of calls of which not every node is used.
template <class T>
void keep_needed(expanded_graph<T>& graph, std::vector<position>& roots) {
    const auto size = static_cast<position>(graph.nodes.size());
    std::vector<position> place(size + 1, 0); // 1: needed; then: where to
    for (const position root : roots)
        place[root] = 1;
    for (position i = size; i-- > 0;)
        if (place[i] != 0)
            for (unsigned k = 0; k < graph.arity(i); ++k)
                place[graph.nodes[i].operands[k]] = 1;
    position next = 0;
    for (position i = 0; i < size; ++i) {
        const bool needed = place[i] != 0;
        place[i] = next;
        if (!needed)
            continue;
        expanded_node<T> node = graph.nodes[i];
        for (position& operand : node.operands)
            operand = place[operand];
        graph.nodes[next++] = node;
    }
    place[size] = next;
    if (next == size)
        return;
    const auto is_gone = [&](position i) { return place[i + 1] == place[i]; };
    for (expanded_entry& entry : graph.entries) {
        const auto first = graph.outputs.begin() + entry.first_output;
        const auto last = std::remove_if(first, first + entry.outputs, is_gone);
        std::for_each(first, last, [&](position& output) { output = place[output]; });
        entry.outputs = static_cast<position>(last - first);
        entry.begin = place[entry.begin];
        entry.end = place[entry.end];
    }
    for (position& root : roots)
        root = place[root];
    graph.nodes.resize(next);
}

} // namespace ctgrad::detail
