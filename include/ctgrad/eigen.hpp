// SPDX-License-Identifier: BSL-1.0
//
// Values in Eigen's matrices: Eigen::Matrix<Value, ...> with products, norms, decompositions and
// solvers. Each coefficient is a Value, and each coefficient-wise operation of Eigen a statement.
// Eigen's matrices as arguments of functions are in eigen_shape.hpp, which comes with it.
// Needs Eigen 3.3 or newer, which is not part of the library's own dependencies.
#pragma once

#include <ctgrad/eigen_shape.hpp>
#include <ctgrad/value.hpp>

#include <limits>
#include <type_traits>

#include <Eigen/Core>

/// What Eigen's algorithms ask of a scalar. Limits are plain numbers in the guise of Values: they
/// cost no node.
template <class T>
struct Eigen::NumTraits<ctgrad::basic_value<T>> {
    using Real = ctgrad::basic_value<T>;
    using NonInteger = Real;
    using Nested = Real;
    using Literal = T;

    // Nested expressions read a coefficient again rather than compute it again: computing one makes
    // nodes.
    enum {
        IsComplex = 0,
        IsInteger = 0,
        IsSigned = 1,
        RequireInitialization = 1,
        ReadCost = 2,
        AddCost = 8,
        MulCost = 8
    };

    static Real epsilon() { return std::numeric_limits<T>::epsilon(); }
    static Real dummy_precision() { return NumTraits<T>::dummy_precision(); }
    static Real highest() { return std::numeric_limits<T>::max(); }
    static Real lowest() { return std::numeric_limits<T>::lowest(); }
    static Real infinity() { return std::numeric_limits<T>::infinity(); }
    static Real quiet_NaN() { return std::numeric_limits<T>::quiet_NaN(); }
    static int digits10() { return std::numeric_limits<T>::digits10; }
    static int max_digits10() { return std::numeric_limits<T>::max_digits10; }
};

/// `x*y + 1` as an argument of Eigen's functions, before it becomes a Value.
template <ctgrad::detail::statement E>
struct Eigen::NumTraits<E> : Eigen::NumTraits<ctgrad::basic_value<typename E::scalar>> {};

/// Matrices of Values and plain numbers side by side: `a*2.0`, `a*m` with a matrix m of doubles.
template <class T, ctgrad::plain_number Number, class Operation>
struct Eigen::ScalarBinaryOpTraits<ctgrad::basic_value<T>, Number, Operation> {
    using ReturnType = ctgrad::basic_value<T>;
};
template <class T, ctgrad::plain_number Number, class Operation>
struct Eigen::ScalarBinaryOpTraits<Number, ctgrad::basic_value<T>, Operation> {
    using ReturnType = ctgrad::basic_value<T>;
};

/// ... and of Values and statements: `v/(x*y)`.
template <class T, ctgrad::detail::statement E, class Operation>
struct Eigen::ScalarBinaryOpTraits<ctgrad::basic_value<T>, E, Operation> {
    using ReturnType = ctgrad::basic_value<T>;
};
template <class T, ctgrad::detail::statement E, class Operation>
struct Eigen::ScalarBinaryOpTraits<E, ctgrad::basic_value<T>, Operation> {
    using ReturnType = ctgrad::basic_value<T>;
};

// Eigen's determinant of 4 rows gives a sum and a Value to a function that takes two packets of one
// type. This one expands by minors as well.
namespace Eigen::internal {
template <class Derived, int Size>
struct determinant_impl;
template <class Derived>
    requires ctgrad::is_basic_value<typename Derived::Scalar>
struct determinant_impl<Derived, 4> {
    using Scalar = typename Derived::Scalar;
    static Scalar run(const Derived& m) {
        const auto minor = [&](int i, int j) -> Scalar {
            return m(2, i) * m(3, j) - m(2, j) * m(3, i);
        };
        const Scalar m01 = minor(0, 1), m02 = minor(0, 2), m03 = minor(0, 3), m12 = minor(1, 2),
                     m13 = minor(1, 3), m23 = minor(2, 3);
        const Scalar c0 = m(1, 1) * m23 - m(1, 2) * m13 + m(1, 3) * m12;
        const Scalar c1 = m(1, 0) * m23 - m(1, 2) * m03 + m(1, 3) * m02;
        const Scalar c2 = m(1, 0) * m13 - m(1, 1) * m03 + m(1, 3) * m01;
        const Scalar c3 = m(1, 0) * m12 - m(1, 1) * m02 + m(1, 2) * m01;
        return m(0, 0) * c0 - m(0, 1) * c1 + m(0, 2) * c2 - m(0, 3) * c3;
    }
};

// Eigen's inner loop of products of large matrices, unrolled for registers full of numbers. Of
// Values it would make a node of each multiply-add, and take 9 seconds to compile; here a
// coefficient is a sum that goes on in one node. The layout is Eigen's: panels of mr rows, then of
// fewer, and of nr columns, then of one.
template <class Lhs, class Rhs, class Index, class DataMapper, int mr, int nr, bool ConjugateLhs,
          bool ConjugateRhs>
    requires(ctgrad::is_basic_value<Lhs> || ctgrad::is_basic_value<Rhs>)
struct gebp_kernel<Lhs, Rhs, Index, DataMapper, mr, nr, ConjugateLhs, ConjugateRhs> {
    using Scalar = typename ScalarBinaryOpTraits<Lhs, Rhs>::ReturnType;

    void operator()(const DataMapper& result, const Lhs* lhs, const Rhs* rhs, Index rows,
                    Index depth, Index columns, const Scalar& factor, Index lhs_stride = -1,
                    Index rhs_stride = -1, Index lhs_offset = 0, Index rhs_offset = 0) const {
        lhs_stride = lhs_stride == -1 ? depth : lhs_stride;
        rhs_stride = rhs_stride == -1 ? depth : rhs_stride;
        for (Index i = 0, height = mr; i < rows; i += height) {
            while (i + height > rows)
                --height;
            const Lhs* const panel = lhs + i * lhs_stride + height * lhs_offset;
            for (Index j = 0, width = nr; j < columns; j += width) {
                width = j + width > columns ? 1 : width;
                const Rhs* const strip = rhs + j * rhs_stride + width * rhs_offset;
                for (Index r = 0; r < height; ++r)
                    for (Index c = 0; c < width; ++c) {
                        Scalar sum = 0;
                        for (Index k = 0; k < depth; ++k)
                            sum += panel[k * height + r] * strip[k * width + c];
                        result(i + r, j + c) += factor * sum;
                    }
            }
        }
    }
};

} // namespace Eigen::internal

namespace ctgrad {

/// A vector or matrix of leaves with the numbers of `m`. Each is a node of its own; a matrix that
/// is assigned one Value in all places, as by Constant(x), has one node with many names.
template <class Derived>
auto values(const Eigen::MatrixBase<Derived>& m) {
    return m.template cast<basic_value<typename Derived::Scalar>>().eval();
}

/// The numbers of a matrix of Values.
template <class Derived>
auto data(const Eigen::MatrixBase<Derived>& m) {
    return m.unaryExpr([](const auto& x) { return x.data(); }).eval();
}
/// The grads of a matrix of Values.
template <class Derived>
auto grad(const Eigen::MatrixBase<Derived>& m) {
    return m.unaryExpr([](const auto& x) { return x.grad(); }).eval();
}

} // namespace ctgrad
