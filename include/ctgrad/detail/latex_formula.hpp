// SPDX-License-Identifier: BSL-1.0
//
// A formula in LaTeX: an operation is a row of pieces, operands and characters between them. An
// operand stands in parentheses if it binds less than its place asks for; whether a product needs a
// dot depends on what its factors begin and end with.
#pragma once

#include <ctgrad/detail/latex_lines.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ctgrad::detail {

template <class Subject>
class latex_formula : public latex_lines<Subject> {
    using base = latex_lines<Subject>;

public:
    using base::g;

    constexpr explicit latex_formula(const double* slots) : slots_(slots) {}

protected:
    using base::has_line, base::write_name, base::write_packed;

    // Through an explicit stack, as formulas may be deep.
    template <class Sink>
    constexpr void write_formula(Sink& out, std::size_t root, bool by_name) const {
        buffer<piece> stack, parts;
        stack.push({root, 0});
        if (by_name && has_line(root))
            return write_name(out, root);
        while (stack.size > 0) {
            const piece top = stack.pop();
            if (!top.characters.empty()) {
                write(out, top.characters);
                continue;
            }
            parts.size = 0;
            const bool parentheses = in_parentheses(top) && top.node != root;
            if (parentheses)
                write(out, "\\left(");
            if (is_atom(top.node, root))
                write_atom(out, top.node);
            else
                collect(parts, g.nodes[top.node]);
            if (parentheses)
                parts.push({0, 0, false, "\\right)"});
            while (parts.size > 0)
                stack.push(parts.pop());
        }
    }

private:
    enum latex_precedence : int { atom_precedence = call_precedence + 1 };

    struct piece {
        std::size_t node = 0;
        int precedence = 0;      // below which parentheses are needed
        bool after_sign = false; // where -x has to stand in parentheses
        std::string_view characters{};
    };
    enum class edge { other, number, word, fraction };

    // What stands for a node.
    static constexpr bool is_number(const node& n) {
        return n.operation->id == literal.id || n.operation->id == slot.id;
    }
    [[nodiscard]] constexpr double number(const node& n) const {
        return n.operation->id == slot.id ? slots_[n.word[0]] : literal_value(n);
    }
    [[nodiscard]] constexpr bool is_negative(const node& n) const {
        return is_number(n) && (std::bit_cast<std::uint64_t>(number(n)) >> 63) != 0 &&
               number(n) == number(n);
    }
    [[nodiscard]] constexpr bool is_atom(std::size_t i, std::size_t root) const {
        return is_leaf(g.nodes[i]) || (i != root && has_line(i));
    }
    [[nodiscard]] constexpr int precedence_of(std::size_t i) const {
        const node& n = g.nodes[i];
        if (is_number(n)) {
            if (is_negative(n))
                return sign_precedence;
            const bool scientific = number(n) != 0 && (number(n) < 1e-5 || number(n) >= 1e17);
            return scientific ? int{product_precedence} : int{atom_precedence};
        }
        if (is_input(n) || (!is_leaf(n) && has_line(i)))
            return atom_precedence;
        return n.operation->latex_format.empty() ? n.operation->precedence : int{call_precedence};
    }
    static constexpr bool is_infix(const primitive_info& op) {
        return op.latex_format.empty() && op.precedence != call_precedence && op.arity != 0;
    }
    [[nodiscard]] constexpr bool begins_with_sign(std::size_t i) const {
        while (!is_leaf(g.nodes[i]) && !has_line(i) && is_infix(*g.nodes[i].operation)) {
            const node& n = g.nodes[i];
            if (n.operation->format.substr(0, 1) == "-")
                return true;
            if (precedence_of(n.word[0]) < n.operation->precedence)
                return false;
            i = n.word[0];
        }
        return is_negative(g.nodes[i]);
    }
    [[nodiscard]] constexpr bool in_parentheses(const piece& p) const {
        return precedence_of(p.node) < p.precedence || (p.after_sign && begins_with_sign(p.node));
    }

    // What a factor begins or ends with.
    [[nodiscard]] constexpr edge edge_of(piece p, bool at_end) const {
        while (true) {
            const node& n = g.nodes[p.node];
            if (in_parentheses(p))
                return edge::other;
            if (is_number(n))
                return number(n) - number(n) == 0 ? edge::number : edge::other;
            if (is_input(n)) {
                text<max_name_length> name;
                write(name, name_of(n));
                return is_latex_word(name.view()) ? edge::word : edge::other;
            }
            if (is_leaf(n) || has_line(p.node) || !is_infix(*n.operation))
                return n.operation->latex_format.substr(0, 5) == "\\frac" ? edge::fraction
                                                                          : edge::other;
            const std::size_t k = at_end ? n.operation->arity - 1 : 0;
            p = operand(n, k, k != 0);
        }
    }
    [[nodiscard]] constexpr std::string_view product_sign(const piece& left,
                                                          const piece& right) const {
        const edge end = edge_of(left, true), begin = edge_of(right, false);
        const bool dot = begin == edge::number || end == edge::word ||
                         (end == edge::number && begin == edge::fraction) ||
                         (begin == edge::word && end != edge::number);
        return dot ? " \\cdot " : " ";
    }

    // An operand of an infix operation. Sums and products are associative on paper, and -x y is
    // -(x y).
    static constexpr piece operand(const node& n, std::size_t k, bool after) {
        const primitive_info& op = *n.operation;
        const bool tighter = after && !op.commutative;
        return {n.word[k],
                op.precedence == sign_precedence ? int{product_precedence}
                                                 : op.precedence + (tighter ? 1 : 0),
                after};
    }

    template <class Sink>
    constexpr void write_atom(Sink& out, std::size_t i) const {
        const node& n = g.nodes[i];
        if (!is_leaf(n))
            write_name(out, i);
        else if (is_number(n))
            write_latex_number(out, number(n));
        else if (is_input(n))
            write_packed(out, name_of(n));
        else if (n.operation->latex_format.empty())
            write_latex_number(out, n.operation->constant());
        else
            write(out, n.operation->latex_format);
    }
    // The pieces of an operation, first to last.
    constexpr void collect(buffer<piece>& parts, const node& n) const {
        const primitive_info& op = *n.operation;
        if (op.id == info<op::multiply>.id) {
            const piece left = operand(n, 0, false), right = operand(n, 1, true);
            parts.push(left);
            parts.push({0, 0, false, product_sign(left, right)});
            parts.push(right);
        } else if (!op.latex_format.empty())
            collect_format(parts, n, op.latex_format);
        else if (is_infix(op))
            collect_format(parts, n, op.format);
        else {
            parts.push({0, 0, false, is_latex_function(op.name) ? "\\" : "\\operatorname{"});
            std::string_view name = op.name;
            for (std::size_t end = name.find('_'); end != std::string_view::npos;
                 end = name.find('_')) {
                parts.push({0, 0, false, name.substr(0, end)});
                parts.push({0, 0, false, "\\_"});
                name.remove_prefix(end + 1);
            }
            parts.push({0, 0, false, name});
            parts.push({0, 0, false, is_latex_function(op.name) ? "\\left(" : "}\\left("});
            for (std::size_t k = 0; k < op.arity; ++k) {
                if (k > 0)
                    parts.push({0, 0, false, ", "});
                parts.push({n.word[k], 0});
            }
            parts.push({0, 0, false, "\\right)"});
        }
    }
    // '%' is the next operand, '%2' the second.
    constexpr void collect_format(buffer<piece>& parts, const node& n,
                                  std::string_view format) const {
        std::size_t next = 0, begin = 0;
        for (std::size_t i = 0; i < format.size(); ++i) {
            if (format[i] != '%')
                continue;
            if (i > begin)
                parts.push({0, 0, false, format.substr(begin, i - begin)});
            const bool in_braces = i > 0 && format[i - 1] == '{';
            std::size_t k = next++;
            begin = i + 1;
            if (begin < format.size() && is_digit(format[begin])) {
                k = static_cast<std::size_t>(format[begin] - '1');
                ++begin;
            }
            if (is_infix(*n.operation))
                parts.push(operand(n, k, i > 0));
            else if (!in_braces && begin < format.size() && format[begin] == '^')
                parts.push({n.word[k], atom_precedence});
            else
                parts.push({n.word[k], 0});
        }
        if (begin < format.size())
            parts.push({0, 0, false, format.substr(begin)});
    }

    const double* slots_;
};

} // namespace ctgrad::detail
