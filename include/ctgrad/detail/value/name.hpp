// SPDX-License-Identifier: BSL-1.0
//
// A name of a node, counted: a copy is one more, the end of one is one less. It is a number and a
// word with the node's id and the tag of its tape. The number is the node's data while this is its
// only name; only a second name, or a use as a variable, moves it to the tape. So what a statement
// hands to the next one never goes there, and a number that was never used gives its id back.
#pragma once

#include <ctgrad/detail/statement/parts.hpp>
#include <ctgrad/detail/statement/pin.hpp>
#include <ctgrad/value/tape.hpp>

#include <cstdint>

namespace ctgrad::detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_no_node() {
    throw graph_error("ctgrad: grad(), label() and backward() need a Value that was given a number "
                      "or computed, this one was given none, or was moved from, and is a constant: "
                      "write Value x{0.0}, or x = 0.0 before x is used; see "
                      "docs/reference/value.md");
}

template <class T>
class node_name {
public:
    /// No node: the constant 0.
    [[gnu::always_inline]] node_name() noexcept : number_(0), word_(0) {}

    /// Another name for the same node.
    [[gnu::always_inline]] node_name(const node_name& other) : node_name() {
        other.check_thread();
        number_ = other.number_;
        if (other.tag() == 0)
            return;
        recording<T>& now = this_thread<T>;
        other.share(now);
        word_ = other.word_;
        add_name(now, id());
    }
    [[gnu::always_inline]] node_name(node_name&& other) noexcept
        : number_(other.number_), word_(other.word_) {
        other.word_ = 0;
    }
    [[gnu::always_inline]] ~node_name() { release(); }

    [[gnu::always_inline]] node_name& operator=(const node_name& other) {
        node_name copy(other);
        return *this = static_cast<node_name&&>(copy);
    }
    [[gnu::always_inline]] node_name& operator=(node_name&& other) noexcept {
        const T number = other.number_;
        const std::uint64_t word = other.word_;
        other.word_ = 0;
        release();
        number_ = number;
        word_ = word;
        return *this;
    }

    /// From here on this names a leaf. There is room first: what fails leaves it as it was.
    [[gnu::always_inline]] void become_number(T number) {
        const recording<T>& now = this_thread<T>;
        if (now.leaf_next == now.leaf_end) [[unlikely]]
            make_room_for_leaves();
        release(); // which makes more room, never less
        name_leaf(number);
    }
    /// The same of a node that has just been made.
    [[gnu::always_inline]] void become_node(T data, node_id id) {
        recording<T>& now = this_thread<T>;
        // The usual case, a new node in the same chunk as the old one, needs no counting.
        if (has_node(now) && page_of(this->id()) == now.page) [[likely]] {
            --now.names[this->id() >> group_bits];
            ++now.names[id >> group_bits];
            number_ = data;
            set(id, static_cast<std::uint32_t>(now.tag));
        } else {
            node_name old(static_cast<node_name&&>(*this));
            name_node(data, id);
        }
    }
    // Before these, this names nothing.
    [[gnu::always_inline]] void name_number(T number) {
        const recording<T>& now = this_thread<T>;
        if (now.leaf_next == now.leaf_end) [[unlikely]]
            make_room_for_leaves();
        name_leaf(number);
    }
    [[gnu::always_inline]] void name_node(T data, node_id id) {
        recording<T>& now = this_thread<T>;
        number_ = data;
        set(id, static_cast<std::uint32_t>(now.tag));
        add_name(now, id);
    }
    // The data of this node is in the tape.
    [[gnu::always_inline]] void name_shared_node(node_id id) {
        recording<T>& now = this_thread<T>;
        set(id, static_cast<std::uint32_t>(now.tag) | shared_bit);
        add_name(now, id);
    }

    [[nodiscard]] T data() const {
        check_thread();
        return (tag() & shared_bit) != 0 ? this_thread<T>.data[id()] : number_;
    }
    /// To be assigned, so that all names see it.
    [[nodiscard]] T& data() {
        check_thread();
        if (tag() == 0 || (tag() & unused_bit) != 0)
            return number_;
        share(this_thread<T>);
        return this_thread<T>.data[id()];
    }
    [[nodiscard]] bool is_number() const { return tag() == 0; }
    [[nodiscard]] bool is_same_node(const node_name& other) const {
        return id() != 0 && id() == other.id() && (tag() & ~bits) == (other.tag() & ~bits);
    }
    /// The node. Its data is in the tape from here on.
    [[nodiscard]] node_id node() const {
        check_thread();
        if (tag() == 0)
            throw_no_node();
        share(this_thread<T>);
        return id();
    }
    /// The same, wherever its data is.
    [[nodiscard]] node_id checked_id() const {
        check_thread();
        return id();
    }

    /// As an operand of a statement.
    [[nodiscard]] [[gnu::always_inline]] leaf_part<T> as_operand() const {
        recording<T>& now = this_thread<T>;
        const std::uint32_t mine = static_cast<std::uint32_t>(now.tag), its = tag();
        if (its == (mine | shared_bit))
            return {now.data[id()], id()};
        if (its != mine && its != (mine | unused_bit)) [[unlikely]] {
            if (its != 0)
                throw_foreign_node();
            return {number_, 0};
        }
        // The first use puts the data into the tape, and says that there was one.
        now.data[id()] = number_;
        set(id(), mine | shared_bit);
        return {number_, id()};
    }
    /// The same of a temporary, or of a Value about to be overwritten: a number needs no node.
    [[nodiscard]] [[gnu::always_inline]] leaf_part<T> as_last_operand() const {
        recording<T>& now = this_thread<T>;
        const std::uint32_t mine = static_cast<std::uint32_t>(now.tag), its = tag();
        if (its == mine) {
            now.data[id()] = number_; // for drawings of what is computed from it
            return {number_, id()};
        }
        if (its == (mine | shared_bit))
            return {now.data[id()], id()};
        if (its != 0 && its != (mine | unused_bit)) [[unlikely]]
            throw_foreign_node();
        return {number_, 0};
    }
    /// Whether this is the only name of the newest node, which nobody has used.
    [[nodiscard]] [[gnu::always_inline]] bool is_newest() const {
        const recording<T>& now = this_thread<T>;
        return word_ == (static_cast<std::uint64_t>(now.tag) << 32 | (now.next - 1));
    }
    /// The data of that node.
    [[nodiscard]] [[gnu::always_inline]] T& own_data() { return number_; }

private:
    // The data is in the tape. Otherwise it is here: this is the node's only name.
    static constexpr std::uint32_t shared_bit = 1;
    // A leaf that nothing was computed from: if it goes as it came, its id is used again.
    static constexpr std::uint32_t unused_bit = 2;
    static constexpr std::uint32_t bits = shared_bit | unused_bit;

    [[nodiscard]] [[gnu::always_inline]] node_id id() const { return static_cast<node_id>(word_); }
    [[nodiscard]] [[gnu::always_inline]] std::uint32_t tag() const {
        return static_cast<std::uint32_t>(word_ >> 32);
    }
    [[gnu::always_inline]] void set(node_id id, std::uint32_t tag) const {
        word_ = std::uint64_t{tag} << 32 | id;
    }
    [[nodiscard]] [[gnu::always_inline]] bool has_node(const recording<T>& now) const {
        return (tag() & ~bits) == static_cast<std::uint32_t>(now.tag);
    }
    [[gnu::always_inline]] void check_thread() const {
        if (!has_node(this_thread<T>) && tag() != 0) [[unlikely]]
            throw_foreign_node();
    }
    [[gnu::always_inline]] void share(recording<T>& now) const {
        if ((tag() & shared_bit) != 0)
            return;
        now.data[id()] = number_;
        set(id(), (tag() | shared_bit) & ~unused_bit);
    }
    [[gnu::always_inline]] void name_leaf(T number) {
        recording<T>& now = this_thread<T>;
        number_ = number;
        set(now.leaf_next++, static_cast<std::uint32_t>(now.tag) | unused_bit);
        add_name(now, id());
    }
    // Nothing that calls are given leads to this object, which may so stay in registers.
    [[gnu::cold, gnu::noinline]] static void make_room_for_leaves() {
        tape<T>::here().make_room_for_leaves();
    }
    [[gnu::always_inline]] void release() noexcept {
        recording<T>& now = this_thread<T>;
        const std::uint32_t its = tag() - static_cast<std::uint32_t>(now.tag);
        if (its <= unused_bit) {
            const std::uint32_t page = page_of(id());
            if (its == unused_bit && id() == now.leaf_next - 1 && page == page_of(now.leaf_end - 1))
                --now.leaf_next;
            if (remove_name(now, id()) <= now.few) [[unlikely]]
                now.owner->few_references(page);
        }
        word_ = 0;
    }

    T number_;
    mutable std::uint64_t word_; // tag and id in one word, which is moved as one
};

} // namespace ctgrad::detail
