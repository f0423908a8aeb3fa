// SPDX-License-Identifier: BSL-1.0
//
// The loop of a batch: loading, the program in packs, storing, and the points that are left over.
#pragma once

#include <ctgrad/detail/batch_arguments.hpp>
#include <ctgrad/evaluate.hpp>
#include <ctgrad/pack_math.hpp>

#include <array>
#include <type_traits>
#include <utility>

namespace ctgrad::detail {

// The loop. Not inlined, so that full packs and what is left over run the same instructions: the
// bits of a result do not depend on where in a batch its point stands. The addresses come by value,
// as stores could otherwise change them for all the compiler knows.
template <class Program, class Pack, auto Shared, class T, std::size_t... In, std::size_t... Out>
[[gnu::noinline]] void run_packs(const std::array<const T*, sizeof...(In)> inputs,
                                 const std::array<T, sizeof...(In)> numbers,
                                 const std::array<T*, sizeof...(Out)> outputs, std::size_t first,
                                 std::size_t last, std::index_sequence<In...>,
                                 std::index_sequence<Out...>) {
    using traits = pack_traits<Pack>;
    const std::array<Pack, sizeof...(In)> shared{Pack(numbers[In])...};
    for (std::size_t i = first; i < last; i += traits::size) {
        const auto load = [&]<std::size_t K>(std::integral_constant<std::size_t, K>)
            __attribute__((always_inline)) {
            if constexpr (Shared[K])
                return shared[K];
            else
                return traits::load(inputs[K] + i);
        };
        const std::array<Pack, sizeof...(In)> points{
            load(std::integral_constant<std::size_t, In>())...};
        const auto results = evaluate<Program>(points.data(), static_cast<const double*>(nullptr));
        (traits::store(results[Out], outputs[Out] + i), ...);
    }
}

// A batch of which inputs and outputs are known.
template <class Program, class Pack, auto Shared, class T, std::size_t Outputs>
class batch_run {
public:
    static constexpr std::size_t inputs = Shared.size(), lanes = pack_traits<Pack>::size;

    explicit batch_run(const std::array<batch_leaf<T>, inputs + Outputs>& leaves) {
        for (std::size_t k = 0; k < inputs; ++k) {
            from_[k] = leaves[k].data;
            numbers_[k] = leaves[k].number;
        }
        for (std::size_t k = 0; k < Outputs; ++k)
            to_[k] = leaves[inputs + k].data;
    }

    /// Points first...last; all packs but the last one are full.
    void operator()(std::size_t first, std::size_t last) const {
        const std::size_t rest = (last - first) % lanes;
        run(from_, to_, first, last - rest);
        if (rest != 0)
            run_rest(last - rest, rest);
    }

private:
    using addresses_of_inputs = std::array<const T*, inputs>;
    using addresses_of_outputs = std::array<T*, Outputs>;

    void run(const addresses_of_inputs& from, const addresses_of_outputs& to, std::size_t first,
             std::size_t last) const {
        run_packs<Program, Pack, Shared, T>(from, numbers_, to, first, last,
                                            std::make_index_sequence<inputs>(),
                                            std::make_index_sequence<Outputs>());
    }
    // A pack of its own, in which the last point is repeated.
    void run_rest(std::size_t first, std::size_t count) const {
        T in[inputs + 1][lanes], out[Outputs][lanes];
        addresses_of_inputs from{};
        addresses_of_outputs to{};
        for (std::size_t k = 0; k < inputs; ++k) {
            for (std::size_t i = 0; i < lanes && !Shared[k]; ++i)
                in[k][i] = from_[k][first + (i < count ? i : count - 1)];
            from[k] = in[k];
        }
        for (std::size_t k = 0; k < Outputs; ++k)
            to[k] = out[k];
        run(from, to, 0, lanes);
        for (std::size_t k = 0; k < Outputs; ++k)
            for (std::size_t i = 0; i < count; ++i)
                to_[k][first + i] = out[k][i];
    }

    addresses_of_inputs from_{};
    std::array<T, inputs> numbers_{};
    addresses_of_outputs to_{};
};

} // namespace ctgrad::detail
