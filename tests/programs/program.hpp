// SPDX-License-Identifier: BSL-1.0
//
// A program as data: inputs, literals and operations on earlier nodes, the last of which is the
// result. It can be run in any way, made smaller, and printed as C++ that can be pasted.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace programs {

struct node {
    std::string_view name; // of a primitive; empty: a leaf
    unsigned arity = 0;
    bool literal = false;
    std::size_t operand[4] = {}; // positions of earlier nodes
    double number = 0;           // of a literal, or of an input where the program is run

    [[nodiscard]] bool is_input() const { return name.empty() && !literal; }
};

inline node leaf(bool literal, double number) {
    node n;
    n.literal = literal;
    n.number = number;
    return n;
}
inline node operation(std::string_view name, unsigned arity) {
    node n;
    n.name = name;
    n.arity = arity;
    return n;
}

struct program {
    std::uint64_t seed = 0;
    std::vector<node> nodes; // the inputs first

    [[nodiscard]] std::size_t inputs() const {
        std::size_t count = 0;
        while (count < nodes.size() && nodes[count].is_input())
            ++count;
        return count;
    }
};

/// The program of which node `result` is the result, without what it does not depend on. One input
/// stays, so that there is something to differentiate by.
inline program with_result(const program& from, std::size_t result) {
    std::vector<bool> used(from.nodes.size());
    used[result] = true;
    for (std::size_t i = result + 1; i-- > 0;)
        for (unsigned k = 0; used[i] && k < from.nodes[i].arity; ++k)
            used[from.nodes[i].operand[k]] = true;
    bool has_input = false;
    for (std::size_t i = 0; i < from.nodes.size(); ++i)
        has_input = has_input || (used[i] && from.nodes[i].is_input());
    if (!has_input)
        used[0] = true;
    program out{from.seed, {}};
    std::vector<std::size_t> position(from.nodes.size());
    for (std::size_t i = 0; i <= result; ++i)
        if (used[i]) {
            position[i] = out.nodes.size();
            out.nodes.push_back(from.nodes[i]);
            for (unsigned k = 0; k < from.nodes[i].arity; ++k)
                out.nodes.back().operand[k] = position[from.nodes[i].operand[k]];
        }
    return out;
}

inline std::string number_text(double number) {
    char digits[40];
    for (int precision = 1; precision <= 17; ++precision) {
        std::snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (std::stod(digits) == number)
            break;
    }
    std::string text = digits;
    if (text.find_first_of(".en") == std::string::npos)
        text += ".0";
    return number < 0 || text[0] == '-' ? "(" + text + ")" : text;
}

/// Writes a program as C++. An operation that is used once may stand inside the one that uses it,
/// where `nested` says so.
class cpp_text {
public:
    explicit cpp_text(const program& of) : of_(of), uses_(of.nodes.size()) {
        for (const node& n : of.nodes)
            for (unsigned k = 0; k < n.arity; ++k)
                ++uses_[n.operand[k]];
    }

    /// The statements of the body, each result kept by a call of `keep`, if it has a name.
    [[nodiscard]] std::string body(std::string_view keep, const auto& nested,
                                   std::string_view indent) const {
        std::vector<std::string> text(of_.nodes.size());
        std::vector<int> depth(of_.nodes.size());
        std::string out;
        for (std::size_t i = 0; i < of_.nodes.size(); ++i) {
            const node& n = of_.nodes[i];
            text[i] =
                n.literal ? number_text(n.number) : (n.arity == 0 ? "x" : "v") + std::to_string(i);
            if (n.arity == 0)
                continue;
            for (unsigned k = 0; k < n.arity; ++k)
                depth[i] = std::max(depth[i], depth[n.operand[k]]);
            ++depth[i];
            const std::string value = call(n, text);
            const bool last = i + 1 == of_.nodes.size();
            if (!last && uses_[i] == 1 && depth[i] <= 3 && nested(i)) {
                text[i] = std::isalpha(static_cast<unsigned char>(n.name[0])) && n.name != "neg"
                              ? value
                              : "(" + value + ")";
                continue;
            }
            depth[i] = 0;
            const std::string kept = keep.empty() ? value : std::string(keep) + "(" + value + ")";
            out += std::string(indent) + (last ? "return " : "const auto " + text[i] + " = ") +
                   kept + ";\n";
        }
        return of_.nodes.back().arity != 0 ? out
                                           : std::string(indent) + "return " + text.back() + ";\n";
    }
    /// "auto x0, auto x1".
    [[nodiscard]] std::string parameters(std::string_view type) const {
        std::string out;
        for (std::size_t i = 0; i < of_.inputs(); ++i)
            out += (i == 0 ? "" : ", ") + std::string(type) + " x" + std::to_string(i);
        return out;
    }
    /// The values of the inputs, as arguments.
    [[nodiscard]] std::string arguments() const {
        std::string out;
        for (std::size_t i = 0; i < of_.inputs(); ++i)
            out += (i == 0 ? "" : ", ") + number_text(of_.nodes[i].number);
        return out;
    }
    /// All of it, to be pasted.
    [[nodiscard]] std::string lambda() const {
        return "    // seed " + std::to_string(of_.seed) + "\n    const auto f = [](" +
               parameters("auto") + ") {\n" +
               body(
                   "", [](std::size_t) { return false; }, "        ") +
               "    };\n    f(" + arguments() + ");\n";
    }

private:
    [[nodiscard]] static std::string call(const node& n, const std::vector<std::string>& text) {
        const auto x = [&](unsigned k) { return text[n.operand[k]]; };
        if (n.name == "neg")
            return "-" + x(0);
        if (n.arity == 2 && n.name.size() == 1)
            return x(0) + " " + std::string(n.name) + " " + x(1);
        // Of typed expressions == compares the structure.
        if (n.name == "select_equal")
            return "select(" + x(0) + " - " + x(1) + " == 0, " + x(2) + ", " + x(3) + ")";
        if (n.arity == 4)
            return "select(" + x(0) + (n.name == "select_less" ? " < " : " <= ") + x(1) + ", " +
                   x(2) + ", " + x(3) + ")";
        const bool is_power = n.name == "power" || n.name == "fractional_power";
        std::string out(is_power ? "pow" : n.name == "hypot3" ? "hypot" : n.name);
        for (unsigned k = 0; k < n.arity; ++k)
            out += (k == 0 ? "(" : ", ") + x(k);
        return out + ")";
    }

    const program& of_;
    std::vector<std::size_t> uses_;
};

} // namespace programs
