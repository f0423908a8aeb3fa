// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a program on eight Values: made, combined, copied, moved, dropped, summed over
// chunks, swept. Beside it a graph of the simplest kind, nodes in a list. All numbers are integers
// that doubles hold exactly, so that the order of a sum does not matter and all has to be equal.
#pragma once

#include "require.hpp"

#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fuzz_graph {

using ctgrad::Value;

struct node {
    double data = 0, grad = 0;
    // Operands and partials; of a product of arrays (`reads`) the partial is the data of another.
    struct operand {
        std::size_t node;
        double partial;
        std::size_t reads;
    };
    std::vector<operand> operands = {};
    bool leaf = true;
    std::string label = {};
};
constexpr std::size_t nothing = ~std::size_t{0};
constexpr double largest = 1e12; // products of two, and sums of many, are exact

class machine {
public:
    /// Whether all memory has to come back at once: what only an expression kept comes back later.
    bool run(std::string_view bytes) {
        while (!bytes.empty() && is_exact_) {
            if (!step(bytes))
                break;
            if (is_exact_)
                compare();
        }
        return !has_kept_;
    }

private:
    bool step(std::string_view& bytes) {
        const unsigned what = next_byte(bytes) % 24, which = next_byte(bytes);
        const std::size_t a = which & 7, b = which >> 3 & 7;
        const unsigned more = next_byte(bytes);
        const std::size_t c = more & 7;
        const double number = static_cast<double>(more >> 3 & 7) - 3;
        Value& x = values_[a];
        const Value &y = values_[b], &z = values_[c];
        const std::size_t i = at_[b], j = at_[c];
        // A leaf that was never used by name is a number in `x += 1`, which makes a leaf again;
        // whether it was used is not said here.
        if ((what == 9 || what == 11 || what == 13) && i == nothing)
            return true;
        if (what == 10 && i == nothing && j == nothing)
            return true;
        switch (what) {
        case 0:
            x = Value{number};
            return let(a, leaf(number));
        case 1:
            x = number;
            return let(a, leaf(number));
        case 2:
            x = Value();
            return let(a, nothing);
        case 3:
            x = y;
            return let(a, i);
        case 4: {
            Value moved = std::move(values_[b]);
            require(y.is_number(), "what was moved from is a constant");
            values_[b] = Value(); // of which number is not said
            at_[b] = nothing;
            x = std::move(moved);
            return let(a, i);
        }
        case 5:
            x = y + z;
            return let(a, made(data(i) + data(j), {{i, 1, nothing}, {j, 1, nothing}}));
        case 6:
            x = y - z * number;
            return let(a,
                       made(data(i) - data(j) * number, {{i, 1, nothing}, {j, -number, nothing}}));
        case 7:
            x = y * z;
            return let(a, made(data(i) * data(j), {{i, data(j), nothing}, {j, data(i), nothing}}));
        case 8:
            x = y * y * z + number;
            return let(
                a, made(data(i) * data(i) * data(j) + number,
                        {{i, 2 * data(i) * data(j), nothing}, {j, data(i) * data(i), nothing}}));
        case 9:
            x += y;
            return let(a, made(data(at_[a]) + data(i), {{at_[a], 1, nothing}, {i, 1, nothing}}));
        case 10:
            x -= y * z;
            return let(
                a, made(data(at_[a]) - data(i) * data(j),
                        {{at_[a], 1, nothing}, {i, -data(j), nothing}, {j, -data(i), nothing}}));
        case 11:
            x *= y;
            return let(a, made(data(at_[a]) * data(i),
                               {{at_[a], data(i), nothing}, {i, data(at_[a]), nothing}}));
        case 12:
            x = -y;
            return let(a, made(-data(i), {{i, -1, nothing}}));
        case 13: // through several chunks, a statement or a node of many terms
            return repeat(a, b, more);
        case 14:
            x = y.detach();
            return let(a, leaf(data(i)));
        case 15:
            return sum_or_dot(a, b, more);
        case 16:
            has_kept_ = true;
            kept_.emplace(y * z);
            kept_nodes_ =
                made_of(data(i) * data(j), {{i, data(j), nothing}, {j, data(i), nothing}});
            return true;
        case 17: {
            if (!kept_)
                return true;
            x = *kept_ + number;
            node sum = kept_nodes_;
            sum.data += number;
            return let(a, add(sum));
        }
        case 18:
            kept_.reset();
            return true;
        case 19:
            if (at_[a] == nothing)
                return true;
            x.zero_grad();
            nodes_[at_[a]].grad = 0;
            return true;
        case 20:
            if (at_[a] == nothing)
                return true;
            x.data() = number;
            nodes_[at_[a]].data = number;
            return true;
        case 21:
            if (at_[a] == nothing)
                return true;
            x.label(std::to_string(more));
            nodes_[at_[a]].label = std::to_string(more);
            return true;
        case 22:
            if (at_[a] == nothing || at_[a] != at_[b])
                require(!x.is_same_node(y), "two nodes are not the same");
            else
                require(x.is_same_node(y), "two names of a node are the same");
            return true;
        default:
            if (at_[a] == nothing)
                return true;
            x.backward(number);
            backward(at_[a], number);
            return true;
        }
    }

    bool repeat(std::size_t a, std::size_t b, unsigned how) {
        if (++repeats_ > 2)
            return false;
        const std::size_t times = how < 128 ? 5000 : 300 * (how & 31);
        Value& x = values_[a];
        const Value y = values_[b]; // may be the same
        for (std::size_t k = 0; k < times; ++k) {
            if ((how & 1) != 0)
                x += y;
            else
                x = x + y * 1;
        }
        const std::size_t i = at_[b];
        const auto n = static_cast<double>(times);
        if (times == 0)
            return true;
        return let(a, made(data(at_[a]) + n * data(i), {{at_[a], 1, nothing}, {i, n, nothing}}));
    }
    // Of some of the Values, or of Values made together.
    bool sum_or_dot(std::size_t a, std::size_t b, unsigned how) {
        const std::size_t n = 1 + (how >> 3 & 3), first = std::min(b, 8 - n),
                          second = std::min(std::size_t{how & 7}, 8 - n);
        node result{.leaf = false};
        for (std::size_t k = 0; k < n; ++k) {
            if (at_[first + k] == nothing || at_[second + k] == nothing)
                return true; // a constant is no operand of these: graph_error
            const std::size_t i = at_[first + k], j = at_[second + k];
            if ((how & 64) != 0) {
                result.data += data(i);
                result.operands.push_back({i, 1, nothing});
            } else {
                result.data += data(i) * data(j);
                result.operands.push_back({i, 0, j});
                result.operands.push_back({j, 0, i});
            }
        }
        const std::span<const Value> all(values_);
        values_[a] = (how & 64) != 0 ? sum(all.subspan(first, n))
                                     : dot(all.subspan(first, n), all.subspan(second, n));
        return let(a, add(result));
    }

    std::size_t add(const node& made) {
        is_exact_ = is_exact_ && std::abs(made.data) < largest;
        nodes_.push_back(made);
        return nodes_.size() - 1;
    }
    std::size_t leaf(double data) { return add({.data = data}); }
    // A statement of constants makes a leaf; a constant among the operands is none.
    node made_of(double data, std::vector<node::operand> operands) {
        std::erase_if(operands, [](const auto& x) { return x.node == nothing; });
        for (const auto& x : operands)
            is_exact_ = is_exact_ && std::abs(x.partial) < largest;
        const bool is_leaf = operands.empty();
        return {.data = data, .operands = std::move(operands), .leaf = is_leaf};
    }
    std::size_t made(double data, std::vector<node::operand> operands) {
        return add(made_of(data, std::move(operands)));
    }
    [[nodiscard]] double data(std::size_t i) const { return i == nothing ? 0 : nodes_[i].data; }
    bool let(std::size_t a, std::size_t node) {
        at_[a] = node;
        return true;
    }

    void backward(std::size_t from, double seed) {
        std::vector<double> adjoints(nodes_.size()), sizes(nodes_.size());
        adjoints[from] = seed;
        sizes[from] = std::abs(seed);
        for (std::size_t i = from + 1; i-- > 0;)
            for (const auto& x : nodes_[i].operands) {
                const double partial = x.reads == nothing ? x.partial : nodes_[x.reads].data;
                adjoints[x.node] += adjoints[i] * partial;
                sizes[x.node] += sizes[i] * std::abs(partial);
            }
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            is_exact_ = is_exact_ && sizes[i] < 1e15;
            nodes_[i].grad = adjoints[i] + (nodes_[i].leaf ? nodes_[i].grad : 0);
            is_exact_ = is_exact_ && std::abs(nodes_[i].grad) < 1e15;
        }
    }
    void compare() {
        for (std::size_t k = 0; k < values_.size(); ++k) {
            const Value& x = values_[k];
            const std::size_t i = at_[k];
            require(x.is_number() == (i == nothing), "a constant is one");
            if (i == nothing)
                continue;
            // Only now and then, as a look makes a difference: a sum that was looked at goes on in
            // a new node.
            if ((++looks_ & 3) == 0)
                require(x.grad() == nodes_[i].grad && x.label() == nodes_[i].label,
                        "the grad is right");
            require(x.data() == nodes_[i].data, "the data are right");
        }
    }

    using product = decltype(std::declval<const Value&>() * std::declval<const Value&>());
    std::array<Value, 8> values_;
    std::array<std::size_t, 8> at_ = {nothing, nothing, nothing, nothing,
                                      nothing, nothing, nothing, nothing};
    std::vector<node> nodes_;
    std::optional<product> kept_;
    node kept_nodes_;
    bool is_exact_ = true, has_kept_ = false;
    unsigned repeats_ = 0, looks_ = 0;
};

} // namespace fuzz_graph

inline void fuzz(std::string_view bytes) {
    const std::size_t before = ctgrad::detail::tape<double>::here().chunks_in_use();
    const bool comes_back = fuzz_graph::machine().run(bytes);
    require(!comes_back || ctgrad::detail::tape<double>::here().chunks_in_use() <= before + 2,
            "memory comes back with the last name");
}
