// SPDX-License-Identifier: BSL-1.0
//
// The one template expansion: a program becomes straight-line code over an array on the stack, one
// statement per node. Optimisers turn the array into registers; nothing is stored that hand-written
// code would not store.
#pragma once

#include <ctgrad/schedule.hpp>

#include <array>
#include <type_traits>

namespace ctgrad::detail {

// A node as it is executed. Operands that do not exist repeat the first, so that all can be read.
struct instruction {
    const primitive_info* operation{};
    std::size_t target{};
    std::uint64_t word[4]{};
};

// 64 instructions each: g++ copies the array that an element is read from, so one table for the
// whole program would cost quadratic time, and clang limits a fold to 256 operands.
inline constexpr std::size_t chunk_size = 64;

constexpr std::size_t chunks_of(std::size_t count) {
    return (count + chunk_size - 1) / chunk_size;
}
constexpr std::size_t chunk_end(std::size_t begin, std::size_t end, std::size_t chunk) {
    return begin + (chunk + 1) * chunk_size < end ? begin + (chunk + 1) * chunk_size : end;
}

template <std::size_t N, std::size_t R, std::size_t L>
constexpr auto leaves_of(const graph<N, R, L>& g) {
    struct {
        std::array<std::uint32_t, N + 1> order{};
        std::size_t size = 0;
    } out;
    for (std::size_t i = 0; i < N; ++i)
        if (is_leaf(g.nodes[i]))
            out.order[out.size++] = static_cast<std::uint32_t>(i);
    return out;
}

// The nodes of a program in the order in which they are executed.
template <class Program>
struct plan {
    static constexpr auto leaves = leaves_of(Program::g);
    static constexpr auto operations = make_schedule<count_branches(Program::g)>(Program::g);
};

constexpr instruction as_instruction(const node& n, std::size_t target) {
    instruction out{n.operation, target, {n.word[0], n.word[1], n.word[2], n.word[3]}};
    for (std::size_t k = n.operation->arity; !is_leaf(n) && k < 4; ++k)
        out.word[k] = n.word[0];
    return out;
}
template <std::size_t Count, std::size_t N, std::size_t R, std::size_t L>
constexpr auto translate(const graph<N, R, L>& g, const auto& order, std::size_t begin) {
    std::array<instruction, Count> out{};
    for (std::size_t i = 0; i < Count; ++i)
        out[i] = as_instruction(g.nodes[order[begin + i]], order[begin + i]);
    return out;
}
template <class Program, std::size_t Begin, std::size_t End>
inline constexpr auto loads = translate<End - Begin>(Program::g, plan<Program>::leaves.order,
                                                     Begin);
template <class Program, std::size_t Begin, std::size_t End>
inline constexpr auto steps = translate<End - Begin>(Program::g, plan<Program>::operations.order,
                                                     Begin);

// Operands go by value where that is cheap. Through pointers g++ would walk the stores to `v` for
// each of them, in quadratic time.
template <class T>
using argument =
    std::conditional_t<std::is_trivially_copyable_v<T> && sizeof(T) <= 2 * sizeof(void*), T,
                       const T&>;

// One function per primitive, not one per node.
template <const primitive_info* Operation, class T>
[[gnu::always_inline]] constexpr T execute(argument<T> a, argument<T> b, argument<T> c,
                                           argument<T> d) {
    using primitive = primitive_of<Operation>;
    if constexpr (symbolic<T>) { // a program inside a function that is being traced: one node stays
        if constexpr (Operation->arity == 1)
            return apply<primitive>(a);
        else if constexpr (Operation->arity == 2)
            return apply<primitive>(a, b);
        else if constexpr (Operation->arity == 3)
            return apply<primitive>(a, b, c);
        else
            return apply<primitive>(a, b, c, d);
    } else if constexpr (Operation->arity == 1)
        return primitive::value(a);
    else if constexpr (Operation->arity == 2)
        return primitive::value(a, b);
    else if constexpr (Operation->arity == 3)
        return primitive::value(a, b, c);
    else
        return primitive::value(a, b, c, d);
}

// Packs of numbers, std::complex: constants are those of their numbers, not computed with them.
template <class T>
concept made_of_numbers = std::is_floating_point<typename T::value_type>::value;

template <const primitive_info* Operation, class T>
[[gnu::always_inline]] constexpr T load(const T* inputs, const double* slots, std::uint64_t word) {
    if constexpr (Operation->id == variable.id || Operation->id == parameter.id)
        return inputs[word];
    else if constexpr (Operation->id == slot.id)
        return T(slots[word]);
    else if constexpr (Operation->id == literal.id)
        return T(std::bit_cast<double>(word));
    else if constexpr (symbolic<T>) // a program inside a function that is being traced
        return constant<primitive_of<Operation>>(inputs[0]);
    else if constexpr (made_of_numbers<T>)
        return T(primitive_of<Operation>::template value<typename T::value_type>());
    else
        return primitive_of<Operation>::template value<T>();
}

// A number from a table as a constant: reading the table in the expansion itself would put the
// table into the object file.
template <std::uint64_t Number>
inline constexpr std::uint64_t constant_of = Number;

template <class Program, std::size_t Begin, std::size_t End, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void load_chunk(T* v, const T* inputs, const double* slots,
                                                 std::index_sequence<I...>) {
    constexpr auto& code = loads<Program, Begin, End>;
    ((v[constant_of<code[I].target>] =
          load<code[I].operation, T>(inputs, slots, constant_of<code[I].word[0]>)),
     ...);
}
template <class Program, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void load_all([[maybe_unused]] T* v, const T* inputs,
                                               const double* slots, std::index_sequence<Chunk...>) {
    constexpr std::size_t end = plan<Program>::leaves.size;
    const int in_order[] = {
        0, (load_chunk<Program, Chunk * chunk_size, chunk_end(0, end, Chunk)>(
                v, inputs, slots,
                std::make_index_sequence<chunk_end(0, end, Chunk) - Chunk * chunk_size>()),
            0)...};
    static_cast<void>(in_order);
}

template <class Program, std::size_t Begin, std::size_t End, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void execute_chunk(T* v, std::index_sequence<I...>) {
    constexpr auto& code = steps<Program, Begin, End>;
    ((v[constant_of<code[I].target>] = execute<code[I].operation, T>(
          v[constant_of<code[I].word[0]>], v[constant_of<code[I].word[1]>],
          v[constant_of<code[I].word[2]>], v[constant_of<code[I].word[3]>])),
     ...);
}
template <class Program, std::size_t Begin, std::size_t End, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void execute_range([[maybe_unused]] T* v,
                                                    std::index_sequence<Chunk...>) {
    const int in_order[] = {
        0, (execute_chunk<Program, Begin + Chunk * chunk_size, chunk_end(Begin, End, Chunk)>(
                v, std::make_index_sequence<chunk_end(Begin, End, Chunk) -
                                            (Begin + Chunk * chunk_size)>()),
            0)...};
    static_cast<void>(in_order);
}
template <class Program, std::size_t Begin, std::size_t End, class T>
[[gnu::always_inline]] constexpr void execute_range(T* v) {
    execute_range<Program, Begin, End>(v, std::make_index_sequence<chunks_of(End - Begin)>());
}

// What the alternative that is not executed leaves for the selects to read.
template <class Program, std::size_t Begin, std::size_t End, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void clear_chunk(T* v, std::index_sequence<I...>) {
    constexpr auto& code = steps<Program, Begin, End>;
    ((v[constant_of<code[I].target>] = T(0)), ...);
}
template <class Program, std::size_t Begin, std::size_t End, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void clear([[maybe_unused]] T* v, std::index_sequence<Chunk...>) {
    (clear_chunk<Program, Begin + Chunk * chunk_size, chunk_end(Begin, End, Chunk)>(
         v,
         std::make_index_sequence<chunk_end(Begin, End, Chunk) - (Begin + Chunk * chunk_size)>()),
     ...);
}

template <class Program, std::size_t Begin, std::size_t End, class T>
[[gnu::always_inline]] constexpr void clear(T* v) {
    clear<Program, Begin, End>(v, std::make_index_sequence<chunks_of(End - Begin)>());
}

template <class Program, std::size_t Segment, class T>
[[gnu::always_inline]] constexpr void execute_segment(T* v) {
    constexpr segment s = plan<Program>::operations.segments[Segment];
    if constexpr (s.branch) {
        constexpr node n = Program::g.nodes[s.condition];
        const auto condition = primitive_of<n.operation>::condition(v[n.word[0]], v[n.word[1]]);
        // The selects come after the branch, as selects: moved into it, their loads would be merged
        // into one with a variable index, and clang would keep all of `v` in memory.
        if constexpr (!std::is_same_v<decltype(condition), const bool>) // SIMD: some choose either
            execute_range<Program, s.begin, s.selects>(v);
        else if (condition) {
            execute_range<Program, s.begin, s.second>(v);
            clear<Program, s.second, s.selects>(v);
        } else {
            execute_range<Program, s.second, s.selects>(v);
            clear<Program, s.begin, s.second>(v);
        }
        execute_range<Program, s.selects, s.end>(v);
    } else
        execute_range<Program, s.begin, s.end>(v);
}
template <class Program, class T, std::size_t... Segment>
[[gnu::always_inline]] constexpr void execute_all(T* v, std::index_sequence<Segment...>) {
    // Not a fold: clang limits those to 256 operands.
    const int in_order[] = {0, (execute_segment<Program, Segment>(v), 0)...};
    static_cast<void>(in_order);
}

template <class Program, class T, std::size_t... R>
[[gnu::always_inline]] constexpr auto results(const T* v, std::index_sequence<R...>) {
    return std::array<T, sizeof...(R)>{v[Program::g.result[R]]...};
}

/// All results of a program. `inputs` are in the order that its recipe gave to the variables and
/// parameters, whose nodes hold that position; `slots` are the expression's own numbers.
template <class Program, class T>
[[gnu::always_inline]] constexpr auto evaluate([[maybe_unused]] const T* inputs,
                                               [[maybe_unused]] const double* slots) {
    if constexpr (Program::g.results == 0)
        return std::array<T, 0>{}; // the gradient of what has no variables
    else {
        T v[Program::g.size];
        if (std::is_constant_evaluated())
            for (T& x : v)
                x = T();
        load_all<Program>(v, inputs, slots,
                          std::make_index_sequence<chunks_of(plan<Program>::leaves.size)>());
        execute_all<Program>(v, std::make_index_sequence<plan<Program>::operations.count>());
        return results<Program>(v, std::make_index_sequence<Program::g.results>());
    }
}

} // namespace ctgrad::detail
