// SPDX-License-Identifier: BSL-1.0
//
// A formula and its derivatives for a paper: the text is what was differentiated, not a copy of it.

#include <ctgrad/near.hpp>
#include <ctgrad/to_latex.hpp>

#include <iostream>

namespace {

using namespace ctgrad;

//! [expression]
constexpr var<"x"> x;
constexpr var<"sigma"> sigma;
constexpr auto z = x / sigma;
constexpr auto bell = exp(-(z * z) / 2);
static_assert(to_latex<bell, "f">() ==
              R"(f = \exp\left(\frac{-\frac{x}{\sigma} \frac{x}{\sigma}}{2}\right))");
//! [expression]

//! [where]
constexpr auto e = named<"e">(exp(2 * x));
constexpr auto squashed = (e - 1) / (e + 1);
static_assert(to_latex<squashed, "o">() == R"(\begin{aligned}
o &= \frac{e - 1}{e + 1} \\
\text{where } e &= \exp\left(2 x\right)
\end{aligned})");
//! [where]

//! [gradient]
constexpr auto rosenbrock =
    function([](const auto& v) { return 100 * pow(v[1] - pow(v[0], 2), 2) + pow(1 - v[0], 2); });
constexpr auto slope = to_latex<"f", std::array<double, 2>>(gradient(rosenbrock));
//! [gradient]

} // namespace

int main() {
    std::cout << slope << '\n' << to_latex<"f">(hessian<bell>()) << '\n';
}
