// SPDX-License-Identifier: BSL-1.0
//
// The graph of what is read, not run: what a recipe recorded and its results
// need, in the order of recording, with powers as powers, the names of inputs
// and the labels of the formula.
#pragma once

#include <ctgrad/derived_expression.hpp>
#include <ctgrad/text.hpp>

namespace ctgrad::detail {

// Inputs without names are x, or x1, x2, ...
template <std::size_t Count>
constexpr packed_name shown_name(const std::array<input, Count>& inputs, std::size_t i) {
    if (i < Count && length(inputs[i].name) != 0)
        return inputs[i].name;
    text<24> name;
    name('x');
    if (Count > 1)
        write(name, i + 1);
    return pack(name.view());
}

struct written_size {
    std::size_t nodes = 0, results = 0, labels = 0, formula = 0;
};

// The builder is a local variable of the callers: to g++ the address of a
// member of a temporary is no constant.
template <class Subject>
struct written_down {
    builder& all;
    buffer<std::uint32_t> results,
        position; // one more than where a node goes; 0: not needed
    written_size size;

    constexpr explicit written_down(builder& recorded) : all(recorded) {
        builder formula;
        buffer<std::uint32_t> roots;
        Subject::formula::build(formula, roots);
        Subject::recipe::build(all, results);
        position.reset(all.size());
        for (std::size_t r = 0; r < results.size; ++r)
            position.items[results.items[r]] = 1;
        for (std::size_t i = all.size(); i-- > 0;)
            if (position.items[i] != 0)
                for (std::size_t k = 0; k < all.nodes.items[i].operation->arity; ++k)
                    position.items[all.nodes.items[i].word[k]] = 1;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (position.items[i] != 0)
                position.items[i] = static_cast<std::uint32_t>(++size.nodes);
        size.results = results.size;
        size.formula = formula.size();
        for_each_label([this](std::uint32_t, const packed_name&) { ++size.labels; });
    }
    [[nodiscard]] constexpr node written(std::size_t i) const {
        node n = all.nodes.items[i];
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            n.word[k] = position.items[n.word[k]] - 1;
        return is_input(n)
                   ? named_node(*n.operation, shown_name(Subject::formula::inputs,
                                                         static_cast<std::size_t>(n.word[0])))
                   : n;
    }
    // Typed formulas have labels, at the positions at which their nodes are
    // recorded.
    constexpr void for_each_label(const auto& use) const {
        if constexpr (requires { Subject::formula::g; })
            for (std::size_t l = 0; l < Subject::formula::g.labels; ++l)
                if (const label& named = Subject::formula::g.names[l];
                    position.items[named.position] != 0)
                    use(position.items[named.position] - 1, named.name);
    }
};

template <class Subject>
constexpr written_size measure_written() {
    builder all;
    return written_down<Subject>(all).size;
}

// A source like that of an expression, but for several results.
template <class Subject>
struct written_source {
    using subject = Subject;
    static constexpr written_size size = measure_written<Subject>();

    struct written_graph {
        graph<size.nodes, size.results, size.labels> g;
        bool is_derivative[size.nodes + 1]{};
    };
    static constexpr written_graph write() {
        builder all;
        const written_down<Subject> recorded(all);
        written_graph out;
        std::size_t next = 0;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (recorded.position.items[i] != 0) {
                out.is_derivative[next] = i >= size.formula && !is_leaf(all.nodes.items[i]);
                out.g.nodes[next++] = recorded.written(i);
            }
        for (std::size_t r = 0; r < size.results; ++r)
            out.g.result[r] = recorded.position.items[recorded.results.items[r]] - 1;
        next = 0;
        recorded.for_each_label([&](std::uint32_t place, const packed_name& name) {
            out.g.names[next++] = {place, name};
        });
        return out;
    }
    static constexpr written_graph written = write();
    // Those of the expression: a derivative need not have all of them.
    static constexpr std::size_t count_slots() {
        if constexpr (requires { Subject::formula::g; })
            return count(Subject::formula::g, slot);
        else
            return 0;
    }
    using slots = std::integral_constant<std::size_t, count_slots()>;
};
template <class Subject>
inline constexpr const auto& graph_of<written_source<Subject>> = written_source<Subject>::written.g;

} // namespace ctgrad::detail
