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

class lowering {
public:
    constexpr lowering(const builder& from, builder& to) : from_(from), to_(to) {
        position_.assign(from.size(), 0);
        needed_.assign(from.size(), false);
    }
    constexpr void need(const buffer<std::uint32_t>& results) {
        for (std::size_t r = 0; r < results.size(); ++r)
            needed_[results[r]] = true;
        for (std::size_t i = from_.size(); i-- > 0;)
            if (needed_[i])
                for (std::size_t k = 0; k < from_[i].operation->arity; ++k)
                    needed_[from_[i].word[k]] = true;
    }
    constexpr void copy() {
        for (std::size_t i = 0; i < from_.size(); ++i)
            if (needed_[i])
                position_[i] = lowered(from_[i]);
    }
    constexpr std::uint32_t operator[](std::size_t i) const { return position_[i]; }

private:
    constexpr std::uint32_t lowered(node n) {
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            n.word[k] = position_[n.word[k]];
        if (n.operation == operation<op::power>()) {
            const double p = literal_value(to_[n.word[1]]);
            const double magnitude = p < 0 ? -p : p;
            if (magnitude <= largest_multiplied_power && p == static_cast<int>(p)) {
                const std::uint32_t result =
                    multiplied(static_cast<std::uint32_t>(n.word[0]), static_cast<int>(magnitude));
                return p < 0 ? to_.push({operation<op::divide>(), {to_.literal(1), result}})
                             : result;
            }
        }
        return to_.push(n);
    }
    constexpr std::uint32_t multiplied(std::uint32_t x, int n) {
        if (n == 0)
            return to_.literal(1);
        if (n == 1)
            return x;
        const std::uint32_t part = multiplied(x, n % 2 != 0 ? n - 1 : n / 2);
        return to_.push({operation<op::multiply>(), {part, n % 2 != 0 ? x : part}});
    }

    const builder& from_;
    builder& to_;
    buffer<std::uint32_t> position_;
    buffer<bool> needed_;
};

// What remains when nodes that no result needs (literals of lowered powers) are gone.
constexpr void lower(const builder& from, builder& to, buffer<std::uint32_t>& results) {
    lowering pass(from, to);
    pass.need(results);
    pass.copy();
    for (std::size_t r = 0; r < results.size(); ++r)
        results[r] = pass[results[r]];
}
template <class Recipe>
constexpr void finish(builder& finished, buffer<std::uint32_t>& results) {
    builder recorded, lowered;
    Recipe::build(recorded, results);
    lower(recorded, lowered, results);
    lower(lowered, finished, results);
}

struct graph_size {
    std::size_t nodes, results;
};

template <class Recipe>
constexpr graph_size measure() {
    builder b;
    buffer<std::uint32_t> results;
    finish<Recipe>(b, results);
    return {b.size(), results.size()};
}

// Whether the compiler can run a recipe, by substitution: a call that is no constant expression is
// no template argument.
template <class Recipe, std::size_t Nodes = measure<Recipe>().nodes>
constexpr bool can_be_run(int) {
    return true;
}
template <class Recipe>
constexpr bool can_be_run(long) {
    return false;
}

template <class Recipe>
struct program {
    static_assert(
        can_be_run<Recipe>(0),
        "ctgrad: function(lambda) is run by the compiler, this lambda cannot be: it calls "
        "something that is not constexpr or not in ctgrad (std::exp for exp, for example), "
        "or it takes more steps than allowed (raise -fconstexpr-steps of clang, "
        "-fconstexpr-ops-limit of g++); the compiler's own reason follows; see "
        "docs/reference/function.md");
    static constexpr graph_size size = measure<Recipe>();

    static constexpr auto make() {
        builder b;
        buffer<std::uint32_t> results;
        finish<Recipe>(b, results);
        graph<size.nodes, size.results> out;
        for (std::size_t i = 0; i < size.nodes; ++i)
            out.nodes[i] = b[i];
        for (std::size_t r = 0; r < size.results; ++r)
            out.result[r] = results[r];
        return out;
    }
    static constexpr auto g = make();
};

} // namespace ctgrad::detail
