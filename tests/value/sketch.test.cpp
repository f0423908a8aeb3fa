// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using sketch = detail::sketch<double>;

// A part written with its operations: "(2 + 3)*2".
std::string formula(const sketch& s, sketch::part which) {
    const auto& item = s.items()[which];
    if (item.kind != sketch::item::operation) {
        const int digits = static_cast<int>(item.data);
        return (item.kind == sketch::item::node ? "x" : "") + std::to_string(digits);
    }
    std::string text(item.what->info->name);
    text += "(";
    for (std::size_t i = 0; i < item.what->info->arity; ++i)
        text += (i == 0 ? "" : ", ") + formula(s, item.operands[i]);
    return text + ")";
}

} // namespace

BOOST_AUTO_TEST_CASE(operations_one_by_one) {
    const Value x{2.0}, y{3.0};
    const detail::node_id ids[] = {x.node(), y.node()};
    //! [operations]
    sketch s(detail::this_thread<double>.data);
    const auto a = s.node(ids[0]), b = s.node(ids[1]), four = s.number(4);
    const auto product = s.operation<op::multiply>(a, b);
    const auto quotient = s.operation<op::divide>(product, four);
    s.output(quotient);
    s.output(product);
    //! [operations]
    BOOST_TEST((s.items()[a].kind == sketch::item::node && s.items()[a].id == ids[0]));
    BOOST_TEST((s.items()[four].kind == sketch::item::number && s.items()[four].data == 4));
    BOOST_TEST(s.items()[product].data == 6);
    BOOST_TEST(s.items()[quotient].data == 1.5);
    BOOST_TEST((s.items()[quotient].what->info == &detail::info<op::divide>));
    BOOST_TEST((s.outputs() == std::vector<sketch::part>{quotient, product}));
    BOOST_TEST(formula(s, quotient) == "/(*(x2, x3), 4)");
    // Each after its operands.
    for (sketch::part i = 0; i < s.items().size(); ++i)
        if (const auto& item = s.items()[i]; item.kind == sketch::item::operation)
            for (std::size_t k = 0; k < item.what->info->arity; ++k)
                BOOST_TEST(item.operands[k] < i);
}

BOOST_AUTO_TEST_CASE(an_operation_as_data) {
    sketch s(nullptr);
    const auto x = s.number(0.5);
    const auto& tanh_of_numbers = detail::as_number_operation<double, op::hyperbolic_tangent>;
    const auto t = s.operation(tanh_of_numbers, x);
    BOOST_TEST(s.items()[t].data == std::tanh(0.5));
    const double operand = 0.5;
    BOOST_TEST(tanh_of_numbers.partial[0](&operand, s.items()[t].data) ==
               1 - std::tanh(0.5) * std::tanh(0.5));
}

BOOST_AUTO_TEST_CASE(what_calls_write) {
    auto x = make_values(3);
    for (std::size_t i = 0; i < 3; ++i)
        x[i].data() = static_cast<double>(i + 1);
    const auto drawn = [](const Value& result) {
        static_cast<void>(result.node());
        const auto& now = detail::this_thread<double>;
        const auto tail = detail::tail_before<double>(now.top);
        sketch s(now.data);
        tail.kind->draw(detail::payload_before<double>(now.top, tail), s, result.node(), 1);
        BOOST_TEST_REQUIRE(s.outputs().size() == 1u);
        BOOST_TEST(s.items()[s.outputs()[0]].data == result.data());
        return formula(s, s.outputs()[0]);
    };
    BOOST_TEST(drawn(sum(x)) == "+(+(x1, x2), x3)");
    BOOST_TEST(drawn(dot(x, x)) == "+(+(*(x1, x1), *(x2, x2)), *(x3, x3))");
    BOOST_TEST(drawn(dot(std::vector{7.0, 8.0, 9.0}, x)) == "+(+(*(7, x1), *(8, x2)), *(9, x3))");
    constexpr auto f = function([](auto a, auto b, auto c) { return select(a < b, a * b, c); });
    const Value ab = f(x[0], x[1], 5.0);
    BOOST_TEST(drawn(ab).starts_with("select"));
}
