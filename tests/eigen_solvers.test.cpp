// SPDX-License-Identifier: BSL-1.0
//
// Linear equations of Values, solved by Eigen's decompositions: gradients through all steps of an
// algorithm against those of the solution, x = A^-1 b. Built where Eigen is installed.
#include <ctgrad/eigen.hpp>

#include <cmath>

#include <Eigen/Dense>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using matrix = Eigen::Matrix<Value, Eigen::Dynamic, Eigen::Dynamic>;
using vector = Eigen::Matrix<Value, Eigen::Dynamic, 1>;
using numbers = Eigen::MatrixXd;

numbers some_matrix(Eigen::Index rows, Eigen::Index columns, double seed) {
    numbers m(rows, columns);
    for (Eigen::Index i = 0; i < rows; ++i)
        for (Eigen::Index j = 0; j < columns; ++j)
            m(i, j) = std::sin(seed + 1.7 * static_cast<double>(i) + 2.3 * static_cast<double>(j) +
                               static_cast<double>(i * j));
    return m;
}
bool close(const numbers& a, const numbers& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).norm() <= 1e-11 * (1 + b.norm());
}

using solver = vector (*)(const matrix&, const vector&);

// y = w . x. To b its gradient is lambda = A^-T w, to A it is -lambda x^T.
void check_solver(solver solve, bool symmetric = false) {
    for (const Eigen::Index n : {1, 2, 5, 20}) {
        numbers a_numbers = some_matrix(n, n, 1);
        if (symmetric)
            a_numbers = (a_numbers * a_numbers.transpose()).eval();
        a_numbers += 4 * numbers::Identity(n, n);
        const numbers b_numbers = some_matrix(n, 1, 5), w = some_matrix(n, 1, 9);
        const numbers x_numbers = a_numbers.fullPivLu().solve(b_numbers);
        const numbers lambda = a_numbers.transpose().fullPivLu().solve(w);

        const matrix a = values(a_numbers);
        const vector b = values(Eigen::VectorXd(b_numbers));
        const vector x = solve(a, b);
        Value y = 0.0;
        for (Eigen::Index i = 0; i < n; ++i)
            y += w(i) * x(i);
        y.backward();
        BOOST_TEST_CONTEXT(n << " rows") {
            BOOST_TEST(close(data(x), x_numbers));
            BOOST_TEST(close(grad(b), lambda));
            const numbers expected = -lambda * x_numbers.transpose(), computed = grad(a);
            if (symmetric) // it may read one triangle for both
                BOOST_TEST(close(computed + computed.transpose(), expected + expected.transpose()));
            else
                BOOST_TEST(close(computed, expected));
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(lu) {
    check_solver(
        [](const matrix& a, const vector& b) -> vector { return a.partialPivLu().solve(b); });
}
BOOST_AUTO_TEST_CASE(inverse) {
    check_solver([](const matrix& a, const vector& b) -> vector { return a.inverse() * b; });
}
BOOST_AUTO_TEST_CASE(cholesky) {
    check_solver([](const matrix& a, const vector& b) -> vector { return a.llt().solve(b); }, true);
}
BOOST_AUTO_TEST_CASE(householder) {
    check_solver(
        [](const matrix& a, const vector& b) -> vector { return a.householderQr().solve(b); });
}
BOOST_AUTO_TEST_CASE(householder_with_pivots) {
    check_solver([](const matrix& a, const vector& b) -> vector {
        return a.colPivHouseholderQr().solve(b);
    });
}
