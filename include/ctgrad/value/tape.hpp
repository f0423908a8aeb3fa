// SPDX-License-Identifier: BSL-1.0
//
// Where run-time graphs live: each thread has a tape, a list of chunks of 4096 nodes. Data and grad
// of all nodes are two arrays indexed by id. How a node was computed is an entry in its chunk's
// records (`record.hpp`), in the order of computation, which is a topological order. Here is what
// a tape holds and does; how it does it follows, in `detail/tape/`.
//
// Memory comes back without a reset call. A chunk lives while a Value, or an entry of another
// living chunk, refers to it. The chunk being written is rewound in place when nothing refers to
// it, so a loop that builds a graph and drops it stays in the same, cached memory; a full one is
// unlinked and used again.
//
// Operands inside expression objects (`auto e = a*b;`) are not counted where they point to, which
// cost more than recording. Each pins instead the chunk that was being written when it was made,
// and what is older than a pin is not given back. In `v = v*a + b` pins come and go within the
// statement, and the optimiser removes them altogether: nothing between returns from a call.
#pragma once

#include <ctgrad/detail/tape/grads.hpp>
#include <ctgrad/run_time_error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ctgrad::detail {

// A chunk, apart from what `recording` keeps of the one being written.
struct chunk {
    char* records = nullptr;
    std::size_t capacity = 0;
    char* top = nullptr;
    node_id next = 0;                   // one past the last node
    std::uint64_t born = 0;             // when it was begun; 0: spare
    std::uint64_t dead = 0;             // when the last reference to it went, in the same time
    std::uint32_t older = 0, newer = 0; // pages, in order of creation; 0: none
    bool leaves = false, reached = false;
    node_id cleared = 0;      // in the group that holds this id, nodes below it have grads
    std::uint64_t groups = 0; // a bit for each group that the latest sweep came to by itself
    std::uint64_t marked = 0; // a bit for each group whose `mark` is known
    std::vector<std::uint32_t> refers_to;
};

/// A leaf that stands for a Value of a narrower type (`link.hpp`): what it receives is passed on.
template <class T>
struct link {
    virtual ~link() = default;
    virtual void pass(T adjoint) = 0;
};

template <class T>
class tape {
public:
    tape(const tape&) = delete;
    tape& operator=(const tape&) = delete;
    ~tape();

    /// This thread's tape, made when first needed.
    static tape& here() {
        if (this_thread<T>.owner == nullptr) {
            static thread_local tape own;
            if (this_thread<T>.owner == nullptr) // own was destroyed: the thread is ending
                throw graph_error("ctgrad: a Value is made or used while its thread runs, this "
                                  "thread is ending: do so before it returns");
        }
        return *this_thread<T>.owner;
    }

    /// Makes room for more leaves: nodes that no entry computes. Their grads are kept until zeroed.
    void make_room_for_leaves() {
        // What pins kept when its last Value went is looked at again.
        if (++leaf_pages_ >= 8 + chunks_.size() / 4) {
            leaf_pages_ = 0;
            collect(nullptr, 0);
        }
        open_leaves(take(1));
    }
    /// `count` leaves with consecutive ids, data 0. The first of them.
    node_id make_leaves(std::size_t count);

    /// Makes room for an entry of at most `bytes`, whose operands are `ids`.
    [[gnu::cold, gnu::noinline]] void make_room(std::size_t bytes, const node_id* ids,
                                                std::size_t count);
    /// Notes that the chunk being written refers to a chunk that it did not refer to yet.
    [[gnu::cold, gnu::noinline]] void refer(std::uint32_t page) {
        if (page != 0) {
            chunks_[static_cast<std::size_t>(now_.page)].refers_to.push_back(page);
            ++now_.references[page];
        }
        now_.seen[page] = now_.epoch;
    }
    /// The last reference to a chunk is gone. Iterative, as chunks may refer to long chains.
    void unreferenced(std::uint32_t page) noexcept;
    /// A Value has gone whose chunk has no, or few, references left: at most `recording::few`.
    [[gnu::cold, gnu::noinline]] void few_references(std::uint32_t page) noexcept;

    [[nodiscard]] bool is_leaf(node_id id) const { return chunks_[page_of(id)].leaves; }
    /// The grad of a node. Those of computed nodes belong to the latest sweep.
    T& grad(node_id id) { return grad_of(now_, id); }
    /// Before the user reads or writes it: untouched is a 0 to the user.
    [[gnu::cold, gnu::noinline]] void show_grad(node_id id);

    // What a sweep (`sweep.hpp`) needs of the chunks, and notes of them.
    chunk& operator[](std::uint32_t page) { return chunks_[page]; }
    /// One past the last node of a chunk, and the end of its records.
    [[nodiscard]] node_id end_of(std::uint32_t page) const {
        return page == now_.page ? now_.next : chunks_[page].next;
    }
    [[nodiscard]] const char* top_of(std::uint32_t page) const {
        return page == now_.page ? now_.top : chunks_[page].top;
    }
    /// Begins a sweep: from here on no computed node has a grad.
    void begin_sweep();
    /// The bytes that a sweep of a whole chunk goes through.
    [[nodiscard]] std::size_t work_of(std::uint32_t page) const;
    /// The same of all that was recorded since this was last asked for.
    std::size_t recent_work();
    /// Nothing has contributed to any node of a chunk.
    void clear(std::uint32_t page);
    /// The same of the nodes near one, when the sweep comes there for the first time.
    [[gnu::cold, gnu::noinline]] void reach(node_id id) noexcept;
    /// The newest chunk that the sweep has come to and not been through; 0 if there is none.
    std::uint32_t next_reached() noexcept;
    [[nodiscard]] auto is_older() const {
        return
            [this](std::uint32_t a, std::uint32_t b) { return chunks_[a].born < chunks_[b].born; };
    }
    std::vector<std::uint32_t> reached, waiting; // a sweep's
    std::vector<node_id> operands;               // of a call that is being recorded

    std::unordered_map<node_id, std::string> labels;
    std::unordered_map<node_id, std::unique_ptr<link<T>>> links; // by the leaf
    void (*pass_on)(tape&) = nullptr;                            // if there ever was one
    std::vector<seed<T>> passed_on;                              // by links to this tape,
    std::size_t links_here = 0; // for each of which it has room: a sweep allocates nothing

    /// How many chunks are in use, for tests of what is given back.
    [[nodiscard]] std::size_t chunks_in_use() const { return chunks_.size() - 1 - spare_.size(); }

private:
    tape();

    void forget_grads(std::uint32_t page) noexcept;
    std::uint32_t take(std::size_t count);
    void grow(std::size_t pages);
    void free_arrays() noexcept;
    void open(std::size_t bytes, const node_id* ids = nullptr, std::size_t count = 0);
    void rewind(std::uint32_t page) noexcept;
    void append_chunk(std::uint32_t page) noexcept;
    void remove_chunk(std::uint32_t page) noexcept;
    void open_leaves(std::uint32_t page) noexcept;
    void collect(const node_id* ids, std::size_t count) noexcept; // `collect.hpp`
    void forget_unreachable(const node_id* ids, std::size_t count);
    void release_unreferenced() noexcept;
    void release(std::uint32_t page) noexcept;
    bool is_pinned(std::uint32_t page) const noexcept;

    recording<T>& now_ = this_thread<T>;
    std::vector<chunk> chunks_;
    std::vector<std::uint32_t> spare_, unreferenced_;
    std::size_t room_ = 0;
    std::uint32_t newest_ = 0, leaf_page_ = 0;
    std::uint64_t born_ = 0;
    std::size_t listed_ = 0, collect_at_ = 8, leaf_pages_ = 0;
    std::size_t opened_ = 0, most_listed_ = 0; // chunks, since they were last collected
    std::size_t finished_ = 0, asked_ = 0;     // `recent_work`
    bool releasing_ = false;
};

} // namespace ctgrad::detail
