// SPDX-License-Identifier: BSL-1.0
//
// What arrives times a partial, as nodes: printed.
#include <ctgrad/chain_rule.hpp>
#include <ctgrad/expression.hpp>
#include <ctgrad/program.hpp>
#include <ctgrad/to_string.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;

// What arrives, g, times the partial of an expression's last operation with respect to operand
// `Operand`.
template <class Source, std::size_t Operand, bool Reciprocals>
struct product_of {
    static constexpr void build(detail::builder& b, detail::buffer<std::uint32_t>& results) {
        constexpr const auto& formula = detail::graph_of<Source>;
        for (const detail::node& n : formula.nodes)
            b.push(n);
        const std::uint32_t arriving =
            b.push(detail::named_node(detail::variable, detail::pack("g")));
        b.begin_pass(&detail::simplified);
        const std::uint32_t i = formula.result[0];
        detail::chain_rule rule(b, Reciprocals);
        results.push(rule.product(arriving, rule.partial(i, Operand),
                                  b.nodes.items[i].operation->vertical_tangent));
    }
    static constexpr auto g = detail::program<product_of>::g;
};
template <std::size_t Operand, bool Reciprocals = false, class Source>
constexpr auto product(const expr<Source>&) {
    return to_string(expr<detail::flat<product_of<Source, Operand, Reciprocals>::g>>{});
}

// One operation where one is enough.
static_assert(product<0>(x + y) == "g");
static_assert(product<1>(x - y) == "-g");
static_assert(product<0>(x * y) == "g*y");
static_assert(product<0>(-x) == "-g");
static_assert(product<0>(exp(x)) == "g*exp(x)");
static_assert(product<0>(cos(x)) == "-(g*sin(x))");

// A division instead of a reciprocal and a product, unless the reciprocal serves several.
static_assert(product<0>(x / y) == "g/y");
static_assert(product<0>(log(x)) == "g/x");
static_assert(product<0, true>(log(x)) == "g*(1/x)");
static_assert(product<0>(atan2(x, y)) == "g/(y*y + x*x)*y");
static_assert(product<0, true>(atan2(x, y)) == "g*(1/(y*y + x*x))*y");

// Into the alternatives of a partial: one that is not chosen may be infinite.
static_assert(product<0>(relu(x)) == "select(0 < x, g, select(x <= 0, 0, g*x))");

// At a vertical tangent 0 times infinity is 0.
static_assert(product<0>(sqrt(x)) == "select(g == 0, 0, 0.5*g/sqrt(x))");
static_assert(product<0>(pow(x, 0.5_c)) == "select(g == 0, 0, g*(0.5*pow(x, -0.5)))");
static_assert(product<0>(pow(x, 2.5_c)) == "g*(2.5*pow(x, 1.5))");

} // namespace

BOOST_AUTO_TEST_CASE(products_are_formulas) {
    BOOST_TEST(product<0>(sin(x)).view() == "g*cos(x)");
}
