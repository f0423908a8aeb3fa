// SPDX-License-Identifier: BSL-1.0
//
// The one template expansion: a program becomes straight-line code over an array on the stack, one
// statement per node. Optimisers turn the array into registers; nothing is stored that hand-written
// code would not store.
#pragma once

#include <ctgrad/program.hpp>

#include <array>

namespace ctgrad::detail {

// A node as it is executed: operands that are literals carry their bits instead of a position.
struct instruction {
    const primitive_info* operation{};
    std::uint64_t word[4]{};
    unsigned literals{}; // bit k: operand k is a literal

    friend constexpr bool operator==(const instruction&, const instruction&) = default;
};

// 64 nodes each: g++ copies the array that an element is read from, so one table for the whole
// program would cost quadratic time, and clang limits a fold to 256 operands.
inline constexpr std::size_t chunk_size = 64;

template <class Program, std::size_t Chunk>
struct chunk {
    static constexpr std::size_t first = Chunk * chunk_size;
    static constexpr std::size_t size =
        Program::g.size - first < chunk_size ? Program::g.size - first : chunk_size;

    static constexpr auto translate() {
        std::array<instruction, size> out{};
        for (std::size_t i = 0; i < size; ++i) {
            const node& n = Program::g.nodes[first + i];
            instruction& step = out[i];
            step.operation = n.operation;
            for (std::size_t k = 0; k < 4; ++k) {
                step.word[k] = n.word[k];
                if (k < n.operation->arity &&
                    Program::g.nodes[n.word[k]].operation == &detail::literal) {
                    step.word[k] = Program::g.nodes[n.word[k]].word[0];
                    step.literals |= 1u << k;
                }
            }
        }
        return out;
    }
    static constexpr auto code = translate();
};

template <instruction I, unsigned K, class T>
[[gnu::always_inline]] constexpr T operand(const T* v) {
    if constexpr ((I.literals >> K & 1u) != 0)
        return T(std::bit_cast<double>(I.word[K]));
    else
        return v[I.word[K]];
}

template <instruction I, class T, std::size_t... K>
[[gnu::always_inline]] constexpr void execute(T* v, T& result, std::index_sequence<K...>) {
    result = primitive_of<I.operation>::value(operand<I, K>(v)...);
}

template <instruction I, class T>
[[gnu::always_inline]] constexpr void execute(T* v, T& result, const T* inputs,
                                              const double* slots) {
    if constexpr (I.operation == &variable || I.operation == &parameter)
        result = inputs[I.word[0]];
    else if constexpr (I.operation == &slot)
        result = T(slots[I.word[0]]);
    else if constexpr (I.operation == &literal) {
        // read where it is used
    } else if constexpr (I.operation->arity == 0)
        result = primitive_of<I.operation>::template value<T>();
    else
        execute<I>(v, result, std::make_index_sequence<I.operation->arity>());
}

template <class Program, std::size_t Chunk, class T, std::size_t... I>
[[gnu::always_inline]] constexpr void execute_chunk(T* v, const T* inputs, const double* slots,
                                                    std::index_sequence<I...>) {
    using c = chunk<Program, Chunk>;
    (execute<c::code[I]>(v, v[c::first + I], inputs, slots), ...);
}

template <class Program, class T, std::size_t... Chunk>
[[gnu::always_inline]] constexpr void execute_all(T* v, const T* inputs, const double* slots,
                                                  std::index_sequence<Chunk...>) {
    const int in_order[] = {
        0, (execute_chunk<Program, Chunk>(v, inputs, slots,
                                          std::make_index_sequence<chunk<Program, Chunk>::size>()),
            0)...};
    static_cast<void>(in_order);
}

template <class Program, std::size_t R, class T>
[[gnu::always_inline]] constexpr T result(const T* v) {
    constexpr node n = Program::g.nodes[Program::g.result[R]];
    if constexpr (n.operation == &literal)
        return T(literal_value(n));
    else
        return v[Program::g.result[R]];
}

template <class Program, class T, std::size_t... R>
[[gnu::always_inline]] constexpr auto results(const T* v, std::index_sequence<R...>) {
    return std::array<T, sizeof...(R)>{result<Program, R>(v)...};
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
    execute_all<Program>(v, inputs, slots,
                         std::make_index_sequence<(size + chunk_size - 1) / chunk_size>());
    return results<Program>(v, std::make_index_sequence<Program::g.results>());
}

} // namespace ctgrad::detail
