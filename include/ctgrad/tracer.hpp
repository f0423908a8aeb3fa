// SPDX-License-Identifier: BSL-1.0
//
// A traced value: run any generic function with it, while compiling, and the function's operations
// become nodes of a graph. Loops and ordinary variables are the compiler's business; what is left
// is the formula.
#pragma once

#include <ctgrad/apply.hpp>
#include <ctgrad/builder.hpp>

#include <utility>

namespace ctgrad {

namespace detail {
struct tracer_front_end;
}

/// One type for every traced value, so that loops, arrays and reassignment work. Either a node of a
/// graph under construction or a number that no graph holds yet. Exists only while compiling.
class tracer {
public:
    using front_end = detail::tracer_front_end;

    constexpr tracer() = default;
    template <plain_number Number>
    constexpr tracer(Number number) : number_(static_cast<double>(number)) {
        static_assert(
            !std::is_same_v<Number, long double>,
            "ctgrad: a number in a traced function is kept as a double, here it is a long "
            "double: write a double, or pass the number as an argument; see "
            "docs/reference/function.md");
    }

    template <class X>
        requires operands<tracer, X>
    constexpr tracer& operator+=(const X& x) { return *this = *this + x; }
    template <class X>
        requires operands<tracer, X>
    constexpr tracer& operator-=(const X& x) { return *this = *this - x; }
    template <class X>
        requires operands<tracer, X>
    constexpr tracer& operator*=(const X& x) { return *this = *this * x; }
    template <class X>
        requires operands<tracer, X>
    constexpr tracer& operator/=(const X& x) { return *this = *this / x; }

private:
    friend detail::tracer_front_end;

    constexpr tracer(detail::builder* graph, std::uint32_t position)
        : graph_(graph), position_(position) {}

    detail::builder* graph_ = nullptr;
    std::uint32_t position_ = 0;
    double number_ = 0;
};

/// A slip: a traced value is part of a formula and has no number that could be printed.
template <class Stream, class X>
requires std::is_same_v<X, tracer> Stream& operator<<(Stream& out, const X&) {
    constexpr bool is_number = !std::is_same_v<X, tracer>;
    static_assert(is_number,
                  "ctgrad: the body of a function(lambda) is run once, while compiling, when its "
                  "arguments have no numbers: print what the function returns; see "
                  "docs/reference/function.md");
    return out;
}

namespace detail {

template <class Op>
constexpr const primitive_info* operation(); // primitive.hpp

// The form that a primitive takes when its last operand is a literal: pow(x, 3) is op::power.
constexpr node in_literal_form(const node* nodes, const node& n) {
    if (!n.operation->has_literal_form)
        return n;
    const node& last = nodes[n.word[n.operation->arity - 1]];
    if (last.operation->id != literal.id)
        return n;
    return {n.operation->with_literal(literal_value(last)),
            {n.word[0], n.word[1], n.word[2], n.word[3]}};
}

struct tracer_front_end {
    static constexpr bool lazy_conditions = true;
    static constexpr bool structural_equality = false;

    template <class Op, class... Xs>
    using result = tracer;

    static constexpr tracer at(builder& graph, std::uint32_t position) {
        return tracer(&graph, position);
    }
    static constexpr std::uint32_t position(builder& graph, const tracer& t) {
        return t.graph_ == nullptr ? graph.literal(t.number_) : t.position_;
    }
    template <class Op, class... Xs>
    static constexpr tracer apply(const Xs&... xs) {
        return record<Op>(tracer(xs)...);
    }
    template <class Op>
    static constexpr tracer constant(const tracer& like) {
        if (like.graph_ == nullptr)
            return Op::template value<double>();
        return at(*like.graph_, like.graph_->push({operation<Op>()}));
    }

private:
    // Few statements, as clang counts those it runs and stops at a million.
    template <class Op, class... Tracers>
    static constexpr tracer record(const Tracers&... operands) {
        builder* graph = nullptr;
        ((graph = operands.graph_ != nullptr ? operands.graph_ : graph), ...);
        if (graph == nullptr)
            return static_cast<double>(Op::value(operands.number_...));
        const node recorded{operation<Op>(), {position(*graph, operands)...}};
        const node n = in_literal_form(graph->nodes.items, recorded);
        return at(*graph, graph->simplifying ? graph->simplify(*graph, n) : graph->push(n));
    }
};

} // namespace detail
} // namespace ctgrad
