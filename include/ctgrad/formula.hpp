// SPDX-License-Identifier: BSL-1.0
//
// The recipes of program.hpp for a formula, whoever wrote it: its values, its derivatives of all
// kinds, the data and grad of each of its nodes. A formula is a type with
//
//     static constexpr std::array<input, N> inputs;
//     static constexpr void build(builder& graph, buffer<std::uint32_t>& results);
//
// whose inputs stand in the graph as variables and parameters that hold their position. What a
// recipe asks for beyond the formula's inputs, a direction say, are variables after those.
#pragma once

#include <ctgrad/forward.hpp>
#include <ctgrad/program.hpp>
#include <ctgrad/reverse.hpp>

#include <array>

namespace ctgrad::detail {

struct input {
    packed_name name{};
    bool differentiated = true;
};

constexpr node input_node(const input& what, std::size_t position) {
    return {what.differentiated ? &variable : &parameter, {position}};
}

template <std::size_t Count>
constexpr std::size_t count_variables(const std::array<input, Count>& inputs) {
    std::size_t total = 0;
    for (const input& i : inputs)
        total += i.differentiated;
    return total;
}
template <class Formula>
inline constexpr std::size_t variables_of = count_variables(Formula::inputs);

// The position among the inputs of variable number k.
template <std::size_t Count>
constexpr std::size_t variable_position(const std::array<input, Count>& inputs, std::size_t k) {
    std::size_t i = 0;
    while (!inputs[i].differentiated || k-- > 0)
        ++i;
    return i;
}

// The leaves with respect to which a formula is differentiated.
template <class Formula>
constexpr bool is_differentiated(const node& leaf) {
    return leaf.operation->id == variable.id && leaf.word[0] < Formula::inputs.size() &&
           Formula::inputs[leaf.word[0]].differentiated;
}
constexpr node variable_node(std::size_t position) {
    return {&variable, {position}};
}

// A formula of which fewer inputs are differentiated.
template <class Formula, auto Chosen>
struct restricted : Formula {
    static constexpr auto inputs = [] {
        auto out = Formula::inputs;
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i].differentiated = out[i].differentiated && Chosen[i];
        return out;
    }();
};

// A formula is the recipe of its own values.
template <class Formula>
using value_recipe = Formula;

// Adds the adjoints of all variables to the results.
template <class Formula>
constexpr void push_adjoints(builder& b, reverse_pass& pass, buffer<std::uint32_t>& results) {
    for (std::size_t i = 0; i < Formula::inputs.size(); ++i)
        if (Formula::inputs[i].differentiated)
            results.push(b.contains(variable_node(i)) ? pass.adjoint(b.push(variable_node(i)))
                                                      : b.literal(0));
}

// Results: the values if `Values`, then for each result its adjoints with respect to all variables.
template <class Formula, bool Values>
struct gradient_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots;
        Formula::build(b, roots);
        for (std::size_t r = 0; Values && r < roots.size; ++r)
            results.push(roots.items[r]);
        reverse_pass pass(b, roots.size, is_differentiated<Formula>);
        for (std::size_t r = 0; r < roots.size; ++r) {
            pass.sweep(roots.items[r]);
            push_adjoints<Formula>(b, pass, results);
        }
    }
};

// The same derivatives by forward mode, one sweep per variable.
template <class Formula, bool Values>
struct forward_jacobian_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots, columns;
        Formula::build(b, roots);
        for (std::size_t r = 0; Values && r < roots.size; ++r)
            results.push(roots.items[r]);
        forward_pass pass(b, 1, variables_of<Formula>);
        for (std::size_t i = 0; i < Formula::inputs.size(); ++i)
            if (Formula::inputs[i].differentiated) {
                pass.begin();
                pass.seed(b.push(variable_node(i)), b.literal(1));
                pass.sweep(roots.items, roots.size);
                for (std::size_t r = 0; r < roots.size; ++r)
                    columns.push(pass.coefficient(roots.items[r], 1));
            }
        for (std::size_t r = 0; r < roots.size; ++r)
            for (std::size_t i = 0; i < variables_of<Formula>; ++i)
                results.push(columns.items[i * roots.size + r]);
    }
};

// Seeds a direction whose components are the variables after the formula's inputs.
template <class Formula>
constexpr void seed_direction(builder& b, forward_pass& pass) {
    pass.begin();
    std::size_t next = Formula::inputs.size();
    for (std::size_t i = 0; i < Formula::inputs.size(); ++i)
        if (Formula::inputs[i].differentiated)
            pass.seed(b.push(variable_node(i)), b.push(variable_node(next++)));
}

// The Taylor coefficients of the results along a direction: all of order 0, all of order 1, ...
template <class Formula, std::size_t Order>
struct taylor_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots;
        Formula::build(b, roots);
        forward_pass pass(b, Order);
        seed_direction<Formula>(b, pass);
        pass.sweep(roots.items, roots.size);
        for (std::size_t k = 0; k <= Order; ++k)
            for (std::size_t r = 0; r < roots.size; ++r)
                results.push(k == 0 ? roots.items[r] : pass.coefficient(roots.items[r], k));
    }
};

// The values, then the adjoints of all variables, where the results have the adjoints that are the
// variables after the formula's inputs.
template <class Formula>
struct vjp_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        Formula::build(b, results);
        std::uint32_t sum = b.literal(0);
        for (std::size_t r = 0; r < results.size; ++r) {
            const std::uint32_t adjoint = b.push(variable_node(Formula::inputs.size() + r));
            const std::uint32_t term =
                b.push({operation<op::multiply>(), {results.items[r], adjoint}});
            sum = r == 0 ? term : b.push({operation<op::add>(), {sum, term}});
        }
        reverse_pass pass(b, 1, is_differentiated<Formula>);
        pass.sweep(sum);
        push_adjoints<Formula>(b, pass, results);
    }
};

// What a recipe for second derivatives begins with: the gradient of the formula's only result.
template <class Formula>
constexpr void build_gradient(builder& b, buffer<std::uint32_t>& value,
                              buffer<std::uint32_t>& gradient) {
    Formula::build(b, value);
    reverse_pass pass(b, 1, is_differentiated<Formula>);
    pass.sweep(value.items[0]);
    push_adjoints<Formula>(b, pass, gradient);
}

// The derivative of the gradient along a direction: the Hessian times that, whatever its size.
template <class Formula>
struct hvp_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> value, gradient;
        build_gradient<Formula>(b, value, gradient);
        forward_pass pass(b, 1);
        seed_direction<Formula>(b, pass);
        pass.sweep(gradient.items, gradient.size);
        for (std::size_t i = 0; i < gradient.size; ++i)
            results.push(pass.coefficient(gradient.items[i], 1));
    }
};

// The Hessian by rows, each entry computed once: forward mode over the gradient. With `Values` the
// value and the gradient come first.
template <class Formula, bool Values>
struct hessian_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        constexpr std::size_t n = variables_of<Formula>;
        buffer<std::uint32_t> value, gradient, entries;
        build_gradient<Formula>(b, value, gradient);
        if (Values) {
            results.push(value.items[0]);
            for (std::size_t i = 0; i < n; ++i)
                results.push(gradient.items[i]);
        }
        entries.reset(n * n);
        forward_pass pass(b, 1, n);
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t position = variable_position(Formula::inputs, i);
            pass.begin();
            pass.seed(b.push(variable_node(position)), b.literal(1));
            pass.sweep(gradient.items + i, n - i);
            for (std::size_t j = i; j < n; ++j)
                entries.items[i * n + j] = entries.items[j * n + i] =
                    pass.coefficient(gradient.items[j], 1);
        }
        for (std::size_t k = 0; k < n * n; ++k)
            results.push(entries.items[k]);
    }
};

// Results: the value of every node of the formula, then the adjoint of every node.
template <class Formula>
struct backward_recipe {
    static constexpr void build(builder& b, buffer<std::uint32_t>& results) {
        buffer<std::uint32_t> roots;
        Formula::build(b, roots);
        const std::size_t size = b.size();
        for (std::size_t i = 0; i < size; ++i)
            results.push(static_cast<std::uint32_t>(i));
        reverse_pass pass(b, 1, [](const node&) { return true; });
        pass.sweep(roots.items[0]);
        for (std::size_t i = 0; i < size; ++i)
            results.push(pass.adjoint(static_cast<std::uint32_t>(i)));
    }
};

} // namespace ctgrad::detail
