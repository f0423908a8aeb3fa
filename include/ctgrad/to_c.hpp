// SPDX-License-Identifier: BSL-1.0
//
// A program as C: one function of C99, a statement per operation, in the order
// of execution. It needs nothing but <math.h>, so that what was differentiated
// here runs where no C++ compiler does.
#pragma once

#include <ctgrad/derived_expression.hpp>
#include <ctgrad/detail/c_names.hpp>
#include <ctgrad/detail/decimal_writer.hpp>
#include <ctgrad/text.hpp>

namespace ctgrad {

namespace detail {

// The function that an operation calls, if it calls one.
constexpr std::string_view called_c_function(const primitive_info& op) {
    const std::string_view format = !op.c_format.empty() ? op.c_format : op.format;
    if (format.empty())
        return op.c_body.empty() ? op.name : std::string_view();
    return format.substr(0, format.find('('));
}

// A literal that reads back as the same double, in parentheses where it has a
// sign.
template <class Sink>
constexpr void write_c_number(Sink& out, double number) {
    if (number != number)
        return write(out, "NAN");
    text<32> digits;
    write_shortest(digits, number);
    const std::string_view shortest = digits.view();
    const bool negative = shortest[0] == '-';
    const std::string_view magnitude = shortest.substr(negative ? 1 : 0);
    if (negative)
        write(out, "(-");
    write(out, magnitude == "inf" ? std::string_view("HUGE_VAL") : magnitude);
    if (magnitude != "inf" && magnitude.find_first_of(".e") == std::string_view::npos)
        write(out, ".0"); // 1/2 is 0 in C
    if (negative)
        out(')');
}

template <class Subject>
class c_writer {
public:
    static constexpr const auto& g = program<typename Subject::recipe>::g;

    constexpr explicit c_writer(const double* slots) : slots_(slots) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < g.size; ++i) {
            const node& n = g.nodes[i];
            if (is_input(n))
                used_[n.word[0]] = true;
            else if (!is_leaf(n))
                rank_[i] = ++next;
        }
        if constexpr (named) {
            names_ = find_c_names(
                inputs, [](std::string_view name) { return name == "out" || calls(name); });
            while (is_prefix_taken())
                ++letters_;
        }
    }

    /// Whether the program calls a function of that name.
    static constexpr bool calls(std::string_view name) {
        for (const node& n : g.nodes)
            if (!is_leaf(n) && called_c_function(*n.operation) == name)
                return true;
        return false;
    }

    template <class Sink>
    constexpr void write_all(Sink& out, std::string_view name) const {
        write(out, "#include <math.h>\n\n");
        write_helpers(out);
        write_comments(out);
        write_declaration(out, name);
        write(out, " {\n");
        write_unused(out);
        for (std::size_t i = 0; i < g.size; ++i)
            if (rank_[i] != 0)
                write_statement(out, i);
        for (std::size_t r = 0; r < g.results; ++r) {
            if (returns_value)
                write(out, "    return ");
            else {
                write(out, "    out[");
                write(out, r);
                write(out, "] = ");
            }
            write_operand(out, g.result[r]);
            write(out, ";\n");
        }
        write(out, "}\n");
    }

private:
    static constexpr auto inputs = Subject::formula::inputs;
    static constexpr std::size_t variables = count_variables(inputs);
    static constexpr bool named = [] {
        for (const input& i : inputs)
            return length(i.name) != 0;
        return false;
    }();
    static constexpr bool returns_value = Subject::what == content::values && g.results == 1;

    // Whether a variable is called t1, if temporaries are.
    [[nodiscard]] constexpr bool is_prefix_taken() const {
        for (const c_name& name : names_) {
            std::size_t i = 0;
            while (i < name.size && i < letters_ && name.characters[i] == 't')
                ++i;
            if (i == letters_ && i < name.size && is_digit(name.characters[i]))
                return true;
        }
        return false;
    }

    // Guarded, as several functions may be written into one file.
    template <class Sink>
    constexpr void write_helpers(Sink& out) const {
        for (std::size_t i = 0; i < g.size; ++i) {
            const primitive_info& op = *g.nodes[i].operation;
            if (op.c_body.empty() || !is_first(i))
                continue;
            write(out, "#ifndef CTGRAD_");
            write_capitals(out, op.name);
            write(out, "\n#define CTGRAD_");
            write_capitals(out, op.name);
            write(out, "\nstatic inline double ctgrad_");
            write(out, op.name);
            for (unsigned k = 0; k < op.arity; ++k) {
                write(out, k == 0 ? "(double " : ", double ");
                out("xyzw"[k]);
            }
            write(out, ") {\n    ");
            write(out, op.c_body);
            write(out, "\n}\n#endif\n\n");
        }
    }
    static constexpr bool is_first(std::size_t i) {
        for (std::size_t k = 0; k < i; ++k)
            if (g.nodes[k].operation->id == g.nodes[i].operation->id)
                return false;
        return true;
    }
    template <class Sink>
    static constexpr void write_capitals(Sink& out, std::string_view name) {
        for (const char c : name)
            out('a' <= c && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c);
    }

    template <class Sink>
    constexpr void write_comments(Sink& out) const {
        for (std::size_t i = 0; named && i < inputs.size(); ++i) {
            c_name original;
            write(original, inputs[i].name);
            if (original == names_[i].view())
                continue;
            write(out, "/* ");
            write(out, names_[i].view());
            write(out, " stands for ");
            for (const char c : original.view()) // nothing that ends a comment, or the line
                out(is_letter(c) || is_digit(c) || c == '_' || c == ' ' || (c & 0x80) != 0 ? c
                                                                                           : '.');
            write(out, ". */\n");
        }
        if (returns_value)
            return;
        write(out, "/* out[");
        write(out, g.results);
        switch (Subject::what) {
        case content::values:
            write(out, "]: the values");
            break;
        case content::gradient:
            write(out, "]: the gradient");
            break;
        case content::value_and_gradient:
            write(out, "]: the value, then the gradient");
            break;
        case content::jacobian:
            write(out, "]: the Jacobian, row by row,");
            break;
        case content::value_and_jacobian:
            write(out, "]: the values, then the Jacobian, row by row,");
            break;
        case content::hessian:
            write(out, "]: the Hessian, row by row,");
            break;
        case content::value_gradient_and_hessian:
            write(out, "]: the value, the gradient, then the Hessian, row by row,");
            break;
        }
        if (Subject::what != content::values) {
            write(out, " by ");
            write_variables(out);
        }
        write(out, ". */\n");
    }
    template <class Sink>
    constexpr void write_variables(Sink& out) const {
        const bool all_in_array = !named && variables == inputs.size() && variables > 2;
        if (variables == 0)
            write(out, "no variable");
        bool first = true;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!inputs[i].differentiated || (all_in_array && i != 0 && i + 1 != inputs.size()))
                continue;
            if (!first)
                write(out, all_in_array ? " to " : ", ");
            write_input(out, i);
            first = false;
        }
    }

    template <class Sink>
    constexpr void write_declaration(Sink& out, std::string_view name) const {
        write(out, returns_value ? "double " : "void ");
        write(out, name);
        out('(');
        if (inputs.empty() && returns_value)
            write(out, "void");
        else if (!named && !inputs.empty())
            write(out, "const double* x");
        for (std::size_t i = 0; named && i < inputs.size(); ++i) {
            write(out, i == 0 ? "double " : ", double ");
            write(out, names_[i].view());
        }
        if (!returns_value)
            write(out, inputs.empty() ? "double* out" : ", double* out");
        out(')');
    }

    // So that no compiler warns about what the results do not depend on.
    template <class Sink>
    constexpr void write_unused(Sink& out) const {
        bool any_used = false;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            any_used = any_used || used_[i];
            if (!named || used_[i])
                continue;
            write(out, "    (void)");
            write(out, names_[i].view());
            write(out, ";\n");
        }
        if (!named && !inputs.empty() && !any_used)
            write(out, "    (void)x;\n");
        if (g.results == 0)
            write(out, "    (void)out;\n");
    }

    template <class Sink>
    constexpr void write_statement(Sink& out, std::size_t i) const {
        const node& n = g.nodes[i];
        write(out, "    const double ");
        write_operand(out, i);
        write(out, " = ");
        const primitive_info& op = *n.operation;
        if (!op.c_format.empty())
            write_format(out, n, op.c_format);
        else if (!op.c_body.empty())
            write_call(out, n, "ctgrad_");
        else if (!op.format.empty())
            write_format(out, n, op.format);
        else
            write_call(out, n, "");
        write(out, ";\n");
    }
    template <class Sink>
    constexpr void write_format(Sink& out, const node& n, std::string_view format) const {
        std::size_t k = 0;
        while (!format.empty()) {
            const std::size_t end = format.find('%');
            write(out, format.substr(0, end));
            if (end == std::string_view::npos)
                return;
            write_operand(out, n.word[k++]);
            format.remove_prefix(end + 1);
        }
    }
    template <class Sink>
    constexpr void write_call(Sink& out, const node& n, std::string_view prefix) const {
        write(out, prefix);
        write(out, n.operation->name);
        for (unsigned k = 0; k < n.operation->arity; ++k) {
            write(out, k == 0 ? "(" : ", ");
            write_operand(out, n.word[k]);
        }
        out(')');
    }

    template <class Sink>
    constexpr void write_operand(Sink& out, std::size_t i) const {
        const node& n = g.nodes[i];
        if (rank_[i] != 0) {
            for (std::size_t k = 0; k < letters_; ++k)
                out('t');
            write(out, std::size_t{rank_[i]});
        } else if (is_input(n))
            write_input(out, n.word[0]);
        else if (n.operation->id == slot.id)
            write_c_number(out, slots_[n.word[0]]);
        else if (n.operation->id == literal.id)
            write_c_number(out, literal_value(n));
        else
            write_c_number(out, n.operation->constant());
    }
    template <class Sink>
    constexpr void write_input(Sink& out, std::size_t i) const {
        if (named)
            return write(out, names_[i].view());
        write(out, "x[");
        write(out, i);
        out(']');
    }

    const double* slots_;
    std::uint32_t rank_[g.size + 1]{}; // of an operation: its number
    bool used_[inputs.size() + 1]{};
    std::array<c_name, named ? inputs.size() : 0> names_{};
    std::size_t letters_ = 1;
};

template <class Subject, std::size_t Slots>
constexpr std::size_t c_capacity(std::string_view name) {
    constexpr double zeros[Slots + 1]{};
    counter out;
    c_writer<Subject>(zeros).write_all(out, name);
    // Room for any number in place of a slot.
    std::size_t slot_uses = 0;
    if (Slots != 0) {
        const auto& g = c_writer<Subject>::g;
        for (const node& n : g.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                slot_uses += g.nodes[n.word[k]].operation->id == slot.id;
        slot_uses += g.results;
    }
    return out.size + 32 * slot_uses;
}

template <fixed_string Name, class Subject, std::size_t Slots>
constexpr auto write_c(const double* slots) {
    constexpr bool is_name = is_c_name(Name.view()) && !c_writer<Subject>::calls(Name.view());
    static_assert(is_name, "ctgrad: to_c<\"name\">(f) takes a name that C can "
                           "give to a function, this one "
                           "is none, a word of C, or a function that f calls: "
                           "use letters, digits and _, "
                           "and begin with a letter; see docs/reference/to_c.md");
    text<c_capacity<Subject, Slots>(Name.view())> out;
    c_writer<Subject>(slots).write_all(out, Name.view());
    return out;
}

} // namespace detail

/// An expression as a function of C99: `double name(double x, double y)`, its
/// parameters in the order in which the expression first uses them. `to_c<o,
/// "name">()` merges the plain numbers of a constexpr object. Returns a `text`.
/// Numbers are written so that they read back as the same double, and integer
/// powers multiplied out, so the C computes what `value` does, operation by
/// operation. Errors: a name that C does not accept. Example: examples/to_c.cpp
template <fixed_string Name = "f", expression Expression>
constexpr auto to_c(const Expression& e) {
    using source = typename Expression::source;
    return detail::write_c<Name, detail::value_subject<source>, source::slots::value>(e.slots);
}
template <const auto& Expression, fixed_string Name = "f">
constexpr auto to_c() {
    return to_c<Name>(sealed<Expression>);
}

/// Derivatives of an expression, as in `to_c<"name">(gradient(o))`:
/// `void name(double x, double y, double* out)`.
template <fixed_string Name = "f", detail::derived Derivatives>
constexpr auto to_c(const Derivatives& e) {
    return detail::write_c<Name, typename Derivatives::subject, Derivatives::source::slots::value>(
        e.slots);
}

/// A traced function of arguments of the given types, or any derivative of one:
/// `to_c<"name", std::array<double, 3>>(gradient(f))`. The numbers of all
/// arguments, in order, are the elements of one array: `void name(const double*
/// x, double* out)`, or `double name(const double* x)` if f has a single
/// result.
template <fixed_string Name, class... Args, class Function>
constexpr auto to_c(const traced_function<Function>&) {
    if constexpr (decltype(detail::check_call<Function, Args...>())::value)
        return detail::write_c<Name, detail::traced_subject<Function, Args...>, 0>(nullptr);
}

} // namespace ctgrad
