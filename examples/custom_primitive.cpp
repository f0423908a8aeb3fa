// SPDX-License-Identifier: BSL-1.0
//
// A primitive of one's own is one struct: its name, its value, one partial derivative per argument,
// its domain. Nothing is registered; it is used, differentiated, printed and drawn like the others.
//
// Where is a planet? Kepler's equation E - e*sin(E) = M gives its anomaly E at a time M, for an
// ellipse of eccentricity e, and can only be solved by iteration. To differentiate the steps of the
// iteration would be wasteful: the equation itself says what the derivatives of its solution are.

#include <ctgrad.hpp>

#include <exception>
#include <iostream>

namespace orbit {

// For plain numbers too, instead of the standard functions, which are not constexpr.
using ctgrad::abs, ctgrad::cos, ctgrad::sin;

//! [struct]
struct kepler : ctgrad::primitive<"kepler", 2> {
    static constexpr auto value(const auto& M, const auto& e) {
        auto E = M + e * sin(M), step = E;
        for (int i = 0; i < 50 && abs(step) > 1e-14; ++i) {
            step = (E - e * sin(E) - M) / (1 - e * cos(E)); // Newton
            E -= step;
        }
        return E;
    }
    // From the arguments and the result.
    static constexpr auto dx(const auto&, const auto& e, const auto& E) {
        return 1 / (1 - e * cos(E));
    }
    static constexpr auto dy(const auto&, const auto& e, const auto& E) {
        return sin(E) / (1 - e * cos(E));
    }
    static constexpr bool domain(const auto&, const auto& e) { return 0 <= e && e < 1; }
};
//! [struct]

//! [function]
template <class M, class E>
constexpr ctgrad::applied<kepler, M, E> anomaly(const M& mean_anomaly, const E& eccentricity) {
    return ctgrad::apply<kepler>(mean_anomaly, eccentricity);
}
//! [function]

} // namespace orbit

namespace {

using namespace ctgrad;

//! [use]
// In a typed expression: the distance from the sun, in units of the ellipse's half axis.
constexpr var<"M"> M;
constexpr var<"e"> e;
constexpr auto E = named<"E">(orbit::anomaly(M, e));
constexpr auto distance = named<"distance">(1 - e * cos(E));
static_assert(to_string<distance>() == "1 - e*cos(kepler(M, e))");

constexpr auto earlier = at(M = 1.0, e = 0.5);
static_assert(near(value(E, earlier), 1.498701133517848));
static_assert(near(value(E, earlier) - 0.5 * ctgrad::sin(value(E, earlier)), 1.0));
static_assert(near(gradient(E, earlier)[M], 1.0373620218936459));

// In a traced function.
constexpr auto position = function([](auto mean, auto eccentricity) {
    const auto angle = orbit::anomaly(mean, eccentricity);
    return std::array{cos(angle) - eccentricity,
                      sqrt(1 - eccentricity * eccentricity) * sin(angle)};
});
constexpr auto velocity = jacobian(position)(0.0, 0.5); // by M, where the planet is nearest
static_assert(std::get<0>(velocity[0]) == 0.0 &&
              near(std::get<0>(velocity[1]), 1.7320508075688772));
//! [use]

constexpr auto pass = backward<distance>(earlier);

} // namespace

int main() try {
    std::cout << "E = " << value(E, earlier) << ", distance = " << pass.data(distance)
              << "\nddistance/dM = " << pass.grad(M) << ", ddistance/de = " << pass.grad(e) << '\n';

    // Against the definition, all around the ellipse.
    constexpr double h = 1e-6;
    for (double m = -3; m <= 3; m += 0.125) {
        const auto g = gradient(E, at(M = m, e = 0.5));
        const auto by_time = (orbit::anomaly(m + h, 0.5) - orbit::anomaly(m - h, 0.5)) / (2 * h);
        const auto by_shape = (orbit::anomaly(m, 0.5 + h) - orbit::anomaly(m, 0.5 - h)) / (2 * h);
        if (!near(g[M], by_time, 1e-7) || !near(g[e], by_shape, 1e-7))
            return 1;
    }

    render(to_dot(pass), "kepler.svg");
    std::cout << "\nwrote kepler.svg\n";
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
