// SPDX-License-Identifier: BSL-1.0
//
// From the tape to an expanded graph. Entries know their formula: a statement by its kind, a call
// by its sketch. `s += x` again and again is one node with many entries, which become one sum each.
#pragma once

#include <ctgrad/detail/recorded_entries.hpp>
#include <ctgrad/detail/recovered_numbers.hpp>

#include <algorithm>
#include <limits>
#include <vector>

namespace ctgrad::detail {

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

} // namespace ctgrad::detail
