// SPDX-License-Identifier: BSL-1.0
//
// A function is traced while compiling, when the size of an Eigen::VectorXd is not known.
// expect: ctgrad: a function takes Eigen's vectors and matrices of fixed size
// expect: use Eigen::Matrix<double, 3, 1> and the like
#include <ctgrad/eigen_shape.hpp>

int main() {
    constexpr auto f = ctgrad::function([](const auto& x) { return x.dot(x); });
#ifdef FIXED
    const Eigen::Vector3d x(1, 2, 3);
#else
    const Eigen::VectorXd x = Eigen::Vector3d(1, 2, 3);
#endif
    return gradient(f)(x)(1) == 4 ? 0 : 1;
}
