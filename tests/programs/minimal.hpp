// SPDX-License-Identifier: BSL-1.0
//
// A program that fails, made smaller as long as it goes on failing: nodes become the result,
// operands take the place of operations, inputs and simple numbers that of operands.
#pragma once

#include "states.hpp"

namespace programs {

/// Whether an operation has nothing to differentiate by, or a select only numbers to choose from or
/// to compare: what no generator writes.
inline bool is_degenerate(const program& p) {
    for (const node& n : p.nodes) {
        bool literal[4] = {true, true, true, true};
        for (unsigned k = 0; k < n.arity; ++k)
            literal[k] = p.nodes[n.operand[k]].literal;
        const bool numbers_only = n.arity == 4
                                      ? (literal[0] && literal[1]) || (literal[2] && literal[3])
                                      : literal[0] && literal[1] && literal[2];
        bool number_is_none = false;
        for (unsigned k = 0; k < n.arity; ++k)
            number_is_none = number_is_none || (is_number_of(n.name, k) && !literal[k]);
        if ((n.arity != 0 && numbers_only) || number_is_none)
            return true;
    }
    return p.nodes.back().literal;
}

template <class Fails>
class shrinking {
public:
    shrinking(program p, const Fails& fails) : best_(std::move(p)), fails_(fails) {}

    program run() {
        while (earlier_results() || without_operations() || with_leaves() ||
               with_simple_numbers()) {
        }
        return best_;
    }

private:
    bool accept(const program& candidate) {
        if (is_degenerate(candidate) || !fails_(candidate))
            return false;
        best_ = candidate;
        return true;
    }
    bool earlier_results() {
        for (std::size_t i = best_.inputs(); i + 1 < best_.nodes.size(); ++i)
            if (accept(with_result(best_, i)))
                return true;
        return false;
    }
    // The program in which `instead` is used wherever node i was.
    [[nodiscard]] program without(std::size_t i, std::size_t instead) const {
        program p = best_;
        for (node& n : p.nodes)
            for (unsigned k = 0; k < n.arity; ++k)
                if (n.operand[k] == i)
                    n.operand[k] = instead;
        return with_result(p, i + 1 == p.nodes.size() ? instead : p.nodes.size() - 1);
    }
    bool without_operations() {
        for (std::size_t i = best_.nodes.size(); i-- > best_.inputs();)
            for (unsigned k = 0; k < best_.nodes[i].arity; ++k)
                if (accept(without(i, best_.nodes[i].operand[k])))
                    return true;
        return false;
    }
    // Node i becomes a number, or node 0 takes its place.
    bool with_leaves() {
        for (std::size_t i = best_.nodes.size() - 1; i-- > best_.inputs();) {
            if (best_.nodes[i].arity == 0)
                continue;
            if (accept(without(i, 0)))
                return true;
            for (const double number : {1.0, 0.5, 2.0}) {
                program p = best_;
                p.nodes[i] = leaf(true, number);
                if (accept(with_result(p, p.nodes.size() - 1)))
                    return true;
            }
        }
        for (std::size_t i = best_.inputs(); i-- > 1;)
            if (accept(without(i, 0)))
                return true;
        return false;
    }
    bool with_simple_numbers() {
        for (std::size_t i = 0; i < best_.nodes.size(); ++i) {
            node& n = best_.nodes[i];
            if (n.arity != 0)
                continue;
            for (const double simple :
                 {1.0, 2.0, 0.5, std::nearbyint(n.number), std::nearbyint(8 * n.number) / 8}) {
                if (simple == n.number)
                    break;
                program p = best_;
                p.nodes[i].number = simple;
                if (accept(p))
                    return true;
            }
        }
        return false;
    }

    program best_;
    const Fails& fails_;
};

/// The smallest program found that `fails(program)`.
template <class Fails>
program minimal(const program& p, const Fails& fails) {
    return shrinking<Fails>(p, fails).run();
}

} // namespace programs
