// SPDX-License-Identifier: BSL-1.0
//
// What an operation on Values is until it is assigned to one: an expression object, which knows its
// value and owns its operands. `v*a + sin(v)*b` is one object of four operands, and when it becomes
// a Value, one entry of the tape is recorded for it (`record.hpp`).
//
// Such an object may be stored, copied and returned like any other: it keeps what it refers to.
#pragma once

#include <ctgrad/detail/statement/guarded_product.hpp>
#include <ctgrad/detail/statement/parts.hpp>
#include <ctgrad/detail/statement/pin.hpp>

namespace ctgrad::detail {

template <class T, class Op, class... Xs>
struct operation_part;

template <class X>
inline constexpr bool is_operation = false;
template <class T, class Op, class... Xs>
inline constexpr bool is_operation<operation_part<T, Op, Xs...>> = true;

// The pin of the first part that has a recent one, else a new one. One of another thread stays, so
// that it is found when the statement is recorded.
template <class T, class X, class... Rest>
[[gnu::always_inline]] inline pin<T> pin_of(X& first, Rest&... rest) {
    if constexpr (is_operation<X>) {
        if (first.pinned.is_of_this_chunk() || !first.pinned.is_of_this_thread())
            return static_cast<pin<T>&&>(first.pinned);
        return pin<T>();
    } else if constexpr (sizeof...(Rest) != 0)
        return pin_of<T>(rest...);
    else
        return pin<T>();
}

// The operands of an operation. Not a std::tuple, whose members are no always_inline functions.
template <class... Xs>
struct operand_list {
    static constexpr unsigned leaves = 0, constants = 0;
};
template <class X, class... Rest>
struct operand_list<X, Rest...> {
    X first;
    operand_list<Rest...> rest;

    static constexpr unsigned leaves = X::leaves + operand_list<Rest...>::leaves;
    static constexpr unsigned constants = X::constants + operand_list<Rest...>::constants;

    [[gnu::always_inline]] explicit operand_list(X&& x, Rest&&... others)
        : first(static_cast<X&&>(x)), rest{static_cast<Rest&&>(others)...} {}
    // Spelled out, as they would be calls otherwise.
    [[gnu::always_inline]] operand_list(const operand_list& other)
        : first(other.first), rest(other.rest) {}
    [[gnu::always_inline]] operand_list(operand_list&& other) noexcept
        : first(static_cast<X&&>(other.first)),
          rest(static_cast<operand_list<Rest...>&&>(other.rest)) {}
    [[gnu::always_inline]] ~operand_list() {}
};

/// One operation of a statement.
template <class T, class Op, class... Xs>
struct operation_part : statement_part {
    using scalar = T;
    static constexpr unsigned leaves = operand_list<Xs...>::leaves;
    static constexpr unsigned constants = operand_list<Xs...>::constants;

    pin<T> pinned;
    operand_list<Xs...> operands;
    T value;

    [[gnu::always_inline]] explicit operation_part(Xs&&... xs)
        : pinned(pin_of<T>(xs...)), operands(static_cast<Xs&&>(xs)...),
          value(apply([](const auto&... x) __attribute__((always_inline)) {
              return static_cast<T>(Op::value(x...));
          })) {}
    [[gnu::always_inline]] operation_part(const operation_part& other)
        : statement_part(), pinned(other.pinned), operands(other.operands), value(other.value) {}
    [[gnu::always_inline]] operation_part(operation_part&& other) noexcept
        : statement_part(), pinned(static_cast<pin<T>&&>(other.pinned)),
          operands(static_cast<operand_list<Xs...>&&>(other.operands)), value(other.value) {}
    [[gnu::always_inline]] ~operation_part() {}

    /// The number that the statement computes.
    [[nodiscard]] T data() const { return value; }

    /// The nodes of the operands, from left to right.
    template <unsigned K>
    [[gnu::always_inline]] void ids(node_id* out) const {
        ids_of<K>(operands, out);
    }
    /// The derivatives with respect to the operands, times `adjoint`.
    template <unsigned K>
    [[gnu::always_inline]] void partials(const T& adjoint, T* out) const {
        partials_of<K, 0>(operands, adjoint, out);
    }
    /// The plain numbers, from left to right.
    template <unsigned C>
    [[gnu::always_inline]] void numbers(T* out) const {
        numbers_of<C>(operands, out);
    }
    /// Once the operands' ids are known, before they are recorded.
    [[gnu::always_inline]] void unpin() {
        if (!is_of_this_thread(*this)) [[unlikely]]
            throw_foreign_node();
        release(*this);
    }

private:
    template <class Function, class... Values>
    [[gnu::always_inline]] auto apply(const Function& function) const {
        return apply_to(operands, function);
    }
    template <class List, class Function, class... Values>
    [[gnu::always_inline]] static auto apply_to(const List& list, const Function& function,
                                                const Values&... values) {
        if constexpr (sizeof...(Values) == sizeof...(Xs))
            return function(values...);
        else
            return apply_to(list.rest, function, values..., list.first.value);
    }
    template <unsigned K, class List>
    [[gnu::always_inline]] static void ids_of(const List& list, node_id* out) {
        if constexpr (List::leaves != 0) {
            list.first.template ids<K>(out);
            ids_of<K + decltype(list.first)::leaves>(list.rest, out);
        }
    }
    template <unsigned C, class List>
    [[gnu::always_inline]] static void numbers_of(const List& list, T* out) {
        if constexpr (List::constants != 0) {
            list.first.template numbers<C>(out);
            numbers_of<C + decltype(list.first)::constants>(list.rest, out);
        }
    }
    template <class X>
    [[gnu::always_inline]] static bool is_of_this_thread(const X& part) {
        if constexpr (is_operation<X>)
            return part.pinned.is_of_this_thread() && are_of_this_thread(part.operands);
        else
            return true;
    }
    template <class List>
    [[gnu::always_inline]] static bool are_of_this_thread(const List& list) {
        if constexpr (List::leaves != 0)
            return is_of_this_thread(list.first) && are_of_this_thread(list.rest);
        else
            return true;
    }
    template <class X>
    [[gnu::always_inline]] static void release(X& part) {
        if constexpr (is_operation<X>) {
            part.pinned.release();
            release_all(part.operands);
        }
    }
    template <class List>
    [[gnu::always_inline]] static void release_all(List& list) {
        if constexpr (List::leaves != 0) {
            release(list.first);
            release_all(list.rest);
        }
    }
    template <unsigned K, unsigned Argument, class List>
    [[gnu::always_inline]] void partials_of(const List& list, const T& adjoint, T* out) const {
        if constexpr (List::leaves != 0) {
            if constexpr (decltype(list.first)::leaves != 0)
                list.first.template partials<K>(contribution<Argument>(adjoint), out);
            partials_of<K + decltype(list.first)::leaves, Argument + 1>(list.rest, adjoint, out);
        }
    }
    template <unsigned Argument>
    [[gnu::always_inline]] T contribution(const T& adjoint) const {
        if constexpr (!has_partial<Op>[Argument])
            return 0;
        else {
            const auto slope = apply([&](const auto&... x) __attribute__((always_inline)) {
                return partial<Op, Argument>(x..., value);
            });
            if constexpr (is_guarded<Op>)
                return guarded_product(adjoint, static_cast<T>(slope));
            else
                return adjoint * static_cast<T>(slope);
        }
    }
};

// Whether a statement contains a guarded product: then its entry is swept with guards, too.
template <class X>
inline constexpr bool has_guard = false;
template <class T, class Op, class... Xs>
inline constexpr bool has_guard<operation_part<T, Op, Xs...>> =
    (is_guarded<Op> && operation_part<T, Op, Xs...>::leaves != 0) || (has_guard<Xs> || ...);

} // namespace ctgrad::detail
