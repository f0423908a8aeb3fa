// SPDX-License-Identifier: BSL-1.0
//
// What stands in front of the statements of a function of C: functions that C does not have,
// comments that say what the parameters and the results are, the declaration.
#pragma once

#include <ctgrad/detail/c_statements.hpp>

#include <cstddef>
#include <string_view>

namespace ctgrad::detail {

template <class Subject>
class c_preamble : public c_statements<Subject> {
    using base = c_statements<Subject>;
    using base::inputs, base::named, base::names_, base::used_, base::variables, base::write_input;

public:
    using base::base, base::g;

protected:
    static constexpr bool returns_value = Subject::what == content::values && g.results == 1;

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
};

} // namespace ctgrad::detail
