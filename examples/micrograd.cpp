// SPDX-License-Identifier: BSL-1.0
//
// The example of micrograd's README and the expression of its tests, line by line. Each `+=` there
// makes a new node that uses the old one; in a traced function too.

#include <ctgrad.hpp>

#include <exception>
#include <iostream>

namespace {

using namespace ctgrad;

//! [readme]
constexpr auto readme = function([](auto a, auto b) {
    auto c = a + b;
    auto d = a * b + pow(b, 3);
    c += c + 1;
    c += 1 + c + (-a);
    d += d * 2 + relu(b + a);
    d += 3 * d + relu(b - a);
    auto e = c - d;
    auto f = pow(e, 2);
    auto g = f / 2.0;
    g += 10.0 / f;
    return g;
});
static_assert(near(readme(-4.0, 2.0), 24.70408163265306));

constexpr auto slopes = gradient(readme)(-4.0, 2.0);
static_assert(near(std::get<0>(slopes), 138.83381924198252)); // dg/da
static_assert(near(std::get<1>(slopes), 645.5772594752186));  // dg/db
//! [readme]

//! [test]
constexpr auto test = function([](auto x) {
    auto z = 2 * x + 2 + x;
    auto q = relu(z) + z * x;
    auto h = relu(z * z);
    return h + q + q * x;
});
static_assert(test(-4.0) == -20.0 && gradient(test)(-4.0) == 46.0);
//! [test]

//! [drawn]
// Of typed expressions each has a type of its own, so an assignment gets a new name. In return they
// can be printed and drawn.
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr auto c = named<"c">(a + b);
constexpr auto d = named<"d">(a * b + pow(b, 3));
constexpr auto c1 = named<"c'">(c + (c + 1));
constexpr auto c2 = named<"c''">(c1 + (1 + c1 + (-a)));
constexpr auto d1 = named<"d'">(d + (d * 2 + relu(b + a)));
constexpr auto d2 = named<"d''">(d1 + (3 * d1 + relu(b - a)));
constexpr auto e = named<"e">(c2 - d2);
constexpr auto f = named<"f">(pow(e, 2));
constexpr auto g = named<"g">(f / 2.0 + 10.0 / f);
constexpr auto pass = backward<g>(at(a = -4.0, b = 2.0));
static_assert(near(pass.data(g), 24.70408163265306));
static_assert(near(pass.grad(a), 138.83381924198252));
static_assert(near(pass.grad(b), 645.5772594752186));
//! [drawn]

//! [function]
// A function without such assignments takes expressions too.
constexpr var<"x"> x;
constexpr auto y = named<"y">(test(x));
constexpr auto test_pass = backward<y>(at(x = -4.0));
//! [function]
static_assert(test_pass.data(y) == -20.0 && test_pass.grad(x) == 46.0);

} // namespace

int main() try {
    std::cout << "g: " << to_string<g>() << "\ny: " << to_string<y>() << "\n\n";

    // The same at run time. Structured bindings name the partial derivatives.
    const auto [dg_da, dg_db] = gradient(readme)(-4.0, 2.0);
    std::cout << "g     = " << readme(-4.0, 2.0) << "\ndg/da = " << dg_da << "\ndg/db = " << dg_db
              << '\n';
    if (!near(dg_da, 138.83381924198252) || !near(dg_db, 645.5772594752186))
        return 1;

    render(to_dot(pass), "micrograd.svg");
    render(to_dot(test_pass), "micrograd-test.svg");
    std::cout << "\nwrote micrograd.svg and micrograd-test.svg\n";
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
