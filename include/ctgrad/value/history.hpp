// SPDX-License-Identifier: BSL-1.0
//
// The graph below a Value, operation by operation. A statement is recorded as one entry, and shows
// here as all the operations that it consists of: `n = x1*w1 + x2*w2 + b` is four.
#pragma once

#include <ctgrad/detail/dot_text.hpp>
#include <ctgrad/detail/history.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ctgrad {

/// A node of the graph below a Value: a leaf, a plain number, or one operation. It keeps the graph.
template <class T>
class basic_node {
public:
    using value_type = T;

    /// What it computed. Between the operations of a statement it is computed again.
    [[nodiscard]] T data() const { return graph_->data(at_); }
    /// d(result)/d(this), as the Values have it now; that of an operation inside a statement
    /// follows from the grad of the Value that the statement made.
    [[nodiscard]] T grad() const { return graph_->grad(at_); }
    /// The label of the Value that names it.
    [[nodiscard]] std::string label() const { return graph_->label(at_); }

    /// The primitive, "+" or "tanh"; "" for a leaf or a number.
    [[nodiscard]] std::string_view operation() const {
        if (const auto below = expanded())
            return below->operation();
        return is_operation() ? detail::short_name(*node().what->info) : std::string_view();
    }
    /// What it was computed from, in the order in which it was written. A number that is a part of
    /// the operation, such as an exponent, is not an operand.
    [[nodiscard]] std::vector<basic_node> operands() const {
        if (const auto below = expanded())
            return below->operands();
        std::vector<basic_node> nodes;
        for (unsigned k = 0; k < graph_->graph().arity(at_); ++k)
            if (!graph_->graph().is_attribute(at_, k))
                nodes.push_back(basic_node(graph_, node().operands[k]));
        return nodes;
    }
    /// The rule of this operation alone: adds grad() * d(this)/dx to the grad of each operand x
    /// that is a Value. Called for all of `topological_order()`, last first, it is a backward pass.
    void backward_step() const {
        if (const auto below = expanded())
            below->backward_step();
        else
            graph_->backward_step(at_);
    }

    /// Whether it was computed from nothing.
    [[nodiscard]] bool is_leaf() const { return !is_operation() && !graph_->is_unexpanded(at_); }
    /// Whether it is a plain number, the 2 in 2*x.
    [[nodiscard]] bool is_number() const { return graph_->graph().is_number(at_); }
    /// The Value: none for a number and for an operation inside a statement.
    [[nodiscard]] std::optional<basic_value<T>> value() const {
        graph_->check_thread();
        return node().id == 0 ? std::nullopt : std::optional(basic_value<T>::of_node(node().id));
    }

    // ---- for the library's own use ----
    basic_node(std::shared_ptr<detail::history<T>> graph, detail::position at)
        : graph_(std::move(graph)), at_(at) {}
    /// The node of a Value, and its entry or all that it depends on.
    basic_node(const basic_value<T>& value, typename detail::history<T>::depth down_to)
        : graph_(std::make_shared<detail::history<T>>(std::span(&value, 1), down_to)),
          at_(graph_->roots()[0]) {}
    [[nodiscard]] std::vector<basic_node> topological_order() const {
        const auto& graph = graph_->graph();
        std::vector<char> is_shown(graph.nodes.size(), 0);
        is_shown[at_] = 1;
        for (detail::position i = 0; i < graph.nodes.size(); ++i)
            for (unsigned k = 0; k < graph.arity(i); ++k)
                if (!graph.is_attribute(i, k))
                    is_shown[graph.nodes[i].operands[k]] = 1;
        std::vector<basic_node> nodes;
        for (detail::position i = 0; i < graph.nodes.size(); ++i)
            if (is_shown[i] != 0)
                nodes.push_back(basic_node(graph_, i));
        return nodes;
    }

private:
    [[nodiscard]] const detail::expanded_node<T>& node() const {
        return graph_->graph().nodes[at_];
    }
    [[nodiscard]] bool is_operation() const { return node().what != nullptr; }
    // The same node with its operands, if it was left unexpanded: of one node only those are.
    [[nodiscard]] std::optional<basic_node> expanded() const {
        return graph_->is_unexpanded(at_)
                   ? std::optional(basic_node(*value(), detail::history<T>::depth::entry))
                   : std::nullopt;
    }

    std::shared_ptr<detail::history<T>> graph_;
    detail::position at_;
};

using Node = basic_node<double>;

template <class T>
std::string_view basic_value<T>::operation() const {
    return basic_node<T>(*this, detail::history<T>::depth::entry).operation();
}
template <class T>
std::vector<basic_node<T>> basic_value<T>::operands() const {
    return basic_node<T>(*this, detail::history<T>::depth::entry).operands();
}
template <class T>
std::vector<basic_node<T>> basic_value<T>::topological_order() const {
    return basic_node<T>(*this, detail::history<T>::depth::all).topological_order();
}

// As in a sweep, but of one entry.
template <class T>
void basic_value<T>::backward_step() const {
    detail::tape<T>& t = detail::tape<T>::here();
    detail::recording<T>& now = detail::this_thread<T>;
    const detail::node_id id = node();
    if (t.is_leaf(id))
        return;
    const detail::recorded_entry entry = detail::entry_of(t, id);
    detail::reach_nodes(now, entry.first, entry.nodes);
    // The other nodes of a call keep theirs to themselves.
    std::vector<T> others(now.grad + entry.first, now.grad + entry.first + entry.nodes);
    for (std::uint32_t i = 0; i < entry.nodes; ++i)
        if (entry.first + i != id)
            now.grad[entry.first + i] = detail::untouched<T>;
    detail::node_id last = entry.first + entry.nodes - 1;
    for (const char* top = entry.top; top != entry.bottom;)
        top = detail::sweep_entry<false>(top, last, now, now.grad, now.cleared);
    std::copy(others.begin(), others.end(), now.grad + entry.first);
}

} // namespace ctgrad
