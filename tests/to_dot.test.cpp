// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/render.hpp>
#include <ctgrad/to_dot.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"a"> a;
constexpr var<"b"> b;
constexpr param<"k"> k;

// Structure alone: a record per node, an ellipse per operation, an edge per use.
static_assert(to_dot(a * b + a) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a }"];
  n1 [shape=record, label="{ b }"];
  n2 [shape=record, label="{ a*b }"];
  o2 [label="*"];
  n0 -> o2;
  n1 -> o2;
  o2 -> n2;
  n3 [shape=record, label="{ a*b + a }"];
  o3 [label="+"];
  n2 -> o3;
  n0 -> o3;
  o3 -> n3;
}
)");

// a + a has two edges.
static_assert(to_dot(a + a) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a }"];
  n1 [shape=record, label="{ a + a }"];
  o1 [label="+"];
  n0 -> o1;
  n0 -> o1;
  o1 -> n1;
}
)");

// Data and grad to four decimals.
static_assert(to_dot(backward(a * 2_c, at(a = -1.5))) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a | data -1.5000 | grad 2.0000 }"];
  n1 [shape=record, label="{ 2 | data 2.0000 | grad -1.5000 }"];
  n2 [shape=record, label="{ a*2 | data -3.0000 | grad 1.0000 }"];
  o2 [label="*"];
  n0 -> o2;
  n1 -> o2;
  o2 -> n2;
}
)");

// Not text.find(), which on a temporary is no constant expression for g++.
constexpr std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
        n += text.substr(i, part.size()) == part;
    return n;
}
constexpr bool contains(std::string_view text, std::string_view part) {
    return count(text, part) > 0;
}

// Of derivatives: what differentiation added is coloured, and results are named.
static_assert(to_dot(gradient(named<"o">(a * a))) == R"(digraph {
  rankdir=LR;
  n0 [shape=record, label="{ a }"];
  n1 [shape=record, label="{ 2 }"];
  n2 [shape=record, label="{ 2*a }", style=filled, fillcolor=lightblue];
  o2 [label="*", style=filled, fillcolor=lightblue];
  n1 -> o2;
  n0 -> o2;
  o2 -> n2;
  r0 [shape=plaintext, label="do/da"];
  n2 -> r0;
}
)");
constexpr auto of_product = to_dot(hessian(a * sin(b)));
static_assert(contains(of_product, "label=\"d2f/da db\"") && count(of_product, "-> r") == 4);
static_assert(contains(to_dot(value_and_gradient(sin(a))),
                       "n1 [shape=record, label=\"{ sin(a) }\"];"));
static_assert(count(to_dot(gradient(2.5 * a * b)), "lightblue") == 2, "2.5*a is there");

// One node, no operation.
static_assert(contains(to_dot(a), "n0 [shape=record, label=\"{ a }\"];") &&
              !contains(to_dot(a), "->"));
static_assert(contains(to_dot(k * 1_c), "label=\"{ k }\""));

// A constant exponent belongs to its operation; other functions show their name.
constexpr auto power = to_dot(pow(a, 3_c));
static_assert(contains(power, "label=\"pow 3\"") && count(power, "->") == 2);
static_assert(!contains(power, "label=\"{ 3 }\""));
static_assert(contains(to_dot(pow(a, b)), "label=\"pow\"") && count(to_dot(pow(a, b)), "->") == 3);
static_assert(contains(to_dot(max(a, tanh(b))), "label=\"max\""));
static_assert(contains(to_dot(-a), "label=\"neg\""));
static_assert(contains(to_dot(select(a < b, a, b)), "label=\"select\""));
static_assert(count(to_dot(select(a < b, a, b)), "->") == 5);

// Labels: given, several of one node, or composed of the operands' when short.
constexpr auto e = named<"e">(exp(2_c * a));
static_assert(contains(to_dot(e + 1_c), "label=\"{ e }\"") &&
              contains(to_dot(e + 1_c), "label=\"{ e + 1 }\""));
static_assert(contains(to_dot(named<"first">(a * b) + named<"second">(a * b)),
                       "label=\"{ first, second }\""));
constexpr auto long_formula = sin(a) * cos(b) + sin(b) * cos(a) + tanh(a * b);
static_assert(contains(to_dot(long_formula), "label=\"{ sin(a)*cos(b) + sin(b)*cos(a) }\""));
static_assert(contains(to_dot(long_formula), "label=\"{  }\""), "too long: only the operation");

// A number kept in the object is shown, and equal numbers stay two nodes until sealed.
constexpr auto with_numbers = 2.5 * a + 2.5 * b;
static_assert(count(to_dot(with_numbers), "{ 2.5 }") == 2);
static_assert(count(to_dot<with_numbers>(), "{ 2.5 }") == 1);

// What stands for itself in DOT is escaped.
constexpr auto special = var<"{p}|<q>">() * var<"\"\\">() + var<"two\nlines">();
constexpr auto special_text = to_dot(special);
static_assert(contains(special_text, R"({ \{p\}\|\<q\> })"));
static_assert(contains(special_text, R"({ \"\\ })"));
static_assert(contains(special_text, R"({ two\nlines })"));
static_assert(count(special_text, "shape=record") == 5 &&
                  count(special_text, "\n") == 5 + 2 + 2 * 3 + 3,
              "a newline in a name is none in the file");
static_assert(contains(to_dot(select(a < b, a, b)), R"(select(a \< b, a, b))"));

// Data of every size.
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr auto shown(double number) {
    return to_dot(backward(a * b, at(a = number, b = 1.0)));
}
static_assert(contains(shown(not_a_number), "{ a | data nan |") &&
              contains(shown(inf), "{ a | data inf |"));
static_assert(contains(shown(-inf), "{ a | data -inf |"));
static_assert(contains(shown(1e300), "{ a | data 1e+300 |"));
static_assert(contains(shown(-9999999999999998.0), "data -9999999999999998.0000 |"));
static_assert(contains(shown(1e17), "data 1e+17 |") &&
              contains(shown(123456.78906), "data 123456.7891"));
static_assert(contains(shown(1e-5), "data 0.0000 |") && contains(shown(0.00005), "data 0.0001 |"));
static_assert(contains(to_dot(backward(2.5 * a, at(a = 1.0f))), "data 2.5000 | grad 1.0000"));

// A folder of its own for the pictures of a test.
class temporary_folder {
public:
    temporary_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ctgrad-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string operator/(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

std::string picture_of(std::string_view dot_text) {
    const temporary_folder folder;
    render(dot_text, folder / "graph.svg");
    std::stringstream text;
    text << std::ifstream(folder / "graph.svg").rdbuf();
    return text.str();
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double factor = -1.7976931348623157e308;
    const auto f = (a + factor) * (b - factor) * factor + factor * (a / factor);
    const auto text = to_dot(f);
    BOOST_TEST(contains(text, "{ -1.7976931348623157e+308 }"));
    const auto with_data = to_dot(backward(f, at(a = factor * 0.5, b = 1.0)));
    BOOST_TEST(contains(with_data, "data -1.7976931348623157e+308"));
    BOOST_TEST(count(with_data, "->") == count(text, "->"));
    BOOST_TEST(with_data.view().back() == '\n');
}

// What Graphviz makes of it is what the reader sees.
BOOST_AUTO_TEST_CASE(pictures_show_the_labels) {
    const std::string svg = picture_of(special_text);
    BOOST_TEST(contains(svg, ">{p}|&lt;q&gt;</text>"));
    BOOST_TEST(contains(svg, ">&quot;\\</text>"));
    BOOST_TEST(contains(svg, ">two</text>"));
    BOOST_TEST(contains(svg, ">lines</text>"));
    BOOST_TEST(count(svg, "class=\"node\"") == 5 + 2);

    BOOST_TEST(count(picture_of(to_dot(a + a)), "class=\"edge\"") == 3);
    BOOST_TEST(
        contains(picture_of(to_dot(var<"\xce\xb1\xe2\x82\x82">() + 1)), "\xce\xb1\xe2\x82\x82"));
    BOOST_TEST(contains(picture_of(to_dot(backward(sin(a), at(a = not_a_number)))), "data nan"));
    BOOST_TEST(contains(picture_of(to_dot(select(a < b, a, b))), "select(a &lt; b, a, b)"));
}

// An ampersand begins a character's name in labels: "&lt;" would be drawn as "<".
BOOST_AUTO_TEST_CASE(ampersands_are_ampersands) {
    const std::string svg = picture_of(to_dot(var<"R&D">() * var<"&lt;">() + var<"&#65;">()));
    BOOST_TEST(contains(svg, ">R&amp;D</text>"));
    BOOST_TEST(contains(svg, ">&amp;lt;</text>"));
    BOOST_TEST(contains(svg, ">&amp;#65;</text>"));
}
