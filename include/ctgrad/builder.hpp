// SPDX-License-Identifier: BSL-1.0
//
// A growing graph, used while compiling. `push` is hash-consing: a node that is there already is
// not added again, so equal subexpressions become one node whoever writes them.
#pragma once

#include <ctgrad/graph.hpp>

namespace ctgrad::detail {

// A minimal growing array. std::vector would do, at three times the constant-evaluation steps:
// clang counts the statements it runs, those of accessors too, and stops at a million. Hence also
// the public members.
template <class T>
struct buffer {
    T* items;
    std::size_t size = 0;
    std::size_t capacity;

    constexpr explicit buffer(std::size_t initial = 64)
        : items(new T[initial]{}), capacity(initial) {}
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    constexpr ~buffer() { delete[] items; }

    /// `count` items, all T{}.
    constexpr void reset(std::size_t count) {
        delete[] items;
        items = new T[count + 1]{};
        capacity = count + 1;
        size = count;
    }
    constexpr void push(const T& item) {
        if (size == capacity)
            grow();
        items[size++] = item;
    }
    constexpr T pop() { return items[--size]; }

private:
    constexpr void grow() {
        T* larger = new T[4 * capacity]{};
        for (std::size_t i = 0; i < size; ++i)
            larger[i] = items[i];
        delete[] items;
        items = larger;
        capacity *= 4;
    }
};

/// In which alternatives of selects the nodes of a formula are needed, while a pass adds to it.
/// Region 0 is everywhere, the others lie in their parents.
struct regions {
    buffer<std::uint32_t> of_node, parent;
    std::uint32_t here = 0; // where what is being added is needed

    /// Whether a node of the formula is computed wherever `here` is.
    [[nodiscard]] constexpr bool is_available(std::uint32_t position) const {
        const std::uint32_t wanted = of_node.items[position];
        std::uint32_t region = here;
        while (region != wanted && region != 0)
            region = parent.items[region];
        return region == wanted;
    }
};

class builder {
public:
    constexpr builder() : table_(new std::uint32_t[slots_]{}) {}
    builder(const builder&) = delete;
    builder& operator=(const builder&) = delete;
    constexpr ~builder() { delete[] table_; }

    buffer<node> nodes;

    /// The position of a node equal to `n`, added if there is none.
    constexpr std::uint32_t push(const node& n) {
        std::uint32_t& entry = table_[find(n)];
        if (entry != 0)
            return entry - 1;
        nodes.push(n);
        entry = static_cast<std::uint32_t>(nodes.size);
        if (2 * nodes.size > slots_)
            rehash();
        return static_cast<std::uint32_t>(nodes.size - 1);
    }
    [[nodiscard]] constexpr bool contains(const node& n) const { return table_[find(n)] != 0; }

    [[nodiscard]] constexpr bool formula_contains(const node& n) const {
        const std::uint32_t entry = table_[find(n)];
        return entry != 0 && entry <= formula_size && reuses_formula &&
               (available == nullptr || available->is_available(entry - 1));
    }

    constexpr std::uint32_t literal(double value) { return push(literal_node(value)); }
    [[nodiscard]] constexpr std::size_t size() const { return nodes.size; }

    /// How operations are simplified as they are added, if at all. Only what passes create is:
    /// never the user's own formula (0*x is not 0 where x is infinite).
    using simplification = std::uint32_t (*)(builder& graph, const node& n);
    simplification simplify = nullptr;
    bool simplifying = false;
    /// Positions below this hold the formula that a pass started from: those nodes are computed in
    /// any case, so rewriting them would compute them twice.
    std::uint32_t formula_size = 0;
    /// Whether a pass may express what it adds by other products of the formula than those that it
    /// is made of.
    bool reuses_formula = true;
    /// Where those are available; null where all are everywhere. The product of an alternative that
    /// is not chosen may be infinite, so nothing outside may use it.
    const regions* available = nullptr;

    /// From here on, what is added is a pass's and not the user's.
    constexpr void begin_pass(simplification how) {
        simplify = how;
        simplifying = true;
        formula_size = static_cast<std::uint32_t>(size());
        reuses_formula = true;
    }

private:
    [[nodiscard]] static constexpr std::size_t hash(const node& n) {
        return static_cast<std::size_t>(
            (((n.word[0] * 0x9e3779b97f4a7c15u + n.word[1]) * 0xbf58476d1ce4e5b9u ^
              (n.word[2] + (n.word[3] << 32))) +
             n.operation->id) *
                0x94d049bb133111ebu >>
            24);
    }
    [[nodiscard]] constexpr std::size_t find(const node& n) const {
        std::size_t at = hash(n) & (slots_ - 1);
        while (table_[at] != 0 && !(nodes.items[table_[at] - 1] == n))
            at = (at + 1) & (slots_ - 1);
        return at;
    }
    constexpr void rehash() {
        delete[] table_;
        slots_ *= 8;
        table_ = new std::uint32_t[slots_]{};
        for (std::size_t i = 0; i < nodes.size; ++i)
            table_[find(nodes.items[i])] = static_cast<std::uint32_t>(i + 1);
    }

    std::size_t slots_ = 256;
    std::uint32_t* table_;
};

} // namespace ctgrad::detail
