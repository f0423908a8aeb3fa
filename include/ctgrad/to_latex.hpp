// SPDX-License-Identifier: BSL-1.0
//
// A formula, or all its derivatives, as LaTeX. What is used more than once and
// is more than one operation gets a name and a line of its own, so the text
// grows with the number of nodes, not with that of the paths through them.
#pragma once

#include <ctgrad/detail/latex_names.hpp>
#include <ctgrad/detail/written_graph.hpp>

namespace ctgrad {

namespace detail {

template <class Subject>
class latex_writer {
public:
    using source = written_source<Subject>;
    static constexpr const auto& g = source::written.g;

    constexpr explicit latex_writer(const double* slots) : slots_(slots) {
        for (const node& n : g.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                ++uses_[n.word[k]];
        for (std::size_t r = 0; r < g.results; ++r)
            ++uses_[g.result[r]];
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < g.size; ++i) {
            line_[i] = uses_[i] > 1 && !is_leaf(g.nodes[i]) && !is_small(i);
            if (line_[i] && label_of(i) == nullptr)
                rank_[i] = ++next;
        }
        while (is_prefix_taken())
            ++letters_;
    }

    template <class Sink>
    constexpr void write_all(Sink& out, std::string_view name) const {
        std::size_t lines = g.results;
        for (std::size_t i = 0; i < g.size; ++i)
            lines += has_line(i);
        const bool plain = Subject::what == content::values && g.results == 1 && name.empty();
        const bool aligned = lines > 1;
        if (aligned)
            write(out, "\\begin{aligned}\n");
        for (std::size_t r = 0; r < g.results; ++r) {
            if (!plain)
                write_meaning(out, r, name.empty() ? "f" : name);
            if (aligned)
                write(out, plain ? "& " : " &= ");
            else if (!plain)
                write(out, " = ");
            write_formula(out, g.result[r], true);
            if (aligned)
                write(out, --lines > 0 ? " \\\\\n" : "\n");
        }
        write_lines(out, lines, plain);
        if (aligned)
            write(out, "\\end{aligned}");
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

    template <class Sink>
    constexpr void write_lines(Sink& out, std::size_t lines, bool plain) const {
        bool first = true;
        for (std::size_t i = 0; i < g.size; ++i) {
            if (!has_line(i))
                continue;
            if (first)
                write(out, plain ? "& \\text{where } " : "\\text{where } ");
            else if (plain)
                write(out, "& ");
            first = false;
            write_name(out, i);
            write(out, plain ? " = " : " &= ");
            write_formula(out, i, false);
            write(out, --lines > 0 ? " \\\\\n" : "\n");
        }
    }

    // Lines, and what they are called.
    [[nodiscard]] constexpr bool has_line(std::size_t i) const { return line_[i]; }
    static constexpr bool is_small(std::size_t i) {
        for (std::size_t k = 0; k < g.nodes[i].operation->arity; ++k)
            if (!is_leaf(g.nodes[g.nodes[i].word[k]]))
                return false;
        return true;
    }
    static constexpr const label* label_of(std::size_t i) {
        for (std::size_t l = 0; l < g.labels; ++l)
            if (g.names[l].position == i)
                return &g.names[l];
        return nullptr;
    }
    template <class Sink>
    constexpr void write_name(Sink& out, std::size_t i) const {
        if (const label* given = label_of(i); given != nullptr)
            return write_packed(out, given->name);
        text<64> name;
        for (std::size_t k = 0; k < letters_; ++k)
            name('t');
        write(name, std::size_t{rank_[i]});
        write_latex_name(out, name.view());
    }
    template <class Sink>
    static constexpr void write_packed(Sink& out, const packed_name& packed) {
        text<max_name_length> name;
        write(name, packed);
        write_latex_name(out, name.view());
    }
    // Whether t or tt already has an index.
    [[nodiscard]] constexpr bool is_prefix_taken() const {
        const auto takes = [this](const packed_name& packed) {
            text<max_name_length> name;
            write(name, packed);
            const latex_name parts = split_name(name.view());
            return !parts.index.empty() && parts.head.size() == letters_ &&
                   parts.head.find_first_not_of('t') == std::string_view::npos;
        };
        for (const node& n : g.nodes)
            if (is_input(n) && takes(name_of(n)))
                return true;
        for (std::size_t l = 0; l < g.labels; ++l)
            if (takes(g.names[l].name))
                return true;
        return false;
    }

    // f, f_{2}, or a derivative of that.
    template <class Sink>
    constexpr void write_meaning(Sink& out, std::size_t r, std::string_view name) const {
        constexpr std::size_t variables = count_variables(Subject::formula::inputs);
        const meaning what = meaning_of(Subject::what, r, variables, g.results);
        const std::size_t rows =
            Subject::what == content::values ? g.results
            : Subject::what == content::jacobian || Subject::what == content::value_and_jacobian
                ? meaning_of(Subject::what, g.results - 1, variables, g.results).row + 1
                : 1;
        if (what.order > 0)
            write(out, what.order == 1 ? "\\frac{\\partial " : "\\frac{\\partial^{2} ");
        write_latex_name(out, name);
        if (rows > 1) {
            write(out, "_{");
            write(out, what.row + 1);
            out('}');
        }
        if (what.order == 0)
            return;
        write(out, "}{\\partial ");
        write_variable(out, what.first);
        if (what.order == 2 && what.first == what.second)
            write(out, "^{2}");
        else if (what.order == 2) {
            write(out, " \\, \\partial ");
            write_variable(out, what.second);
        }
        out('}');
    }
    template <class Sink>
    static constexpr void write_variable(Sink& out, std::size_t k) {
        constexpr auto& inputs = Subject::formula::inputs;
        write_packed(out, shown_name(inputs, variable_position(inputs, k)));
    }

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

    // An operand of an infix operation. Sums and products are associative on
    // paper, and -x y is
    // -(x y).
    static constexpr piece operand(const node& n, std::size_t k, bool after) {
        const primitive_info& op = *n.operation;
        const bool tighter = after && !op.commutative;
        return {n.word[k],
                op.precedence == sign_precedence ? int{product_precedence}
                                                 : op.precedence + (tighter ? 1 : 0),
                after};
    }

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
    std::uint32_t uses_[g.size + 1]{}, rank_[g.size + 1]{};
    bool line_[g.size + 1]{}; // whether a node has a name and a line of its own
    std::size_t letters_ = 1;
};

template <class Subject, std::size_t Slots>
constexpr std::size_t latex_capacity(std::string_view name) {
    double negative[Slots + 1]{};
    for (double& number : negative)
        number = -1.2345678901234567e-300; // as long as numbers are, in
                                           // parentheses, with \cdot
    counter out;
    latex_writer<Subject>(negative).write_all(out, name);
    return out.size;
}

template <fixed_string Name, class Subject, std::size_t Slots>
constexpr auto write_latex(const double* slots) {
    text<latex_capacity<Subject, Slots>(Name.view())> out;
    latex_writer<Subject>(slots).write_all(out, Name.view());
    return out;
}

} // namespace detail

/// An expression as LaTeX (with amsmath), with a name for it on the left if one
/// is given: `to_latex<"o">(o)`. `x1` and `x_1` are x with an index, `alpha`
/// and `α` the Greek letter. Returns a `text`. Example: examples/to_latex.cpp
template <fixed_string Name = "", expression Expression>
constexpr auto to_latex(const Expression& e) {
    using source = typename Expression::source;
    return detail::write_latex<Name, detail::value_subject<source>, source::slots::value>(e.slots);
}
template <const auto& Expression, fixed_string Name = "">
constexpr auto to_latex() {
    return to_latex<Name>(sealed<Expression>);
}

/// Derivatives of an expression, `to_latex<"o">(gradient(o))`: an equation per
/// result.
template <fixed_string Name = "f", detail::derived Derivatives>
constexpr auto to_latex(const Derivatives& e) {
    return detail::write_latex<Name, typename Derivatives::subject,
                               Derivatives::source::slots::value>(e.slots);
}

/// A traced function of arguments of the given types, or any derivative of one,
/// in the variables x_1, x_2, ...: `to_latex<"f", std::array<double,
/// 2>>(hessian(f))`.
template <fixed_string Name, class... Args, class Function>
constexpr auto to_latex(const traced_function<Function>&) {
    if constexpr (decltype(detail::check_call<Function, Args...>())::value)
        return detail::write_latex<Name, detail::traced_subject<Function, Args...>, 0>(nullptr);
}

} // namespace ctgrad
