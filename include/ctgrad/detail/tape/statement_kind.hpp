// SPDX-License-Identifier: BSL-1.0
//
// What a statement computes, as data: its formula in postfix order. Entries hold partials and no
// formula, but their heads hold the number of a kind, which leads here: so the graph can be drawn,
// operation by operation. Nothing of it is needed for gradients.
#pragma once

#include <ctgrad/detail/tape/entry_head.hpp>
#include <ctgrad/value/statement.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace ctgrad::detail {

/// A primitive for numbers of type T, as data.
template <class T>
struct number_operation {
    const primitive_info* info;
    T (*value)(const T* operands);
    T (*partial[4])(const T* operands, T result);
};

template <class T, class Op, std::size_t... I>
T number_value(const T* x) {
    return static_cast<T>(Op::value(x[I]...));
}
template <class T, class Op, unsigned Argument, std::size_t... I>
T number_partial(const T* x, [[maybe_unused]] T result) {
    if constexpr (has_partial<Op>[Argument])
        return static_cast<T>(partial<Op, Argument>(x[I]..., result));
    else
        return T(0);
}
template <class T, class Op, std::size_t... I>
constexpr number_operation<T> describe_number_operation(std::index_sequence<I...>) {
    return {&info<Op>,
            &number_value<T, Op, I...>,
            {&number_partial<T, Op, 0, I...>, &number_partial<T, Op, 1, I...>,
             &number_partial<T, Op, 2, I...>, &number_partial<T, Op, 3, I...>}};
}
template <class T, class Op>
inline constexpr number_operation<T>
    as_number_operation = describe_number_operation<T, Op>(std::make_index_sequence<Op::arity>());

/// A step of a statement in postfix order: an operand, a plain number, or an operation.
template <class T>
struct statement_step {
    enum { operand, constant, operation } kind = operand;
    const number_operation<T>* what = nullptr;
};

template <class X>
struct postfix;
template <class T>
struct postfix<leaf_part<T>> {
    static constexpr std::size_t size = 1;
    static constexpr void write(statement_step<T>*& to) { *to++ = {statement_step<T>::operand}; }
};
template <class T>
struct postfix<number_part<T>> {
    static constexpr std::size_t size = 1;
    static constexpr void write(statement_step<T>*& to) { *to++ = {statement_step<T>::constant}; }
};
template <class T, class Op, class... Xs>
struct postfix<operation_part<T, Op, Xs...>> {
    static constexpr std::size_t size = (postfix<Xs>::size + ... + 1);
    static constexpr void write(statement_step<T>*& to) {
        (postfix<Xs>::write(to), ...);
        *to++ = {statement_step<T>::operation, &as_number_operation<T, Op>};
    }
};

/// What an entry's head says of its statement: the whole formula.
template <class T>
struct statement_kind {
    const statement_step<T>* steps;
    std::size_t size;
    unsigned leaves;
};

template <class T>
struct statement_kinds {
    static inline constinit std::atomic<const statement_kind<T>*> all[max_kinds]{};
    static inline constinit std::atomic<std::uint32_t> count{1};

    // Its number, as it stands in heads. 0 means a statement whose formula is not known.
    static std::uint32_t add(const statement_kind<T>& kind) {
        const std::uint32_t n = count.fetch_add(1, std::memory_order_relaxed);
        if (n >= max_kinds)
            return 0;
        all[n].store(&kind, std::memory_order_release);
        return n << kind_shift;
    }
};

template <class E>
struct kind_of {
    using scalar = typename E::scalar;
    static constexpr auto steps = [] {
        std::array<statement_step<scalar>, postfix<E>::size> out{};
        auto* next = out.data();
        postfix<E>::write(next);
        return out;
    }();
    static constexpr statement_kind<scalar> kind{steps.data(), steps.size(), E::leaves};
    // Set before main. What is recorded even earlier may find a 0, and cannot be drawn in full.
    static inline const std::uint32_t number = statement_kinds<scalar>::add(kind);
};

} // namespace ctgrad::detail
