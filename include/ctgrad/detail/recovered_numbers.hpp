// SPDX-License-Identifier: BSL-1.0
//
// Numbers that the tape does not hold. In `Value s = 0; s += x` and `T(2)*x` the number costs no
// node, and its value is not stored, since no derivative needs it. A drawing shows it all the same:
//
//   a factor     c*x has the derivative c, which is recorded;
//   the others   the result is recorded, and + - * / are undone on the way to the number.
//
// What neither gives is NaN.
#pragma once

#include <ctgrad/detail/expanded_graph.hpp>
#include <ctgrad/primitives/arithmetic.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ctgrad::detail {

/// A number that is a factor of an operand: the derivative with respect to that operand.
template <class T>
struct known_factor {
    position number, product, statement;
    T partial; // of the statement, or of the last sum that it was added to
};

template <class T>
class number_recovery {
public:
    /// Of the nodes from `begin` on, which compute `root`, whose value is `result`.
    number_recovery(expanded_graph<T>& graph, position begin, position root, T result)
        : graph_(graph), begin_(begin), root_(root), result_(result),
          parents_(graph.nodes.size() - begin, nowhere) {
        for (position i = begin; i < graph.nodes.size(); ++i)
            for (unsigned k = 0; k < graph.arity(i); ++k)
                if (graph.nodes[i].operands[k] >= begin)
                    parents_[graph.nodes[i].operands[k] - begin] = i;
    }

    void run(std::vector<position> unknown, const std::vector<known_factor<T>>& factors) {
        for (const auto& factor : factors)
            if (const int sign = sign_of(factor.product, factor.statement); sign != 0)
                graph_.nodes[factor.number].data = static_cast<T>(sign) * factor.partial;
        evaluate();
        std::erase_if(unknown,
                      [&](position i) { return graph_.nodes[i].data == graph_.nodes[i].data; });
        if (unknown.size() != 1)
            return;
        graph_.nodes[unknown[0]].data = undone(unknown[0]);
        evaluate();
    }

private:
    [[nodiscard]] bool is(position i, const primitive_info& what) const {
        return graph_.nodes[i].what->info->id == what.id;
    }
    [[nodiscard]] position parent(position i) const { return parents_[i - begin_]; }
    void evaluate() {
        for (position i = begin_; i < graph_.nodes.size(); ++i)
            if (graph_.nodes[i].what != nullptr && i != root_)
                graph_.nodes[i].data = graph_.evaluated(i);
    }

    // d(last)/d(node) if only sums are between them, else 0.
    [[nodiscard]] int sign_of(position i, position last) const {
        int sign = 1;
        for (; i != last; i = parent(i)) {
            const position sum = parent(i);
            if (is(sum, info<op::negate>) ||
                (is(sum, info<op::subtract>) && graph_.nodes[sum].operands[1] == i))
                sign = -sign;
            else if (!is(sum, info<op::add>) && !is(sum, info<op::subtract>))
                return 0;
        }
        return sign;
    }

    // The number with which the root has its value.
    [[nodiscard]] T undone(position number) const {
        std::vector<position> path{number};
        while (path.back() != root_)
            path.push_back(parent(path.back()));
        T value = result_, largest = std::abs(result_);
        for (std::size_t step = path.size() - 1; step > 0; --step) {
            const position operation = path[step];
            const auto& operands = graph_.nodes[operation].operands;
            const bool first = operands[0] == path[step - 1];
            const T other =
                graph_.arity(operation) == 2 ? graph_.nodes[operands[first ? 1 : 0]].data : T(0);
            if (is(operation, info<op::add>))
                value = value - other;
            else if (is(operation, info<op::subtract>))
                value = first ? value + other : other - value;
            else if (is(operation, info<op::multiply>))
                value = value / other;
            else if (is(operation, info<op::divide>))
                value = first ? value * other : other / value;
            else if (is(operation, info<op::negate>))
                value = -value;
            else
                return std::numeric_limits<T>::quiet_NaN();
            largest = std::max({largest, std::abs(other), std::abs(value)});
        }
        return without_rounding(value, largest);
    }

    // The digits that the rounding of numbers as large as `largest` has spoilt are taken off.
    static T without_rounding(T value, T largest) {
        constexpr int spoilt = 3;
        if (!(largest > 0 && largest <= std::numeric_limits<T>::max()))
            return value;
        const T power = std::pow(T(10), T(std::numeric_limits<T>::digits10 - spoilt) -
                                            std::ceil(std::log10(largest)));
        const T rounded = std::round(value * power) / power;
        return rounded - rounded == 0 ? rounded + T(0) : value;
    }

    expanded_graph<T>& graph_;
    position begin_, root_;
    T result_;
    std::vector<position> parents_;
};

} // namespace ctgrad::detail
