// SPDX-License-Identifier: BSL-1.0
//
// How an operation stands in a formula, with minimal parentheses: a stack of pieces, of which a
// writer replaces the nodes by their own pieces until only characters are left.
#pragma once

#include <ctgrad/builder.hpp>
#include <ctgrad/primitive.hpp>

namespace ctgrad::detail {

struct piece {
    std::size_t node = 0;
    int precedence = 0;            // below which parentheses are needed
    std::string_view characters{}; // of a node: empty
};

// The operation's format with the operands in the places of '%', last first.
template <class Position>
constexpr void push_format(buffer<piece>& stack, const primitive_info& op,
                           const Position* operands) {
    std::size_t end = op.format.size(), k = op.arity;
    for (std::size_t i = op.format.size(); i-- > 0;) {
        if (op.format[i] != '%')
            continue;
        if (i + 1 < end)
            stack.push({0, 0, op.format.substr(i + 1, end - i - 1)});
        --k;
        // Inside a call nothing binds tighter; to the right of an operator, more must: - of -x
        // is -(-x), as --x means something else.
        const int inside = op.precedence == call_precedence ? 0 : op.precedence + (i > 0);
        stack.push({operands[k], inside});
        end = i;
    }
    if (end > 0)
        stack.push({0, 0, op.format.substr(0, end)});
}

/// The pieces of an operation, last first.
template <class Position>
constexpr void push_pieces(buffer<piece>& stack, const primitive_info& op, const Position* operands,
                           int precedence) {
    const bool parentheses = op.precedence < precedence;
    if (parentheses)
        stack.push({0, 0, ")"});
    if (op.format.empty()) {
        stack.push({0, 0, ")"});
        for (std::size_t k = op.arity; k-- > 0;) {
            stack.push({operands[k], 0});
            if (k > 0)
                stack.push({0, 0, ", "});
        }
        stack.push({0, 0, "("});
        stack.push({0, 0, op.name});
    } else
        push_format(stack, op, operands);
    if (parentheses)
        stack.push({0, 0, "("});
}

} // namespace ctgrad::detail
