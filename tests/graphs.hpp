// SPDX-License-Identifier: BSL-1.0
//
// What the tests see of graphs: those of typed expressions, and the programs generated from them.
#pragma once

#include <ctgrad/function.hpp>
#include <ctgrad/gradient.hpp>

#include <string_view>

namespace graphs {

using namespace ctgrad::detail;

/// The graph of a typed expression.
template <class Expression>
constexpr const auto& of = graph_of<typename Expression::source>;

/// How many distinct nodes a typed expression has.
constexpr std::size_t nodes(const auto& expression) {
    return of<std::remove_cvref_t<decltype(expression)>>.size;
}

/// What is executed for a recipe.
template <class Recipe>
constexpr const auto& program_of = program<Recipe>::g;

template <class Expression>
using formula_of_expression = typed_formula<typename Expression::source>;
template <class Expression>
using value_of_expression = value_recipe<formula_of_expression<Expression>>;
template <class Expression>
using gradient_of_expression = gradient_recipe<formula_of_expression<Expression>, false>;

template <class Function, class... Args>
using value_of_function = value_recipe<formula_of<Function, Args...>>;
template <class Function, class... Args>
using gradient_of_function = gradient_recipe<formula_of<Function, Args...>, false>;

/// How many operations of a program have this name, or have any.
template <class Recipe>
constexpr std::size_t operations(std::string_view name) {
    std::size_t total = 0;
    for (const node& n : program_of<Recipe>.nodes)
        total += !is_leaf(n) && n.operation->name == name;
    return total;
}
template <class Recipe>
constexpr std::size_t operations() {
    std::size_t total = 0;
    for (const node& n : program_of<Recipe>.nodes)
        total += !is_leaf(n);
    return total;
}

/// Whether every node of a program is used, by a later node or as a result.
template <class Recipe>
constexpr bool all_is_used() {
    constexpr const auto& g = program_of<Recipe>;
    for (std::size_t i = 0; i < g.size; ++i) {
        bool used = false;
        for (std::size_t j = i + 1; j < g.size; ++j)
            for (std::size_t k = 0; k < g.nodes[j].operation->arity; ++k)
                used = used || g.nodes[j].word[k] == i;
        for (std::size_t r = 0; r < g.results; ++r)
            used = used || g.result[r] == i;
        if (!used)
            return false;
    }
    return true;
}

/// Whether each node stands after its operands, and no two are equal.
constexpr bool is_well_formed(const auto& g) {
    for (std::size_t i = 0; i < g.size; ++i) {
        for (std::size_t k = 0; k < g.nodes[i].operation->arity; ++k)
            if (g.nodes[i].word[k] >= i)
                return false;
        for (std::size_t j = 0; j < i; ++j)
            if (g.nodes[i] == g.nodes[j])
                return false;
    }
    return true;
}

} // namespace graphs
