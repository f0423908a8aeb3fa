// SPDX-License-Identifier: BSL-1.0
//
// The one template expansion: a program becomes straight-line code over an array on the stack, one
// statement per node. Optimisers turn the array into registers; nothing is stored that hand-written
// code would not store.
#pragma once

#include <ctgrad/program.hpp>

#include <array>
#include <type_traits>

namespace ctgrad::detail {

// A node as it is executed. Operands that do not exist repeat the first, so that all can be read.
struct instruction {
    const primitive_info* operation{};
    std::size_t target{};
    std::uint64_t word[4]{};
};

template <std::size_t N, std::size_t R, std::size_t L>
constexpr std::size_t count_leaves(const graph<N, R, L>& g) {
    std::size_t total = 0;
    for (const node& n : g.nodes)
        total += is_leaf(n);
    return total;
}

// 64 instructions each: g++ copies the array that an element is read from, so one table for the whole
// program would cost quadratic time, and clang limits a fold to 256 operands.
inline constexpr std::size_t chunk_size = 64;

// All leaves of a program, or all its operations, in chunks.
template <class Program, bool Leaves>
struct instructions {
    static constexpr std::size_t leaves = count_leaves(Program::g);
    static constexpr std::size_t count = Leaves ? leaves : Program::g.size - leaves;
    static constexpr std::size_t chunks = (count + chunk_size - 1) / chunk_size;

    static constexpr std::size_t size_of(std::size_t chunk) {
        return chunk + 1 < chunks ? chunk_size : count - chunk * chunk_size;
    }
    template <std::size_t Chunk>
    static constexpr auto translate() {
        std::array<instruction, size_of(Chunk)> out{};
        std::size_t skip = Chunk * chunk_size, next = 0;
        for (std::size_t i = 0; next < out.size(); ++i) {
            const node& n = Program::g.nodes[i];
            if (is_leaf(n) != Leaves)
                continue;
            if (skip > 0)
                --skip;
            else
                out[next++] = as_instruction(n, i);
        }
        return out;
    }
    template <std::size_t Chunk>
    static constexpr auto code = translate<Chunk>();

private:
    static constexpr instruction as_instruction(const node& n, std::size_t target) {
        instruction out{n.operation, target, {n.word[0], n.word[1], n.word[2], n.word[3]}};
        for (std::size_t k = n.operation->arity; !is_leaf(n) && k < 4; ++k)
            out.word[k] = n.word[0];
        return out;
    }
};

// Operands go by value where that is cheap. Through pointers g++ would walk the stores to `v` for each
// of them, in quadratic time.
template <class T>
using argument =
    std::conditional_t<std::is_trivially_copyable_v<T> && sizeof(T) <= 2 * sizeof(void*), T,
                       const T&>;

// One function per primitive, not one per node.
template <const primitive_info* Operation, class T>
[[gnu::always_inline]] constexpr T execute(argument<T> a, argument<T> b, argument<T> c,
                                           argument<T> d) {
    using primitive = primitive_of<Operation>;
    if constexpr (Operation->arity == 1)
        return primitive::value(a);
    else if constexpr (Operation->arity == 2)
        return primitive::value(a, b);
    else if constexpr (Operation->arity == 3)
        return primitive::value(a, b, c);
    else
        return primitive::value(a, b, c, d);
}

template <const primitive_info* Operation, class T>
[[gnu::always_inline]] constexpr T load(const T* inputs, const double* slots, std::uint64_t word) {
    if constexpr (Operation == &variable || Operation == &parameter)
        return inputs[word];
    else if constexpr (Operation == &slot)
        return T(slots[word]);
    else if constexpr (Operation == &literal)
        return T(std::bit_cast<double>(word));
    else
        return primitive_of<Operation>::template value<T>();
}

// A number from a table as a constant: reading the table in the expansion itself would put the table
// into the object file.
template <std::uint64_t Number>
inline constexpr std::uint64_t constant_of = Number;

template <class Program, std::size_t Chunk, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void load_chunk(T* v, const T* inputs, const double* slots,
                                                 std::index_sequence<I...>) {
    constexpr auto& code = instructions<Program, true>::template code<Chunk>;
    ((v[constant_of<code[I].target>] =
          load<code[I].operation, T>(inputs, slots, constant_of<code[I].word[0]>)),
     ...);
}

template <class Program, std::size_t Chunk, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void execute_chunk(T* v, std::index_sequence<I...>) {
    constexpr auto& code = instructions<Program, false>::template code<Chunk>;
    ((v[constant_of<code[I].target>] = execute<code[I].operation, T>(
          v[constant_of<code[I].word[0]>], v[constant_of<code[I].word[1]>],
          v[constant_of<code[I].word[2]>], v[constant_of<code[I].word[3]>])),
     ...);
}

template <class Program, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void load_all(T* v, const T* inputs, const double* slots,
                                               std::index_sequence<Chunk...>) {
    using table = instructions<Program, true>;
    const int in_order[] = {
        0, (load_chunk<Program, Chunk>(v, inputs, slots,
                                       std::make_index_sequence<table::size_of(Chunk)>()),
            0)...};
    static_cast<void>(in_order);
}

template <class Program, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void execute_all([[maybe_unused]] T* v,
                                                  std::index_sequence<Chunk...>) {
    using table = instructions<Program, false>;
    const int in_order[] = {
        0, (execute_chunk<Program, Chunk>(v, std::make_index_sequence<table::size_of(Chunk)>()),
            0)...};
    static_cast<void>(in_order);
}

template <class Program, class T, std::size_t... R>
[[gnu::always_inline]] constexpr auto results(const T* v, std::index_sequence<R...>) {
    return std::array<T, sizeof...(R)>{v[Program::g.result[R]]...};
}

/// All results of a program. `inputs` are in the order that its recipe gave to the variables and
/// parameters, whose nodes hold that position; `slots` are the expression's own numbers.
template <class Program, class T>
[[gnu::always_inline]] constexpr auto evaluate(const T* inputs, const double* slots) {
    constexpr std::size_t size = Program::g.size;
    T v[size];
    if (std::is_constant_evaluated())
        for (T& x : v)
            x = T();
    load_all<Program>(v, inputs, slots,
                      std::make_index_sequence<instructions<Program, true>::chunks>());
    execute_all<Program>(v, std::make_index_sequence<instructions<Program, false>::chunks>());
    return results<Program>(v, std::make_index_sequence<Program::g.results>());
}

} // namespace ctgrad::detail
