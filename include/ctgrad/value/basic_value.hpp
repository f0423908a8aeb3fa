// SPDX-License-Identifier: BSL-1.0
//
// The run-time value: micrograd's words for what is built in loops. A Value is a name for a node of
// this thread's tape, or a plain number that becomes a leaf when it is first used by name. Copies
// are further names of the same node.
#pragma once

#include <ctgrad/value/collect.hpp>

#include <cmath>
#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace ctgrad {

template <class T>
class basic_value;

/// A Value of any scalar type.
template <class X>
inline constexpr bool is_basic_value = false;
template <class T>
inline constexpr bool is_basic_value<basic_value<T>> = true;

/// A node of a run-time graph as `operands()` and `topological_order()` show it (`history.hpp`).
template <class T>
class basic_node;

namespace detail {

/// What operations on Values take: Values, statements, plain numbers.
template <class X>
concept value_operand = is_basic_value<X> || statement<X>;

template <class X>
struct scalar_of_operand {
    using type = void;
};
template <class T>
struct scalar_of_operand<basic_value<T>> {
    using type = T;
};
template <statement X>
struct scalar_of_operand<X> {
    using type = typename X::scalar;
};

// The widest scalar of the Values; plain numbers, whose scalar is void, follow it.
template <class A, class B>
struct wider {
    using type = std::conditional_t<(sizeof(A) < sizeof(B)), B, A>;
};
template <class A>
struct wider<A, void> {
    using type = A;
};
template <class B>
struct wider<void, B> {
    using type = B;
};
template <>
struct wider<void, void> {
    using type = void;
};
template <class... Scalars>
struct widest {
    using type = void;
};
template <class First, class... Rest>
struct widest<First, Rest...> : wider<First, typename widest<Rest...>::type> {};
template <class... Xs>
using value_scalar = typename widest<typename scalar_of_operand<Xs>::type...>::type;

template <class X, class T>
concept narrower_operand =
    value_operand<X> && !std::same_as<typename scalar_of_operand<X>::type, T> &&
    (sizeof(typename scalar_of_operand<X>::type) < sizeof(T));

} // namespace detail

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
    [[gnu::always_inline]] basic_value() noexcept : number_(0), name_(0) {}
    /// A number, which is a leaf as soon as it is used by name. `T(2)*x` and `T s = 0; s += x` cost
    /// no node.
    template <plain_number Number>
    [[gnu::always_inline]] basic_value(Number number) : basic_value() {
        name_number(static_cast<T>(number));
    }
    /// A leaf with a label for drawings.
    template <plain_number Number>
    basic_value(Number number, std::string label) : basic_value(number) {
        this->label(std::move(label));
    }
    /// The result of a statement, recorded as one entry.
    template <detail::statement E>
        requires std::same_as<typename E::scalar, T>
    [[gnu::always_inline]] basic_value(E statement) : basic_value() {
        const detail::node_id id = detail::record(statement);
        if (id != 0) [[likely]]
            name_new_node(statement.value, id);
        else
            name_number(statement.value);
    }
    /// A Value of a narrower type: a float becomes a double, never the other way round.
    template <class X>
        requires detail::narrower_operand<X, T> basic_value(const X& narrower); // `link.hpp`

    /// Another name for the same node.
    [[gnu::always_inline]] basic_value(const basic_value& other) : basic_value() {
        other.check_thread();
        number_ = other.number_;
        if (other.tag() == 0)
            return;
        detail::recording<T>& now = detail::this_thread<T>;
        other.share(now);
        name_ = other.name_;
        detail::add_name(now, id());
    }
    [[gnu::always_inline]] basic_value(basic_value&& other) noexcept
        : number_(other.number_), name_(other.name_) {
        other.name_ = 0;
    }
    [[gnu::always_inline]] ~basic_value() { release(); }

    [[gnu::always_inline]] basic_value& operator=(const basic_value& other) {
        basic_value copy(other);
        return *this = static_cast<basic_value&&>(copy);
    }
    [[gnu::always_inline]] basic_value& operator=(basic_value&& other) noexcept {
        const T number = other.number_;
        const std::uint64_t name = other.name_;
        other.name_ = 0;
        release();
        number_ = number;
        name_ = name;
        return *this;
    }
    /// From here on this name means a new number; the node that it named is not changed.
    template <plain_number Number>
    [[gnu::always_inline]] basic_value& operator=(Number number) {
        become_number(static_cast<T>(number));
        return *this;
    }
    template <detail::statement E>
        requires std::same_as<typename E::scalar, T>
    [[gnu::always_inline]] basic_value& operator=(E statement) {
        detail::recording<T>& now = detail::this_thread<T>;
        const detail::node_id id = detail::record(statement);
        // The usual case, a new node in the same chunk as the old one, needs no counting.
        if (id != 0 && has_node(now) && detail::page_of(this->id()) == now.page) [[likely]] {
            --now.names[this->id() >> detail::group_bits];
            ++now.names[id >> detail::group_bits];
            number_ = statement.value;
            name(id, static_cast<std::uint32_t>(now.tag));
        } else if (id != 0) {
            basic_value old(static_cast<basic_value&&>(*this));
            name_new_node(statement.value, id);
        } else
            become_number(statement.value);
        return *this;
    }

    /// `s += x` makes a new node that uses the old one, and lets s name it.
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator+=(X&& x);
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator-=(X&& x);
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator*=(X&& x);
    template <class X>
        requires(detail::value_operand<std::remove_cvref_t<X>> ||
                 plain_number<std::remove_cvref_t<X>>)
    [[gnu::always_inline]] basic_value& operator/=(X&& x);

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
    [[nodiscard]] T data() const {
        check_thread();
        return (tag() & shared_bit) != 0 ? detail::this_thread<T>.data[id()] : number_;
    }
    /// The number, to be assigned: all names of the node see it. Nodes that were computed from it
    /// keep the data and the derivatives that they have. (An update belongs after the backward
    /// pass: entries of `dot` and of layers read data when they are swept.)
    [[nodiscard]] T& data() {
        check_thread();
        if (tag() == 0 || (tag() & unused_bit) != 0)
            return number_;
        share(detail::this_thread<T>);
        return detail::this_thread<T>.data[id()];
    }

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
        check_thread();
        if (tag() == 0)
            return {};
        const auto& labels = detail::this_thread<T>.owner->labels;
        const auto found = labels.find(id());
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
    [[nodiscard]] bool is_number() const { return tag() == 0; }
    /// Whether two names mean the same node.
    [[nodiscard]] bool is_same_node(const basic_value& other) const {
        return id() != 0 && id() == other.id() && (tag() & ~bits) == (other.tag() & ~bits);
    }

    // ---- for the library's own use ----
    /// The node. Its data is in the tape from here on.
    [[nodiscard]] detail::node_id node() const {
        check_thread();
        if (tag() == 0)
            detail::throw_no_node();
        share(detail::this_thread<T>);
        return id();
    }
    /// This Value as an operand of a statement.
    [[nodiscard]] [[gnu::always_inline]] detail::leaf_part<T> as_operand() const {
        detail::recording<T>& now = detail::this_thread<T>;
        const std::uint32_t mine = static_cast<std::uint32_t>(now.tag), its = tag();
        if (its == (mine | shared_bit))
            return {now.data[id()], id()};
        if (its != mine && its != (mine | unused_bit)) [[unlikely]] {
            if (its != 0)
                detail::throw_foreign_node();
            return {number_, 0};
        }
        // The first use puts the data into the tape, and says that there was one.
        now.data[id()] = number_;
        name(id(), mine | shared_bit);
        return {number_, id()};
    }
    /// The same of a temporary, or of a Value about to be overwritten: a number needs no node.
    [[nodiscard]] [[gnu::always_inline]] detail::leaf_part<T> as_last_operand() const {
        detail::recording<T>& now = detail::this_thread<T>;
        const std::uint32_t mine = static_cast<std::uint32_t>(now.tag), its = tag();
        if (its == mine) {
            now.data[id()] = number_; // for drawings of what is computed from it
            return {number_, id()};
        }
        if (its == (mine | shared_bit))
            return {now.data[id()], id()};
        if (its != 0 && its != (mine | unused_bit)) [[unlikely]]
            detail::throw_foreign_node();
        return {number_, 0};
    }
    /// A Value that names a node which has just been made.
    [[nodiscard]] static basic_value of_node(detail::node_id id) {
        basic_value value;
        detail::recording<T>& now = detail::this_thread<T>;
        value.name(id, static_cast<std::uint32_t>(now.tag) | shared_bit);
        detail::add_name(now, id);
        return value;
    }

private:
    // The data is in the tape. Otherwise it is here: this is the node's only name.
    static constexpr std::uint32_t shared_bit = 1;
    // A leaf that nothing was computed from: if it goes as it came, its id is used again.
    static constexpr std::uint32_t unused_bit = 2;
    static constexpr std::uint32_t bits = shared_bit | unused_bit;

    [[nodiscard]] [[gnu::always_inline]] bool has_node(const detail::recording<T>& now) const {
        return (tag() & ~bits) == static_cast<std::uint32_t>(now.tag);
    }
    [[gnu::always_inline]] void check_thread() const {
        if (!has_node(detail::this_thread<T>) && tag() != 0) [[unlikely]]
            detail::throw_foreign_node();
    }
    [[gnu::always_inline]] void share(detail::recording<T>& now) const {
        if ((tag() & shared_bit) != 0)
            return;
        now.data[id()] = number_;
        name(id(), (tag() | shared_bit) & ~unused_bit);
    }
    // *this +/- x, where the newest node may be continued: this is its only name, nobody has used
    // it.
    template <class Op, class X>
    [[gnu::always_inline]] basic_value& accumulate(X&& x, int sign);
    // There is room first: what fails leaves the Value as it was.
    [[gnu::always_inline]] void become_number(T number) {
        const detail::recording<T>& now = detail::this_thread<T>;
        if (now.leaf_next == now.leaf_end) [[unlikely]]
            make_room_for_leaves();
        release(); // which makes more room, never less
        name_leaf(number);
    }
    // Before these, this object names nothing.
    [[gnu::always_inline]] void name_number(T number) {
        const detail::recording<T>& now = detail::this_thread<T>;
        if (now.leaf_next == now.leaf_end) [[unlikely]]
            make_room_for_leaves();
        name_leaf(number);
    }
    [[gnu::always_inline]] void name_leaf(T number) {
        detail::recording<T>& now = detail::this_thread<T>;
        number_ = number;
        name(now.leaf_next++, static_cast<std::uint32_t>(now.tag) | unused_bit);
        detail::add_name(now, id());
    }
    [[gnu::always_inline]] void name_new_node(T data, detail::node_id id) {
        detail::recording<T>& now = detail::this_thread<T>;
        number_ = data;
        name(id, static_cast<std::uint32_t>(now.tag));
        detail::add_name(now, id);
    }
    // Nothing that calls are given leads to this object, which may so stay in registers.
    [[gnu::cold, gnu::noinline]] static void make_room_for_leaves() {
        detail::tape<T>::here().make_room_for_leaves();
    }
    [[gnu::always_inline]] void release() noexcept {
        detail::recording<T>& now = detail::this_thread<T>;
        const std::uint32_t its = tag() - static_cast<std::uint32_t>(now.tag);
        if (its <= unused_bit) {
            const std::uint32_t page = detail::page_of(id());
            if (its == unused_bit && id() == now.leaf_next - 1 &&
                page == detail::page_of(now.leaf_end - 1))
                --now.leaf_next;
            if (detail::remove_name(now, id()) <= now.few) [[unlikely]]
                now.owner->few_references(page);
        }
        name_ = 0;
    }

    [[nodiscard]] [[gnu::always_inline]] detail::node_id id() const {
        return static_cast<detail::node_id>(name_);
    }
    [[nodiscard]] [[gnu::always_inline]] std::uint32_t tag() const {
        return static_cast<std::uint32_t>(name_ >> 32);
    }
    [[gnu::always_inline]] void name(detail::node_id id, std::uint32_t tag) const {
        name_ = std::uint64_t{tag} << 32 | id;
    }

    T number_;
    mutable std::uint64_t name_; // tag and id in one word, which is moved as one
};

template <detail::statement E>
basic_value(E) -> basic_value<typename E::scalar>;
template <std::floating_point T>
basic_value(T) -> basic_value<T>;
template <std::integral T>
basic_value(T) -> basic_value<double>;

using Value = basic_value<double>;

namespace detail {

// A part of a narrower type comes from a Value that is gone before there is a statement to pin it.
struct no_pin {};
template <class T, class... Xs>
using pin_of_conversion = std::conditional_t<(narrower_operand<Xs, T> || ...), pin<T>, no_pin>;

// An operand as a part of a statement of scalar T.
template <class T, class X>
[[gnu::always_inline]] inline auto as_part(X&& x) {
    using operand = std::remove_cvref_t<X>;
    if constexpr (plain_number<operand>)
        return number_part<T>(static_cast<T>(x));
    else if constexpr (!std::same_as<typename scalar_of_operand<operand>::type, T>)
        return basic_value<T>(x).as_operand();
    else if constexpr (statement<operand>)
        return operand(static_cast<X&&>(x));
    else if constexpr (std::is_rvalue_reference_v<X&&>)
        return x.as_last_operand();
    else
        return x.as_operand();
}
template <class T, class X>
using part_of = decltype(as_part<T>(std::declval<X>()));

// A part that is too large for the statement becomes a node, whose Value lives until the statement
// that refers to it is there.
template <class T>
struct node_of_part {
    basic_value<T> value;
    [[gnu::always_inline]] leaf_part<T> part() && { return value.as_operand(); }
};
template <class Part>
struct part_itself {
    Part&& itself;
    [[gnu::always_inline]] Part&& part() && { return static_cast<Part&&>(itself); }
};
template <unsigned Most, class Part>
[[gnu::always_inline]] inline auto bounded(Part&& part) {
    if constexpr (Part::leaves + Part::constants > Most && Part::leaves != 0)
        return node_of_part<typename Part::scalar>{static_cast<Part&&>(part)};
    else
        return part_itself<Part>{static_cast<Part&&>(part)};
}

template <unsigned Total, unsigned Arity>
inline constexpr unsigned most_of_part =
    Total > max_statement_leaves ? max_statement_leaves / Arity : max_statement_leaves;

template <class T, class Op, class... Bounded>
[[gnu::always_inline]] inline auto operation_of(Bounded&&... parts) {
    return operation_part<T, Op,
                          std::remove_cvref_t<decltype(static_cast<Bounded&&>(parts).part())>...>(
        static_cast<Bounded&&>(parts).part()...);
}
template <class T, class Op, class... Parts>
[[gnu::always_inline]] inline auto make_operation(Parts&&... parts) {
    constexpr unsigned most =
        most_of_part<(Parts::leaves + ... + 0) + (Parts::constants + ... + 0), Op::arity>;
    return operation_of<T, Op>(bounded<most>(static_cast<Parts&&>(parts))...);
}

// x^p with a plain number p: as in typed expressions, p is part of the operation.
template <class Op, class... Xs>
struct number_form {
    using type = Op;
};
template <class X, plain_number P>
struct number_form<op::general_power, X, P> {
    using type = power_of_number;
};

template <class Op, class... Xs>
[[gnu::always_inline]] inline auto operate(Xs&&... xs) {
    using T = value_scalar<std::remove_cvref_t<Xs>...>;
    using form = typename number_form<Op, std::remove_cvref_t<Xs>...>::type;
    const pin<T>
        until_pinned; // parts may come from Values that are gone before there is a statement
    return make_operation<T, form>(as_part<T>(static_cast<Xs&&>(xs))...);
}

struct value_front_end {
    static constexpr bool lazy_conditions = false;
    static constexpr bool structural_equality = false;
    static constexpr bool records_calls = true;

    template <class Op, class... Xs>
    using result = decltype(operate<Op>(std::declval<const Xs&>()...));

    template <class Op, class... Xs>
    [[gnu::always_inline]] static auto apply(const Xs&... xs) {
        return operate<Op>(xs...);
    }
    template <class Op, class X>
    static auto constant(const X&) {
        return Op::template value<typename scalar_of_operand<X>::type>();
    }
    template <class Function, class... Args>
    static auto call(const Args&... args); // `call.hpp`
};

template <class... Xs>
concept value_operands = (value_operand<std::remove_cvref_t<Xs>> || ...) &&
                         ((value_operand<std::remove_cvref_t<Xs>> ||
                           plain_number<std::remove_cvref_t<Xs>>)&&...);

// What is compared is data; plain numbers follow the scalar.
template <class T, class X>
[[gnu::always_inline]] inline T compared_as(const X& x) {
    if constexpr (plain_number<X>)
        return static_cast<T>(x);
    else if constexpr (statement<X>)
        return static_cast<T>(x.value);
    else
        return static_cast<T>(x.data());
}
template <class X>
[[gnu::always_inline]] inline auto compared(const X& x) {
    if constexpr (plain_number<X>)
        return x;
    else
        return compared_as<typename scalar_of_operand<X>::type>(x);
}

} // namespace detail

// Forwarding, unlike the operators of all front ends: parts move into the statement, and `T(2)*x`
// costs no node.
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator+(X&& x, Y&& y) {
    return detail::operate<op::add>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator-(X&& x, Y&& y) {
    return detail::operate<op::subtract>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator*(X&& x, Y&& y) {
    return detail::operate<op::multiply>(static_cast<X&&>(x), static_cast<Y&&>(y));
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator/(X&& x, Y&& y) {
    return detail::operate<op::divide>(static_cast<X&&>(x), static_cast<Y&&>(y));
}

template <class T>
template <class Op, class X>
[[gnu::always_inline]] inline basic_value<T>& basic_value<T>::accumulate(X&& x, int sign) {
    [[maybe_unused]] const detail::recording<T>& now = detail::this_thread<T>;
    [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
    auto part = detail::as_part<T>(static_cast<X&&>(x));
    using whole = decltype(detail::make_operation<T, Op>(as_last_operand(), std::move(part)));
    constexpr bool fits = whole::leaves == decltype(part)::leaves + 1;
    if constexpr (fits)
        if (name_ == (static_cast<std::uint64_t>(now.tag) << 32 | (now.next - 1)) &&
            detail::continue_newest<whole>(part, sign)) [[likely]] {
            number_ = Op::value(number_, part.value);
            return *this;
        }
    return *this = detail::make_operation<T, Op>(as_last_operand(), std::move(part));
}

template <class T>
template <class X>
    requires(detail::value_operand<std::remove_cvref_t<X>> || plain_number<std::remove_cvref_t<X>>)
[[gnu::always_inline]] inline basic_value<T>& basic_value<T>::operator+=(X&& x) {
    return accumulate<op::add>(static_cast<X&&>(x), 1);
}
template <class T>
template <class X>
    requires(detail::value_operand<std::remove_cvref_t<X>> || plain_number<std::remove_cvref_t<X>>)
[[gnu::always_inline]] inline basic_value<T>& basic_value<T>::operator-=(X&& x) {
    return accumulate<op::subtract>(static_cast<X&&>(x), -1);
}
template <class T>
template <class X>
    requires(detail::value_operand<std::remove_cvref_t<X>> || plain_number<std::remove_cvref_t<X>>)
[[gnu::always_inline]] inline basic_value<T>& basic_value<T>::operator*=(X&& x) {
    [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
    return *this = detail::make_operation<T, op::multiply>(as_last_operand(),
                                                           detail::as_part<T>(static_cast<X&&>(x)));
}
template <class T>
template <class X>
    requires(detail::value_operand<std::remove_cvref_t<X>> || plain_number<std::remove_cvref_t<X>>)
[[gnu::always_inline]] inline basic_value<T>& basic_value<T>::operator/=(X&& x) {
    [[maybe_unused]] const detail::pin_of_conversion<T, std::remove_cvref_t<X>> until_pinned;
    return *this = detail::make_operation<T, op::divide>(as_last_operand(),
                                                         detail::as_part<T>(static_cast<X&&>(x)));
}

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

template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline bool operator==(const X& x, const Y& y) {
    using T = detail::value_scalar<X, Y>;
    return detail::compared_as<T>(x) == detail::compared_as<T>(y);
}
template <class X, class Y>
    requires detail::value_operands<X, Y>
[[gnu::always_inline]] inline auto operator<=>(const X& x, const Y& y) {
    using T = detail::value_scalar<X, Y>;
    return detail::compared_as<T>(x) <=> detail::compared_as<T>(y);
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

/// The Value `condition ? x : y`, of which only the chosen one is recorded.
template <class X, class Y>
    requires detail::value_operands<X, Y>
auto select(bool condition, const X& x, const Y& y) {
    using result = basic_value<detail::value_scalar<X, Y>>;
    return condition ? result(x) : result(y);
}

template <detail::value_operand X>
bool isnan(const X& x) {
    return std::isnan(detail::compared(x));
}
template <detail::value_operand X>
bool isinf(const X& x) {
    return std::isinf(detail::compared(x));
}
template <detail::value_operand X>
bool isfinite(const X& x) {
    return std::isfinite(detail::compared(x));
}

} // namespace ctgrad

/// The limits of the numbers that a Value holds.
template <class T>
struct std::numeric_limits<ctgrad::basic_value<T>> : std::numeric_limits<T> {};
