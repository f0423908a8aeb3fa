// SPDX-License-Identifier: BSL-1.0
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/to_dot.hpp>

#include <array>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t i = text.find(part); i != std::string_view::npos; i = text.find(part, i + 1))
        ++n;
    return n;
}
bool contains(std::string_view text, std::string_view part) {
    return count(text, part) > 0;
}

namespace typed {
constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr auto twice = named<"b">(a + a);
constexpr auto n = named<"n">(x1 * w1 + x2 * w2 + var<"b">());
constexpr auto o = named<"o">(tanh(n));
constexpr auto products = named<"p">(2_c * a + -b * (a - 3_c) / pow(a, 3_c) + max(a, exp(b)));
} // namespace typed

} // namespace

BOOST_AUTO_TEST_CASE(both_uses_are_edges) {
    //! [twice]
    Value a{3.0, "a"};
    Value b = a + a;
    b.label("b");
    b.backward();
    BOOST_TEST(to_dot(b) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a | data 3.0000 | grad 2.0000 }"];
  n1 [shape=record, label="{ b | data 6.0000 | grad 1.0000 }"];
  o1 [label="+"];
  n0 -> o1;
  n0 -> o1;
  o1 -> n1;
}
)");
    //! [twice]
    BOOST_TEST(to_dot(b) == to_dot(backward(typed::twice, at(typed::a = 3.0))).view());
    BOOST_TEST(to_dot(b, {.grads = false}) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a | data 3.0000 }"];
  n1 [shape=record, label="{ b | data 6.0000 }"];
  o1 [label="+"];
  n0 -> o1;
  n0 -> o1;
  o1 -> n1;
}
)");
}

BOOST_AUTO_TEST_CASE(the_picture_of_a_typed_expression_is_the_same) {
    Value x1{2.0, "x1"}, x2{0.0, "x2"}, w1{-3.0, "w1"}, w2{1.0, "w2"}, b{6.8813735870195432, "b"};
    // The order of the nodes is that of computation, here as the compiler met them there.
    Value n = x1 * w1 + x2 * w2 + b;
    n.label("n");
    Value o = tanh(n);
    o.label("o");
    o.backward();
    constexpr auto point = at(typed::x1 = 2.0, typed::x2 = 0.0, typed::w1 = -3.0, typed::w2 = 1.0,
                              var<"b">() = 6.8813735870195432);
    BOOST_TEST(to_dot(o) == to_dot(backward(typed::o, point)).view());

    Value y{-1.5, "a"}, z{0.5, "b"};
    Value p = 2 * y + -z * (y - 3) / pow(y, 3) + max(y, exp(z));
    p.label("p");
    p.backward();
    const auto pass = backward(typed::products, at(typed::a = -1.5, typed::b = 0.5));
    BOOST_TEST(count(to_dot(p), "shape=record") + 1 == count(to_dot(pass), "shape=record") + 1);
    BOOST_TEST(count(to_dot(p), "->") == count(to_dot(pass), "->"));
    for (const char* label :
         {"{ 2*a | data -3.0000 | grad 1.0000 }", "{ pow(a, 3) |", "{ -b*(a - 3)/pow(a, 3) |",
          "{ max(a, exp(b)) |", "label=\"pow 3\"", "label=\"neg\"", "label=\"max\"", "{ -b |"})
        BOOST_TEST((contains(to_dot(p), label) && contains(to_dot(pass), label)), label);
}

BOOST_AUTO_TEST_CASE(labels) {
    Value a{1.0, "{p}|<q>"}, b{2.0, "\"\\"}, c{3.0, "two\nlines"}, d{4.0, "R&D"}, unnamed = 5;
    Value e = a * b + c / d;
    const dot_text text = to_dot(e);
    BOOST_TEST(contains(text, R"({ \{p\}\|\<q\> | data)"));
    BOOST_TEST(contains(text, R"({ \"\\ | data)"));
    BOOST_TEST(contains(text, R"({ two\nlines | data)"));
    BOOST_TEST(contains(text, R"({ R&amp;D | data)"));
    BOOST_TEST(contains(text, R"({ \{p\}\|\<q\>*\"\\ | data)"));
    // What has no name gives none to what is made of it.
    Value f = unnamed * d + 1;
    BOOST_TEST(count(to_dot(f), "{  | data") == 3u);
    f.label("f");
    Value g = tanh(f) - -2;
    BOOST_TEST((contains(to_dot(g), "{ tanh(f) |") && contains(to_dot(g), "{ tanh(f) - -2 |")));
    // Too long.
    Value h = d * d * d * d * d * d * d * d * d * d * d * d;
    BOOST_TEST(contains(to_dot(h), "{ R&amp;D*R&amp;D*R&amp;D*R&amp;D*R&amp;D*R&amp;D*R&amp;D*"
                                   "R&amp;D*R&amp;D*R&amp;D |"));
    BOOST_TEST(count(to_dot(h), "{  |") == 2u);
}

BOOST_AUTO_TEST_CASE(conditions_and_constants) {
    Value a{2.0, "a"};
    const Value seven{7.0, "seven"};
    BOOST_TEST(contains(to_dot(relu(a) * seven), "label=\"relu\""));
    BOOST_TEST(to_dot(Value()) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ 0 | data 0.0000 | grad 0.0000 }"];
}
)");
    BOOST_TEST(contains(to_dot(a), "n0 [shape=record, label=\"{ a | data 2.0000 |"));
    BOOST_TEST(!contains(to_dot(a), "->"));
    BOOST_TEST(contains(to_dot(a * 1e300), "data 2e+300"));
    BOOST_TEST(contains(to_dot(a / 0), "data inf"));
    const basic_value<float> narrow = 0.1f;
    BOOST_TEST(contains(to_dot(narrow * 3), "{ 3 | data 3.0000"));
}

BOOST_AUTO_TEST_CASE(several_results) {
    Value a{2.0, "a"};
    std::vector<Value> results{a * a, a * a + 1, a};
    results[0].label("square");
    const auto text = to_dot(results);
    BOOST_TEST(count(text, "{ a | data") == 1u);
    BOOST_TEST(count(text, "label=\"*\"") == 2u);
    BOOST_TEST(to_dot(std::array<Value, 0>()) == "digraph {\n  rankdir=LR;\n}\n");
}

BOOST_AUTO_TEST_CASE(a_sum_in_a_loop) {
    Value x{2.0, "x"}, s = 0;
    for (int i = 0; i < 3; ++i)
        s += x * x;
    const auto text = to_dot(s);
    BOOST_TEST(count(text, "label=\"+\"") == 3u);
    BOOST_TEST(count(text, "label=\"*\"") == 3u);
    BOOST_TEST(contains(text, "{ 0 + x*x + x*x + x*x | data 12.0000"));
}

BOOST_AUTO_TEST_CASE(calls) {
    constexpr auto f = function([](auto x, auto y) { return select(x < y, x * y, exp(x)); });
    Value a{2.0, "a"}, b{3.0, "b"};
    const auto text = to_dot(f(a, b));
    BOOST_TEST(contains(text, R"(label="{ select(a \< b, a*b, exp(a)) | data 6.0000)"));
    BOOST_TEST(contains(text, "label=\"select\""));
    BOOST_TEST(count(text, "n0 -> ") == 3u);
}

BOOST_AUTO_TEST_CASE(large_graphs_are_cut_visibly) {
    Value x{1.0, "x"}, y = x;
    for (int i = 0; i < 1000; ++i)
        y = tanh(y);
    const dot_text text = to_dot(y);
    BOOST_TEST(text.omitted == 501u);
    BOOST_TEST(count(text, "shape=record") == 500u);
    BOOST_TEST(count(text, "style=dashed") == 1u);
    BOOST_TEST(contains(text, "label=\"501 nodes are left out: what the dashed ones were computed "
                              "from\""));
    BOOST_TEST(to_dot(y, {.most_nodes = 1001}).omitted == 0u);
    BOOST_TEST(!contains(to_dot(y, {.most_nodes = 1001}), "left out"));
    BOOST_TEST(contains(to_dot(y, {.most_nodes = 1000}), "label=\"1 node is left out"));
    BOOST_TEST(count(to_dot(y, {.depth = 3}), "shape=record") == 4u);
    BOOST_TEST(count(to_dot(y, {.most_nodes = 0}), "shape=record") == 1u);
    // Edges lead to what is drawn, only.
    std::istringstream lines(text.text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("  n") && contains(line, " -> "))
            BOOST_TEST(contains(text, line.substr(0, line.find(" ->")) + " ["));
}

BOOST_AUTO_TEST_CASE(a_million_nodes) {
    Value x{1.0, "x"}, y = x, s = 0;
    for (int i = 0; i < 1'000'000; ++i)
        y = -y;
    BOOST_TEST(to_dot(y).omitted == 1'000'001u - 500);
    for (int i = 0; i < 300'000; ++i)
        s += x * x;
    BOOST_TEST(to_dot(s).omitted == 600'002u - count(to_dot(s), "shape=record"));
}

BOOST_AUTO_TEST_CASE(a_drawing_is_text) {
    Value a{2.0, "a"};
    const dot_text text = to_dot(a);
    std::ostringstream out;
    out << text;
    BOOST_TEST(out.str() == text.text);
    BOOST_TEST(text.view() == text.text);
}
