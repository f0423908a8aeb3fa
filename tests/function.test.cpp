// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/function.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Functions in, functions out.
constexpr auto f = function([](auto x, auto y) { return x * exp(x * y); });
constexpr double e2 = 7.3890560989306502;
static_assert(near(f(1.0, 2.0), e2) && near(value(f)(1.0, 2.0), e2));
constexpr auto partials = gradient(f)(1.0, 2.0);
static_assert(near(std::get<0>(partials), 3 * e2) && near(std::get<1>(partials), e2));
constexpr bool bound() {
    const auto [fx, fy] = gradient(f)(1.0, 2.0);
    const auto [v, g] = value_and_gradient(f)(1.0, 2.0);
    const auto [gx, gy] = g;
    return near(fx, 3 * e2) && near(fy, e2) && near(v, e2) && gx == fx && gy == fy;
}
static_assert(bound());

// Of one argument the gradient is a number.
static_assert(gradient(function([](auto x) { return x * x; }))(3.0) == 6);
static_assert(
    std::is_same_v<decltype(gradient(function([](auto x) { return x * x; }))(3.0f)), float>);
static_assert(function([] { return 2.5; })() == 2.5);

// Loops, conditions known to the compiler, local functions, reassignment.
constexpr auto horner = function([](auto x) {
    constexpr double coefficients[] = {4, -3, 2, 1};
    decltype(x) y = 0;
    for (const double c : coefficients)
        y = y * x + c;
    return y;
});
static_assert(horner(2.0) == 25 && gradient(horner)(2.0) == 38);
constexpr auto with_statements = function([](auto x) {
    const auto square = [](const auto& t) { return t * t; };
    auto total = x - x;
    for (int i = 1; i <= 3; ++i) {
        if (i == 2)
            continue;
        total += i * square(x);
    }
    auto h = x;
    h = 0.0;
    total += 5 * h;
    return total;
});
static_assert(with_statements(2.0) == 16 && gradient(with_statements)(2.0) == 16);

// Numbers of several types: integers are doubles, the scalar is the common type.
constexpr auto product = function([](auto a, auto b) { return a * b; });
static_assert(product(2, 3) == 6 && std::is_same_v<decltype(product(2, 3)), double>);
static_assert(std::is_same_v<decltype(product(2.0f, 3.0f)), float>);
static_assert(std::is_same_v<decltype(product(2.0f, 3.0)), double>);
static_assert(std::is_same_v<decltype(product(2, 3.0L)), long double>);
static_assert(gradient(product)(2, 3.5) == std::tuple(3.5, 2.0));

// Arguments that do not matter, results that do not depend on any.
constexpr auto second = function([](auto, auto b, auto) { return b; });
static_assert(second(1.0, 2.0, 3.0) == 2 &&
              gradient(second)(1.0, 2.0, 3.0) == std::tuple(0.0, 1.0, 0.0));
constexpr auto nothing = function([](auto, auto) { return 7; });
static_assert(nothing(1.0, 2.0) == 7 && gradient(nothing)(1.0, 2.0) == std::tuple(0.0, 0.0));
static_assert(value_and_gradient(nothing)(1.0, 2.0).value == 7);

// Arrays, and arrays of arrays, as arguments: the gradient has their shape.
constexpr auto dot = function([](const auto& a, const auto& b) {
    auto sum = 0 * a[0];
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
});
constexpr std::array a{1.0, 2.0, 3.0}, b{4.0, 5.0, 6.0};
static_assert(dot(a, b) == 32);
static_assert(gradient(dot)(a, b) == std::tuple(b, a));
static_assert(dot(std::array{1, 2}, std::array{0.5f, 2.0f}) == 4.5,
              "integers among them are doubles");

using matrix = std::array<std::array<double, 2>, 3>;
constexpr auto bilinear = function([](const auto& m, auto u, const auto& v) {
    auto sum = 0 * u;
    for (std::size_t i = 0; i < m.size(); ++i)
        for (std::size_t j = 0; j < m[i].size(); ++j)
            sum += m[i][j] * v[j] * static_cast<double>(i + 1);
    return u * sum;
});
constexpr matrix m{{{1, 2}, {3, 4}, {5, 6}}};
constexpr std::array v{10.0, 100.0};
static_assert(bilinear(m, 2.0, v) == 2 * (210 + 2 * 430 + 3 * 650));
constexpr auto bilinear_gradient = gradient(bilinear)(m, 2.0, v);
static_assert(std::get<0>(bilinear_gradient) == matrix{{{20, 200}, {40, 400}, {60, 600}}});
static_assert(std::get<1>(bilinear_gradient) == 210 + 2 * 430 + 3 * 650);
static_assert(std::get<2>(bilinear_gradient) == std::array{2 * (1.0 + 6 + 15), 2 * (2.0 + 8 + 18)});
static_assert(gradient(function([](const auto& w) { return w[1] * w[1]; }))(a) ==
              std::array{0.0, 4.0, 0.0});

// Several results: the Jacobian has their shape, and each row that of a gradient.
constexpr auto polar = function([](auto r, auto t) { return std::array{r * cos(t), r * sin(t)}; });
constexpr auto polar_jacobian = jacobian(polar)(2.0, 0.0);
static_assert(polar(2.0, 0.0) == std::array{2.0, 0.0});
static_assert(polar_jacobian[0] == std::tuple(1.0, 0.0) &&
              polar_jacobian[1] == std::tuple(0.0, 2.0));
constexpr auto polar_both = value_and_jacobian(polar)(2.0, 0.0);
static_assert(polar_both.value == polar(2.0, 0.0) && polar_both.jacobian == polar_jacobian);

constexpr auto differences = function([](const auto& x) {
    std::array<std::remove_cvref_t<decltype(x[0])>, 2> out{};
    out[0] = x[1] - x[0];
    out[1] = x[2] * x[1];
    return out;
});
static_assert(jacobian(differences)(a) ==
              std::array{std::array{-1.0, 1.0, 0.0}, std::array{0.0, 3.0, 2.0}});
static_assert(jacobian(f)(1.0, 2.0) == gradient(f)(1.0, 2.0), "of one result it is the gradient");

// Tuples and pairs, also of unlike shapes; results that are equal, constant or an argument.
constexpr auto unlike = function([](auto x, auto y) {
    return std::tuple(x * y, std::array{y, x}, 3.0, std::pair(x * y, x));
});
constexpr auto unlike_values = unlike(2.0, 5.0);
static_assert(unlike_values == std::tuple(10.0, std::array{5.0, 2.0}, 3.0, std::pair(10.0, 2.0)));
constexpr auto unlike_jacobian = jacobian(unlike)(2.0, 5.0);
static_assert(std::get<0>(unlike_jacobian) == std::tuple(5.0, 2.0));
static_assert(std::get<1>(unlike_jacobian)[0] == std::tuple(0.0, 1.0));
static_assert(std::get<1>(unlike_jacobian)[1] == std::tuple(1.0, 0.0));
static_assert(std::get<2>(unlike_jacobian) == std::tuple(0.0, 0.0));
static_assert(std::get<3>(unlike_jacobian).first == std::tuple(5.0, 2.0));
static_assert(std::get<3>(unlike_jacobian).second == std::tuple(1.0, 0.0));

constexpr auto table = function([](auto x) {
    std::array<std::array<decltype(x), 2>, 2> out{};
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            out[i][j] = pow(x, static_cast<int>(2 * i + j));
    return out;
});
static_assert(table(2.0) == std::array{std::array{1.0, 2.0}, std::array{4.0, 8.0}});
static_assert(jacobian(table)(2.0) == std::array{std::array{0.0, 1.0}, std::array{4.0, 12.0}});

// A compiled function is a part of others, traced or typed.
constexpr auto outer = function([](auto x) { return f(x, x * x) + f(2 * x, 0.0); });
static_assert(near(outer(1.0), f(1.0, 1.0) + 2));
static_assert(near(gradient(outer)(1.0), 4 * 2.7182818284590452 + 2));
constexpr var<"x"> x;
static_assert(near(gradient(f(x, 2 * x), at(x = 1.0))[x], 5 * e2));

// So is a gradient: the derivative of a derivative.
constexpr auto cube = function([](auto t) { return t * t * t; });
constexpr auto slope = function([](auto t) { return gradient(cube)(t); });
static_assert(slope(2.0) == 12 && gradient(slope)(2.0) == 12);
constexpr auto slope_of_bell = function([](auto t) {
    return gradient(function([](auto s) { return erf(s) - tanh(s) + max(s, s * s); }))(t);
});
static_assert(near(gradient(slope_of_bell)(0.5), -0.8787825789354448 + 0.7268619813835873));
constexpr auto newton_step = function([](auto t) {
    const auto [at_t, slope_at_t] = value_and_gradient(cube)(t);
    return t - at_t / slope_at_t;
});
static_assert(near(newton_step(3.0), 2) && near(gradient(newton_step)(3.0), 2.0 / 3));
constexpr auto divergence = function([](auto r, auto t) {
    const auto rows = jacobian(polar)(r, t);
    return std::get<0>(rows[0]) + std::get<1>(rows[1]);
});
static_assert(near(divergence(2.0, 0.0), 3));

// Lambdas that take what they are given by value, reference or forwarding reference.
static_assert(function([](const auto& t) { return t + 1; })(1.0) == 2);
static_assert(function([](auto&& t) { return t + 1; })(1.0) == 2);
static_assert(function([](auto... ts) { return (ts + ...); })(1.0, 2.0, 3.0) == 6);

} // namespace

BOOST_AUTO_TEST_CASE(functions_at_run_time) {
    volatile double two = 2;
    const auto [fx, fy] = gradient(f)(1.0, double{two});
    BOOST_TEST(near(fx, 3 * e2));
    BOOST_TEST(near(fy, e2));
    BOOST_TEST((jacobian(unlike)(double{two}, 5.0) == unlike_jacobian));
    BOOST_TEST(bilinear(m, double{two}, v) == bilinear(m, 2.0, v));
    BOOST_TEST(gradient(slope)(double{two}) == 12);
}
