// SPDX-License-Identifier: BSL-1.0
//
// Formulas of complex numbers: derivatives are those of holomorphic functions, f'(z), so the chain
// rule is the one of real numbers, and the difference quotient is the same in every direction.
#include <ctgrad/derivative.hpp>
#include <ctgrad/hessian.hpp>

#include <complex>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using complex = std::complex<double>;

bool near(const complex& a, const complex& b, double tolerance = 1e-13) {
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

const complex points[] = {{0.5, 0.25}, {-0.75, 1.5}, {2, -1}, {-0.25, -0.5}, {0.125, 3}};

// The derivative is `expected`, and what the function does along the real and the imaginary axis,
// Cauchy's and Riemann's equations, agrees with it.
template <class Function, class Derivative>
void check(const Function& f, const Derivative& expected) {
    for (const complex& z : points) {
        const complex slope = gradient(f)(z);
        BOOST_TEST(near(slope, expected(z)), slope << " is not " << expected(z) << " at " << z);
        BOOST_TEST(near(derivative(f)(z), slope));
        const double h = 1e-5;
        for (const complex direction : {complex(1, 0), complex(0, 1)}) {
            const complex step = h * direction;
            BOOST_TEST(near((f(z + step) - f(z - step)) / (2.0 * step), slope, 1e-7));
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(holomorphic_primitives) {
    check(function([](auto z) { return exp(z); }), [](complex z) { return exp(z); });
    check(function([](auto z) { return log(z); }), [](complex z) { return 1.0 / z; });
    check(function([](auto z) { return sin(z); }), [](complex z) { return cos(z); });
    check(function([](auto z) { return cos(z); }), [](complex z) { return -sin(z); });
    check(function([](auto z) { return tan(z); }), [](complex z) { return 1.0 + tan(z) * tan(z); });
    check(function([](auto z) { return tanh(z); }),
          [](complex z) { return 1.0 / (cosh(z) * cosh(z)); });
    check(function([](auto z) { return sqrt(z); }), [](complex z) { return 0.5 / sqrt(z); });
    check(function([](auto z) { return pow(z, 3); }), [](complex z) { return 3.0 * z * z; });
    check(function([](auto z) { return pow(z, -2); }),
          [](complex z) { return -2.0 / (z * z * z); });
    check(function([](auto z) { return pow(z, 0.75); }),
          [](complex z) { return 0.75 * pow(z, -0.25); });
    check(function([](auto z) { return (z * z - 1) / (2 - z) - z; }), [](complex z) {
        return (2.0 * z * (2.0 - z) + (z * z - 1.0)) / ((2.0 - z) * (2.0 - z)) - 1.0;
    });
}

BOOST_AUTO_TEST_CASE(hyperbolic_and_inverse_functions) {
    check(function([](auto z) { return sinh(z); }), [](complex z) { return cosh(z); });
    check(function([](auto z) { return cosh(z); }), [](complex z) { return sinh(z); });
    check(function([](auto z) { return asin(z); }),
          [](complex z) { return 1.0 / sqrt(1.0 - z * z); });
    check(function([](auto z) { return acos(z); }),
          [](complex z) { return -1.0 / sqrt(1.0 - z * z); });
    check(function([](auto z) { return atan(z); }), [](complex z) { return 1.0 / (1.0 + z * z); });
    check(function([](auto z) { return acosh(z); }),
          [](complex z) { return 1.0 / (sqrt(z - 1.0) * sqrt(z + 1.0)); });
    check(function([](auto z) { return atanh(z); }), [](complex z) { return 1.0 / (1.0 - z * z); });
    check(function([](auto z) { return log10(z); }),
          [](complex z) { return 1.0 / (z * std::log(10.0)); });
}

// f = u + iv: u_x = v_y and u_y = -v_x, and f' = u_x + i*v_x, with real functions u and v.
BOOST_AUTO_TEST_CASE(as_two_real_functions) {
    constexpr auto as_complex = function([](auto z) { return exp(z) * z + 1 / z; });
    constexpr auto as_real = function([](auto x, auto y) {
        const auto size = x * x + y * y, e = exp(x);
        return std::array{e * (x * cos(y) - y * sin(y)) + x / size,
                          e * (x * sin(y) + y * cos(y)) - y / size};
    });
    for (const complex& z : points) {
        const auto [u, v] = jacobian(as_real)(z.real(), z.imag());
        const auto [ux, uy] = u;
        const auto [vx, vy] = v;
        BOOST_TEST(near({ux, uy}, {vy, -vx}));
        BOOST_TEST(near(gradient(as_complex)(z), {ux, vx}));
    }
}

BOOST_AUTO_TEST_CASE(several_arguments_and_second_derivatives) {
    constexpr auto f = function([](auto z, auto w) { return exp(w * log(z)); });
    const complex z(0.5, 0.25), w(-1, 2), power = pow(z, w);
    BOOST_TEST(near(f(z, w), power));
    const auto [by_z, by_w] = gradient(f)(z, w);
    BOOST_TEST(near(by_z, w * power / z));
    BOOST_TEST(near(by_w, log(z) * power));
    const auto [of_z, of_w] = hessian(f)(z, w);
    BOOST_TEST(near(std::get<0>(of_z), w * (w - 1.0) * power / (z * z)));
    BOOST_TEST(near(std::get<1>(of_z), (1.0 + w * log(z)) * power / z));
    BOOST_TEST(near(std::get<1>(of_w), log(z) * log(z) * power));
}

// Plain numbers in the formula are real; a point may mix real and complex numbers.
BOOST_AUTO_TEST_CASE(expressions) {
    constexpr var<"z"> z;
    constexpr var<"w"> w;
    const complex a(1, 2), b(-0.5, 0.25);
    const auto g = gradient(0.5 * z * z * w + sin(w), at(z = a, w = b));
    BOOST_TEST(near(g[z], a * b));
    BOOST_TEST(near(g[w], 0.5 * a * a + cos(b)));
    BOOST_TEST(near(value(z * w, at(z = a, w = 2.0)), 2.0 * a));
}

// An edge at which the rule divides by 0 is kept: sqrt's vertical tangent at 0.
BOOST_AUTO_TEST_CASE(vertical_tangent) {
    constexpr auto f = function([](auto z, auto k) { return k * sqrt(z); });
    BOOST_TEST(std::get<0>(gradient(f)(complex(0), complex(0))) == complex(0));
}
