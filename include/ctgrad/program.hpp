// SPDX-License-Identifier: BSL-1.0
//
// From a recipe to a finished program. A recipe is a type with
//
//     static constexpr void build(builder& graph, buffer<std::uint32_t>& results);
//
// which writes a formula, and whatever passes add to it, into a builder. The program is what the
// results need of it, and nothing else, as a constant graph: `program<Recipe>::g`.
#pragma once

#include <ctgrad/reverse.hpp>

namespace ctgrad::detail {

// Integer powers are multiplications: pow(x, 3) and its derivative 3*pow(x, 2) share x*x. Beyond 64
// the accumulated rounding would be worse than std::pow's.
inline constexpr double largest_multiplied_power = 64;

constexpr bool is_multiplied(const builder& graph, const node& n) {
    if (n.operation->id != info<op::power>.id)
        return false;
    const double p = literal_value(graph.nodes.items[n.word[1]]);
    return -largest_multiplied_power <= p && p <= largest_multiplied_power &&
           p == static_cast<int>(p);
}

constexpr std::uint32_t multiplied(builder& graph, std::uint64_t x, int n) {
    if (n == 0)
        return graph.literal(1);
    if (n == 1)
        return static_cast<std::uint32_t>(x);
    const std::uint32_t part = multiplied(graph, x, n % 2 != 0 ? n - 1 : n / 2);
    return graph.push({operation<op::multiply>(), {part, n % 2 != 0 ? x : part}});
}
constexpr std::uint32_t integer_power(builder& graph, std::uint64_t x, int n) {
    if (n >= 0)
        return multiplied(graph, x, n);
    return graph.push({operation<op::divide>(), {graph.literal(1), multiplied(graph, x, -n)}});
}

// Runs a recipe and keeps of it what the results need, with integer powers multiplied out.
template <class Recipe>
constexpr void finish(builder& finished, buffer<std::uint32_t>& results) {
    builder recorded;
    Recipe::build(recorded, results);

    buffer<bool> needed(recorded.size());
    for (std::size_t r = 0; r < results.size; ++r)
        needed.items[results.items[r]] = true;
    for (std::size_t i = recorded.size(); i-- > 0;) {
        if (!needed.items[i])
            continue;
        const node& n = recorded.nodes.items[i];
        const std::size_t operands = is_multiplied(recorded, n) ? 1 : n.operation->arity;
        for (std::size_t k = 0; k < operands; ++k)
            needed.items[n.word[k]] = true;
    }

    buffer<std::uint32_t> position(recorded.size());
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (!needed.items[i])
            continue;
        node n = recorded.nodes.items[i];
        const bool multiply = is_multiplied(recorded, n);
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (k == 0 || !multiply)
                n.word[k] = position.items[n.word[k]];
        position.items[i] =
            multiply
                ? integer_power(finished, n.word[0],
                                static_cast<int>(literal_value(recorded.nodes.items[n.word[1]])))
                : finished.push(n);
    }
    for (std::size_t r = 0; r < results.size; ++r)
        results.items[r] = position.items[results.items[r]];
}

struct graph_size {
    std::size_t nodes, results;
};

template <class Recipe>
constexpr graph_size measure() {
    builder b;
    buffer<std::uint32_t> results;
    finish<Recipe>(b, results);
    return {b.size(), results.size};
}

// The size of a program, by substitution, as a call that is no constant expression is no template
// argument. So a recipe that the compiler cannot run is noticed before it is run in earnest.
template <std::size_t Nodes, std::size_t Results>
struct measured {
    static constexpr bool runs = true;
    static constexpr graph_size size{Nodes, Results};
};
template <class Recipe>
struct not_measured {
    static constexpr bool runs = false;
    static constexpr graph_size size = measure<Recipe>();
};
template <graph_size Size>
constexpr measured<Size.nodes, Size.results> size_as_type();

template <class Recipe, class Measured = decltype(size_as_type<measure<Recipe>()>())>
constexpr Measured try_measuring(int);
template <class Recipe>
constexpr not_measured<Recipe> try_measuring(long);

template <class Recipe>
struct program {
    using measured = decltype(try_measuring<Recipe>(0));
    static_assert(
        measured::runs,
        "ctgrad: function(lambda) is run by the compiler, this lambda cannot be: it calls "
        "something that is not constexpr or not in ctgrad (std::exp for exp, for example), "
        "or it takes more steps than allowed (raise -fconstexpr-steps of clang, "
        "-fconstexpr-ops-limit of g++); the compiler's own reason follows; see "
        "docs/reference/function.md");
    static constexpr graph_size size = measured::size;

    static constexpr auto make() {
        builder b;
        buffer<std::uint32_t> results;
        finish<Recipe>(b, results);
        graph<size.nodes, size.results> out;
        for (std::size_t i = 0; i < size.nodes; ++i)
            out.nodes[i] = b.nodes.items[i];
        for (std::size_t r = 0; r < size.results; ++r)
            out.result[r] = results.items[r];
        return out;
    }
    static constexpr auto g = make();
};

} // namespace ctgrad::detail
