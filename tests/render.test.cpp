// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/render.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include <boost/test/unit_test.hpp>

using ctgrad::render;

namespace {

// A folder of its own for each test, and the environment as it was.
struct surroundings {
    surroundings() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ctgrad-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        folder = pattern;
        if (const char* path = std::getenv("PATH"))
            path_before = path;
    }
    surroundings(const surroundings&) = delete;
    surroundings& operator=(const surroundings&) = delete;
    ~surroundings() {
        setenv("PATH", path_before.c_str(), 1);
        std::filesystem::remove_all(folder);
    }
    [[nodiscard]] std::string file(const std::string& name) const {
        return (folder / name).string();
    }
    [[nodiscard]] std::size_t files() const {
        std::size_t n = 0;
        for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(folder))
            ++n;
        return n;
    }

    std::filesystem::path folder;
    std::string path_before;
};

std::string content(const std::string& file) {
    std::stringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

constexpr std::string_view graph = "digraph { a -> b; }\n";

// The message of what render throws, or nothing.
std::string complaint(std::string_view text, const std::string& file) {
    try {
        render(text, file);
    } catch (const std::runtime_error& problem) {
        return problem.what();
    }
    return "";
}
bool says(const std::string& message, std::string_view part) {
    return message.find("ctgrad: ") == 0 && message.find(part) != std::string::npos;
}

} // namespace

BOOST_FIXTURE_TEST_CASE(the_extension_is_the_format, surroundings) {
    render(graph, file("a.svg"));
    BOOST_TEST(content(file("a.svg")).find("<svg") != std::string::npos);
    render(graph, file("a.png"));
    BOOST_TEST(content(file("a.png")).substr(1, 3) == "PNG");
    render(graph, file("a.pdf"));
    BOOST_TEST(content(file("a.pdf")).substr(0, 4) == "%PDF");
    BOOST_TEST(files() == 3);
}

// The text itself, for which no program is needed.
BOOST_FIXTURE_TEST_CASE(a_dot_file_is_the_text, surroundings) {
    setenv("PATH", "", 1);
    render(graph, file("a.dot"));
    BOOST_TEST(content(file("a.dot")) == graph);
    render("digraph {}", file("a.gv"));
    BOOST_TEST(content(file("a.gv")) == "digraph {}");
    BOOST_TEST(files() == 2);
}

BOOST_FIXTURE_TEST_CASE(awkward_names_are_names, surroundings) {
    for (const std::string name :
         {"with space.svg", "it's.svg", "$(HOME).svg", "a;b&c.svg", "-o.svg", "two.dots.svg",
          "\"quoted\".svg", "`x`\\.svg", "\xce\xb1.svg"}) {
        render(graph, file(name));
        BOOST_TEST(content(file(name)).find("<svg") != std::string::npos, name);
    }
    BOOST_TEST(files() == 9);
}

BOOST_FIXTURE_TEST_CASE(an_extension_is_needed, surroundings) {
    BOOST_TEST(says(complaint(graph, file("picture")), "an extension"));
    BOOST_TEST(says(complaint(graph, file("picture.")), "an extension"));
    BOOST_TEST(says(complaint(graph, file("folder.d/picture")), "an extension"));
    BOOST_TEST(says(complaint(graph, file("picture.svg; touch x")), "an extension"));
    BOOST_TEST(says(complaint(graph, ""), "an extension"));
    BOOST_TEST(files() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_format_that_dot_does_not_know, surroundings) {
    BOOST_TEST(says(complaint(graph, file("picture.foo")), "dot -T?"));
    BOOST_TEST(files() == 0);
}

BOOST_FIXTURE_TEST_CASE(text_that_is_not_dot, surroundings) {
    BOOST_TEST(says(complaint("this is not a graph {", file("picture.svg")), "valid DOT"));
    BOOST_TEST(files() == 0);
    // What stood there before is not lost.
    render(graph, file("kept.svg"));
    const std::string before = content(file("kept.svg"));
    BOOST_TEST(!complaint("nor { is this", file("kept.svg")).empty());
    BOOST_TEST(content(file("kept.svg")) == before);
    BOOST_TEST(files() == 1);
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_written, surroundings) {
    BOOST_TEST(says(complaint(graph, file("absent/picture.svg")), "does its folder exist?"));
    BOOST_TEST(says(complaint(graph, file("absent/picture.dot")), "does its folder exist?"));
    std::filesystem::create_directory(file("taken.svg"));
    BOOST_TEST(!complaint(graph, file("taken.svg")).empty());
    BOOST_TEST(files() == 1);
}

BOOST_FIXTURE_TEST_CASE(without_graphviz, surroundings) {
    setenv("PATH", folder.c_str(), 1);
    BOOST_TEST(says(complaint(graph, file("picture.svg")), "install the package graphviz"));
    // So much that nobody reads it: writing into a closed pipe would end the program.
    std::string large = "digraph {\n";
    while (large.size() < 1'000'000)
        large += "  a -> b;\n";
    large += "}\n";
    BOOST_TEST(says(complaint(large, file("picture.svg")), "install the package graphviz"));
    BOOST_TEST(files() == 0);
}
