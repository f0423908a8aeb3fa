// SPDX-License-Identifier: BSL-1.0
//
// Entries: how a chunk's nodes were computed, as a stack of bytes in the order of computation. An
// entry ends with its head, so a sweep walks from the top down. Two kinds of entries exist.
//
//   a statement   { partials, plain numbers, operands, head }
//                 one node and its derivatives with respect to the operands, all that a sweep needs
//   a call        { payload, kind, sizes, head }
//                 any number of nodes; the kind knows how to read the payload
//
// `s += x*y` onto the newest node, of which nobody else knows, continues that node's entry: a sum
// of many terms is one node with many operands, however long the loop that added them.
#pragma once

#include <ctgrad/value/statement.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstring>

namespace ctgrad::detail {

// ---- heads --------------------------------------------------------------------------------------
// 5 bits: operands, or 31 for a call. 6 bits: size, in units of the scalar's alignment, so that a
// sweep finds the next head with a subtraction. Then `continued`, `guarded`, 6 bits: which operand
// the second to fourth leaf share. 13 bits: the kind of statement.
inline constexpr std::uint32_t call_operands = 31;
inline constexpr std::uint32_t size_shift = 5, sharing_shift = 13, kind_shift = 19;
inline constexpr std::uint32_t continued_bit = 1u << 11, guarded_bit = 1u << 12;
inline constexpr std::uint32_t max_kinds = 1u << (32 - kind_shift);

constexpr std::uint32_t operands_of(std::uint32_t head) {
    return head & 31;
}
template <class T>
[[gnu::always_inline]] constexpr std::size_t bytes_of(std::uint32_t head) {
    return (head >> size_shift & 63) * alignof(T);
}
/// The bytes of an entry's operands and its head, which stand at its end.
template <class T>
[[gnu::always_inline]] constexpr std::size_t tail_bytes(std::size_t operands) {
    return ((operands + 1) * sizeof(std::uint32_t) + alignof(T) - 1) / alignof(T) * alignof(T);
}
template <class T>
[[gnu::always_inline]] constexpr std::size_t record_bytes(std::size_t operands,
                                                          std::size_t numbers) {
    return (operands + numbers) * sizeof(T) + tail_bytes<T>(operands);
}
template <class T>
[[gnu::always_inline]] constexpr std::uint32_t sizes_in_head(std::size_t operands,
                                                             std::size_t numbers) {
    return static_cast<std::uint32_t>(operands | record_bytes<T>(operands, numbers) / alignof(T)
                                                     << size_shift);
}

[[gnu::always_inline]] inline std::uint32_t head_before(const char* top) {
    std::uint32_t head;
    std::memcpy(&head, top - sizeof head, sizeof head);
    return head;
}

// ---- what statements compute, for drawing -------------------------------------------------------
/// A primitive for numbers of type T, as data.
template <class T>
struct number_operation {
    const primitive_info* info;
    T (*value)(const T* operands);
    T (*partial[4])(const T* operands, T result);
};

template <class T, class Op, std::size_t... I>
T number_value(const T* x) {
    return static_cast<T>(Op::value(x[I]...));
}
template <class T, class Op, unsigned Argument, std::size_t... I>
T number_partial(const T* x, [[maybe_unused]] T result) {
    if constexpr (has_partial<Op>[Argument])
        return static_cast<T>(partial<Op, Argument>(x[I]..., result));
    else
        return T(0);
}
template <class T, class Op, std::size_t... I>
constexpr number_operation<T> describe_number_operation(std::index_sequence<I...>) {
    return {&info<Op>,
            &number_value<T, Op, I...>,
            {&number_partial<T, Op, 0, I...>, &number_partial<T, Op, 1, I...>,
             &number_partial<T, Op, 2, I...>, &number_partial<T, Op, 3, I...>}};
}
template <class T, class Op>
inline constexpr number_operation<T>
    as_number_operation = describe_number_operation<T, Op>(std::make_index_sequence<Op::arity>());

/// A step of a statement in postfix order: an operand, a plain number, or an operation.
template <class T>
struct statement_step {
    enum { operand, constant, operation } kind = operand;
    const number_operation<T>* what = nullptr;
};

template <class X>
struct postfix;
template <class T>
struct postfix<leaf_part<T>> {
    static constexpr std::size_t size = 1;
    static constexpr void write(statement_step<T>*& to) { *to++ = {statement_step<T>::operand}; }
};
template <class T>
struct postfix<number_part<T>> {
    static constexpr std::size_t size = 1;
    static constexpr void write(statement_step<T>*& to) { *to++ = {statement_step<T>::constant}; }
};
template <class T, class Op, class... Xs>
struct postfix<operation_part<T, Op, Xs...>> {
    static constexpr std::size_t size = (postfix<Xs>::size + ... + 1);
    static constexpr void write(statement_step<T>*& to) {
        (postfix<Xs>::write(to), ...);
        *to++ = {statement_step<T>::operation, &as_number_operation<T, Op>};
    }
};

/// What an entry's head says of its statement: the whole formula.
template <class T>
struct statement_kind {
    const statement_step<T>* steps;
    std::size_t size;
    unsigned leaves;
};

template <class T>
struct statement_kinds {
    static inline constinit std::atomic<const statement_kind<T>*> all[max_kinds]{};
    static inline constinit std::atomic<std::uint32_t> count{1};

    // Its number, as it stands in heads. 0 means a statement whose formula is not known.
    static std::uint32_t add(const statement_kind<T>& kind) {
        const std::uint32_t n = count.fetch_add(1, std::memory_order_relaxed);
        if (n >= max_kinds)
            return 0;
        all[n].store(&kind, std::memory_order_release);
        return n << kind_shift;
    }
};

template <class E>
struct kind_of {
    using scalar = typename E::scalar;
    static constexpr auto steps = [] {
        std::array<statement_step<scalar>, postfix<E>::size> out{};
        auto* next = out.data();
        postfix<E>::write(next);
        return out;
    }();
    static constexpr statement_kind<scalar> kind{steps.data(), steps.size(), E::leaves};
    // Set before main. What is recorded even earlier may find a 0, and cannot be drawn in full.
    static inline const std::uint32_t number = statement_kinds<scalar>::add(kind);
};

// ---- recording a statement ----------------------------------------------------------------------
template <class T>
inline void note_operand(recording<T>& now, node_id id) {
    if (now.seen[page_of(id)] != now.epoch)
        now.owner->refer(page_of(id));
}

// Before an entry is written: there is room, and the chunk is known to refer to its operands'. All
// that may call out is one branch, so that the way without it needs no registers saved.
template <class T>
[[gnu::cold, gnu::noinline]] void prepare_entry(recording<T>& now, std::size_t bytes,
                                                std::size_t nodes, const node_id* ids,
                                                std::size_t count) {
    if (static_cast<std::size_t>(now.end - now.top) < bytes || now.next_end - now.next < nodes)
        now.owner->make_room(bytes, ids, count);
    for (std::size_t i = 0; i < count; ++i)
        note_operand(now, ids[i]);
}
template <std::size_t Nodes, class T, std::size_t... I>
[[gnu::always_inline]] inline void prepare(recording<T>& now, std::size_t bytes, const node_id* ids,
                                           std::index_sequence<I...>) {
    [[maybe_unused]] const std::uint32_t epoch = now.epoch;
    if ((static_cast<std::size_t>(now.end - now.top) < bytes) |
        (Nodes != 0 && now.next == now.next_end) |
        (((now.seen[page_of(ids[I])] ^ epoch) | ... | 0u) != 0)) [[unlikely]] {
        // A copy: what a call may read is not kept in registers.
        const node_id copies[] = {ids[I]..., 0};
        prepare_entry(now, bytes, Nodes, copies, sizeof...(I));
    }
}

// Of up to four operands equal ones are stored once, with the sum of their partials.
inline constexpr unsigned max_sharing = 4;

// Two words with one store. Left to itself, g++ assembles them in vector registers, or in memory,
// from where a wide load must wait for both.
[[gnu::always_inline]] inline void store_pair(char* to, std::uint32_t first, std::uint32_t second) {
    const std::uint64_t both = std::endian::native == std::endian::little
                                   ? first | std::uint64_t{second} << 32
                                   : second | std::uint64_t{first} << 32;
    std::memcpy(to, &both, sizeof both);
}

// Writes an entry whose size is known. Folds, not loops: only what is indexed by constants is kept
// in registers.
template <class T, unsigned Numbers, std::size_t... I>
[[gnu::always_inline]] inline void write_entry(recording<T>& now, const node_id* ids,
                                               [[maybe_unused]] const T* partials, const T* numbers,
                                               std::uint32_t head, std::index_sequence<I...>) {
    constexpr std::size_t count = sizeof...(I);
    char* const top = now.top;
    char* const end = top + record_bytes<T>(count, Numbers);
    T* const to = reinterpret_cast<T*>(top);
    for (unsigned i = 0; i < Numbers; ++i)
        to[i] = numbers[i];
    ((to[Numbers + I] = partials[I]), ...);
    char* const to_ids = end - tail_bytes<T>(count);
    [&]<std::size_t... Pair>(std::index_sequence<Pair...>) __attribute__((always_inline)) {
        (store_pair(to_ids + 8 * Pair, ids[2 * Pair], ids[2 * Pair + 1]), ...);
    }
    (std::make_index_sequence<count / 2>());
    if constexpr (count % 2 != 0)
        std::memcpy(to_ids + 4 * (count - 1), &ids[count - 1], sizeof(node_id));
    head |= sizes_in_head<T>(count, Numbers);
    std::memcpy(end - sizeof head, &head, sizeof head);
    now.top = end;
}

// Which operand a leaf has, as a part of the head.
constexpr std::uint32_t sharing(std::size_t leaf, std::size_t operand) {
    return leaf == 0 ? 0 : static_cast<std::uint32_t>(operand << (sharing_shift + 2 * (leaf - 1)));
}

// Writes an entry in which any operands may be equal.
template <class T, unsigned Count, unsigned Numbers>
[[gnu::noinline]] void write_shared(recording<T>& now, const node_id* ids, const T* partials,
                                    const T* numbers, std::uint32_t head) {
    node_id distinct[Count];
    T sums[Count];
    std::uint32_t size = 0;
    for (unsigned i = 0; i < Count; ++i) {
        std::uint32_t at = 0;
        while (at < size && distinct[at] != ids[i])
            ++at;
        if (at == size) {
            distinct[size] = ids[i];
            sums[size++] = partials[i];
        } else
            sums[at] += partials[i];
        head |= sharing(i, at);
    }
    char* const end = now.top + record_bytes<T>(size, Numbers);
    std::memcpy(now.top, numbers, Numbers * sizeof(T));
    std::memcpy(now.top + Numbers * sizeof(T), sums, size * sizeof(T));
    std::memcpy(end - tail_bytes<T>(size), distinct, size * sizeof(node_id));
    head |= sizes_in_head<T>(size, Numbers);
    std::memcpy(end - sizeof head, &head, sizeof head);
    now.top = end;
}

// If leaf Second is the same as leaf First: writes an entry with one operand less.
template <std::size_t First, std::size_t Second, class T, unsigned Numbers, std::size_t... I,
          std::size_t... Kept>
[[gnu::always_inline]] inline bool
write_if_same(recording<T>& now, const node_id* ids, const T* partials, const T* numbers,
              std::uint32_t head, std::index_sequence<I...>, std::index_sequence<Kept...> kept) {
    if (ids[First] != ids[Second])
        return false;
    const auto original = [](std::size_t k) { return k < Second ? k : k + 1; };
    const node_id kept_ids[] = {ids[original(Kept)]...};
    const T sums[] = {Kept == First ? partials[First] + partials[Second]
                                    : partials[original(Kept)]...};
    const auto repeats = [&](std::size_t i, std::size_t j) __attribute__((always_inline)) {
        return j < i && i < sizeof...(Kept) && kept_ids[i] == kept_ids[j];
    };
    if (repeats(1, 0) || repeats(2, 0) || repeats(2, 1)) {
        const node_id id_copies[] = {ids[I]...};
        const T partial_copies[] = {partials[I]...};
        write_shared<T, sizeof...(I), Numbers>(now, id_copies, partial_copies, numbers, head);
    } else {
        ((head |= sharing(I, I < Second ? I : I == Second ? First : I - 1)), ...);
        write_entry<T, Numbers>(now, kept_ids, sums, numbers, head, kept);
    }
    return true;
}

template <class T, unsigned Count, unsigned Numbers, std::size_t... I>
[[gnu::always_inline]] inline void
write_statement(recording<T>& now, const node_id* ids, const T* partials, const T* numbers,
                std::uint32_t head, std::index_sequence<I...> all) {
    if constexpr (Count >= 2 && Count <= max_sharing) {
        constexpr std::make_index_sequence<Count - 1> kept;
        if (write_if_same<0, 1, T, Numbers>(now, ids, partials, numbers, head, all, kept))
            return;
        if constexpr (Count >= 3)
            if (write_if_same<0, 2, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<1, 2, T, Numbers>(now, ids, partials, numbers, head, all, kept))
                return;
        if constexpr (Count >= 4)
            if (write_if_same<0, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<1, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept) ||
                write_if_same<2, 3, T, Numbers>(now, ids, partials, numbers, head, all, kept))
                return;
        ((head |= sharing(I, I)), ...);
    }
    write_entry<T, Numbers>(now, ids, partials, numbers, head, all);
}

template <std::size_t... I>
[[gnu::always_inline]] inline bool any_node(const node_id* ids, std::index_sequence<I...>) {
    return (ids[I] | ...) != 0;
}

/// Writes the entry of a statement of kind `Kind`, all of whose operands are in `part`, and
/// whose partials are those of `part` times `adjoint`.
template <class Kind, class Part>
[[gnu::always_inline]] inline void write_part(recording<typename Part::scalar>& now,
                                              const Part& part, const node_id* ids,
                                              typename Part::scalar adjoint, std::uint32_t head) {
    using T = typename Part::scalar;
    T partials[Part::leaves + 1], constants[Part::constants + 1];
    constants[Part::constants] = 0;
    part.template partials<0>(adjoint, partials);
    part.template numbers<0>(constants);
    head |= kind_of<Kind>::number | (has_guard<Kind> ? guarded_bit : 0);
    write_statement<T, Part::leaves, Part::constants>(now, ids, partials, constants, head,
                                                      std::make_index_sequence<Part::leaves>());
}

/// Records the statement as a node and returns it; no node if no operand has one. Its data goes to
/// the tape when the Value that names it is first used.
template <class E>
[[gnu::always_inline]] inline node_id record(E& statement) {
    using T = typename E::scalar;
    if constexpr (E::leaves == 0)
        return 0;
    else {
        constexpr std::size_t bytes = record_bytes<T>(E::leaves, E::constants);
        constexpr auto all = std::make_index_sequence<E::leaves>();
        recording<T>& now = this_thread<T>;
        node_id ids[E::leaves];
        statement.template ids<0>(ids);
        if (!any_node(ids, all))
            return 0;
        statement.unpin();
        prepare<1>(now, bytes, ids, all);
        write_part<E>(now, statement, ids, T(1), 0);
        return now.next++;
    }
}

/// Adds `sign * part` to the newest node, whose only name is being given the result: a sum of many
/// terms becomes one node. `Kind` is the whole statement. False if the chunk is full.
template <class Kind, class Part>
[[gnu::always_inline]] inline bool continue_newest(Part& part, int sign) {
    using T = typename Part::scalar;
    constexpr auto all = std::make_index_sequence<Part::leaves>();
    constexpr std::size_t bytes = record_bytes<T>(Part::leaves, Part::constants);
    recording<T>& now = this_thread<T>;
    node_id ids[Part::leaves + 1];
    part.template ids<0>(ids);
    if (static_cast<std::size_t>(now.end - now.top) < bytes) [[unlikely]]
        return false;
    if constexpr (is_operation<Part>)
        part.unpin();
    prepare<0>(now, bytes, ids, all);
    write_part<Kind>(now, part, ids, static_cast<T>(sign), continued_bit);
    return true;
}

// ---- calls --------------------------------------------------------------------------------------
template <class T>
class sketch;

/// What a sweep and a drawing need to know of an entry that is no statement.
template <class T>
struct call_kind {
    // Adds to the grads of the operands what the entry's nodes, first to first + outputs - 1, have.
    void (*reverse)(const char* payload, T* grad, const T* data, node_id first,
                    std::uint32_t outputs);
    // Writes the operations behind the nodes into a sketch (`sketch.hpp`).
    void (*draw)(const char* payload, sketch<T>& to, node_id first, std::uint32_t outputs);
    // Names the operands, run by run.
    void (*visit)(const char* payload, void* to,
                  void (*run)(void* to, node_id first, std::size_t count));
};

template <class T>
struct call_tail {
    const call_kind<T>* kind;
    std::uint32_t bytes, outputs, reserved, head;
};

constexpr std::size_t payload_size(std::size_t bytes) {
    constexpr std::size_t unit = alignof(std::max_align_t);
    return (bytes + unit - 1) / unit * unit;
}

/// A new entry of `outputs` nodes with consecutive ids, whose payload of `bytes` the caller fills,
/// as well as the data of the nodes.
template <class T>
struct new_call {
    char* payload;
    node_id first;

    new_call(const call_kind<T>& kind, std::size_t bytes, std::size_t outputs, const node_id* ids,
             std::size_t count) {
        static_assert(sizeof(call_tail<T>) % alignof(T) == 0 || alignof(T) > 8);
        recording<T>& now = this_thread<T>;
        bytes = payload_size(bytes);
        const std::size_t all = bytes + payload_size(sizeof(call_tail<T>));
        if (now.owner == nullptr)
            tape<T>::here();
        prepare_entry(now, all, outputs, ids, count);
        payload = now.top;
        first = now.next;
        const call_tail<T> tail{&kind, static_cast<std::uint32_t>(bytes),
                                static_cast<std::uint32_t>(outputs), 0, call_operands};
        char* const end = now.top + all;
        std::memcpy(end - sizeof tail, &tail, sizeof tail);
        now.top = end;
        now.next = first + static_cast<node_id>(outputs);
    }
};

template <class T>
[[gnu::always_inline]] inline call_tail<T> tail_before(const char* top) {
    call_tail<T> tail;
    std::memcpy(&tail, top - sizeof tail, sizeof tail);
    return tail;
}
template <class T>
[[gnu::always_inline]] inline const char* payload_before(const char* top,
                                                         const call_tail<T>& tail) {
    return top - payload_size(sizeof tail) - tail.bytes;
}

} // namespace ctgrad::detail
