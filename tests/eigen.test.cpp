// SPDX-License-Identifier: BSL-1.0
//
// Matrices of Values: products, norms, determinants, and numbers of several kinds beside them.
// Built where Eigen is installed; eigen_solvers.test.cpp has the decompositions.
#include <ctgrad/eigen.hpp>
#include <ctgrad/near.hpp>

#include <cmath>
#include <type_traits>

#include <Eigen/Dense>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <int N>
using matrix = Eigen::Matrix<Value, N, N>;
using numbers = Eigen::MatrixXd;

numbers some_matrix(Eigen::Index rows, Eigen::Index columns, double seed = 1) {
    numbers m(rows, columns);
    for (Eigen::Index i = 0; i < rows; ++i)
        for (Eigen::Index j = 0; j < columns; ++j)
            m(i, j) = std::sin(seed + 1.7 * static_cast<double>(i) + 2.3 * static_cast<double>(j) +
                               static_cast<double>(i * j));
    return m;
}
// Well conditioned.
numbers some_square(Eigen::Index n) {
    return some_matrix(n, n) + 3 * numbers::Identity(n, n);
}
bool close(const numbers& a, const numbers& b, double tolerance = 1e-12) {
    return a.rows() == b.rows() && a.cols() == b.cols() &&
           (a - b).norm() <= tolerance * (1 + b.norm());
}

} // namespace

BOOST_AUTO_TEST_CASE(determinants_and_inverses) {
    const auto check = []<int N>(std::integral_constant<int, N>, Eigen::Index n) {
        const numbers m = some_square(n);
        matrix<N> a = m.cast<Value>();
        Value d = a.determinant();
        d.backward();
        BOOST_TEST(near(d.data(), m.determinant(), 1e-12));
        BOOST_TEST(close(grad(a), m.determinant() * m.inverse().transpose(), 1e-11)); // Jacobi

        a = m.cast<Value>();
        const matrix<N> inverse = a.inverse();
        Value corner = inverse(0, n - 1);
        corner.backward();
        BOOST_TEST(close(data(inverse), m.inverse()));
        const numbers i = m.inverse();
        BOOST_TEST(close(grad(a), -(i.row(0).transpose() * i.col(n - 1).transpose()), 1e-11));
    };
    check(std::integral_constant<int, 2>(), 2);
    check(std::integral_constant<int, 3>(), 3);
    check(std::integral_constant<int, 4>(), 4);
    check(std::integral_constant<int, Eigen::Dynamic>(), 6);
}

BOOST_AUTO_TEST_CASE(products) {
    // y = sum of (A B)_ij w_ij: dA = w B^T, dB = A^T w.
    const auto check = [](Eigen::Index n, Eigen::Index m, Eigen::Index k) {
        const numbers a_numbers = some_matrix(n, m), b_numbers = some_matrix(m, k, 4),
                      w = some_matrix(n, k, 7);
        Eigen::Matrix<Value, -1, -1> a = values(a_numbers), b = values(b_numbers);
        const Eigen::Matrix<Value, -1, -1> c = a * b;
        BOOST_TEST(close(data(c), a_numbers * b_numbers));
        const Value y = c.cwiseProduct(w.cast<Value>()).sum();
        y.backward();
        BOOST_TEST(close(grad(a), w * b_numbers.transpose()));
        BOOST_TEST(close(grad(b), a_numbers.transpose() * w));
        // The same as an expression, not evaluated in between, and transposed.
        const Value z = ((b.transpose() * a.transpose()).transpose() - c).squaredNorm();
        BOOST_TEST(std::fabs(z.data()) < 1e-25);
    };
    check(2, 3, 4);
    check(1, 7, 1);
    check(30, 20, 25);
    check(60, 50, 1);
}

BOOST_AUTO_TEST_CASE(vectors) {
    Eigen::Matrix<Value, 3, 1> u(1.0, 2.0, 2.0), v(0.5, -1.0, 3.0);
    Value norm = u.norm();
    norm.backward();
    BOOST_TEST(norm.data() == 3);
    BOOST_TEST(close(grad(u), data(u) / 3));
    for (Value& x : u)
        x.zero_grad();
    Value dot = u.dot(v);
    dot.backward();
    BOOST_TEST(dot.data() == 4.5);
    BOOST_TEST(close(grad(u), data(v)));
    for (Value& x : u)
        x.zero_grad();
    Value triple = u.cross(v).dot(u + v) + u.normalized().squaredNorm() + u.maxCoeff() + u.sum() +
                   u.prod() + u.mean();
    BOOST_TEST(near(triple.data(), 0 + 1 + 2 + 5 + 4 + 5.0 / 3, 1e-14));
    triple.backward();
    BOOST_TEST(u(0).grad() == 1 + 4 + 1.0 / 3, boost::test_tools::tolerance(1e-12));

    u.setConstant(0);
    u(1) = 4.0;
    v << 1, 2, 3;
    Value s = (u.array() * v.array() + v.array().sqrt() + v.array().exp().log()).sum();
    BOOST_TEST(near(s.data(), 8 + 1 + std::sqrt(2.0) + std::sqrt(3.0) + 6, 1e-14));
    s.backward();
    BOOST_TEST(near(v(1).grad(), 4 + 0.5 / std::sqrt(2.0) + 1, 1e-14));
    BOOST_TEST(near(u.lpNorm<1>().data(), 4));
    BOOST_TEST(near(u.lpNorm<Eigen::Infinity>().data(), 4));
    BOOST_TEST(near(v.stableNorm().data(), std::sqrt(14.0)));
    BOOST_TEST((u.isApprox(u) && !u.isApprox(v) && u.allFinite() && !u.hasNaN()));
}

BOOST_AUTO_TEST_CASE(numbers_and_statements_as_scalars) {
    Value x{2.0}, y{4.0};
    Eigen::Matrix<Value, 2, 1> v(1.0, 3.0);
    const Eigen::Vector2d w(10, 20);
    const auto slope = [&](const Eigen::Matrix<Value, 2, 1>& r, Value& by) {
        by.zero_grad();
        Value s = r(0) + r(1);
        s.backward();
        return by.grad();
    };
    BOOST_TEST(slope(v * 2.0, v(0)) == 2);
    BOOST_TEST(slope(2 * v, v(0)) == 2);
    BOOST_TEST(slope(v / 2, v(0)) == 0.5);
    BOOST_TEST(slope(v * x, x) == 4);
    BOOST_TEST(slope(x * v, x) == 4);
    BOOST_TEST(slope(v / x, x) == -1);
    BOOST_TEST(slope(v / (x * y), x) == -4 / 16.0);
    BOOST_TEST(slope(v * (x + y), y) == 4);
    BOOST_TEST(slope((x * y) * v, y) == 8);
    BOOST_TEST(slope(exp(x) * v, x) == 4 * std::exp(2.0));
    BOOST_TEST(slope(v + w, v(1)) == 1);
    BOOST_TEST(slope(w - v, v(1)) == -1);
    BOOST_TEST(slope(v.cwiseProduct(w), v(1)) == 20);
    BOOST_TEST(slope(w * x, x) == 30);
    BOOST_TEST(slope(x * w, x) == 30);
    v *= x;
    v /= x * 1;
    v += w;
    v -= w * 2;
    BOOST_TEST(v(0).data() == 1 - 10);
    v = w;
    BOOST_TEST(v(1).data() == 20);
    const Eigen::Matrix2d m = some_matrix(2, 2);
    Eigen::Matrix<Value, 2, 1> u(1.0, 2.0);
    const Eigen::Matrix<Value, 2, 1> mu = m * u;
    BOOST_TEST(slope(mu, u(0)) == m(0, 0) + m(1, 0), boost::test_tools::tolerance(1e-14));
    const Eigen::Matrix<Value, 1, 2> um = u.transpose() * m;
    BOOST_TEST(near(um(1).data(), m(0, 1) + 2 * m(1, 1), 1e-14));
}

BOOST_AUTO_TEST_CASE(leaves_and_names) {
    // cast and values() make a leaf of each number ...
    auto a = values(Eigen::Vector3d(1, 1, 1));
    static_assert(std::is_same_v<decltype(a), Eigen::Matrix<Value, 3, 1>>);
    Value y = a(0) * 2 + a(1) * 3;
    y.backward();
    BOOST_TEST(close(grad(a), Eigen::Vector3d(2, 3, 0)));
    // ... Constant names one in all places.
    Value x{5.0};
    Eigen::Matrix<Value, 3, 1> all = Eigen::Matrix<Value, 3, 1>::Constant(x);
    y = all(0) + all(1) * all(2);
    y.backward();
    BOOST_TEST(x.grad() == 1 + 5 + 5);
    const Eigen::Matrix<Value, 2, 2> zero = Eigen::Matrix<Value, 2, 2>::Zero(),
                                     identity = Eigen::Matrix<Value, 2, 2>::Identity();
    BOOST_TEST(close(data(zero + identity), Eigen::Matrix2d::Identity()));
    // A matrix copied is names of the same nodes.
    auto b = a;
    BOOST_TEST(b(1).is_same_node(a(1)));
}

BOOST_AUTO_TEST_CASE(single_precision) {
    Eigen::Matrix<basic_value<float>, 2, 2> a;
    a << 4, 1, 1, 3;
    Eigen::Matrix<basic_value<float>, 2, 1> b(1.0f, 2.0f);
    const Eigen::Matrix<basic_value<float>, 2, 1> x = a.llt().solve(b);
    basic_value<float> y = x.squaredNorm();
    y.backward();
    BOOST_TEST(std::fabs(y.data() - (1 / 121.0f + 49 / 121.0f)) < 1e-6f);
    // 2 A^-T x
    BOOST_TEST(std::fabs(b(0).grad() - 2 * (3 / 11.0f * 1 - 1 / 11.0f * 7) / 11) < 1e-6f);
}

// Training steps with matrices do not grow.
BOOST_AUTO_TEST_CASE(memory_is_bounded) {
    auto w = values(Eigen::Matrix3d(some_square(3)));
    const auto target = Eigen::Vector3d(1, 2, 3);
    std::size_t most = 0;
    double last = 0;
    for (int i = 0; i < 2000; ++i) {
        const Eigen::Matrix<Value, 3, 1> x = w.partialPivLu().solve(target.cast<Value>());
        Value loss = (x - Eigen::Vector3d(0.5, 0.5, 0.5).cast<Value>()).squaredNorm();
        loss.backward();
        for (Value& each : w.reshaped()) {
            each.data() -= 0.05 * each.grad();
            each.zero_grad();
        }
        last = loss.data();
        most = std::max(most, detail::tape<double>::here().chunks_in_use());
    }
    BOOST_TEST(last < 1e-3);
    BOOST_TEST(most <= 8u);
}
