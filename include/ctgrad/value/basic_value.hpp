// SPDX-License-Identifier: BSL-1.0
//
// The run-time value: micrograd's words for what is built in loops. A Value is a name for a node of
// this thread's tape, or a plain number that becomes a leaf when it is first used by name. Copies
// are further names of the same node.
#pragma once

#include <ctgrad/detail/value/name.hpp>
#include <ctgrad/detail/value/operators.hpp>
#include <ctgrad/value/collect.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ctgrad {

/// A node of a run-time graph as `operands()` and `topological_order()` show it (`history.hpp`).
template <class T>
class basic_node;

/// A number whose gradient is computed at run time. `Value` is `basic_value<double>`.
/// Operations on Values are recorded; `y.backward()` then gives each Value x that y depends on its
/// `x.grad()`, the derivative dy/dx.
/// Cost: one entry per statement, about 12 bytes per operand and 16 per statement; memory comes
/// back when the Values that name it are gone.
/// Errors: graph_error when used in another thread than the one that made it.
template <class T>
class basic_value {
    static_assert(std::is_floating_point_v<T>,
                  "ctgrad: basic_value<T> holds a float, a double or a long double, here it is "
                  "given another type: use Value, or one of these; see docs/reference/value.md");

public:
    using front_end = detail::value_front_end;
    using value_type = T;

    /// The constant 0: to be assigned to, added to, or used as a number without a gradient.
    [[gnu::always_inline]] basic_value() noexcept {}
    /// A number, which is a leaf as soon as it is used by name. `T(2)*x` and `T s = 0; s += x` cost
    /// no node.
    template <plain_number Number>
    [[gnu::always_inline]] basic_value(Number number) {
        name_.name_number(static_cast<T>(number));
    }
    /// A leaf with a label for drawings.
    template <plain_number Number>
    basic_value(Number number, std::string label) : basic_value(number) {
        this->label(std::move(label));
    }
    /// A slip: the label alone, or before the number.
    template <std::same_as<char> Character, class... Rest>
    explicit basic_value(const Character*, const Rest&...) : basic_value() {
        constexpr bool begins_with_number = !std::same_as<Character, char>;
        static_assert(begins_with_number,
                      "ctgrad: a Value is made of a number and, if it shall have one, a label, "
                      "here the text is alone or comes first: write Value x{2.0, \"x\"}; see "
                      "docs/reference/value/basic_value.md");
    }
    /// The result of a statement, recorded as one entry.
    template <detail::statement E>
        requires std::same_as<typename E::scalar, T>
    [[gnu::always_inline]] basic_value(E statement) {
        const detail::node_id id = detail::record(statement);
        if (id != 0) [[likely]]
            name_.name_node(statement.value, id);
        else
            name_.name_number(statement.value);
    }
    /// A Value of a narrower type: a float becomes a double, never the other way round.
    template <class X>
        requires detail::narrower_operand<X, T> basic_value(const X& narrower); // `link.hpp`

    /// Another name for the same node.
    [[gnu::always_inline]] basic_value(const basic_value&) = default;
    [[gnu::always_inline]] basic_value(basic_value&&) noexcept = default;
    [[gnu::always_inline]] basic_value& operator=(const basic_value&) = default;
    [[gnu::always_inline]] basic_value& operator=(basic_value&&) noexcept = default;
    [[gnu::always_inline]] ~basic_value() = default;

    /// From here on this name means a new number; the node that it named is not changed.
    template <plain_number Number>
    [[gnu::always_inline]] basic_value& operator=(Number number) {
        name_.become_number(static_cast<T>(number));
        return *this;
    }
    template <detail::statement E>
        requires std::same_as<typename E::scalar, T>
    [[gnu::always_inline]] basic_value& operator=(E statement) {
        const detail::node_id id = detail::record(statement);
        if (id != 0) [[likely]]
            name_.become_node(statement.value, id);
        else
            name_.become_number(statement.value);
        return *this;
    }

    /// `s += x` makes a new node that uses the old one, and lets s name it.
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator+=(X&& x) {
        return accumulate<op::add>(static_cast<X&&>(x), 1);
    }
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator-=(X&& x) {
        return accumulate<op::subtract>(static_cast<X&&>(x), -1);
    }
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator*=(X&& x) {
        [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
        return *this = detail::make_operation<T, op::multiply>(
                   as_last_operand(), detail::as_part<T>(static_cast<X&&>(x)));
    }
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator/=(X&& x) {
        [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
        return *this = detail::make_operation<T, op::divide>(
                   as_last_operand(), detail::as_part<T>(static_cast<X&&>(x)));
    }

    basic_value& operator++() { return *this += 1; }
    basic_value& operator--() { return *this -= 1; }
    basic_value operator++(int) {
        basic_value old(*this);
        *this += 1;
        return old;
    }
    basic_value operator--(int) {
        basic_value old(*this);
        *this -= 1;
        return old;
    }

    /// The number.
    [[nodiscard]] T data() const { return name_.data(); }
    /// The number, to be assigned: all names of the node see it. Nodes that were computed from it
    /// keep the data and the derivatives that they have. (An update belongs after the backward
    /// pass: entries of `dot` and of layers read data when they are swept.)
    [[nodiscard]] T& data() { return name_.data(); }

    /// dy/d(this), where y.backward() was called. Of a leaf the sum over all backward passes since
    /// it was last zeroed; of a computed node that of the latest pass.
    /// Errors: graph_error for a Value that was given no number, which is a constant.
    [[nodiscard]] T& grad() {
        const detail::node_id id = node(); // first: a thread without Values has no grads
        return detail::grad_of(detail::this_thread<T>, id);
    }
    [[nodiscard]] T grad() const { return const_cast<basic_value*>(this)->grad(); }
    void zero_grad() { grad() = 0; }

    /// Sets the grad of all that this node was computed from: adds d(this)/dx * seed to each leaf
    /// x, and gives each computed node its own. Calling it twice therefore doubles the grads of
    /// leaves and leaves those of computed nodes as they are.
    /// Cost: about that of recording, once over the nodes that this one depends on.
    void backward(T seed = 1) const;
    /// This node's local rule alone: adds grad() * d(this)/dx to the grad of each operand x.
    void backward_step() const;

    /// The name shown in drawings; labels of nodes with several names are one label.
    [[nodiscard]] std::string label() const {
        if (is_number())
            return {};
        const detail::node_id id = name_.checked_id();
        const auto& labels = detail::this_thread<T>.owner->labels;
        const auto found = labels.find(id);
        return found == labels.end() ? std::string() : found->second;
    }
    basic_value& label(std::string text) {
        const detail::node_id id = node();
        detail::this_thread<T>.owner->labels[id] = std::move(text);
        return *this;
    }

    /// The primitive that computed this node, "+" or "tanh", of a statement the last one; "" for a
    /// leaf or a number.
    [[nodiscard]] std::string_view operation() const;
    /// The nodes it was computed from, in the order in which they were written.
    [[nodiscard]] std::vector<basic_node<T>> operands() const;
    /// All nodes that this one depends on and itself, each after its operands.
    [[nodiscard]] std::vector<basic_node<T>> topological_order() const;

    /// The same number, independent of how it was computed: a new leaf when it is first used.
    [[nodiscard]] basic_value detach() const { return basic_value(data()); }
    /// Whether this is a constant: it was given no number, or was moved from.
    [[nodiscard]] bool is_number() const { return name_.is_number(); }
    /// Whether two names mean the same node.
    [[nodiscard]] bool is_same_node(const basic_value& other) const {
        return name_.is_same_node(other.name_);
    }

    // ---- for the library's own use ----
    /// The node. Its data is in the tape from here on.
    [[nodiscard]] detail::node_id node() const { return name_.node(); }
    /// This Value as an operand of a statement.
    [[nodiscard]] [[gnu::always_inline]] detail::leaf_part<T> as_operand() const {
        return name_.as_operand();
    }
    /// The same of a temporary, or of a Value about to be overwritten: a number needs no node.
    [[nodiscard]] [[gnu::always_inline]] detail::leaf_part<T> as_last_operand() const {
        return name_.as_last_operand();
    }
    /// A Value that names a node which has just been made.
    [[nodiscard]] static basic_value of_node(detail::node_id id) {
        basic_value value;
        value.name_.name_shared_node(id);
        return value;
    }

private:
    // *this +/- x, where the newest node may be continued: this is its only name, nobody has used
    // it.
    template <class Op, class X>
    [[gnu::always_inline]] basic_value& accumulate(X&& x, int sign) {
        [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
        auto part = detail::as_part<T>(static_cast<X&&>(x));
        using whole = decltype(detail::make_operation<T, Op>(as_last_operand(), std::move(part)));
        constexpr bool fits = whole::leaves == decltype(part)::leaves + 1;
        if constexpr (fits)
            if (name_.is_newest() && detail::continue_newest<whole>(part, sign)) [[likely]] {
                name_.own_data() = Op::value(name_.own_data(), part.value);
                return *this;
            }
        return *this = detail::make_operation<T, Op>(as_last_operand(), std::move(part));
    }

    detail::node_name<T> name_;
};

template <detail::statement E>
basic_value(E) -> basic_value<typename E::scalar>;
template <std::floating_point T>
basic_value(T) -> basic_value<T>;
template <std::integral T>
basic_value(T) -> basic_value<double>;

using Value = basic_value<double>;

// Slips: the sum with a typed expression or a traced value, which `apply` refuses in a sentence.
template <class T, class X>
    requires(symbolic<X> && !detail::value_operand<X>)
void operator+=(basic_value<T>& value, const X& x) {
    static_cast<void>(apply<op::add>(value, x));
}
template <class T, class X>
    requires(symbolic<X> && !detail::value_operand<X>)
void operator-=(basic_value<T>& value, const X& x) {
    static_cast<void>(apply<op::subtract>(value, x));
}
template <class T, class X>
    requires(symbolic<X> && !detail::value_operand<X>)
void operator*=(basic_value<T>& value, const X& x) {
    static_cast<void>(apply<op::multiply>(value, x));
}
template <class T, class X>
    requires(symbolic<X> && !detail::value_operand<X>)
void operator/=(basic_value<T>& value, const X& x) {
    static_cast<void>(apply<op::divide>(value, x));
}

template <class T>
void basic_value<T>::backward(T seed) const {
    const detail::seed<T> start{node(), seed};
    detail::sweep(detail::tape<T>::here(), &start, 1);
}

/// Sets the grads of a range of Values to 0, as before the next backward pass.
void zero_grad(auto&& values) {
    for (auto& value : values)
        value.zero_grad();
}

} // namespace ctgrad

/// The limits of the numbers that a Value holds.
template <class T>
struct std::numeric_limits<ctgrad::basic_value<T>> : std::numeric_limits<T> {};
