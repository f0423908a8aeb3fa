// SPDX-License-Identifier: BSL-1.0
//
// Jacobians, and derivatives with respect to some of the arguments: Newton's method for the joints
// of a robot's arm.

#include <ctgrad.hpp>

#include <array>
#include <cmath>
#include <iostream>
#include <tuple>

namespace {

using namespace ctgrad;

//! [modes]
constexpr auto helix = function([](auto t) { return std::array{cos(t), sin(t), t / 4}; });
// One argument, three results: one forward sweep.
static_assert(jacobian(helix)(0.0) == std::array{0.0, 1.0, 0.25});
static_assert(jacobian(helix, reverse_mode)(0.0) == jacobian(helix, forward_mode)(0.0));
//! [modes]

//! [wrt]
constexpr auto charge = function([](auto a, auto b, auto c) { return a * b * c; });
static_assert(gradient(charge, wrt<1>())(2.0, 3.0, 5.0) == 10);
static_assert(gradient(charge, wrt<0, 2>())(2.0, 3.0, 5.0) == std::tuple(15.0, 6.0));

constexpr var<"x"> x;
constexpr var<"y"> y;
static_assert(gradient(x * y * y, at(x = 2.0, y = 3.0), wrt(y))[y] == 12);
//! [wrt]

//! [arm]
// Where the hand of an arm of two unit lengths is.
constexpr auto hand = function([](auto shoulder, auto elbow) {
    return std::array{cos(shoulder) + cos(shoulder + elbow), sin(shoulder) + sin(shoulder + elbow)};
});
//! [arm]

} // namespace

int main() {
    //! [newton]
    double shoulder = 0.1, elbow = 1;
    for (int step = 0; step < 8; ++step) {
        const auto [position, rows] = value_and_jacobian(hand)(shoulder, elbow);
        const auto [xs, xe] = rows[0];
        const auto [ys, ye] = rows[1];
        const double dx = 1 - position[0], dy = 1 - position[1], determinant = xs * ye - xe * ys;
        shoulder += (ye * dx - xe * dy) / determinant;
        elbow += (xs * dy - ys * dx) / determinant;
    }
    //! [newton]
    const auto [px, py] = hand(shoulder, elbow);
    std::cout << "shoulder " << shoulder << ", elbow " << elbow << ": the hand is at (" << px
              << ", " << py << ")\n";
    return std::fabs(px - 1) < 1e-12 && std::fabs(py - 1) < 1e-12 ? 0 : 1;
}
