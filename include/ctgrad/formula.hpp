// SPDX-License-Identifier: BSL-1.0
//
// The recipes of program.hpp for a formula, whoever wrote it: its values, its gradient or Jacobian,
// the data and grad of each of its nodes. A formula is a type with
//
//     static constexpr std::array<input, N> inputs;
//     static constexpr void build(builder& graph, buffer<std::uint32_t>& results);
//
// whose inputs stand in the graph as variables and parameters that hold their position.
#pragma once

#include <ctgrad/program.hpp>

#include <array>

namespace ctgrad::detail {

struct input {
    packed_name name{};
    bool differentiated = true;
};

constexpr node input_node(const input& what, std::size_t position) {
    return {what.differentiated ? &variable : &parameter, {position}};
}

// Results: the values if `Values`, then for each result its adjoints with respect to all variables.
template <class Formula, bool Values>
struct gradient_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots;
        Formula::build(b, roots);
        if (Values)
            for (std::size_t r = 0; r < roots.size; ++r)
                results.push(roots.items[r]);
        reverse_pass pass(b, false, roots.size);
        for (std::size_t r = 0; r < roots.size; ++r) {
            pass.sweep(roots.items[r]);
            for (std::size_t i = 0; i < Formula::inputs.size(); ++i) {
                if (!Formula::inputs[i].differentiated)
                    continue;
                const node leaf = input_node(Formula::inputs[i], i);
                results.push(b.contains(leaf) ? pass.adjoint(b.push(leaf)) : b.literal(0));
            }
        }
    }
};

// Results: the value of every node of the formula, then the adjoint of every node.
template <class Formula>
struct backward_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots;
        Formula::build(b, roots);
        const std::size_t size = b.size();
        for (std::size_t i = 0; i < size; ++i)
            results.push(static_cast<std::uint32_t>(i));
        reverse_pass pass(b, true, 1);
        pass.sweep(roots.items[0]);
        for (std::size_t i = 0; i < size; ++i)
            results.push(pass.adjoint(static_cast<std::uint32_t>(i)));
    }
};

} // namespace ctgrad::detail
