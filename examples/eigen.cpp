// SPDX-License-Identifier: BSL-1.0
//
// Eigen's matrices of Values: how the solution of linear equations depends on every coefficient.
#include <ctgrad/eigen.hpp>

#include <iostream>

#include <Eigen/Dense>

using namespace ctgrad;

int main() {
    //! [solve]
    Eigen::Matrix2d stiffness;
    stiffness << 4, 1, 1, 3;
    auto a = values(stiffness);                 // a leaf for each number
    auto b = values(Eigen::Vector2d(1.0, 2.0)); // Eigen::Matrix<Value, 2, 1>

    const Eigen::Matrix<Value, 2, 1> x = a.llt().solve(b);
    Value energy = 0.5 * x.dot(b);
    energy.backward();

    std::cout << "x = " << data(x).transpose() << "\n"                  // 0.0909 0.6364
              << "d energy/d b = " << grad(b).transpose() << "\n"       // x
              << "d energy/d a(0, 0) = " << grad(a)(0, 0) << std::endl; // -x(0)^2/2
    //! [solve]
    const Eigen::Vector2d solution = data(x);
    const bool right = (grad(b) - solution).norm() < 1e-12 &&
                       std::abs(grad(a)(0, 0) + 0.5 * solution(0) * solution(0)) < 1e-12;
    return right ? 0 : 1;
}
