// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/to_latex.hpp>

#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"spot"> spot;
constexpr double inf = std::numeric_limits<double>::infinity();

// Parentheses where the meaning needs them, and nowhere else.
static_assert(to_latex(x + y * x) == "x + y x" &&
              to_latex((x + y) * x) == R"(\left(x + y\right) x)");
static_assert(to_latex(x + (y + x)) == "x + y + x" && to_latex(x * (y * x)) == "x y x");
static_assert(to_latex(x - (y - x)) == R"(x - \left(y - x\right))");
static_assert(to_latex((x + y) / (x - y)) == R"(\frac{x + y}{x - y})");
static_assert(to_latex(-(x * y)) == "-x y" && to_latex(-(x + y)) == R"(-\left(x + y\right))");
static_assert(to_latex(x * -y) == R"(x \left(-y\right))" &&
              to_latex(x - -y) == R"(x - \left(-y\right))");
static_assert(to_latex(pow(x + y, 3_c)) == R"(\left(x + y\right)^{3})");
static_assert(to_latex(pow(x, 0.5_c + y)) == "x^{0.5 + y}");
static_assert(to_latex(pow(pow(x, 2_c), y)) == R"(\left(x^{2}\right)^{y})");
static_assert(to_latex(pow(-x, 2_c)) == R"(\left(-x\right)^{2})");

// A dot where factors would run into each other.
static_assert(to_latex(2 * x) == "2 x" && to_latex(x * 2_c) == R"(x \cdot 2)");
static_assert(to_latex(2_c * 3_c) == R"(2 \cdot 3)");
static_assert(to_latex(x * spot) == R"(x \cdot \mathrm{spot})");
static_assert(to_latex(spot * x) == R"(\mathrm{spot} \cdot x)");
static_assert(to_latex(2_c * (x / y)) == R"(2 \cdot \frac{x}{y})", "not two and x/y");
static_assert(to_latex(x * (x / y)) == R"(x \frac{x}{y})");

// Functions.
static_assert(to_latex(sin(x)) == R"(\sin\left(x\right))" &&
              to_latex(sqrt(x + y)) == R"(\sqrt{x + y})");
static_assert(to_latex(erf(x)) == R"(\operatorname{erf}\left(x\right))");
static_assert(to_latex(abs(x)) == R"(\left|x\right|)");
static_assert(to_latex(max(x, y)) == R"(\max\left(x, y\right))");
static_assert(to_latex(select(x <= y, x, -y)) ==
              R"(\begin{cases} x & \text{if } x \leq y \\ -y & \text{otherwise} \end{cases})");

// Names: indices, Greek letters, words.
static_assert(to_latex(var<"x1">()) == "x_{1}" && to_latex(var<"x_1">()) == "x_{1}");
static_assert(to_latex(var<"w_in_2">()) == R"(w_{\mathrm{in}, 2})");
static_assert(to_latex(var<"alpha">()) == R"(\alpha)" &&
              to_latex(var<"Omega3">()) == R"(\Omega_{3})");
static_assert(to_latex(var<"\xce\xb1">()) == R"(\alpha)" &&
              to_latex(var<"\xce\x94">()) == R"(\Delta)");
static_assert(to_latex(var<"R&D">()) == R"(\mathrm{R\&D})" && to_latex(var<"_">()) == R"(\_)");

// Numbers.
static_assert(to_latex(1e-20_c) == "10^{-20}" && to_latex(0.1_c) == "0.1");
static_assert(to_latex(-1.5e300_c) == R"(-1.5 \cdot 10^{300})");
static_assert(to_latex(pow(1e20_c, x)) == R"(\left(10^{20}\right)^{x})");

// What is used again and is more than one operation has a line of its own; what is small is
// repeated.
static_assert(to_latex(x * y + sin(x * y)) == R"(x y + \sin\left(x y\right))");
constexpr auto e = named<"e">(exp(2_c * x));
static_assert(to_latex<"o">((e - 1_c) / (e + 1_c)) == R"(\begin{aligned}
o &= \frac{e - 1}{e + 1} \\
\text{where } e &= \exp\left(2 x\right)
\end{aligned})");
constexpr auto t = sin(x + y * y);
static_assert(to_latex(t + 1 / t) == R"(\begin{aligned}
& t_{1} + \frac{1}{t_{1}} \\
& \text{where } t_{1} = \sin\left(x + y y\right)
\end{aligned})");

// Each doubling is a line: the text does not double.
constexpr auto doubled = [](const auto& a) { return a * a + a; };
static_assert(to_latex(doubled(doubled(doubled(doubled(t))))).view().size() < 400);

// Derivatives: an equation each.
static_assert(to_latex(gradient(x * x)) == R"(\frac{\partial f}{\partial x} = 2 x)");
static_assert(to_latex<"g">(hessian(x * x * y)) == R"(\begin{aligned}
\frac{\partial^{2} g}{\partial x^{2}} &= 2 y \\
\frac{\partial^{2} g}{\partial x \, \partial y} &= 2 x \\
\frac{\partial^{2} g}{\partial y \, \partial x} &= 2 x \\
\frac{\partial^{2} g}{\partial y^{2}} &= 0
\end{aligned})");
static_assert(to_latex(gradient(pow(x, 3_c))) == R"(\frac{\partial f}{\partial x} = 3 x^{2})");

constexpr auto polar = function([](auto r, auto a) { return std::array{r * cos(a), r * sin(a)}; });
static_assert(to_latex<"p", double, double>(polar) == R"(\begin{aligned}
p_{1} &= x_{1} \cos\left(x_{2}\right) \\
p_{2} &= x_{1} \sin\left(x_{2}\right)
\end{aligned})");
static_assert(to_latex<"p", double, double>(jacobian(polar, wrt<0>())) == R"(\begin{aligned}
\frac{\partial p_{1}}{\partial x_{1}} &= \cos\left(x_{2}\right) \\
\frac{\partial p_{2}}{\partial x_{1}} &= \sin\left(x_{2}\right)
\end{aligned})");

// The text is written by the same code while compiling and while running.
template <class Write>
void runs_alike(Write write) {
    static constexpr auto while_compiling = Write{}();
    BOOST_TEST(write().view() == while_compiling.view());
}

} // namespace

BOOST_AUTO_TEST_CASE(text_is_the_same_while_running) {
    runs_alike([] { return to_latex((x + y) * (x - (y - x)) / (x * -y)); });
    runs_alike([] { return to_latex(pow(pow(x + y, 3_c), 0.5_c + y) - -(x * y)); });
    runs_alike([] { return to_latex(x * 2_c * (2_c * 3_c) * spot * (x / y) * 2_c); });
    runs_alike([] { return to_latex(spot * x + 2_c * (-1.5e300_c * pow(1e20_c, x))); });
    runs_alike([] { return to_latex(select(x <= y, max(erf(x), y), abs(sqrt(y)))); });
    runs_alike([] { return to_latex(normal_pdf(x) + hypot(x, y, x)); });
    runs_alike([] { return to_latex(normal_log_density(x) + x * -2_c * (x - -2.0 * y)); });
    runs_alike([] { return to_latex(gradient(exp2(x) * sinpi(x))); });
    // Names.
    runs_alike([] { return to_latex(var<"w_in_2">() * var<"x1">() + var<"Omega3">()); });
    runs_alike([] { return to_latex(var<"\xce\xb1">() * var<"R&D">() + var<"_">()); });
    runs_alike([] { return to_latex(var<"\xce\x94">() - var<"w_R&D">() / var<"\xce\xb1_2">()); });
    runs_alike([] { return to_latex(x * -inf + inf); });
    // Lines.
    runs_alike([] { return to_latex<"o">((e - 1_c) / (e + 1_c)); });
    runs_alike([] { return to_latex(doubled(doubled(t)) + var<"t_1">()); });
    // Derivatives.
    runs_alike([] { return to_latex(gradient(pow(x, 3_c))); });
    runs_alike([] { return to_latex<"g">(hessian(x * x * y)); });
    runs_alike([] { return to_latex<"p", double, double>(polar); });
    runs_alike([] { return to_latex<"p", double, double>(jacobian(polar, wrt<0>())); });
}

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double factor = -1.7976931348623157e308;
    const auto text = std::string(to_latex(x * factor + pow(factor * y, factor)).view());
    BOOST_TEST(text == R"(x \left(-1.7976931348623157 \cdot 10^{308}\right) + )"
                       R"(\left(-1.7976931348623157 \cdot 10^{308} y\right)^{)"
                       R"(-1.7976931348623157 \cdot 10^{308}})");
    BOOST_TEST(to_latex(gradient(factor * x)).view() ==
               R"(\frac{\partial f}{\partial x} = -1.7976931348623157 \cdot 10^{308})");
}
