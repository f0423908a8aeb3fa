// SPDX-License-Identifier: BSL-1.0
//
// The statements of a function of C, one for each operation: `const double t1 = x*y;`. Variables
// have the names that C accepts of theirs, operations are numbered, numbers read back as the same
// double.
#pragma once

#include <ctgrad/derived_expression.hpp>
#include <ctgrad/detail/c_names.hpp>
#include <ctgrad/detail/decimal_writer.hpp>
#include <ctgrad/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ctgrad::detail {

// The function that an operation calls, if it calls one.
constexpr std::string_view called_c_function(const primitive_info& op) {
    const std::string_view format = !op.c_format.empty() ? op.c_format : op.format;
    if (format.empty())
        return op.c_body.empty() ? op.name : std::string_view();
    return format.substr(0, format.find('('));
}

// A literal that reads back as the same double, in parentheses where it has a sign.
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
class c_statements {
public:
    static constexpr const auto& g = program<typename Subject::recipe>::g;

    constexpr explicit c_statements(const double* slots) : slots_(slots) {
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

protected:
    static constexpr auto inputs = Subject::formula::inputs;
    static constexpr std::size_t variables = count_variables(inputs);
    static constexpr bool named = [] {
        for (const input& i : inputs)
            return length(i.name) != 0;
        return false;
    }();

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

private:
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

    const double* slots_;
    std::size_t letters_ = 1;

protected:
    std::uint32_t rank_[g.size + 1]{}; // of an operation: its number
    bool used_[inputs.size() + 1]{};   // of an input: whether an operation or a result is it
    std::array<c_name, named ? inputs.size() : 0> names_{};
};

} // namespace ctgrad::detail
