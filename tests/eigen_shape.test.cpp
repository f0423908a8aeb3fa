// SPDX-License-Identifier: BSL-1.0
//
// Functions of Eigen's vectors and matrices: in and out in the shape of the arguments.
#include <ctgrad/eigen_shape.hpp>
#include <ctgrad/hessian.hpp>
#include <ctgrad/near.hpp>

#include <Eigen/Geometry>

#include <boost/test/unit_test.hpp>

#include <array>
#include <type_traits>

using namespace ctgrad;

namespace {
constexpr auto energy = function([](const auto& x, const auto& a) {
    const auto ax = a * x;
    return x.dot(ax) / 2 + sin(x(0));
});
constexpr auto rotate = function([](const auto& p, auto angle) {
    auto q = p;
    q(0) = cos(angle) * p.x() - sin(angle) * p.y();
    q(1) = sin(angle) * p.x() + cos(angle) * p.y();
    return q;
});
} // namespace

BOOST_AUTO_TEST_CASE(gradient_in_the_shape_of_the_arguments) {
    const Eigen::Vector3d x(0.5, -1, 2);
    Eigen::Matrix3d a;
    a << 2, 1, 0, 1, 3, -1, 0, -1, 4;
    BOOST_TEST(near(energy(x, a), x.dot(a * x) / 2 + std::sin(0.5)));

    const auto [gx, ga] = gradient(energy)(x, a);
    static_assert(std::is_same_v<decltype(gx), const Eigen::Vector3d>);
    static_assert(std::is_same_v<decltype(ga), const Eigen::Matrix3d>);
    Eigen::Vector3d expected = a * x;
    expected(0) += std::cos(0.5);
    BOOST_TEST((gx - expected).norm() < 1e-14);
    BOOST_TEST((ga - x * x.transpose() / 2).norm() < 1e-14);

    const auto h = hessian(energy, wrt<0>())(x, a);
    static_assert(std::is_same_v<decltype(h), const Eigen::Matrix3d>);
    Eigen::Matrix3d curvature = a;
    curvature(0, 0) -= std::sin(0.5);
    BOOST_TEST((h - curvature).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(jacobian_of_a_vector) {
    const Eigen::Vector2d p(3, 4);
    const auto q = rotate(p, 0.25);
    static_assert(std::is_same_v<decltype(q), const Eigen::Vector2d>);
    BOOST_TEST((q - Eigen::Rotation2Dd(0.25) * p).norm() < 1e-14);

    const auto j = jacobian(rotate, wrt<0>())(p, 0.25);
    static_assert(std::is_same_v<decltype(j), const Eigen::Matrix2d>);
    BOOST_TEST((j - Eigen::Rotation2Dd(0.25).toRotationMatrix()).norm() < 1e-14);

    const auto by_angle = jacobian(rotate, wrt<1>())(p, 0.25);
    static_assert(std::is_same_v<decltype(by_angle), const Eigen::Vector2d>);
    BOOST_TEST((by_angle - Eigen::Vector2d(-q(1), q(0))).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(directions_and_adjoints) {
    const Eigen::Vector2d p(3, 4), dp(1, -1), adjoint(2, 1);
    const auto t = jvp(rotate)(p, 0.25, dp, 0.0);
    BOOST_TEST((t.tangent - Eigen::Rotation2Dd(0.25) * dp).norm() < 1e-14);
    const auto back = vjp(rotate)(p, 0.25, adjoint);
    BOOST_TEST((std::get<0>(back.gradient) - Eigen::Rotation2Dd(-0.25) * adjoint).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(members) {
    constexpr auto f = function([](const auto& a, const auto& b) {
        const auto c = a.cross(b) + 2.0 * a - b / 2.0;
        return c.norm() + (a.transpose() * b)(0) + (-a).sum() + a.squaredNorm();
    });
    const Eigen::Vector3d a(1, 2, 3), b(-1, 0.5, 2);
    const Eigen::Vector3d c = a.cross(b) + 2 * a - b / 2;
    BOOST_TEST(near(f(a, b), c.norm() + a.dot(b) - a.sum() + a.squaredNorm()));
}

// Matrices that are not square: coefficients are counted by columns, as Eigen does.
BOOST_AUTO_TEST_CASE(products_of_matrices) {
    constexpr auto f = function([](const auto& a, const auto& b) { return a * b; });
    Eigen::Matrix<double, 2, 3> a;
    a << 1, 2, 3, 4, 5, 6;
    const Eigen::Vector3d b(-1, 0.5, 2);
    const auto product = f(a, b);
    static_assert(std::is_same_v<decltype(product), const Eigen::Vector2d>);
    BOOST_TEST((product - a * b).norm() == 0);
    const auto by_b = jacobian(f, wrt<1>())(a, b);
    static_assert(std::is_same_v<decltype(by_b), const Eigen::Matrix<double, 2, 3>>);
    BOOST_TEST((by_b - a).norm() == 0);

    constexpr auto form = function(
        [](const auto& u, const auto& m, const auto& v) { return (u.transpose() * m * v)(0); });
    const Eigen::Vector2d u(3, -2);
    BOOST_TEST((gradient(form, wrt<1>())(u, a, b) - u * b.transpose()).norm() == 0);
}

BOOST_AUTO_TEST_CASE(other_scalars_and_neighbours) {
    constexpr auto f =
        function([](const auto& v, const auto& w, auto s) { return s * v.dot(v) + w[0] * v(2); });
    const Eigen::Vector3f v(1, 2, 3);
    const auto [by_v, by_w, by_s] = gradient(f)(v, std::array{2.0F}, 0.5F);
    static_assert(std::is_same_v<decltype(by_v), const Eigen::Vector3f>);
    static_assert(std::is_same_v<decltype(by_w), const std::array<float, 1>>);
    BOOST_TEST((by_v - Eigen::Vector3f(1, 2, 5)).norm() == 0);
    BOOST_TEST(by_w[0] == 3);
    BOOST_TEST(by_s == 14);
}
