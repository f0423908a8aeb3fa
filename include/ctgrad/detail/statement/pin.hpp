// SPDX-License-Identifier: BSL-1.0
//
// What an expression object does for the lifetime of its operands: it counts itself, a pin, where
// the chunk is that is being written when it is made. Within a statement the optimiser removes both
// the count and its end. A pin also knows which thread it is of.
#pragma once

#include <ctgrad/detail/tape/recording.hpp>
#include <ctgrad/run_time_error.hpp>

#include <cstdint>

namespace ctgrad::detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_foreign_node() {
    throw graph_error(
        "ctgrad: a Value is used in the thread that made it, this one's graph belongs "
        "to another thread or to one that has ended: make it anew here, from its "
        "data(); see docs/reference/value.md");
}

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

} // namespace ctgrad::detail
