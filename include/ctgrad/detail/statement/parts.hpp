// SPDX-License-Identifier: BSL-1.0
//
// The parts of a statement: plain numbers, Values, and operations on parts (`value/statement.hpp`).
// Each knows its value; asked for its leaf number K, counted from the left over the whole
// statement, it writes the node there, or the derivative with respect to it. All of it is done by
// the types.
#pragma once

#include <ctgrad/detail/tape/node_id.hpp>

#include <type_traits>

namespace ctgrad {

template <class T>
class basic_value;

/// A base in this namespace, whose operators and functions are so found by their arguments.
struct value_expression {};

namespace detail {

struct value_front_end;

/// More operands than this are not put into one statement: the larger part becomes a node first.
inline constexpr unsigned max_statement_leaves = 30;

template <class Seed>
void refuse_gradient() {
    constexpr bool is_value = std::is_void_v<Seed>;
    static_assert(is_value,
                  "ctgrad: backward() and grad() are asked of a Value, here of an expression of "
                  "Values: write Value y = x * x for auto y = x * x, then y.backward(); see "
                  "docs/reference/value.md");
}

// What all parts of a statement inherit.
struct statement_part : value_expression {
    using front_end = value_front_end;

    // Slips: an expression has no node yet. Templates, as only what is called is an error.
    template <class Seed = int>
    void backward(const Seed& = {}) const {
        refuse_gradient<Seed>();
    }
    template <class Seed = int>
    Seed grad() const {
        refuse_gradient<Seed>();
        return {};
    }
};
template <class X>
concept statement = std::is_base_of_v<statement_part, X>;

/// A plain number in a statement.
template <class T>
struct number_part : statement_part {
    using scalar = T;
    static constexpr unsigned leaves = 0, constants = 1;

    T value;

    [[gnu::always_inline]] explicit number_part(T number) : value(number) {}

    template <unsigned K>
    [[gnu::always_inline]] void ids(node_id*) const {}
    template <unsigned K>
    [[gnu::always_inline]] void partials(const T&, T*) const {}
    template <unsigned C>
    [[gnu::always_inline]] void numbers(T* out) const {
        out[C] = value;
    }
};

/// A Value as an operand of a statement, which keeps the node alive.
template <class T>
struct leaf_part : statement_part {
    using scalar = T;
    static constexpr unsigned leaves = 1, constants = 0;

    T value;
    node_id id; // 0: a number

    [[gnu::always_inline]] leaf_part(T data, node_id node) : value(data), id(node) {}

    template <unsigned K>
    [[gnu::always_inline]] void ids(node_id* out) const {
        out[K] = id;
    }
    template <unsigned K>
    [[gnu::always_inline]] void partials(const T& adjoint, T* out) const {
        out[K] = adjoint;
    }
    template <unsigned C>
    [[gnu::always_inline]] void numbers(T*) const {}
};

} // namespace detail
} // namespace ctgrad
