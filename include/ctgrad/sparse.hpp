// SPDX-License-Identifier: BSL-1.0
//
// Jacobians and Hessians whose zeros are known while compiling: what does not depend on a variable
// has no derivative there. `sparse_jacobian(f)` and `sparse_hessian(f)` neither compute nor store
// those entries; which there are is constant data, in the compressed rows that solvers take.
#pragma once

#include <ctgrad/hessian.hpp>

#include <array>
#include <cstddef>

namespace ctgrad {

namespace detail {

template <std::size_t Rows, std::size_t Entries>
struct sparse_rows {
    std::array<int, Rows + 1> row_offsets{};
    std::array<int, Entries> columns{};
};

// The results of a recipe that are not 0 in every point, row by row; of a symmetric matrix those on
// and below the diagonal.
template <class Dense, std::size_t Rows, std::size_t Columns, bool Symmetric>
struct sparse_recipe {
    static constexpr bool is_entry(const builder& b, const buffer<std::uint32_t>& all,
                                   std::size_t r, std::size_t c) {
        const node& n = b.nodes.items[all.items[r * Columns + c]];
        return !(Symmetric && c > r) && !(n.operation->id == literal.id && literal_value(n) == 0);
    }
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> all;
        Dense::build(b, all);
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t c = 0; c < Columns; ++c)
                if (is_entry(b, all, r, c))
                    results.push(all.items[r * Columns + c]);
    }
    static constexpr auto find_pattern() {
        sparse_rows<Rows, Rows * Columns> out;
        builder b;
        buffer<std::uint32_t> all;
        Dense::build(b, all);
        int next = 0;
        for (std::size_t r = 0; r < Rows; ++r) {
            for (std::size_t c = 0; c < Columns; ++c)
                if (is_entry(b, all, r, c))
                    out.columns[static_cast<std::size_t>(next++)] = static_cast<int>(c);
            out.row_offsets[r + 1] = next;
        }
        return out;
    }
    static constexpr auto pattern = [] {
        constexpr auto all = find_pattern();
        sparse_rows<Rows, static_cast<std::size_t>(all.row_offsets[Rows])> out;
        out.row_offsets = all.row_offsets;
        for (std::size_t k = 0; k < out.columns.size(); ++k)
            out.columns[k] = all.columns[k];
        return out;
    }();
};

} // namespace detail

/// A matrix in compressed rows (CSR): row r has the entries `values[k]` in the columns `columns[k]`
/// for k from `row_offsets[r]` to `row_offsets[r + 1]`. The pattern is constant. A symmetric matrix
/// holds what is on and below its diagonal.
template <class T, std::size_t Rows, std::size_t Columns, bool Symmetric,
          detail::sparse_rows Pattern>
struct sparse_matrix {
    static constexpr std::size_t rows = Rows;
    static constexpr auto row_offsets = Pattern.row_offsets;
    static constexpr auto columns = Pattern.columns;

    std::array<T, columns.size()> values;

    /// One entry, 0 where none is stored. Cost: a search in its row.
    [[nodiscard]] constexpr T operator()(std::size_t r, std::size_t c) const {
        if (Symmetric && c > r)
            return (*this)(c, r);
        for (auto k = static_cast<std::size_t>(row_offsets[r]);
             k < static_cast<std::size_t>(row_offsets[r + 1]); ++k)
            if (static_cast<std::size_t>(columns[k]) == c)
                return values[k];
        return T(0);
    }
    /// All entries.
    [[nodiscard]] constexpr auto dense() const {
        std::array<std::array<T, Columns>, Rows> out{};
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t c = 0; c < Columns; ++c)
                out[r][c] = (*this)(r, c);
        return out;
    }
};

namespace detail {

template <class T, std::size_t Rows, std::size_t Columns, bool Symmetric, sparse_rows Pattern>
struct shape<sparse_matrix<T, Rows, Columns, Symmetric, Pattern>> {
    static constexpr std::size_t size = Pattern.columns.size();
    static constexpr bool traceable = shape<T>::traceable;
    using scalar = typename shape<T>::scalar;
    template <class U>
    using with =
        sparse_matrix<typename shape<T>::template with<U>, Rows, Columns, Symmetric, Pattern>;

    template <class U>
    [[gnu::always_inline]] static constexpr void
    write(const sparse_matrix<T, Rows, Columns, Symmetric, Pattern>& from, U*& to) {
        shape<std::array<T, size>>::write(from.values, to);
    }
    template <class U>
    [[gnu::always_inline]] static constexpr with<U> read(const U*& from) {
        return {shape<std::array<T, size>>::read(from)};
    }
};

template <class Recipe, std::size_t Rows, std::size_t Columns, bool Symmetric, std::size_t Inputs>
using sparse_formula =
    derived_formula<sparse_matrix<tracer, Rows, Columns, Symmetric,
                                  sparse_recipe<Recipe, Rows, Columns, Symmetric>::pattern>,
                    Inputs, sparse_recipe<Recipe, Rows, Columns, Symmetric>>;

template <class Function, class Wrt>
struct sparse_jacobian_of : of_same_arguments<Function> {
    template <class... Args>
    using chosen = typename differentiated<Function, Wrt, Args...>::chosen_formula;
    template <class... Args>
    using formula = sparse_formula<jacobian_recipe<chosen<Args...>, automatic_mode_tag, false>,
                                   chosen<Args...>::results, variables_of<chosen<Args...>>, false,
                                   differentiated<Function, Wrt, Args...>::inputs>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, false, Args...>();
    }
};

template <class Function, class Wrt>
struct sparse_hessian_of : of_same_arguments<Function> {
    template <class... Args>
    using chosen = typename differentiated<Function, Wrt, Args...>::chosen_formula;
    template <class... Args>
    using formula = sparse_formula<hessian_recipe<chosen<Args...>, false>,
                                   variables_of<chosen<Args...>>, variables_of<chosen<Args...>>,
                                   true, differentiated<Function, Wrt, Args...>::inputs>;
    template <class... Args>
    static constexpr auto check() {
        return check_differentiated<Function, Wrt, true, Args...>();
    }
};

} // namespace detail

/// `sparse_jacobian(f)(x)`: the Jacobian in compressed rows. Rows are the numbers that the results
/// are made of, columns those of the arguments, in their order.
/// Cost: that of the entries that are stored. Example: examples/sparse.cpp
template <class Function, std::size_t... Positions>
constexpr auto sparse_jacobian(const traced_function<Function>&, wrt_arguments<Positions...> = {}) {
    return traced_function<detail::sparse_jacobian_of<Function, wrt_arguments<Positions...>>>{};
}

/// `sparse_hessian(f)(x)`: the entries of the Hessian on and below its diagonal, in compressed
/// rows.
template <class Function, std::size_t... Positions>
constexpr auto sparse_hessian(const traced_function<Function>&, wrt_arguments<Positions...> = {}) {
    return traced_function<detail::sparse_hessian_of<Function, wrt_arguments<Positions...>>>{};
}

} // namespace ctgrad
