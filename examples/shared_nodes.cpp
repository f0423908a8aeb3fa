// SPDX-License-Identifier: BSL-1.0
//
// A node that is used more than once receives a contribution from every use, and they add up. Back-
// propagation that overwrites instead of adding gets all of these wrong.

#include <ctgrad.hpp>

#include <exception>
#include <iostream>

namespace {

using namespace ctgrad;

//! [twice]
namespace twice {
constexpr var<"a"> a;
constexpr auto b = named<"b">(a + a);
constexpr auto pass = backward<b>(at(a = 3.0));
static_assert(pass.data(b) == 6.0 && pass.grad(a) == 2.0); // 1 from each use
} // namespace twice
//! [twice]

//! [dot]
static_assert(to_dot(twice::pass) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a | data 3.0000 | grad 2.0000 }"];
  n1 [shape=record, label="{ b | data 6.0000 | grad 1.0000 }"];
  o1 [label="+"];
  n0 -> o1;
  n0 -> o1;
  o1 -> n1;
}
)");
//! [dot]

namespace product_of_both {
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr auto d = named<"d">(a * b);
constexpr auto e = named<"e">(a + b);
constexpr auto f = named<"f">(d * e);
constexpr auto pass = backward<f>(at(a = -2.0, b = 3.0));
static_assert(pass.data(d) == -6.0 && pass.data(e) == 1.0 && pass.data(f) == -6.0);
static_assert(pass.grad(d) == 1.0 && pass.grad(e) == -6.0);
static_assert(pass.grad(a) == -3.0 && pass.grad(b) == -8.0);
} // namespace product_of_both

namespace chain {
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr auto c = named<"c">(b / a);
constexpr auto d = named<"d">(2 * c);
constexpr auto e = named<"e">(d + d);
constexpr auto f = named<"f">(exp(e));
constexpr auto pass = backward<f>(at(a = 2.0, b = 4.0));
static_assert(near(pass.data(f), 2980.9579870417283) && pass.grad(f) == 1.0);
static_assert(near(pass.grad(e), 2980.9579870417283));
static_assert(near(pass.grad(d), 5961.915974083457));
static_assert(near(pass.grad(c), 11923.831948166913));
static_assert(near(pass.grad(b), 5961.915974083457));
static_assert(near(pass.grad(a), -11923.831948166913));
} // namespace chain

namespace sum_and_product {
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"d"> d;
constexpr var<"f"> f;
constexpr auto c = named<"c">(a + b);
constexpr auto e = named<"e">(c * d);
constexpr auto o = named<"o">(e + f);
constexpr auto pass = backward<o>(at(a = 1.0, b = 2.0, d = -3.0, f = -1.0));
static_assert(pass.data(o) == -10.0);
static_assert(pass.grad(a) == -3.0 && pass.grad(b) == -3.0 && pass.grad(c) == -3.0);
static_assert(pass.grad(d) == 3.0 && pass.grad(e) == 1.0 && pass.grad(f) == 1.0);
} // namespace sum_and_product

//! [squares]
// x <- x*x, 40 times, is 40 products, not 2^40: a shared node is computed once, and its gradient
// has at most two products for each of them.
constexpr auto squared_40_times = function([](auto x) {
    for (int i = 0; i < 40; ++i)
        x = x * x;
    return x;
});
static_assert(squared_40_times(1.0) == 1.0);
static_assert(gradient(squared_40_times)(1.0) == 0x1p40); // n*x^(n - 1) with n = 2^40
static_assert(gradient(squared_40_times)(-1.0) == -0x1p40);
//! [squares]

} // namespace

int main() try {
    std::cout << to_string<twice::b>() << '\n'
              << to_string<product_of_both::f>() << '\n'
              << to_string<chain::f>() << '\n'
              << to_string<sum_and_product::o>() << '\n';

    const auto [result, slope] = value_and_gradient(squared_40_times)(1.0);
    std::cout << "x squared 40 times at 1: " << result << ", its derivative " << slope << '\n';
    if (result != 1.0 || slope != 0x1p40)
        return 1;

    render(to_dot(twice::pass), "twice.svg");
    render(to_dot(product_of_both::pass), "product-of-both.svg");
    render(to_dot(chain::pass), "chain.svg");
    render(to_dot(sum_and_product::pass), "sum-and-product.svg");
    std::cout << "\nwrote twice.svg, product-of-both.svg, chain.svg and sum-and-product.svg\n";
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
