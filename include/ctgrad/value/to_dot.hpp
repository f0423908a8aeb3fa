// SPDX-License-Identifier: BSL-1.0
//
// The graph below a Value as DOT text, in the look of typed expressions: one record per node, one
// ellipse per operation, left to right, an edge for every use. A graph that is too large to be
// looked at is drawn down to some depth, and says so in the picture.
#pragma once

#include <ctgrad/detail/run_time_label.hpp>
#include <ctgrad/value/history.hpp>

#include <algorithm>
#include <limits>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ctgrad {

/// What is drawn.
struct dot_options {
    bool grads = true;
    /// A larger graph is drawn down to the depth at which it has no more nodes than this.
    std::size_t most_nodes = 500;
    /// How many operations below the result.
    std::size_t depth = std::numeric_limits<std::size_t>::max();
};

/// A drawing: text for `render`, for streams and for everything that takes a std::string_view.
struct dot_text {
    std::string text;
    std::size_t omitted = 0; // nodes that were left out

    [[nodiscard]] std::string_view view() const { return text; }
    operator std::string_view() const { return text; }
    friend bool operator==(const dot_text& a, std::string_view b) { return a.text == b; }

    template <class Stream>
        requires requires(Stream& stream, std::string_view view) {
            stream << view;
        }
    friend Stream& operator<<(Stream& stream, const dot_text& drawing) {
        stream << drawing.view();
        return stream;
    }
};

namespace detail {

template <class T>
class run_time_dot_writer {
public:
    run_time_dot_writer(history<T>& graph, const dot_options& options)
        : history_(graph), labels_(graph), options_(options) {
        find_depths();
        choose();
    }

    dot_text write_all() {
        write("digraph {\n  rankdir=LR;\n");
        if (out_.omitted != 0)
            write_note();
        for (position i = 0; i < depths_.size(); ++i)
            if (is_drawn(i))
                write_node(i);
        write("}\n");
        return std::move(out_);
    }

private:
    static constexpr std::size_t hidden = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] const expanded_graph<T>& graph() const { return history_.graph(); }
    template <class F>
    void for_each_operand(position i, const F& f) const {
        for (unsigned k = 0; k < graph().arity(i); ++k)
            if (!graph().is_attribute(i, k))
                f(graph().nodes[i].operands[k]);
    }

    // The least number of operations from a result to each node. Users of a node stand after it.
    void find_depths() {
        depths_.assign(graph().nodes.size(), hidden);
        for (const position root : history_.roots())
            depths_[root] = 0;
        for (auto i = static_cast<position>(depths_.size()); i-- > 0;)
            if (depths_[i] != hidden)
                for_each_operand(i, [&](position operand) {
                    depths_[operand] = std::min(depths_[operand], depths_[i] + 1);
                });
    }
    // The largest depth at which no more than `most_nodes` are drawn.
    void choose() {
        std::vector<std::size_t> at_depth;
        for (const std::size_t depth : depths_)
            if (depth != hidden) {
                at_depth.resize(std::max(at_depth.size(), depth + 1));
                ++at_depth[depth];
                ++out_.omitted;
            }
        std::size_t drawn = 0;
        for (std::size_t depth = 0; depth < at_depth.size() && depth <= options_.depth; ++depth) {
            if (depth > 0 && drawn + at_depth[depth] > options_.most_nodes)
                break;
            drawn += at_depth[depth];
            deepest_ = depth;
        }
        out_.omitted -= drawn;
    }
    [[nodiscard]] bool is_drawn(position i) const {
        return depths_[i] != hidden && depths_[i] <= deepest_;
    }

    void write(std::string_view text) { out_.text += text; }
    void write(std::size_t number) { out_.text += std::to_string(number); }

    void write_note() {
        write("  labelloc=b;\n  label=\"");
        write(out_.omitted);
        write(out_.omitted == 1 ? " node is" : " nodes are");
        write(" left out: what the dashed ones were computed from\";\n");
    }
    void write_node(position i) {
        bool is_whole = true;
        for_each_operand(i, [&](position operand) { is_whole = is_whole && is_drawn(operand); });
        write("  n");
        write(i);
        write(is_whole ? " [shape=record, label=\"{ " : " [shape=record, style=dashed, label=\"{ ");
        appending out{out_.text};
        dot_escaped<appending> escaped{out};
        labels_.write_label(escaped, i);
        write(" | data ");
        write_four_decimals(out, static_cast<double>(history_.data(i)));
        if (options_.grads) {
            write(" | grad ");
            write_four_decimals(out, static_cast<double>(history_.grad(i)));
        }
        write(" }\"];\n");
        if (graph().nodes[i].what != nullptr && is_whole)
            write_operation(i);
    }
    void write_operation(position i) {
        write("  o");
        write(i);
        write(" [label=\"");
        appending out{out_.text};
        dot_escaped<appending> escaped{out};
        detail::write(escaped, short_name(*graph().nodes[i].what->info));
        for (unsigned k = 0; k < graph().arity(i); ++k)
            if (graph().is_attribute(i, k)) {
                out(' ');
                labels_.write_label(escaped, graph().nodes[i].operands[k]);
            }
        write("\"];\n");
        for_each_operand(i, [&](position operand) {
            write("  n");
            write(operand);
            write(" -> o");
            write(i);
            write(";\n");
        });
        write("  o");
        write(i);
        write(" -> n");
        write(i);
        write(";\n");
    }

    history<T>& history_;
    run_time_labels<T> labels_;
    dot_options options_;
    std::vector<std::size_t> depths_;
    std::size_t deepest_ = 0;
    dot_text out_;
};

} // namespace detail

/// The graph below several Values, every operation of it, with data and grad to four decimals.
/// Cost: linear in the graph, and bounded where it draws. Example: examples/value_lecture.cpp
template <std::ranges::contiguous_range Values>
    requires is_basic_value<std::ranges::range_value_t<Values>>
        dot_text to_dot(const Values& results, const dot_options& options = {}) {
        using value = std::ranges::range_value_t<Values>;
        using history = detail::history<typename value::value_type>;
        history graph(std::span<const value>(results), history::depth::all);
        return detail::run_time_dot_writer(graph, options).write_all();
    }
/// The graph below one.
template <class T>
dot_text to_dot(const basic_value<T>& result, const dot_options& options = {}) {
    return to_dot(std::span(&result, 1), options);
}
/// The graph below an expression that no Value names yet.
template <detail::statement X>
dot_text to_dot(const X& result, const dot_options& options = {}) {
    return to_dot(basic_value<typename X::scalar>(result), options);
}

} // namespace ctgrad
