// SPDX-License-Identifier: BSL-1.0
//
// Eigen's vectors and matrices of fixed size as arguments and results of functions:
//
//     gradient(f)(Eigen::Vector3d(1, 2, 3))    is an Eigen::Vector3d
//
// Eigen's own expressions cannot be run by the compiler, so the function is traced with a small
// matrix that has the members used in such code: (i), (r, c), dot, norm, transpose, products.
#pragma once

#include <ctgrad/jacobian.hpp>

#include <Eigen/Core>

#include <array>
#include <cstddef>

namespace ctgrad {

/// What stands for an Eigen::Matrix while a function is traced, and for matrices of matrices.
/// Coefficients are stored by columns, as Eigen does.
template <class T, int Rows, int Columns>
struct small_matrix {
    static constexpr std::size_t count = static_cast<std::size_t>(Rows * Columns);
    std::array<T, count> items{};

    static constexpr int rows() { return Rows; }
    static constexpr int cols() { return Columns; }
    static constexpr int size() { return Rows * Columns; }

    constexpr T& operator()(int r, int c) { return items[static_cast<std::size_t>(c * Rows + r)]; }
    constexpr const T& operator()(int r, int c) const {
        return items[static_cast<std::size_t>(c * Rows + r)];
    }
    constexpr T& operator()(int i) { return items[static_cast<std::size_t>(i)]; }
    constexpr const T& operator()(int i) const { return items[static_cast<std::size_t>(i)]; }
    constexpr T& operator[](int i) { return items[static_cast<std::size_t>(i)]; }
    constexpr const T& operator[](int i) const { return items[static_cast<std::size_t>(i)]; }
    constexpr const T& x() const { return items[0]; }
    constexpr const T& y() const { return items[1]; }
    constexpr const T& z() const { return items[2]; }
    constexpr const T& w() const { return items[3]; }

    constexpr T sum() const {
        T total = items[0];
        for (std::size_t i = 1; i < count; ++i)
            total += items[i];
        return total;
    }
    constexpr T dot(const small_matrix& other) const {
        T total = items[0] * other.items[0];
        for (std::size_t i = 1; i < count; ++i)
            total += items[i] * other.items[i];
        return total;
    }
    constexpr T squaredNorm() const { return dot(*this); }
    constexpr T norm() const { return sqrt(squaredNorm()); }
    constexpr small_matrix<T, Columns, Rows> transpose() const {
        small_matrix<T, Columns, Rows> out;
        for (int r = 0; r < Rows; ++r)
            for (int c = 0; c < Columns; ++c)
                out(c, r) = (*this)(r, c);
        return out;
    }
    constexpr small_matrix cross(const small_matrix& o) const requires(count == 3) {
        return {{y() * o.z() - z() * o.y(), z() * o.x() - x() * o.z(), x() * o.y() - y() * o.x()}};
    }

    friend constexpr small_matrix operator+(small_matrix a, const small_matrix& b) {
        for (std::size_t i = 0; i < count; ++i)
            a.items[i] += b.items[i];
        return a;
    }
    friend constexpr small_matrix operator-(small_matrix a, const small_matrix& b) {
        for (std::size_t i = 0; i < count; ++i)
            a.items[i] -= b.items[i];
        return a;
    }
    friend constexpr small_matrix operator-(small_matrix a) {
        for (T& item : a.items)
            item = -item;
        return a;
    }
    friend constexpr small_matrix operator*(small_matrix a, const T& factor) {
        for (T& item : a.items)
            item *= factor;
        return a;
    }
    friend constexpr small_matrix operator*(const T& factor, small_matrix a) {
        for (T& item : a.items)
            item = factor * item;
        return a;
    }
    friend constexpr small_matrix operator/(small_matrix a, const T& divisor) {
        for (T& item : a.items)
            item /= divisor;
        return a;
    }
    template <int Others>
    friend constexpr small_matrix<T, Rows, Others>
    operator*(const small_matrix& a, const small_matrix<T, Columns, Others>& b) {
        small_matrix<T, Rows, Others> out;
        for (int r = 0; r < Rows; ++r)
            for (int c = 0; c < Others; ++c) {
                T total = a(r, 0) * b(0, c);
                for (int k = 1; k < Columns; ++k)
                    total += a(r, k) * b(k, c);
                out(r, c) = total;
            }
        return out;
    }
};

namespace detail {

// Numbers are given back in Eigen's types, a column of columns as the matrix of those rows.
template <class T, int Rows, int Columns>
struct matrix_of {
    using type = small_matrix<T, Rows, Columns>;
};
template <class T, int Rows, int Columns>
    requires(plain_number<T>)
struct matrix_of<T, Rows, Columns> {
    using type = Eigen::Matrix<T, Rows, Columns>;
};
template <class T, int Rows, int Entries>
    requires(plain_number<T>)
struct matrix_of<Eigen::Matrix<T, Entries, 1>, Rows, 1> {
    using type = Eigen::Matrix<T, Rows, Entries>;
};

template <class Element, int Rows, int Columns, class Coefficients>
struct shape_of_matrix {
    static constexpr std::size_t count = static_cast<std::size_t>(Rows * Columns);
    static constexpr std::size_t size = count * shape<Element>::size;
    static constexpr bool traceable = shape<Element>::traceable;
    using scalar = typename shape<Element>::scalar;
    template <class T>
    using with = typename matrix_of<typename shape<Element>::template with<T>, Rows, Columns>::type;

    template <class T>
    static constexpr void write(const Coefficients& from, T*& to) {
        for (int i = 0; i < Rows * Columns; ++i)
            shape<Element>::write(from(i), to);
    }
    template <class T>
    static constexpr with<T> read(const T*& from) {
        with<T> out;
        if constexpr (std::is_same_v<
                          with<T>,
                          small_matrix<typename shape<Element>::template with<T>, Rows, Columns>> ||
                      shape<Element>::size == 1) {
            for (int i = 0; i < Rows * Columns; ++i)
                out(i) = shape<Element>::read(from);
        } else
            for (int r = 0; r < Rows; ++r)
                out.row(r) = shape<Element>::read(from).transpose();
        return out;
    }
};

template <class T, int Rows, int Columns>
struct shape<Eigen::Matrix<T, Rows, Columns>>
    : shape_of_matrix<T, (Rows > 0 ? Rows : 1), (Columns > 0 ? Columns : 1), // no further errors
                      Eigen::Matrix<T, Rows, Columns>> {
    static_assert(Rows > 0 && Columns > 0,
                  "ctgrad: a function takes Eigen's vectors and matrices of fixed size, this one's "
                  "size is known at run time only: use Eigen::Matrix<double, 3, 1> and the like, "
                  "or Values in Eigen's matrices; see docs/reference/eigen_shape.md");
};
template <class T, int Rows, int Columns>
struct shape<small_matrix<T, Rows, Columns>>
    : shape_of_matrix<T, Rows, Columns, small_matrix<T, Rows, Columns>> {};

} // namespace detail
} // namespace ctgrad
