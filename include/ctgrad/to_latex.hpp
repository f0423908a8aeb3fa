// SPDX-License-Identifier: BSL-1.0
//
// A formula, or all its derivatives, as LaTeX. What is used more than once and is more than one
// operation gets a name and a line of its own, so the text grows with the number of nodes, not with
// that of the paths through them.
#pragma once

#include <ctgrad/detail/latex_formula.hpp>

#include <cstddef>
#include <string_view>

namespace ctgrad {

namespace detail {

template <class Subject>
class latex_writer : public latex_formula<Subject> {
    using base = latex_formula<Subject>;
    using base::has_line, base::write_formula, base::write_name, base::write_packed;

public:
    using base::base, base::g;

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
};

template <class Subject, std::size_t Slots>
constexpr std::size_t latex_capacity(std::string_view name) {
    double negative[Slots + 1]{};
    for (double& number : negative)
        number = -1.2345678901234567e-300; // as long as numbers are, in parentheses, with \cdot
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

/// An expression as LaTeX (with amsmath), with a name for it on the left if one is given:
/// `to_latex<"o">(o)`. `x1` and `x_1` are x with an index, `alpha` and `α` the Greek letter.
/// Returns a `text`. Example: examples/to_latex.cpp
template <fixed_string Name = "", expression Expression>
constexpr auto to_latex(const Expression& e) {
    using source = typename Expression::source;
    return detail::write_latex<Name, detail::value_subject<source>, source::slots::value>(e.slots);
}
template <const auto& Expression, fixed_string Name = "">
constexpr auto to_latex() {
    return to_latex<Name>(sealed<Expression>);
}

/// Derivatives of an expression, `to_latex<"o">(gradient(o))`: an equation per result.
template <fixed_string Name = "f", detail::derived Derivatives>
constexpr auto to_latex(const Derivatives& e) {
    return detail::write_latex<Name, typename Derivatives::subject,
                               Derivatives::source::slots::value>(e.slots);
}

/// A traced function of arguments of the given types, or any derivative of one, in the variables
/// x_1, x_2, ...: `to_latex<"f", std::array<double, 2>>(hessian(f))`.
template <fixed_string Name, class... Args, class Function>
constexpr auto to_latex(const traced_function<Function>&) {
    if constexpr (decltype(detail::check_call<Function, Args...>())::value)
        return detail::write_latex<Name, detail::traced_subject<Function, Args...>, 0>(nullptr);
}

} // namespace ctgrad
