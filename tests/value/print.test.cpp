// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/value.hpp>
#include <ctgrad/value/print.hpp>

#include <limits>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

std::string printed(const auto& x) {
    std::ostringstream out;
    out << x;
    return out.str();
}

} // namespace

BOOST_AUTO_TEST_CASE(data_grad_and_label) {
    //! [print]
    Value a{2.0, "a"}, b = -3;
    Value c = a * b;
    c.backward();
    BOOST_TEST(printed(a) == "Value(data=2.0000, grad=-3.0000, label=a)");
    BOOST_TEST(printed(b) == "Value(data=-3.0000, grad=2.0000)");
    BOOST_TEST(printed(c) == "Value(data=-6.0000, grad=1.0000)");
    //! [print]
    a.label("");
    BOOST_TEST(printed(a) == "Value(data=2.0000, grad=-3.0000)");
    a.label("two\nlines");
    BOOST_TEST(printed(a) == "Value(data=2.0000, grad=-3.0000, label=two\nlines)");
}

BOOST_AUTO_TEST_CASE(four_decimals) {
    BOOST_TEST(printed(Value{0.00004}) == "Value(data=0.0000, grad=0.0000)");
    BOOST_TEST(printed(Value{2.0 / 3}) == "Value(data=0.6667, grad=0.0000)");
    BOOST_TEST(printed(Value{1e20}) == "Value(data=1e+20, grad=0.0000)");
    BOOST_TEST(printed(Value{std::numeric_limits<double>::infinity()}) ==
               "Value(data=inf, grad=0.0000)");
    BOOST_TEST(printed(Value{std::numeric_limits<double>::quiet_NaN()}) ==
               "Value(data=nan, grad=0.0000)");
    BOOST_TEST(printed(basic_value<float>{0.5f}) == "Value(data=0.5000, grad=0.0000)");
    BOOST_TEST(printed(basic_value<long double>{-0.5L}) == "Value(data=-0.5000, grad=0.0000)");
}

BOOST_AUTO_TEST_CASE(what_has_no_node) {
    BOOST_TEST(printed(Value()) == "Value(data=0.0000, grad=0.0000)");
    Value a{2.0, "a"};
    BOOST_TEST(printed(a * 4) == "Value(data=8.0000, grad=0.0000)");
    BOOST_TEST(printed(-a) == "Value(data=-2.0000, grad=0.0000)");
}

BOOST_AUTO_TEST_CASE(nodes_of_the_graph) {
    Value a{2.0, "a"}, b{5.0, "b"};
    Value c = a * b + 1;
    c.backward();
    std::ostringstream out;
    for (const Node& node : c.topological_order())
        out << node.operation() << ' ' << node << '\n';
    BOOST_TEST(out.str() == " Value(data=2.0000, grad=5.0000, label=a)\n"
                            " Value(data=5.0000, grad=2.0000, label=b)\n"
                            "* Value(data=10.0000, grad=1.0000)\n"
                            " Value(data=1.0000, grad=1.0000)\n"
                            "+ Value(data=11.0000, grad=1.0000)\n");
}

BOOST_AUTO_TEST_CASE(streams_are_chained_and_keep_their_format) {
    std::ostringstream out;
    out.precision(2);
    Value a = 1.23456;
    out << "a: " << a << ' ' << 1.23456;
    BOOST_TEST(out.str() == "a: Value(data=1.2346, grad=0.0000) 1.2");
    BOOST_TEST((std::ostringstream() << a).str() == "Value(data=1.2346, grad=0.0000)");
    // As Boost.Test does.
    BOOST_TEST(a == 1.23456);
}
