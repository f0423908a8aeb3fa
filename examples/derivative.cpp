// SPDX-License-Identifier: BSL-1.0
//
// What a derivative is: by its definition, as a limit of slopes, beside the exact one, which needs
// no limit and no choice of h. And what the curves look like.

#include <ctgrad.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>

namespace {

using namespace ctgrad;

//! [function]
constexpr auto f = function([](auto x) { return 3 * pow(x, 2) - 4 * x + 5; });
static_assert(f(3.0) == 20.0 && f(6.0) == 89.0 && f(-3.0) == 44.0);
//! [function]

//! [definition]
// The slope over a step of length h: ahead of x, and to both sides of it.
constexpr double forward(auto curve, double x, double h) {
    return (curve(x + h) - curve(x)) / h;
}
constexpr double central(auto curve, double x, double h) {
    return (curve(x + h) - curve(x - h)) / (2 * h);
}
static_assert(near(forward(f, 3.0, 1e-5), 14.00003, 1e-8)); // 3*h too much
static_assert(near(central(f, 3.0, 1e-5), 14.0, 1e-8));
//! [definition]

//! [exact]
static_assert(gradient(f)(3.0) == 14.0);
static_assert(gradient(f)(-3.0) == -22.0);
static_assert(near(gradient(f)(2.0 / 3), 0.0)); // the bottom of the parabola
//! [exact]

//! [several]
// Several inputs: one slope for each, the others held still.
constexpr auto d = function([](auto a, auto b, auto c) { return a * b + c; });
static_assert(d(2.0, -3.0, 10.0) == 4.0);
static_assert(near(forward([](double a) { return d(a, -3.0, 10.0); }, 2.0, 1e-5), -3.0, 1e-8));
static_assert(near(forward([](double b) { return d(2.0, b, 10.0); }, -3.0, 1e-5), 2.0, 1e-8));
static_assert(near(forward([](double c) { return d(2.0, -3.0, c); }, 10.0, 1e-5), 1.0, 1e-8));
static_assert(gradient(d)(2.0, -3.0, 10.0) == std::tuple(-3.0, 2.0, 1.0));
//! [several]

constexpr auto squashed = function([](auto x) { return tanh(x); });

// Columns x, value, derivative; the curves are two of gnuplot's data sets.
void write_curve(std::ostream& out, auto curve, double step) {
    const int last = static_cast<int>(10 / step + 0.5);
    for (int i = 0; i <= last; ++i) {
        const double x = i * step - 5;
        const auto [value, slope] = value_and_gradient(curve)(x);
        out << x << ' ' << value << ' ' << slope << '\n';
    }
    out << "\n\n";
}

constexpr auto script = R"(set terminal svg size 900,360 dynamic background rgb 'white'
set output 'derivative.svg'
set multiplot layout 1,2
set grid
set xrange [-5:5]
set xzeroaxis linetype -1
set key top center
plot 'derivative.dat' index 0 using 1:2 with linespoints pt 7 ps 0.3 title '3x^2 - 4x + 5', \
     '' index 0 using 1:3 with lines dashtype 2 title 'its derivative'
set key bottom right
plot 'derivative.dat' index 1 using 1:2 with linespoints pt 7 ps 0.3 title 'tanh', \
     '' index 1 using 1:3 with lines dashtype 2 title 'its derivative'
unset multiplot
)";

} // namespace

int main() {
    std::cout << "The derivative of 3x^2 - 4x + 5 at 3 is " << gradient(f)(3.0)
              << ". By definition:\n\n       h   forward, wrong by        central, wrong by\n";
    std::cout << std::scientific << std::setprecision(1);
    for (const double h : {1e-1, 1e-3, 1e-5, 1e-8, 1e-11, 1e-14})
        std::cout << std::setw(8) << h << std::setw(20) << forward(f, 3.0, h) - 14 << std::setw(25)
                  << central(f, 3.0, h) - 14 << '\n';
    std::cout << "\nA large h is wrong by the curvature, a small one by rounding.\n";
    if (gradient(f)(3.0) != 14.0 || !near(forward(f, 3.0, 1e-5), 14.00003, 1e-8))
        return EXIT_FAILURE;

    std::ofstream points("derivative.dat");
    write_curve(points, f, 0.25);
    write_curve(points, squashed, 0.2);
    points.close();
    std::ofstream("derivative.gp") << script;
    if (std::system("gnuplot derivative.gp") == 0)
        std::cout << "\nwrote derivative.svg\n";
    else
        std::cout << "\nwrote derivative.dat and derivative.gp; for the picture, install gnuplot "
                     "(package gnuplot-nox)\nand run gnuplot derivative.gp\n";
}
