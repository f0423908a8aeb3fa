// SPDX-License-Identifier: BSL-1.0
//
// Bundle adjustment: how far from the observed pixel a camera sees a point. A solver needs the two
// residuals and their derivatives by 9 camera parameters and 3 coordinates, millions of times, also
// for cameras that are not turned at all, where the axis of rotation is undefined.

#include <ctgrad.hpp>

#include <array>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <tuple>

namespace {

using namespace ctgrad;
using ctgrad::abs, ctgrad::max; // of numbers, while compiling

template <class T>
using vector = std::array<T, 3>;

constexpr auto dot(const auto& a, const auto& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
template <class T>
constexpr vector<T> cross(const vector<T>& a, const vector<T>& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

//! [rotate]
// Rodrigues' formula for a rotation by |r| about r. At angle 0 it would divide by 0; there, and so
// near that the difference is below rounding, x + r cross x is the rotation. `select` computes what
// the chosen one needs, and only that takes part in the derivative.
template <class T>
constexpr vector<T> rotate(const vector<T>& r, const vector<T>& x) {
    const T square = dot(r, r), angle = sqrt(square);
    const vector<T> axis{r[0] / angle, r[1] / angle, r[2] / angle};
    const T c = cos(angle), s = sin(angle), along = dot(axis, x) * (1 - c);
    const vector<T> turned = cross(axis, x), small = cross(r, x);
    vector<T> result;
    for (std::size_t i = 0; i < 3; ++i)
        result[i] =
            select(square > 1e-18, x[i] * c + turned[i] * s + axis[i] * along, x[i] + small[i]);
    return result;
}
//! [rotate]

//! [residual]
// The camera: rotation (3), translation (3), focal length, two coefficients of radial distortion.
constexpr auto residual =
    function([]<class T>(const std::array<T, 9>& camera, const vector<T>& point,
                         const std::array<T, 2>& observed) {
        auto [r0, r1, r2, t0, t1, t2, focal, k1, k2] = camera;
        const vector<T> p = rotate(vector<T>{r0, r1, r2}, point);
        const T x = -(p[0] + t0) / (p[2] + t2), y = -(p[1] + t1) / (p[2] + t2);
        const T square = x * x + y * y;
        const T scale = focal * (1 + square * (k1 + k2 * square));
        return std::array{scale * x - observed[0], scale * y - observed[1]};
    });
//! [residual]

using camera_type = std::array<double, 9>;
using point_type = std::array<double, 3>;
constexpr std::array observed{10.0, -20.0};

//! [check]
// The largest difference between the Jacobian and central differences, relative to large entries.
constexpr double error_at(const camera_type& camera, const point_type& point) {
    const auto J = jacobian(residual)(camera, point, observed);
    constexpr double h = 1e-5;
    double worst = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        const auto shifted = [&](double shift) {
            auto c = camera;
            auto p = point;
            (i < 9 ? c[i] : p[i - 9]) += shift;
            return residual(c, p, observed);
        };
        const auto above = shifted(h), below = shifted(-h);
        for (std::size_t row = 0; row < 2; ++row) {
            const auto& [by_camera, by_point, by_observed] = J[row];
            const double exact = i < 9 ? by_camera[i] : by_point[i - 9];
            const double slope = (above[row] - below[row]) / (2 * h);
            worst = max(worst, abs(exact - slope) / max(1.0, abs(slope)));
        }
    }
    return worst;
}
//! [check]

constexpr point_type point{1.5, -0.75, 0.25};
constexpr camera_type turned{0.1, -0.25, 0.4, 0.2, -0.1, -8, 500, -0.05, 0.01};
constexpr camera_type upright{0, 0, 0, 0.2, -0.1, -8, 500, -0.05, 0.01};

//! [upright]
// Not turned: the derivative of x + r cross x by r, no NaN from the division by 0.
constexpr auto J = jacobian(residual)(upright, point, observed);
static_assert(near(residual(upright, point, observed)[0], 99.35155578172751));
static_assert(near(std::get<0>(J[0])[2], 48.24333343311508));
static_assert(std::get<2>(J[0]) == std::array{-1.0, 0.0}); // by the observation
//! [upright]
static_assert(error_at(turned, point) < 1e-6);
static_assert(error_at(upright, point) < 1e-6);

} // namespace

int main() {
    bool right = true;
    std::cout << "angle      largest relative error of the Jacobian, against central differences\n";
    for (const double angle : {0.0, 1e-12, 1e-9, 1e-6, 1e-3, 1.0, 3.0}) {
        camera_type camera = turned;
        const double length = std::hypot(turned[0], turned[1], turned[2]);
        for (std::size_t i = 0; i < 3; ++i)
            camera[i] *= angle / length;
        const double error = error_at(camera, point);
        std::cout << std::setw(5) << angle << "      " << error << '\n';
        right = right && error < 1e-6;
    }
    return right ? 0 : 1;
}
