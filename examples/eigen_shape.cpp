// SPDX-License-Identifier: BSL-1.0
//
// Functions of Eigen's vectors: how a rigid motion, a rotation and a shift, moves a point, and how
// well it lays one point on another. Derivatives are Eigen's vectors and matrices again.

#include <ctgrad/eigen_shape.hpp>

#include <iostream>

#include <Eigen/Geometry>

namespace {

using namespace ctgrad;

//! [motion]
// The rotation is that of a quaternion (w, x, y, z) of any length but 0.
constexpr auto move = function([](const auto& quaternion, const auto& shift, const auto& point) {
    auto axis = point;
    for (int i = 0; i < 3; ++i)
        axis(i) = quaternion(i + 1);
    const auto turned = axis.cross(axis.cross(point) + quaternion(0) * point);
    return point + turned * (2 / quaternion.squaredNorm()) + shift;
});
constexpr auto misfit =
    function([](const auto& quaternion, const auto& shift, const auto& point, const auto& target) {
        return (move(quaternion, shift, point) - target).squaredNorm();
    });
//! [motion]

} // namespace

int main() {
    //! [derivatives]
    const Eigen::Vector4d quaternion(0.9, 0.1, -0.3, 0.2);
    const Eigen::Vector3d shift(1, 0, 2), point(0.5, -1, 3), target(2, 0, 5);

    const Eigen::Matrix3d by_point = jacobian(move, wrt<2>())(quaternion, shift, point);
    const Eigen::Matrix<double, 3, 4> by_quaternion =
        jacobian(move, wrt<0>())(quaternion, shift, point);
    const auto [by_rotation, by_shift] =
        gradient(misfit, wrt<0, 1>())(quaternion, shift, point, target); // Vector4d, Vector3d
    //! [derivatives]

    //! [known]
    // The derivative by the point is the rotation itself, and the quaternion's length is free.
    const Eigen::Quaterniond q(quaternion(0), quaternion(1), quaternion(2), quaternion(3));
    const Eigen::Matrix3d rotation = q.normalized().toRotationMatrix();
    const Eigen::Vector3d residual = rotation * point + shift - target;
    const bool right = (by_point - rotation).norm() < 1e-14 &&
                       (by_quaternion * quaternion).norm() < 1e-14 &&
                       (by_shift - 2 * residual).norm() < 1e-13 &&
                       (by_rotation - 2 * by_quaternion.transpose() * residual).norm() < 1e-13;
    //! [known]
    std::cout << "moved to " << move(quaternion, shift, point).transpose() << "\nby the point\n"
              << by_point << "\nby the quaternion\n"
              << by_quaternion << "\nmisfit by the rotation " << by_rotation.transpose()
              << ", by the shift " << by_shift.transpose() << '\n';
    return right ? 0 : 1;
}
