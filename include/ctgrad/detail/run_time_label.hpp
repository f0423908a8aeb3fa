// SPDX-License-Identifier: BSL-1.0
//
// What a node of a run-time graph is called in a picture: the label of its Value, else its formula
// in the labels below it, if that is short and everything in it has a name.
#pragma once

#include <ctgrad/detail/dot_text.hpp>
#include <ctgrad/detail/formula_pieces.hpp>
#include <ctgrad/detail/history.hpp>

namespace ctgrad::detail {

template <class T>
class run_time_labels {
public:
    explicit run_time_labels(const history<T>& graph) : history_(graph) {}

    template <class Sink>
    void write_label(Sink& out, position i) const {
        if (const std::string label = history_.label(i); !label.empty())
            return write(out, label);
        if (graph().is_number(i))
            return write_shortest(out, static_cast<double>(graph().nodes[i].data));
        limited_text composed;
        if (graph().nodes[i].what != nullptr && compose(composed, i))
            write(out, composed.kept.view());
    }

private:
    [[nodiscard]] const expanded_graph<T>& graph() const { return history_.graph(); }

    // False if something has no name, or the text is too long. Every piece that waits is at least
    // one character: so little is looked at, however large the graph.
    bool compose(limited_text& out, position root) const {
        buffer<piece> stack;
        stack.push({root, 0});
        while (stack.size > 0 && out.complete && stack.size <= limited_text::limit) {
            const piece top = stack.pop();
            const auto i = static_cast<position>(top.node);
            if (!top.characters.empty())
                write(out, top.characters);
            else if (const std::string label = history_.label(i); !label.empty())
                write(out, label);
            else if (graph().is_number(i))
                write_number(out, i, top.precedence);
            else if (graph().nodes[i].what != nullptr)
                push_pieces(stack, *graph().nodes[i].what->info, graph().nodes[i].operands,
                            top.precedence);
            else
                return false;
        }
        return out.complete && stack.size == 0;
    }
    void write_number(limited_text& out, position i, int precedence) const {
        const auto number = static_cast<double>(graph().nodes[i].data);
        const bool parentheses = number < 0 && sign_precedence < precedence;
        if (parentheses)
            out('(');
        write_shortest(out, number);
        if (parentheses)
            out(')');
    }

    const history<T>& history_;
};

} // namespace ctgrad::detail
