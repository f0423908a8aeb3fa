// SPDX-License-Identifier: BSL-1.0
//
// The Hessian of a sum over neighbours is a band: x_i and x_j meet in no term if |i - j| >= N. Each
// term gives an N x N block, made while compiling like its gradient, and the blocks are added in a
// loop: cost and memory are linear in the length, whatever compile time knew of it.
#pragma once

#include <ctgrad/hessian.hpp>
#include <ctgrad/rolled/sum.hpp>

namespace ctgrad {

/// A symmetric matrix whose entries are 0 where |i - j| > bandwidth(), each other one stored once.
template <class T>
class band_matrix {
public:
    band_matrix(std::size_t size, std::size_t bandwidth)
        : size_(size), bandwidth_(bandwidth), entries_(size * (bandwidth + 1)) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t bandwidth() const { return bandwidth_; }

    /// Entry (i, j), 0 outside the band. i and j are below size().
    [[nodiscard]] T operator()(std::size_t i, std::size_t j) const {
        const std::size_t k = i < j ? j - i : i - j;
        return k > bandwidth_ ? T(0) : entries_[k * size_ + (i < j ? i : j)];
    }
    /// The entries (i, i + k), k places beside the diagonal, for i = 0 ... size() - k - 1.
    [[nodiscard]] std::span<T> band(std::size_t k) {
        return std::span(entries_).subspan(k * size_, k < size_ ? size_ - k : 0);
    }
    [[nodiscard]] std::span<const T> band(std::size_t k) const {
        return std::span(entries_).subspan(k * size_, k < size_ ? size_ - k : 0);
    }

private:
    std::size_t size_, bandwidth_;
    std::vector<T> entries_;
};

namespace detail {

// The upper triangle of a term's Hessian, diagonal by diagonal; with `Padded` each as long as the
// first.
template <class Formula, bool Padded>
struct band_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        constexpr std::size_t n = variables_of<Formula>;
        buffer<std::uint32_t> entries;
        hessian_recipe<Formula, false>::build(b, entries);
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t i = 0; i < (Padded ? n : n - k); ++i)
                results.push(i < n - k ? entries.items[i * n + i + k] : b.literal(0));
    }
};

template <class Pattern, class Term>
struct rolled_hessian;
template <class... Kinds, class Term>
struct rolled_hessian<pattern<Kinds...>, Term> {
    static constexpr std::size_t differentiated =
        (std::size_t{argument_kind<Kinds>::active} + ... + 0);
    static constexpr bool banded =
        differentiated == 1 &&
        ((argument_kind<Kinds>::along || !argument_kind<Kinds>::active) && ...);

    template <class... Args>
    auto operator()(const Args&... args) const {
        static_assert(banded,
                      "ctgrad: hessian(sum) takes a sum with one differentiated argument, which "
                      "goes along an array, this one has others: make them passive(...), or use "
                      "hessian(function(...)); see docs/reference/rolled/band.md");
        if constexpr (banded)
            if constexpr (decltype(check_rolled<pattern<Kinds...>, Term, Args...>())::value)
                return run(args...);
    }

private:
    template <class... Args>
    static auto run(const Args&... args) {
        using call_type = rolled_call<pattern<Kinds...>, Args...>;
        using gradients = gradient_streams<pattern<Kinds...>, Args...>;
        constexpr stream along = gradients::type::all[0];
        constexpr bool padded = along.step != 1;
        const call_type call(args...);
        const std::array<std::size_t, sizeof...(Args)> sizes{size_of(args)...};
        band_matrix<typename call_type::scalar> out(sizes[gradients::chosen[0]], along.width - 1);
        using outputs = decltype(bands<along, padded>(std::make_index_sequence<along.width>()));
        std::array<typename call_type::scalar*, outputs::count + 1> first{};
        for (std::size_t k = 0; k < along.width; ++k)
            first[k] = out.band(0).data() + k * out.size();
        using formula = typename call_type::template formula<Term>;
        if (call.places != 0)
            run_loop<program<band_recipe<formula, padded>>, typename call_type::inputs, outputs>(
                call.places, call.first, first);
        return out;
    }
    template <stream Along, bool Padded, std::size_t... K>
    static auto bands(std::index_sequence<K...>)
        -> streams<stream{Padded ? Along.width : Along.width - K, Along.step}...>;
};

} // namespace detail

/// `hessian(f)(x)` of a sum over neighbours, or over rows, with one differentiated argument: its
/// matrix of second derivatives as a band.
/// Cost: one loop, linear in the length. Example: examples/rolled.cpp
template <class Pattern, class Term>
constexpr auto hessian(const rolled_sum<Pattern, Term>&) {
    return detail::rolled_hessian<Pattern, Term>{};
}

} // namespace ctgrad
