// SPDX-License-Identifier: BSL-1.0
//
// What an operation on Values is until it is assigned to one: an expression object, which knows its
// value and owns its operands. `v*a + sin(v)*b` is one object of four operands, and when it becomes
// a Value, one entry of the tape is recorded for it (`record.hpp`).
//
// Such an object may be stored, copied and returned like any other: it keeps what it refers to.
#pragma once

#include <ctgrad/program.hpp>
#include <ctgrad/value/tape.hpp>

#include <cstdint>
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

/// What keeps the operands of an expression object alive: nothing older than the chunk that was
/// being written when it was made is given back.
template <class T>
class pin {
public:
    [[gnu::always_inline]] pin() { set(); }
    // A copy refers to what the original does, and so pins what the original pinned.
    [[gnu::always_inline]] pin(const pin& other)
        : tag_(other.tag_), page_(other.page_), holds_(is_of_this_thread()) {
        recording<T>& now = this_thread<T>;
        if (holds_)
            ++(page_ == now.page ? now.pinned : now.pins[page_]);
    }
    [[gnu::always_inline]] pin(pin&& other) noexcept
        : tag_(other.tag_), page_(other.page_), holds_(other.holds_) {
        other.holds_ = false;
    }
    pin& operator=(const pin&) = delete;
    [[gnu::always_inline]] ~pin() { release(); }

    // Within a statement the compiler knows the answers: all of this is gone from the program. An
    // object that has travelled to another thread must not touch the pins there.
    [[nodiscard]] [[gnu::always_inline]] bool is_of_this_thread() const {
        return tag_ == this_thread<T>.tag;
    }
    [[nodiscard]] [[gnu::always_inline]] bool is_of_this_chunk() const {
        return holds_ && is_of_this_thread() && page_ == this_thread<T>.page;
    }
    [[gnu::always_inline]] void release() {
        recording<T>& now = this_thread<T>;
        if (holds_ && is_of_this_thread()) {
            if (page_ == now.page) [[likely]]
                --now.pinned;
            else
                --now.pins[page_];
        }
        holds_ = false;
    }

private:
    [[gnu::always_inline]] void set() {
        recording<T>& now = this_thread<T>;
        tag_ = now.tag;
        page_ = now.page;
        holds_ = true;
        ++now.pinned;
    }

    std::int64_t tag_ = 0, page_ = 0;
    bool holds_ = false;
};

// adjoint * partial, where 0 times infinity is 0: at a vertical tangent, and on the way into an
// alternative that was not chosen.
template <class T>
[[gnu::always_inline]] inline T guarded_product(const T& adjoint, const T& partial) {
    if ((adjoint == 0 && partial == partial) || (partial == 0 && adjoint == adjoint))
        return 0;
    return adjoint * partial;
}

// Whether a rule of the primitive chooses, that is, the graph of a partial has a select at its
// root, or is 0: a step has the derivative 0, whatever arrives there.
template <class Op, unsigned Argument>
constexpr bool rule_chooses() {
    if constexpr (has_partial<Op>[Argument]) {
        builder graph;
        tracer operands[4];
        for (std::size_t k = 0; k < Op::arity; ++k)
            operands[k] = tracer_front_end::at(graph, graph.push({&variable, {k}}));
        const tracer result =
            tracer_front_end::at(graph, graph.push({&variable, {std::size_t{Op::arity}}}));
        const std::uint32_t partial =
            tracer_front_end::position(graph, rule<Op, Argument>(operands, result));
        const node& p = graph.nodes.items[partial];
        return p.operation->branch || (p.operation->id == literal.id && literal_value(p) == 0);
    } else
        return false;
}
/// Whether products with the primitive's partials are `guarded_product`s.
template <class Op>
inline constexpr bool is_guarded = Op::vertical_tangent ||
                                   rule_chooses<Op, 0>() || rule_chooses<Op, 1>() ||
                                   rule_chooses<Op, 2>() || rule_chooses<Op, 3>();

// x^p with a plain number p: as with a literal in typed expressions, p is part of the operation,
// and integer powers up to 64 are products, in the order in which `program.hpp` multiplies them
// out.
struct power_of_number : op::power {
    static constexpr bool vertical_tangent = true;
    template <class X, class P>
    static constexpr auto value(const X& x, const P& p) {
        if (!(-largest_multiplied_power <= p && p <= largest_multiplied_power) ||
            p != static_cast<P>(static_cast<int>(p)))
            return op::power::value(x, p);
        const int n = static_cast<int>(p);
        return n >= 0 ? multiplied_number(x, n) : 1 / multiplied_number(x, -n);
    }
    template <class X, class P>
    static constexpr auto dx(const X& x, const P& p, const auto& result) {
        if constexpr (std::is_floating_point_v<X>)
            return p == 0 ? X(0) : p * value(x, p - 1);
        else
            return op::power::dx(x, p, result);
    }

private:
    template <class X>
    static constexpr X multiplied_number(const X& x, int n) {
        if (n <= 1)
            return n == 0 ? X(1) : x;
        const X part = multiplied_number(x, n % 2 != 0 ? n - 1 : n / 2);
        return n % 2 != 0 ? part * x : part * part;
    }
};

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

} // namespace detail
} // namespace ctgrad
