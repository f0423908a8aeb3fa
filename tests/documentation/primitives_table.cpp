// SPDX-License-Identifier: BSL-1.0
//
// Writes the tables of docs/reference/primitives.md, one section for each family: the formulas and
// their partials as the library prints them, the domains, and the numbers at the edges as it
// computes them. Fails where a primitive has no entry in edges.hpp, or an entry no primitive.
#include "../edges.hpp"
#include "../rules.hpp"

#include <ctgrad/derivative.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/to_string.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace ctgrad;
using namespace ctgrad::literals;
using laws::point;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr var<"w"> w;

// An exponent that belongs to the operation is a number, for example one of these.
template <class Op>
constexpr auto formula() {
    if constexpr (std::is_same_v<Op, op::power>)
        return pow(x, 2.5_c);
    else if constexpr (std::is_same_v<Op, op::fractional_power>)
        return pow(x, 0.25_c);
    else if constexpr (Op::arity == 1)
        return apply<Op>(x);
    else if constexpr (Op::arity == 2)
        return apply<Op>(x, y);
    else if constexpr (Op::arity == 3)
        return apply<Op>(x, y, z);
    else
        return apply<Op>(x, y, z, w);
}

// ---- Markdown -----------------------------------------------------------------------------------

// In a table a bar ends the cell, in code as well.
std::string code(std::string_view text) {
    std::string out = "`";
    for (const char c : text)
        out += c == '|' ? "\\|" : std::string(1, c);
    return out + '`';
}
std::string prose(std::string_view text) {
    std::string out;
    for (const char c : text)
        out +=
            c == '|' || c == '*' || c == '<' || c == '_' ? std::string{'\\', c} : std::string(1, c);
    return out;
}
std::string number(double v) {
    if (v != v)
        return "NaN";
    std::ostringstream out;
    out.precision(6);
    out << (v == 0 ? 0 : v);
    return out.str();
}
// The operation with numbers, written as the library writes it with variables.
std::string call(std::string_view name, std::string_view format, unsigned arity, const point& p) {
    std::string out;
    unsigned next = 0;
    if (format.empty()) {
        out = name;
        for (unsigned k = 0; k < arity; ++k)
            out += (k == 0 ? "(" : ", ") + number(p[k]);
        return out + ')';
    }
    for (const char c : format)
        out += c == '%' ? number(p[next++]) : std::string(1, c);
    return out;
}

// ---- one primitive ------------------------------------------------------------------------------

struct row {
    std::string_view name, format;
    unsigned arity;
    std::string formula;
    std::array<std::string, 4> partials; // as formulas; empty where there is none
    double (*value)(const point&);
    std::array<double (*)(const point&), 4> partial_at;
    bool (*domain)(const point&);
};

template <class Op, unsigned Argument>
void add_partial(row& out) {
    if constexpr (laws::has_partial<Op, Argument>) {
        constexpr auto partial = [] {
            if constexpr (Argument == 0)
                return derivative(formula<Op>(), x);
            else if constexpr (Argument == 1)
                return derivative(formula<Op>(), y);
            else if constexpr (Argument == 2)
                return derivative(formula<Op>(), z);
            else
                return derivative(formula<Op>(), w);
        }();
        out.partials[Argument] = std::string_view(to_string(partial));
        out.partial_at[Argument] = laws::partial_at<Op, Argument, double>;
    }
}
template <class Op>
row row_of() {
    row out{Op::name, Op::format,         Op::arity, {}, {}, laws::value_at<Op, double>,
            {},       laws::in_domain<Op>};
    out.formula = std::string_view(to_string(formula<Op>()));
    add_partial<Op, 0>(out);
    add_partial<Op, 1>(out);
    add_partial<Op, 2>(out);
    add_partial<Op, 3>(out);
    return out;
}

int mistakes = 0;
std::vector<std::string_view> written; // the names of all primitives in the table

void mistake(std::string_view name, std::string_view what) {
    std::cerr << "tests/edges.hpp: " << name << ' ' << what << '\n';
    ++mistakes;
}

const edges::entry& entry_of(const row& r) {
    for (const edges::entry& e : edges::all())
        if (e.name == r.name)
            return e;
    static const edges::entry none{"", "?"};
    mistake(r.name, "has no entry: give its domain and its edges");
    return none;
}

// Numbers of all kinds, in all places.
bool is_defined_at_all_samples(const row& r) {
    constexpr std::array samples{-2.5, -1.0, -0.25, 0.0, 0.25, 1.0, 3.0};
    bool all = true;
    for (const double a : samples)
        for (const double b : samples)
            for (const double c : samples)
                all = all && r.domain({a, b, c, a});
    return all;
}

// ---- a family -----------------------------------------------------------------------------------

void write(std::string_view title, const std::vector<row>& rows) {
    std::cout << "\n### " << title << "\n\n| operation | by | partial |\n|---|---|---|\n";
    for (const row& r : rows) {
        std::string first = code(r.formula);
        for (unsigned k = 0; k < r.arity; ++k)
            if (!r.partials[k].empty()) {
                std::cout << "| " << first << " | "
                          << "xyzw"[k] << " | " << code(r.partials[k]) << " |\n";
                first.clear(); // stands once, above the others
            }
    }
    std::cout << "\n| operation | domain | edges |\n|---|---|---|\n";
    std::string at_edges;
    for (const row& r : rows) {
        const edges::entry& e = entry_of(r);
        written.push_back(r.name);
        if (!e.name.empty() && (e.domain == "everywhere") != is_defined_at_all_samples(r))
            mistake(r.name, "has a domain that is not that of its struct");
        std::cout << "| " << code(r.formula) << " | " << prose(e.domain) << " | " << prose(e.remark)
                  << " |\n";
        for (const point& p : e.points) {
            std::string partials;
            for (unsigned k = 0; k < r.arity; ++k)
                if (r.partial_at[k] != nullptr)
                    partials += (partials.empty() ? "" : ", ") + number(r.partial_at[k](p));
            at_edges += "| " +
                        code(call(r.name == "hypot3" ? "hypot" : r.name, r.format, r.arity, p)) +
                        " | " + number(r.value(p)) + " | " + partials + " |\n";
        }
    }
    if (!at_edges.empty())
        std::cout << "\n| at | value | partials |\n|---|---|---|\n" << at_edges;
}

template <class... Ops>
void write_family(std::string_view title, family<Ops...>) {
    write(title, {row_of<Ops>()...});
}

// A family of `primitives` stands here, with the title of its section.
template <class Family>
struct section {
    std::string_view title;
};
template <class... Families>
void write_sections(section<Families>... sections) {
    static_assert(std::is_same_v<typename concatenate<Families...>::type, primitives>,
                  "the sections of primitives_table.cpp are not the families of primitives.hpp");
    (write_family(sections.title, Families()), ...);
}

void find_entries_without_primitive() {
    for (const edges::entry& e : edges::all())
        if (std::find(written.begin(), written.end(), e.name) == written.end())
            mistake(e.name, "is no primitive");
}

} // namespace

int main() {
    write_sections(section<arithmetic>{"arithmetic"}, section<powers>{"powers"},
                   section<exponentials>{"exponentials"}, section<logarithms>{"logarithms"},
                   section<trigonometric>{"trigonometric"}, section<half_turns>{"half_turns"},
                   section<inverse_trigonometric>{"inverse_trigonometric"},
                   section<hyperbolic>{"hyperbolic"}, section<error_functions>{"error_functions"},
                   section<distributions>{"distributions"}, section<piecewise>{"piecewise"},
                   section<roundings>{"roundings"});
    // A family that is not in the list, of an optional header.
    write_family("gammas", gammas());
    find_entries_without_primitive();
    return mistakes == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
