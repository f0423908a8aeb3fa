// SPDX-License-Identifier: BSL-1.0
//
// What counting chunks cannot see. `change = loss - before; before = loss;` makes a node that
// refers to the step before and that nobody names afterwards; its chunk does have names, so it
// would keep the chunk of the step before, and that the one before it, and so all there ever were.
// When the number of chunks has doubled, the nodes that somebody can still reach are marked, and
// chunks forget what only unmarked ones refer to.
//
// Values are counted for each 64 nodes, so that marking begins at all nodes of a named group: a few
// too many, never one too few. Cost: once over the entries, each time their number has doubled.
#pragma once

#include <ctgrad/detail/tape/release.hpp>
#include <ctgrad/value/sweep.hpp>

#include <algorithm>
#include <new>
#include <vector>

namespace ctgrad::detail {

template <class T>
class marking {
public:
    explicit marking(std::size_t pages) : words_(pages * groups), stamp_(pages) {}

    /// All nodes of a chunk are reachable, or those that Values name.
    void add_all(std::uint32_t page) {
        std::fill_n(words_.begin() + static_cast<std::ptrdiff_t>(page * groups), groups, ~word{0});
    }
    void add_named(std::uint32_t page) {
        for (std::size_t g = page * groups; g < (page + 1) * groups; ++g)
            if (this_thread<T>.names[g] != 0)
                words_[g] = ~word{0};
    }
    void add(node_id id) { words_[id >> group_bits] |= word{1} << (id % 64); }

    /// Marks the operands of a chunk's marked nodes. Newer chunks come first.
    void visit(std::uint32_t page, const char* records, const char* top, node_id end) {
        now_ = page;
        node_id id = end - 1;
        while (top != records) {
            const std::uint32_t head = head_before(top);
            if (operands_of(head) == call_operands) {
                const call_tail<T> tail = tail_before<T>(top);
                id -= tail.outputs;
                top = payload_before(top, tail);
                if (any_marked(id + 1, tail.outputs))
                    tail.kind->visit(top, this, [](void* self, node_id first, std::size_t count) {
                        for (node_id i = 0; i < count; ++i)
                            static_cast<marking*>(self)->operand(first + i);
                    });
                continue;
            }
            if (any_marked(id, 1)) {
                const node_id* const ids =
                    reinterpret_cast<const node_id*>(top - tail_bytes<T>(operands_of(head)));
                for (std::uint32_t k = 0; k < operands_of(head); ++k)
                    operand(ids[k]);
            }
            top -= bytes_of<T>(head);
            id -= (head & continued_bit) == 0;
        }
    }
    /// Whether a marked node of the chunk visited last refers to that page.
    [[nodiscard]] bool refers_to(std::uint32_t page) const { return stamp_[page] == now_; }

private:
    using word = std::uint64_t;

    void operand(node_id id) {
        add(id);
        stamp_[page_of(id)] = now_;
    }
    [[nodiscard]] bool any_marked(node_id first, std::size_t count) const {
        for (node_id id = first; id < first + count; ++id)
            if ((words_[id >> group_bits] >> (id % 64) & 1) != 0)
                return true;
        return false;
    }

    std::vector<word> words_;          // a bit for each node
    std::vector<std::uint32_t> stamp_; // per page: the chunk that was last found to refer to it
    std::uint32_t now_ = 0;
};

/// `ids` are operands of an entry that is about to be written.
template <class T>
void tape<T>::collect(const node_id* ids, std::size_t count) noexcept {
    const bool too_many = listed_ >= collect_at_;
    try {
        forget_unreachable(ids, count);
    } catch (const std::bad_alloc&) { // then nothing is forgotten
    }
    for (std::uint32_t page = 1; page < chunks_.size(); ++page)
        if (now_.references[page] == 0 && page != now_.page && page != leaf_page_)
            unreferenced_.push_back(page);
    release_unreferenced();
    // Without too many, twice what was needed: a large graph that is gone must not set the limit.
    collect_at_ = 2 * (too_many ? listed_ : most_listed_) + 8;
    opened_ = 0;
    most_listed_ = listed_;
}

template <class T>
void tape<T>::forget_unreachable(const node_id* ids, std::size_t count) {
    marking<T> marks(chunks_.size());
    // Expression objects may refer to anything that is older than the newest pin.
    std::uint64_t pinned = 0;
    for (std::uint32_t page = newest_; page != 0 && pinned == 0; page = chunks_[page].older)
        if ((page == now_.page ? now_.pinned : now_.pins[page]) != 0)
            pinned = chunks_[page].born;
    const auto keeps_all = [&](std::uint32_t page) {
        return page == now_.page || chunks_[page].born <= pinned;
    };
    for (std::uint32_t page = newest_; page != 0; page = chunks_[page].older)
        keeps_all(page) ? marks.add_all(page) : marks.add_named(page);
    for (std::size_t i = 0; i < count; ++i)
        marks.add(ids[i]);
    for (std::uint32_t page = newest_; page != 0; page = chunks_[page].older) {
        marks.visit(page, chunks_[page].records, top_of(page), end_of(page));
        if (keeps_all(page))
            continue;
        std::erase_if(chunks_[page].refers_to, [&](std::uint32_t other) {
            if (marks.refers_to(other))
                return false;
            if (--now_.references[other] == 0)
                chunks_[other].dead = born_; // its last name may have gone at any time until now
            return true;
        });
    }
}

} // namespace ctgrad::detail
