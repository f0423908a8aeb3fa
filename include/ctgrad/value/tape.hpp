// SPDX-License-Identifier: BSL-1.0
//
// Where run-time graphs live: each thread has a tape, a list of chunks of 4096 nodes. A node is a
// number, its id; data and grad of all nodes are two arrays indexed by it. How a node was computed
// is an entry in its chunk's records (`record.hpp`), in the order of computation, which is a
// topological order.
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

#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ctgrad::detail {

using node_id = std::uint32_t; // page of the chunk, and position in it; 0: no node

inline constexpr unsigned page_bits = 12;
inline constexpr node_id chunk_nodes = node_id{1} << page_bits;

/// The first id of a chunk is not used, so that what precedes a chunk's first node is no node.
inline constexpr node_id chunk_capacity = chunk_nodes - 1;

inline constexpr unsigned group_bits = 6;
inline constexpr node_id group_nodes = node_id{1} << group_bits;
inline constexpr std::size_t groups = chunk_nodes >> group_bits; // of a page
static_assert(groups == 64, "chunks keep a bit for each");

constexpr std::uint32_t page_of(node_id id) {
    return id >> page_bits;
}
constexpr node_id first_of(std::uint32_t page) {
    return page << page_bits;
}

/// Where a group's entries are in its chunk: the lowest place to walk down from through all of it.
struct mark {
    const char* top;
    node_id last; // node of the entry that ends there
};

template <class T>
class tape;

// What recording touches, in one struct whose address stays in a register. Trivial, so that being
// thread_local costs no guard. `references`, `pinned`, `tag` and `page` have a type that nothing
// else written here has: so the optimiser sees that the stores of an entry do not change them.
template <class T>
struct recording {
    char* top = nullptr; // end of the records of the chunk being written
    char* end = nullptr;
    T* data = nullptr;
    T* grad = nullptr;
    std::int64_t* references = nullptr; // per page: Values, and chunks that refer to it
    std::int64_t* names = nullptr;      // per group of 64 nodes: Values
    bool* cleared = nullptr;            // per group: their grads are those of the latest sweep
    mark* marks = nullptr;              // per group, where `chunk::marked`
    std::int64_t* pins = nullptr;       // per page: operands made while it was being written,
    std::int64_t pinned = 0;            // ... and those of the page that is being written
    std::uint32_t* seen = nullptr;  // per page: == epoch if the chunk being written refers to it
    std::int64_t few = 0;           // references to that page, when it had the fewest
    std::int64_t tag = 4;           // which tape this is; no node has tag 4
    std::int64_t page = 0;          // of the chunk being written
    node_id next = 0, next_end = 0; // ids of nodes, left in the chunk being written
    std::uint32_t epoch = 1;
    node_id leaf_next = 0, leaf_end = 0;
    tape<T>* owner = nullptr;
};

template <class T>
[[gnu::tls_model("initial-exec")]] inline constinit thread_local recording<T> this_thread{};

/// One Value more, or less, that names a node; the latter returns how many references are left.
template <class T>
[[gnu::always_inline]] inline void add_name(recording<T>& now, node_id id) {
    ++now.references[page_of(id)];
    ++now.names[id >> group_bits];
}
template <class T>
[[gnu::always_inline]] inline std::int64_t remove_name(recording<T>& now, node_id id) {
    --now.names[id >> group_bits];
    return --now.references[page_of(id)];
}

// The adjoint of a node that nothing has contributed to yet. Adding 0 to it gives +0, so a node
// whose adjoint is 0 (and whose NaN partials must show) differs from one that the result does not
// depend on (and whose partials must not matter). Only contributions of -0 go unnoticed.
template <class T>
inline constexpr T untouched = -T(0);
template <class T>
[[gnu::always_inline]] inline bool is_untouched(T adjoint) {
    if constexpr (sizeof(T) == sizeof(std::uint64_t))
        return std::bit_cast<std::uint64_t>(adjoint) == std::bit_cast<std::uint64_t>(untouched<T>);
    else
        return adjoint == 0 && std::signbit(adjoint);
}

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

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_foreign_node() {
    throw graph_error(
        "ctgrad: a Value is used in the thread that made it, this one's graph belongs "
        "to another thread or to one that has ended: make it anew here, from its "
        "data(); see docs/reference/value.md");
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_no_node() {
    throw graph_error("ctgrad: grad(), label() and backward() need a Value that was given a number "
                      "or computed, this one was given none, or was moved from, and is a constant: "
                      "write Value x{0.0}, or x = 0.0 before x is used; see "
                      "docs/reference/value.md");
}

/// Before the grad of a node is read or written: it is that of the latest sweep.
template <class T>
[[gnu::always_inline]] inline void reach_node(recording<T>& now, node_id id) {
    if (!now.cleared[id >> group_bits]) [[unlikely]]
        now.owner->reach(id);
}
/// The same of consecutive nodes.
template <class T>
[[gnu::always_inline]] inline void reach_nodes(recording<T>& now, node_id first,
                                               std::size_t count) {
    if (count == 0)
        return;
    const std::size_t last = (first + count - 1) >> group_bits;
    for (std::size_t group = first >> group_bits; group <= last; ++group)
        if (!now.cleared[group]) [[unlikely]]
            now.owner->reach(std::max(first, static_cast<node_id>(group << group_bits)));
}

/// The grad of a node, for the user.
template <class T>
[[gnu::always_inline]] inline T& grad_of(recording<T>& now, node_id id) {
    T& own = now.grad[id];
    if (!now.cleared[id >> group_bits] || is_untouched(own)) [[unlikely]]
        now.owner->show_grad(id);
    return own;
}

/// A node and what is added to its grad before a sweep.
template <class T>
struct seed {
    node_id node;
    T adjoint;
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
    [[gnu::cold, gnu::noinline]] void show_grad(node_id id) {
        if (is_leaf(id))
            return;
        reach_node(now_, id);
        if (now_.grad[id] == 0)
            now_.grad[id] = 0;
    }

    // What a sweep needs of the chunks (`sweep.hpp`).
    chunk& operator[](std::uint32_t page) { return chunks_[page]; }
    /// One past the last node of a chunk, and the end of its records.
    [[nodiscard]] node_id end_of(std::uint32_t page) const {
        return page == now_.page ? now_.next : chunks_[page].next;
    }
    [[nodiscard]] const char* top_of(std::uint32_t page) const {
        return page == now_.page ? now_.top : chunks_[page].top;
    }
    /// Begins a sweep: from here on no computed node has a grad.
    void begin_sweep() {
        for (const std::uint32_t page : reached) {
            chunks_[page].reached = false;
            if (!chunks_[page].leaves)
                forget_grads(page);
        }
        reached.clear();
        waiting.clear();
    }
    /// The bytes that a sweep of a whole chunk goes through.
    [[nodiscard]] std::size_t work_of(std::uint32_t page) const {
        return static_cast<std::size_t>(top_of(page) - chunks_[page].records) +
               (end_of(page) - first_of(page)) * sizeof(T);
    }
    /// The same of all that was recorded since this was last asked for.
    std::size_t recent_work() {
        const std::size_t all = finished_ + work_of(static_cast<std::uint32_t>(now_.page));
        return all - std::exchange(asked_, all);
    }
    /// Nothing has contributed to any node of a chunk.
    void clear(std::uint32_t page) {
        chunk& c = chunks_[page];
        c.cleared = end_of(page);
        std::fill(now_.grad + first_of(page), now_.grad + c.cleared, untouched<T>);
        if (c.cleared >= first_of(page) + group_nodes)
            std::fill(now_.cleared + page * groups, now_.cleared + (c.cleared >> group_bits), true);
    }
    /// The same of the nodes near one, when the sweep comes there for the first time.
    [[gnu::cold, gnu::noinline]] void reach(node_id id) noexcept {
        const std::uint32_t page = page_of(id);
        chunk& c = chunks_[page];
        const std::size_t group = id >> group_bits;
        auto from = static_cast<node_id>(group << group_bits);
        const node_id end = from + group_nodes;
        if (from < c.cleared && c.cleared < end) {
            if (id < c.cleared)
                return;
            from = c.cleared;
        }
        std::fill(now_.grad + from, now_.grad + end, untouched<T>);
        now_.cleared[group] = true;
        c.groups |= std::uint64_t{1} << group % groups;
        if (c.reached)
            return;
        c.reached = true;
        reached.push_back(page);
        waiting.push_back(page);
        std::push_heap(waiting.begin(), waiting.end(), is_older());
    }
    /// The newest chunk that the sweep has come to and not been through; 0 if there is none.
    std::uint32_t next_reached() noexcept {
        if (waiting.empty())
            return 0;
        std::pop_heap(waiting.begin(), waiting.end(), is_older());
        const std::uint32_t page = waiting.back();
        waiting.pop_back();
        return page;
    }
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

    void forget_grads(std::uint32_t page) noexcept {
        chunk& c = chunks_[page];
        if (c.groups != 0 || c.cleared >= first_of(page) + group_nodes)
            std::fill_n(now_.cleared + page * groups, groups, false);
        c.groups = c.cleared = 0;
    }

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
    bool is_pinned(std::uint32_t page) const noexcept {
        // Whoever pinned between the chunk's first node and its last reference may refer to it.
        const chunk& c = chunks_[page];
        for (std::uint32_t s = newest_; s != 0 && chunks_[s].born >= c.born; s = chunks_[s].older)
            if (chunks_[s].born <= c.dead && (s == now_.page ? now_.pinned : now_.pins[s]) != 0)
                return true;
        return false;
    }

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

inline std::atomic<std::int64_t> next_tag{8};

template <class T>
tape<T>::tape() {
    try {
        grow(16);
        chunks_.emplace_back(); // page 0 is no chunk
        now_.data[0] = 0;
        now_.grad[0] = 0;
        std::fill_n(now_.cleared, groups, true); // what numbers would receive goes there
        now_.tag = next_tag.fetch_add(4);
        open(0);
    } catch (...) {
        free_arrays();
        throw;
    }
    now_.owner = this;
}

template <class T>
tape<T>::~tape() {
    for (const chunk& c : chunks_)
        std::free(c.records);
    free_arrays();
}

template <class T>
void tape<T>::free_arrays() noexcept {
    std::free(now_.data);
    std::free(now_.grad);
    std::free(now_.references);
    std::free(now_.names);
    std::free(now_.cleared);
    std::free(now_.marks);
    std::free(now_.pins);
    std::free(now_.seen);
    now_ = recording<T>();
}

// Arrays that grow by realloc: it moves the pages of a large block, not its bytes. Here is room
// for all that a sweep, or the end of a Value, has to note: these do not fail.
template <class T>
void tape<T>::grow(std::size_t pages) {
    const std::size_t room = std::max(pages, 2 * room_);
    const auto resize = [](auto*& array, std::size_t size) {
        void* const larger = std::realloc(array, size * sizeof *array);
        if (larger == nullptr)
            throw std::bad_alloc();
        array = static_cast<std::remove_reference_t<decltype(array)>>(larger);
    };
    resize(now_.data, room * chunk_nodes);
    resize(now_.grad, room * chunk_nodes);
    resize(now_.references, room);
    resize(now_.names, room * groups);
    resize(now_.cleared, room * groups);
    resize(now_.marks, room * groups);
    resize(now_.pins, room);
    resize(now_.seen, room);
    std::fill(now_.references + room_, now_.references + room, 0);
    std::fill(now_.names + room_ * groups, now_.names + room * groups, 0);
    std::fill(now_.cleared + room_ * groups, now_.cleared + room * groups, false);
    std::fill(now_.pins + room_, now_.pins + room, 0);
    std::fill(now_.seen + room_, now_.seen + room, 0u);
    chunks_.reserve(room);
    unreferenced_.reserve(room);
    spare_.reserve(room);
    reached.reserve(room);
    waiting.reserve(room);
    room_ = room;
}

// Consecutive pages, the first of them.
template <class T>
std::uint32_t tape<T>::take(std::size_t count) {
    if (count == 1 && !spare_.empty()) {
        const std::uint32_t page = spare_.back();
        spare_.pop_back();
        return page;
    }
    const std::size_t page = chunks_.size();
    if (page + count > (std::size_t{1} << (32 - page_bits)))
        throw graph_error("ctgrad: the graphs of one thread hold at most 2^32 nodes, here more are "
                          "needed: drop Values that are not needed, or use several threads; see "
                          "docs/reference/value.md");
    if (page + count > room_)
        grow(page + count);
    chunks_.resize(page + count);
    return static_cast<std::uint32_t>(page);
}

template <class T>
void tape<T>::open_leaves(std::uint32_t page) noexcept {
    const std::uint32_t full = leaf_page_;
    chunks_[full].next = now_.leaf_next;
    chunks_[page].leaves = true;
    chunks_[page].born = chunks_[newest_].born;
    leaf_page_ = page;
    now_.leaf_next = first_of(page);
    now_.leaf_end = first_of(page) + chunk_nodes;
    std::fill_n(now_.grad + first_of(page), chunk_nodes, T(0));
    forget_grads(page);
    std::fill_n(now_.cleared + page * groups, groups, true);
    if (full != 0 && now_.references[full] == 0)
        unreferenced(full);
}

template <class T>
node_id tape<T>::make_leaves(std::size_t count) {
    if (count > std::size_t{now_.leaf_end} - now_.leaf_next) {
        const std::size_t pages = (count + chunk_nodes - 1) / chunk_nodes;
        const std::uint32_t first = take(pages);
        // All but the last chunk are full from the beginning. They are counted until all are open,
        // or each would be given back when the next is opened.
        for (std::size_t i = 0; i < pages; ++i)
            ++now_.references[first + i];
        for (std::size_t i = 0; i < pages; ++i) {
            open_leaves(first + static_cast<std::uint32_t>(i));
            now_.leaf_next = now_.leaf_end;
        }
        for (std::size_t i = 0; i < pages; ++i)
            --now_.references[first + i];
        now_.leaf_next = first_of(first) + static_cast<node_id>(count);
        std::fill_n(now_.data + first_of(first), count, T(0));
        return first_of(first);
    }
    const node_id id = now_.leaf_next;
    now_.leaf_next += static_cast<node_id>(count);
    std::fill_n(now_.data + id, count, T(0));
    return id;
}

// Room for entries of three operands on average: then ids and bytes run out together.
template <class T>
inline constexpr std::size_t chunk_bytes = chunk_capacity*(3 * sizeof(T) + 4 * sizeof(node_id));

template <class T>
void tape<T>::make_room(std::size_t bytes, const node_id* ids, std::size_t count) {
    // The operands are counted while chunks are given back; their pins are gone already.
    for (std::size_t i = 0; i < count; ++i)
        ++now_.references[page_of(ids[i])];
    struct guard {
        recording<T>& now;
        const node_id* ids;
        std::size_t count;
        ~guard() {
            for (std::size_t i = 0; i < count; ++i)
                --now.references[page_of(ids[i])];
        }
    } const uncount{now_, ids, count};
    open(bytes, ids, count);
}

template <class T>
void tape<T>::open(std::size_t bytes, const node_id* ids, std::size_t count) {
    const auto full = static_cast<std::uint32_t>(now_.page);
    chunks_[full].top = now_.top;
    chunks_[full].next = now_.next;
    ++opened_;
    most_listed_ = std::max(most_listed_, listed_);
    if (listed_ >= collect_at_ || opened_ >= 8 * collect_at_)
        collect(ids, count);
    const std::uint32_t page = take(1);
    chunk& c = chunks_[page];
    const std::size_t capacity = std::max(chunk_bytes<T>, bytes);
    if (c.capacity < capacity) {
        std::free(c.records);
        c.capacity = 0;
        c.records = static_cast<char*>(std::malloc(capacity));
        if (c.records == nullptr) {
            spare_.push_back(page);
            throw std::bad_alloc();
        }
        c.capacity = capacity;
    }
    c.leaves = false;
    c.marked = 0;
    finished_ += work_of(full);
    append_chunk(page);
    now_.pins[full] += now_.pinned;
    now_.pinned = now_.pins[page];
    now_.pins[page] = 0;
    now_.page = page;
    rewind(page);
    now_.end = std::max(now_.end, c.records + bytes);
    if (full != 0 && now_.references[full] == 0)
        unreferenced(full);
}

template <class T>
void tape<T>::rewind(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    c.refers_to.clear();
    now_.top = c.records;
    now_.end = c.records + chunk_bytes<T>;
    now_.few = chunk_nodes; // more than can be missed
    now_.next = c.next = first_of(page) + 1;
    now_.next_end = first_of(page) + chunk_nodes;
    if (c.reached)
        forget_grads(page);
    if (++now_.epoch == 0) {
        std::fill_n(now_.seen, room_, 0u);
        now_.epoch = 1;
    }
    now_.seen[page] = now_.epoch;
}

template <class T>
void tape<T>::append_chunk(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    c.born = ++born_;
    c.older = newest_;
    c.newer = 0;
    chunks_[newest_].newer = page;
    newest_ = page;
    ++listed_;
}

template <class T>
void tape<T>::remove_chunk(std::uint32_t page) noexcept {
    const chunk& c = chunks_[page];
    chunks_[c.older].newer = c.newer;
    (c.newer == 0 ? newest_ : chunks_[c.newer].older) = c.older;
    --listed_;
}

template <class T>
void tape<T>::unreferenced(std::uint32_t page) noexcept {
    chunks_[page].dead = born_;
    unreferenced_.push_back(page);
    if (releasing_)
        return;
    release_unreferenced();
}

template <class T>
void tape<T>::release_unreferenced() noexcept {
    releasing_ = true;
    while (!unreferenced_.empty()) {
        const std::uint32_t next = unreferenced_.back();
        unreferenced_.pop_back();
        if (now_.references[next] == 0 && chunks_[next].born != 0 && !is_pinned(next))
            release(next);
    }
    releasing_ = false;
}

// A loop drops what it computed, but for the loss of the last step, say. The next step should begin
// in a chunk of its own: two steps on one chunk keep each other alive, and so all that there ever
// were. What tells that a step has ended: the chunk being written has as few names as it ever had
// and is half full, or a name of an older chunk was one of its last and is now gone.
template <class T>
void tape<T>::few_references(std::uint32_t page) noexcept {
    if (now_.references[page] == 0)
        unreferenced(page);
    const auto current = static_cast<std::uint32_t>(now_.page);
    if (chunks_[page].leaves)
        return;
    if (page == current)
        now_.few = now_.references[page];
    const std::size_t part = page == current ? 2 : 8;
    if (static_cast<std::size_t>(now_.top - chunks_[current].records) < chunk_bytes<T> / part &&
        now_.next - first_of(current) < chunk_nodes / part)
        return;
    try {
        open(0);
    } catch (const std::bad_alloc&) { // then it stays as it is
    } catch (const graph_error&) {
    }
}

template <class T>
void tape<T>::release(std::uint32_t page) noexcept {
    chunk& c = chunks_[page];
    if (!labels.empty())
        std::erase_if(labels, [&](const auto& label) { return page_of(label.first) == page; });
    if (!links.empty())
        std::erase_if(links, [&](const auto& entry) { return page_of(entry.first) == page; });
    if (page == leaf_page_) {
        std::fill(now_.grad + first_of(page), now_.grad + now_.leaf_next, T(0));
        now_.leaf_next = first_of(page);
        return;
    }
    for (const std::uint32_t other : c.refers_to)
        if (--now_.references[other] == 0) {
            chunks_[other].dead = born_;
            unreferenced_.push_back(other);
        }
    if (page == now_.page) {
        c.born = ++born_; // a new life: what died before is older than what will be pinned
        finished_ += work_of(page);
        return rewind(page);
    }
    c.refers_to.clear();
    if (c.leaves)
        std::fill_n(now_.cleared + page * groups, groups, false);
    else
        remove_chunk(page);
    c.born = 0; // spare
    spare_.push_back(page);
}

} // namespace ctgrad::detail
