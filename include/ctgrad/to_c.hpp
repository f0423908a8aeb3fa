// SPDX-License-Identifier: BSL-1.0
//
// A program as C: one function of C99, a statement per operation, in the order of execution. It
// needs nothing but <math.h>, so that what was differentiated here runs where no C++ compiler does.
#pragma once

#include <ctgrad/detail/c_preamble.hpp>

#include <cstddef>
#include <string_view>

namespace ctgrad {

namespace detail {

template <class Subject>
class c_writer : public c_preamble<Subject> {
    using base = c_preamble<Subject>;
    using base::rank_, base::returns_value, base::write_comments, base::write_declaration;
    using base::write_helpers, base::write_operand, base::write_statement, base::write_unused;

public:
    using base::base, base::g;

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
    static_assert(is_name,
                  "ctgrad: to_c<\"name\">(f) takes a name that C can give to a function, this one "
                  "is none, a word of C, or a function that f calls: use letters, digits and _, "
                  "and begin with a letter; see docs/reference/to_c.md");
    text<c_capacity<Subject, Slots>(Name.view())> out;
    c_writer<Subject>(slots).write_all(out, Name.view());
    return out;
}

} // namespace detail

/// An expression as a function of C99: `double name(double x, double y)`, its parameters in the
/// order in which the expression first uses them. `to_c<o, "name">()` merges the plain numbers of a
/// constexpr object. Returns a `text`.
/// Numbers are written so that they read back as the same double, and integer powers multiplied
/// out, so the C computes what `value` does, operation by operation.
/// Errors: a name that C does not accept. Example: examples/to_c.cpp
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
/// `to_c<"name", std::array<double, 3>>(gradient(f))`. The numbers of all arguments, in order, are
/// the elements of one array: `void name(const double* x, double* out)`, or
/// `double name(const double* x)` if f has a single result.
template <fixed_string Name, class... Args, class Function>
constexpr auto to_c(const traced_function<Function>&) {
    if constexpr (decltype(detail::check_call<Function, Args...>())::value)
        return detail::write_c<Name, detail::traced_subject<Function, Args...>, 0>(nullptr);
}

} // namespace ctgrad
