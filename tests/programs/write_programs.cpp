// SPDX-License-Identifier: BSL-1.0
//
// Writes random programs as C++ that the compiler sees, with what they are to compute:
//
//     write_programs write <first seed> <number of programs>         to the standard output
//     write_programs shrink <seed> <command>                         a minimal program that fails
//
// The command compiles and runs the source that is its last argument, and ends as that does. The
// source and what it prints are minimal.cpp and minimal.txt in the current directory.
#include "generate.hpp"
#include "minimal.hpp"
#include "reference.hpp"

#include <ctgrad/primitives.hpp>
#include <ctgrad/primitives/gamma.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using programs::program, programs::expected;

template <class... Ops>
constexpr auto list(ctgrad::family<Ops...>) {
    return std::array{programs::primitive{Ops::name, Ops::arity}...};
}
constexpr auto primitives = list(ctgrad::concatenate<ctgrad::primitives, ctgrad::gammas>::type());

// Every twentieth is long; of what is short the typed expression is checked, too.
program make(std::uint64_t seed) {
    const std::uint64_t r = random_choices::scrambled(~seed);
    const std::size_t size = seed % 20 == 0 ? 80 + r % 147 : 6 + r % 35;
    return programs::generator(primitives, seed, size).make();
}
// In a typed expression a plain number is a place of its own, and so is everything computed from
// it, each time that it is used.
bool is_short(const program& p) {
    std::vector<std::size_t> copies(p.nodes.size());
    std::size_t total = p.nodes.size();
    for (std::size_t i = 0; i < p.nodes.size(); ++i) {
        copies[i] = p.nodes[i].literal;
        for (unsigned k = 0; k < p.nodes[i].arity; ++k)
            copies[i] += copies[p.nodes[i].operand[k]];
        if (copies[i] != 0 && p.nodes[i].arity != 0)
            ++copies[i];
        total = std::max(total, copies[i]);
        if (total > 100)
            return false;
    }
    return p.nodes.size() <= 40;
}

std::string numbers(double first, const std::vector<double>& rest, int precision = 17) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", precision, first);
    std::string out = text;
    for (const double x : rest) {
        std::snprintf(text, sizeof text, ", %.*g", precision, x);
        out += text;
    }
    return out;
}

void write(std::ostream& out, const program& p, const expected& wanted) {
    random_choices::draws draw(p.seed);
    const programs::cpp_text text(p);
    out << "struct program_" << p.seed << " {\n    static constexpr std::uint64_t seed = " << p.seed
        << ";\n    static constexpr std::size_t inputs = " << p.inputs()
        << ";\n    static constexpr bool is_typed = " << (is_short(p) ? "true" : "false")
        << ";\n    static constexpr double point[] = {" << text.arguments()
        << "};\n    static constexpr double wanted[] = {" << numbers(wanted.value, wanted.gradient)
        << "};\n    static constexpr double tolerance[] = {"
        << numbers(wanted.value_tolerance, wanted.gradient_tolerance, 3)
        << "};\n\n    constexpr auto operator()(" << text.parameters("const auto&") << ") const {\n"
        << text.body(
               "compiled::kept", [&](std::size_t) { return draw.percent(40); }, "        ")
        << "    }\n};\n";
}
void write_file(std::ostream& out, const std::vector<program>& all) {
    out << "#include \"compiled.hpp\"\n\nnamespace {\n\n";
    std::string names;
    for (const program& p : all) {
        write(out, p, programs::reference(p));
        names += (names.empty() ? "" : ", ") + ("program_" + std::to_string(p.seed));
    }
    out << "\n} // namespace\n\nint main() {\n    return compiled::check_all<" << names
        << ">();\n}\n";
}

// Whether the inputs are all used: a typed expression knows no others.
bool uses_its_inputs(const program& p) {
    std::vector<bool> used(p.nodes.size());
    for (const programs::node& n : p.nodes)
        for (unsigned k = 0; k < n.arity; ++k)
            used[n.operand[k]] = true;
    return std::find(used.begin(), used.begin() + static_cast<std::ptrdiff_t>(p.inputs()), false) ==
           used.begin() + static_cast<std::ptrdiff_t>(p.inputs());
}
bool is_usable(const program& p) {
    if (p.nodes.back().arity == 0 || !uses_its_inputs(p) || programs::is_degenerate(p))
        return false;
    return programs::reference(p).known;
}

int write_some(std::uint64_t first, std::size_t count) {
    std::vector<program> all;
    for (std::uint64_t seed = first; all.size() < count; ++seed)
        if (program p = make(seed); is_usable(p))
            all.push_back(std::move(p));
    write_file(std::cout, all);
    std::cerr << "seeds " << first << " to " << all.back().seed << '\n';
    return 0;
}

int shrink(std::uint64_t seed, const std::string& command) {
    const std::string source = "minimal.cpp";
    const auto outcome = [&](const program& p) {
        std::ofstream(source) << [&] {
            std::ostringstream text;
            write_file(text, {p});
            return text.str();
        }();
        return std::system((command + " " + source + " > minimal.txt 2>&1").c_str());
    };
    const program p = make(seed);
    const int failed = outcome(p);
    if (failed == 0) {
        std::cout << "seed " << seed << " does not fail\n";
        return 0;
    }
    const auto fails = [&](const program& candidate) {
        return is_usable(candidate) && outcome(candidate) == failed;
    };
    const program small = programs::minimal(p, fails);
    outcome(small); // says once more what is wrong
    std::cout << "minimal:\n" << programs::cpp_text(small).lambda();
    std::ifstream said("minimal.txt");
    std::string line;
    for (int lines = 0; lines < 20 && std::getline(said, line); ++lines)
        std::cout << line << '\n';
    return 1;
}

} // namespace

int main(int count, char** arguments) {
    const std::string verb = count > 1 ? arguments[1] : "";
    if (verb == "write" && count == 4)
        return write_some(std::strtoull(arguments[2], nullptr, 10),
                          std::strtoull(arguments[3], nullptr, 10));
    if (verb == "shrink" && count == 4)
        return shrink(std::strtoull(arguments[2], nullptr, 10), arguments[3]);
    std::cerr << "usage: write_programs write <first seed> <number> | shrink <seed> <command>\n";
    return 2;
}
