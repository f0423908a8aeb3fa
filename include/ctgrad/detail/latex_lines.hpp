// SPDX-License-Identifier: BSL-1.0
//
// Which nodes of a formula get a line of their own in LaTeX, and what they are called there: those
// that are used more than once and are more than one operation on variables. They have the name
// that the user gave them, or t_1, t_2, ...
#pragma once

#include <ctgrad/detail/latex_names.hpp>
#include <ctgrad/detail/written_graph.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ctgrad::detail {

template <class Subject>
class latex_lines {
public:
    using source = written_source<Subject>;
    static constexpr const auto& g = source::written.g;

    constexpr latex_lines() {
        for (const node& n : g.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                ++uses_[n.word[k]];
        for (std::size_t r = 0; r < g.results; ++r)
            ++uses_[g.result[r]];
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < g.size; ++i) {
            line_[i] = uses_[i] > 1 && !is_leaf(g.nodes[i]) && !is_small(i);
            if (line_[i] && label_of(i) == nullptr)
                rank_[i] = ++next;
        }
        while (is_prefix_taken())
            ++letters_;
    }

protected:
    [[nodiscard]] constexpr bool has_line(std::size_t i) const { return line_[i]; }
    template <class Sink>
    constexpr void write_name(Sink& out, std::size_t i) const {
        if (const label* given = label_of(i); given != nullptr)
            return write_packed(out, given->name);
        text<64> name;
        for (std::size_t k = 0; k < letters_; ++k)
            name('t');
        write(name, std::size_t{rank_[i]});
        write_latex_name(out, name.view());
    }
    template <class Sink>
    static constexpr void write_packed(Sink& out, const packed_name& packed) {
        text<max_name_length> name;
        write(name, packed);
        write_latex_name(out, name.view());
    }

private:
    static constexpr bool is_small(std::size_t i) {
        for (std::size_t k = 0; k < g.nodes[i].operation->arity; ++k)
            if (!is_leaf(g.nodes[g.nodes[i].word[k]]))
                return false;
        return true;
    }
    static constexpr const label* label_of(std::size_t i) {
        for (std::size_t l = 0; l < g.labels; ++l)
            if (g.names[l].position == i)
                return &g.names[l];
        return nullptr;
    }
    // Whether t or tt already has an index.
    [[nodiscard]] constexpr bool is_prefix_taken() const {
        const auto takes = [this](const packed_name& packed) {
            text<max_name_length> name;
            write(name, packed);
            const latex_name parts = split_name(name.view());
            return !parts.index.empty() && parts.head.size() == letters_ &&
                   parts.head.find_first_not_of('t') == std::string_view::npos;
        };
        for (const node& n : g.nodes)
            if (is_input(n) && takes(name_of(n)))
                return true;
        for (std::size_t l = 0; l < g.labels; ++l)
            if (takes(g.names[l].name))
                return true;
        return false;
    }

    std::uint32_t uses_[g.size + 1]{}, rank_[g.size + 1]{};
    bool line_[g.size + 1]{}; // whether a node has a name and a line of its own
    std::size_t letters_ = 1;
};

} // namespace ctgrad::detail
