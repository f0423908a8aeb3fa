// SPDX-License-Identifier: BSL-1.0
//
// From a recipe to a finished program. A recipe is a type with
//
//     static constexpr void build(builder& graph, buffer<std::uint32_t>& results);
//
// which writes a formula, and whatever passes add to it, into a builder. The program is what the
// results need of it, and nothing else, as a constant graph: `program<Recipe>::g`.
#pragma once

#include <ctgrad/simplify.hpp>

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

// A copy of what the results need, with integer powers multiplied out if `Multiply`. Depth first,
// so that a value is computed just before it is used and few are alive at a time: compilers keep to
// that order.
template <bool Multiply>
class lowering {
public:
    constexpr lowering(const builder& from, builder& to) : from_(from), to_(to) {
        position_.reset(from.size());
    }

    constexpr std::uint32_t copy(std::uint32_t result) {
        stack_.push(result);
        while (stack_.size > 0) {
            const std::uint32_t i = stack_.items[stack_.size - 1];
            if (position_.items[i] != 0 || !wait_for_operands(from_.nodes.items[i])) {
                --stack_.size;
                if (position_.items[i] == 0)
                    position_.items[i] = 1 + lowered(from_.nodes.items[i]);
            }
        }
        return position_.items[result] - 1;
    }

private:
    // The exponent of a power that is multiplied out is not needed.
    constexpr std::size_t operands(const node& n) const {
        return Multiply && is_multiplied(from_, n) ? 1 : n.operation->arity;
    }
    constexpr bool wait_for_operands(const node& n) {
        const std::size_t before = stack_.size;
        for (std::size_t k = operands(n); k-- > 0;)
            if (position_.items[n.word[k]] == 0)
                stack_.push(static_cast<std::uint32_t>(n.word[k]));
        return stack_.size > before;
    }
    constexpr std::uint32_t lowered(node n) {
        const std::size_t count = operands(n);
        const bool multiplied = count < n.operation->arity;
        const double exponent = multiplied ? literal_value(from_.nodes.items[n.word[1]]) : 0;
        for (std::size_t k = 0; k < count; ++k)
            n.word[k] = position_.items[n.word[k]] - 1;
        return multiplied ? integer_power(to_, n.word[0], static_cast<int>(exponent)) : to_.push(n);
    }

    const builder& from_;
    builder& to_;
    buffer<std::uint32_t> position_; // one higher; 0: not copied yet
    buffer<std::uint32_t> stack_;
};

// Runs a recipe and keeps of it what the results need.
template <class Recipe>
constexpr void finish(builder& finished, buffer<std::uint32_t>& results) {
    builder recorded;
    Recipe::build(recorded, results);
    lowering<true> pass(recorded, finished);
    for (std::size_t r = 0; r < results.size; ++r)
        results.items[r] = pass.copy(results.items[r]);
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
    static constexpr graph_size size{Nodes, Results};
    static constexpr bool runs = true;
    static constexpr void refuse() {}
};
// A recipe that the compiler cannot run: a sentence and the compiler's own reason, and then a
// program all the same, so that no other error follows.
template <class Recipe>
struct not_measured {
    static constexpr bool runs = false;
    static constexpr graph_size size{1, 1};
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        results.push(b.literal(0));
    }
    // Not in the class itself: there clang gives up after a static_assert, without its reason.
    static constexpr auto refuse() {
        constexpr bool runs_while_compiling = std::is_void_v<Recipe>;
        static_assert(
            runs_while_compiling,
            "ctgrad: function(lambda) is run by the compiler, this lambda cannot be: it calls "
            "something that is not constexpr or not in ctgrad (std::exp for exp, for example), "
            "or it takes more steps than allowed (raise -fconstexpr-steps of clang, "
            "-fconstexpr-ops-limit of g++); the compiler's own reason follows; see "
            "docs/reference/function.md");
        constexpr graph_size reason = measure<Recipe>();
        return reason;
    }
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
    using refusal = decltype(measured::refuse());
    static constexpr graph_size size = measured::size;

    static constexpr auto make() {
        builder b;
        buffer<std::uint32_t> results;
        finish<std::conditional_t<measured::runs, Recipe, measured>>(b, results);
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
