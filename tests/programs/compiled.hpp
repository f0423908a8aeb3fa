// SPDX-License-Identifier: BSL-1.0
//
// What the sources that write_programs.cpp writes are checked with: one program as a traced
// function, as a typed expression, as code on Values, and as a traced function called with Values.
#pragma once

#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/sealed.hpp>
#include <ctgrad/value/basic_value.hpp>
#include <ctgrad/value/call.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace compiled {

/// A statement on Values becomes a Value, so that it is recorded once; anything else stays.
template <class X>
constexpr auto kept(const X& x) {
    if constexpr (ctgrad::detail::statement<X>)
        return ctgrad::Value(x);
    else
        return x;
}

template <class Program>
using results = std::array<double, Program::inputs + 1>;

inline int differences = 0;

template <class Program>
void compare(const char* front_end, const results<Program>& got) {
    for (std::size_t i = 0; i <= Program::inputs; ++i) {
        if (std::fabs(got[i] - Program::wanted[i]) <= Program::tolerance[i])
            continue;
        ++differences;
        std::printf("seed %llu, %s, ", static_cast<unsigned long long>(Program::seed), front_end);
        std::printf(i == 0 ? "value" : "d/dx%zu", i - 1);
        std::printf(": got %.17g, wanted %.17g +- %.3g\n", got[i], Program::wanted[i],
                    Program::tolerance[i]);
    }
}

template <class Program, std::size_t... I>
void check_traced(std::index_sequence<I...>) {
    constexpr auto f = ctgrad::function(Program());
    const auto [value, gradient] = ctgrad::value_and_gradient(f)(Program::point[I]...);
    if constexpr (Program::inputs == 1)
        compare<Program>("traced", {value, gradient});
    else
        compare<Program>("traced", {value, std::get<I>(gradient)...});
    ctgrad::Value x[] = {ctgrad::Value(Program::point[I])...};
    (x[I].zero_grad(), ...);
    const ctgrad::Value y = f(x[I]...);
    y.backward();
    compare<Program>("traced, called with Values", {y.data(), x[I].grad()...});
}

template <class Program, std::size_t... I>
void check_values(std::index_sequence<I...>) {
    ctgrad::Value x[] = {ctgrad::Value(Program::point[I])...};
    (x[I].zero_grad(), ...);
    const ctgrad::Value y = Program()(x[I]...);
    y.backward();
    compare<Program>("Values", {y.data(), x[I].grad()...});
}

constexpr ctgrad::var<"x0"> x0;
constexpr ctgrad::var<"x1"> x1;
constexpr ctgrad::var<"x2"> x2;
constexpr ctgrad::var<"x3"> x3;
template <std::size_t I>
constexpr auto variable() {
    return std::get<I>(std::tuple(x0, x1, x2, x3));
}

template <class Program, std::size_t... I>
constexpr auto make_typed(std::index_sequence<I...>) {
    return Program()(variable<I>()...);
}
template <class Program>
constexpr auto typed = make_typed<Program>(std::make_index_sequence<Program::inputs>());

template <class Program, std::size_t... I>
void check_typed(std::index_sequence<I...>) {
    const auto point = ctgrad::at((variable<I>() = Program::point[I])...);
    const auto plain = ctgrad::value_and_gradient(typed<Program>, point);
    compare<Program>("typed", {plain.value, plain[variable<I>()]...});
    const auto sealed = ctgrad::value_and_gradient<typed<Program>>(point);
    compare<Program>("typed, sealed", {sealed.value, sealed[variable<I>()]...});
}

template <class Program>
void check() {
    const auto inputs = std::make_index_sequence<Program::inputs>();
    check_values<Program>(inputs);
    check_traced<Program>(inputs);
    if constexpr (Program::is_typed)
        check_typed<Program>(inputs);
}

/// What main returns: 3 after a difference, so that it is not taken for a failed compilation.
template <class... Programs>
int check_all() {
    (check<Programs>(), ...);
    return differences == 0 ? 0 : 3;
}

} // namespace compiled
