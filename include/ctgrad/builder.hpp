// SPDX-License-Identifier: BSL-1.0
//
// A growing graph, used while compiling. `push` is hash-consing: a node that is there already is
// not added again, so equal subexpressions become one node whoever writes them.
#pragma once

#include <ctgrad/graph.hpp>

namespace ctgrad::detail {

// A minimal growing array. std::vector would do, at three times the constant-evaluation steps.
template <class T>
class buffer {
public:
    constexpr explicit buffer(std::size_t capacity = 64)
        : items_(new T[capacity]{}), capacity_(capacity) {}
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    constexpr ~buffer() { delete[] items_; }

    constexpr void assign(std::size_t count, const T& item) {
        size_ = 0;
        for (std::size_t i = 0; i < count; ++i)
            push(item);
    }

    constexpr void push(const T& item) {
        if (size_ == capacity_) {
            T* larger = new T[2 * capacity_]{};
            for (std::size_t i = 0; i < size_; ++i)
                larger[i] = items_[i];
            delete[] items_;
            items_ = larger;
            capacity_ *= 2;
        }
        items_[size_++] = item;
    }
    constexpr T pop() { return items_[--size_]; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    constexpr T& operator[](std::size_t i) { return items_[i]; }
    constexpr const T& operator[](std::size_t i) const { return items_[i]; }

private:
    T* items_;
    std::size_t capacity_;
    std::size_t size_ = 0;
};

class builder {
public:
    constexpr builder() : table_(new std::uint32_t[slots_]{}) {}
    builder(const builder&) = delete;
    builder& operator=(const builder&) = delete;
    constexpr ~builder() { delete[] table_; }

    /// The position of a node equal to `n`, added if there is none.
    constexpr std::uint32_t push(const node& n) {
        std::size_t at = find(n);
        if (table_[at] != 0)
            return table_[at] - 1;
        nodes_.push(n);
        table_[at] = static_cast<std::uint32_t>(nodes_.size());
        if (3 * nodes_.size() > 2 * slots_)
            rehash();
        return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    [[nodiscard]] constexpr bool contains(const node& n) const { return table_[find(n)] != 0; }

    constexpr std::uint32_t literal(double value) { return push(literal_node(value)); }
    [[nodiscard]] constexpr std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] constexpr const node& operator[](std::size_t i) const { return nodes_[i]; }

    /// How operations are simplified as they are added, if at all. Only what passes create is:
    /// never the user's own formula (0*x is not 0 where x is infinite).
    using simplification = std::uint32_t (*)(builder& graph, const node& n);
    simplification simplify = nullptr;
    /// Positions below this hold the formula that a pass started from: those nodes are computed in
    /// any case, so rewriting them would compute them twice.
    std::uint32_t formula_size = 0;

    /// From here on, what is added is a pass's and not the user's.
    constexpr void begin_pass(simplification how) {
        simplify = how;
        formula_size = static_cast<std::uint32_t>(size());
    }

private:
    [[nodiscard]] static constexpr std::size_t hash(const node& n) {
        std::uint64_t h = n.word[0] * 0x9e3779b97f4a7c15u + n.word[1];
        h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9u + (n.word[2] ^ (n.word[3] << 32));
        h = (h ^ (h >> 32)) + n.operation->name.size() * 0x94d049bb133111ebu +
            static_cast<unsigned char>(n.operation->name[0]) * 0x100000001b3u;
        return static_cast<std::size_t>(h ^ (h >> 31));
    }
    [[nodiscard]] constexpr std::size_t find(const node& n) const {
        std::size_t at = hash(n) & (slots_ - 1);
        while (table_[at] != 0 && !(nodes_[table_[at] - 1] == n))
            at = (at + 1) & (slots_ - 1);
        return at;
    }
    constexpr void rehash() {
        delete[] table_;
        slots_ *= 4;
        table_ = new std::uint32_t[slots_]{};
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            table_[find(nodes_[i])] = static_cast<std::uint32_t>(i + 1);
    }

    buffer<node> nodes_;
    std::size_t slots_ = 128;
    std::uint32_t* table_;
};

} // namespace ctgrad::detail
