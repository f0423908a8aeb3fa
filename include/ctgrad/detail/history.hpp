// SPDX-License-Identifier: BSL-1.0
//
// An expanded graph that is kept, with its grads. Nodes of the tape have theirs there; what an
// entry computes on its way has none, and is given
//
//     grad(x) = sum over its uses y of grad(y) * dy/dx
//
// within the entry, from the grads that the entry's nodes have at that moment.
#pragma once

#include <ctgrad/detail/expansion.hpp>
#include <ctgrad/value/link.hpp>

#include <span>

namespace ctgrad::detail {

template <class T>
class history {
public:
    enum class depth { entry, all };

    /// `roots` and, depending on `down_to`, their entries or all that they depend on.
    history(std::span<const basic_value<T>> roots, depth down_to)
        : roots_(roots.begin(), roots.end()) {
        tape<T>& t = tape<T>::here();
        owner_ = this_thread<T>.tag;
        std::vector<node_id> ids;
        for (const auto& root : roots_)
            if (!root.is_number() && !t.is_leaf(root.node()))
                ids.push_back(root.node());
        expansion<T> made;
        if (down_to == depth::all)
            for (const recorded_entry& entry : find_entries(t, ids))
                made.expand(entry);
        else
            for (const node_id id : ids)
                made.expand(entry_of(t, id));
        for (const auto& root : roots_)
            positions_.push_back(root.is_number() ? made.number(root.data())
                                                  : made.node(root.node()));
        graph_ = std::move(made.graph);
        keep_needed(graph_, positions_);
    }

    [[nodiscard]] const expanded_graph<T>& graph() const { return graph_; }
    [[nodiscard]] const std::vector<position>& roots() const { return positions_; }

    /// Throws unless called in the thread that the graph belongs to.
    void check_thread() const {
        if (this_thread<T>.tag != owner_)
            throw_foreign_node();
    }

    [[nodiscard]] T data(position i) const {
        check_thread();
        const node_id id = graph_.nodes[i].id;
        return id != 0 ? this_thread<T>.data[id] : graph_.nodes[i].data;
    }
    [[nodiscard]] T grad(position i) {
        check_thread();
        const expanded_node<T>& node = graph_.nodes[i];
        if (node.id != 0)
            return this_thread<T>.owner->grad(node.id);
        if (node.entry == nowhere)
            return 0; // a number that nothing was computed from
        derive(node.entry);
        return grads_[i] + T(0);
    }
    [[nodiscard]] std::string label(position i) const {
        check_thread();
        const auto& labels = this_thread<T>.owner->labels;
        const auto found = labels.find(graph_.nodes[i].id);
        return found == labels.end() || graph_.nodes[i].id == 0 ? std::string() : found->second;
    }
    /// Whether the node is computed by an entry that was left out.
    [[nodiscard]] bool is_unexpanded(position i) const {
        const expanded_node<T>& node = graph_.nodes[i];
        check_thread();
        return node.what == nullptr && node.id != 0 && !this_thread<T>.owner->is_leaf(node.id);
    }

    /// The rule of one operation. Operands inside the entry have their grads from it anyway.
    void backward_step(position i) {
        check_thread();
        const expanded_node<T>& node = graph_.nodes[i];
        if (node.what == nullptr)
            return;
        derive(node.entry);
        const T adjoint = grads_[i];
        if (is_untouched(adjoint))
            return;
        for (unsigned k = 0; k < graph_.arity(i); ++k) {
            const expanded_node<T>& operand = graph_.nodes[node.operands[k]];
            if (operand.id != 0 && operand.entry != node.entry &&
                node.what->info->differentiable[k])
                this_thread<T>.owner->grad(operand.id) += graph_.contribution(i, k, adjoint);
        }
    }

private:
    static T grad_on_tape(node_id id) {
        reach_node(this_thread<T>, id);
        return this_thread<T>.grad[id];
    }
    static bool is_same(T a, T b) {
        return (a == b && std::signbit(a) == std::signbit(b)) || (a != a && b != b);
    }

    // The grads inside an entry, unless those of its nodes are as they were.
    void derive(position e) {
        if (grads_.empty()) {
            seeds_.resize(graph_.nodes.size());
            is_derived_.resize(graph_.entries.size());
            grads_.resize(graph_.nodes.size()); // last: one that fails is tried again
        }
        const expanded_entry& entry = graph_.entries[e];
        const std::span outputs(graph_.outputs.data() + entry.first_output, entry.outputs);
        bool changed = is_derived_[e] == 0;
        for (const position output : outputs) {
            const T seed = grad_on_tape(graph_.nodes[output].id);
            changed = changed || !is_same(seed, seeds_[output]);
            seeds_[output] = seed;
        }
        if (!changed)
            return;
        is_derived_[e] = 1;
        for (position i = entry.begin; i < entry.end; ++i)
            grads_[i] = untouched<T>;
        for (const position output : outputs)
            grads_[output] = seeds_[output];
        for (position i = entry.end; i-- > entry.begin;) {
            const expanded_node<T>& node = graph_.nodes[i];
            if (node.entry != e || is_untouched(grads_[i]))
                continue;
            for (unsigned k = 0; k < graph_.arity(i); ++k)
                if (graph_.nodes[node.operands[k]].entry == e && node.what->info->differentiable[k])
                    grads_[node.operands[k]] += graph_.contribution(i, k, grads_[i]);
        }
    }

    std::vector<basic_value<T>> roots_; // which keep the graph
    expanded_graph<T> graph_;
    std::vector<position> positions_;
    std::int64_t owner_ = 0;
    std::vector<T> grads_, seeds_;
    std::vector<char> is_derived_;
};

} // namespace ctgrad::detail
