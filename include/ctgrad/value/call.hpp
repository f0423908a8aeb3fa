// SPDX-License-Identifier: BSL-1.0
//
// A compiled function applied to Values is one entry: its value and its whole Jacobian come from
// the program that the compiler generated, and the backward pass multiplies with the Jacobian.
//
//     constexpr auto f = function([](auto x, auto y) { return x*exp(x*y); });
//     Value z = f(a, b + c);
#pragma once

#include <ctgrad/jacobian.hpp>
#include <ctgrad/value/dot.hpp>

#include <array>
#include <utility>

namespace ctgrad {

namespace detail {

// ---- its operations, for drawings ---------------------------------------------------------------
struct sketch_front_end;

/// What the function is run with to draw it.
template <class T>
struct sketched : value_expression {
    using front_end = sketch_front_end;
    using scalar = T;

    sketch<T>* to = nullptr; // null: a number that is not in the sketch yet
    typename sketch<T>::part which = 0;
    T number = 0;

    sketched() = default;
    template <plain_number Number>
    sketched(Number value) : number(static_cast<T>(value)) {}
    sketched(sketch<T>& sketch, typename ctgrad::detail::sketch<T>::part part)
        : to(&sketch), which(part) {}

    template <class X>
    sketched& operator+=(const X& x) {
        return *this = *this + x;
    }
    template <class X>
    sketched& operator-=(const X& x) {
        return *this = *this - x;
    }
    template <class X>
    sketched& operator*=(const X& x) {
        return *this = *this * x;
    }
    template <class X>
    sketched& operator/=(const X& x) {
        return *this = *this / x;
    }
};

struct sketch_front_end {
    static constexpr bool lazy_conditions = true;
    static constexpr bool structural_equality = false;

    template <class X>
    struct scalar_of {
        using type = void;
    };
    template <class T>
    struct scalar_of<sketched<T>> {
        using type = T;
    };
    template <class... Xs>
    using common = typename widest<typename scalar_of<Xs>::type...>::type;

    template <class Op, class... Xs>
    using result = sketched<common<Xs...>>;

    template <class Op, class... Xs>
    static auto apply(const Xs&... xs) {
        using T = common<Xs...>;
        return record<T, Op>(sketched<T>(xs)...);
    }
    template <class Op, class T>
    static sketched<T> constant(const sketched<T>&) {
        return Op::template value<T>();
    }

private:
    template <class T, class Op, class... Xs>
    static sketched<T> record(const Xs&... xs) {
        sketch<T>* to = nullptr;
        ((to = xs.to != nullptr ? xs.to : to), ...);
        if (to == nullptr)
            return static_cast<T>(Op::value(xs.number...));
        return {*to,
                to->template operation<Op>(xs.to != nullptr ? xs.which : to->number(xs.number)...)};
    }
};

// ---- the call -----------------------------------------------------------------------------------
/// An argument, or a part of one.
template <class T>
struct call_operand {
    T value = 0;
    node_id id = 0; // 0: a number

    call_operand() = default;
    template <plain_number Number>
    explicit call_operand(Number number) : value(static_cast<T>(number)) {}
    template <value_operand X>
    explicit call_operand(const X& x) {
        if constexpr (std::same_as<X, basic_value<T>>) {
            const leaf_part<T> part = x.as_operand();
            value = part.value;
            // A constant becomes a leaf: so every operand can be drawn.
            id = part.id != 0 ? part.id : basic_value<T>(part.value).node();
        } else
            *this = call_operand(basic_value<T>(x)); // whose chunk is pinned during the call
    }
};

// Which of the numbers that the arguments are made of may have nodes.
template <class... Args>
constexpr auto find_active() {
    std::array<bool, (shape<Args>::size + ... + 0)> out{};
    std::size_t next = 0;
    const auto add = [&](std::size_t size, bool active) {
        for (std::size_t i = 0; i < size; ++i)
            out[next++] = active;
    };
    (add(shape<Args>::size, symbolic<typename shape<Args>::scalar>), ...);
    return out;
}
template <class T, class Function, class... Args>
struct function_call {
    static constexpr std::size_t inputs = (shape<Args>::size + ... + 0);
    static constexpr auto is_active = find_active<Args...>();
    using formula = restricted<formula_of<Function, Args...>, is_active>;
    static constexpr std::size_t results = formula::results, active = variables_of<formula>;

    struct payload_type {
        T jacobian[results * active + 1]; // by rows
        T numbers[inputs - active + 1];   // the arguments without nodes
        node_id ids[active + 1];
    };

    static void reverse(const char* from, T* grad, const T*, node_id first, std::uint32_t) {
        const auto& payload = *reinterpret_cast<const payload_type*>(from);
        for (std::size_t r = 0; r < results; ++r) {
            const T adjoint = grad[first + r];
            const T* const row = payload.jacobian + r * active;
            if (is_untouched(adjoint))
                continue;
            if (adjoint == 0 || adjoint - adjoint != 0) [[unlikely]]
                for (std::size_t j = 0; j < active; ++j)
                    grad[payload.ids[j]] += guarded_product(adjoint, row[j]);
            else
                for (std::size_t j = 0; j < active; ++j)
                    grad[payload.ids[j]] += adjoint * row[j];
        }
    }
    static void draw(const char* from, sketch<T>& to, node_id, std::uint32_t) {
        const auto& payload = *reinterpret_cast<const payload_type*>(from);
        std::array<sketched<T>, inputs + 1> leaves{};
        std::size_t node = 0, number = 0;
        for (std::size_t i = 0; i < inputs; ++i)
            leaves[i] = {to, is_active[i] ? to.node(payload.ids[node++])
                                          : to.number(payload.numbers[number++])};
        const sketched<T>* next = leaves.data();
        std::tuple<typename shape<Args>::template with<sketched<T>>...> arguments{
            shape<Args>::read(next)...};
        std::array<sketched<T>, results + 1> values{};
        sketched<T>* to_values = values.data();
        std::apply(
            [&](auto&... x) {
                const auto result = traced_function<Function>{}(x...);
                shape<std::remove_cvref_t<decltype(result)>>::write(result, to_values);
            },
            arguments);
        for (std::size_t r = 0; r < results; ++r)
            to.output(values[r].to != nullptr ? values[r].which : to.number(values[r].number));
    }
    static void visit(const char* from, void* to, void (*run)(void*, node_id, std::size_t)) {
        const auto& payload = *reinterpret_cast<const payload_type*>(from);
        for (std::size_t i = 0; i < active; ++i)
            run(to, payload.ids[i], 1);
    }
    static constexpr call_kind<T> kind{&reverse, &draw, &visit};

    static auto record(const std::array<call_operand<T>, inputs + 1>& operands) {
        std::array<T, inputs + 1> x{};
        for (std::size_t i = 0; i < inputs; ++i)
            x[i] = operands[i].value;
        const auto y = evaluate<program<gradient_recipe<formula, true>>>(
            x.data(), static_cast<const double*>(nullptr));
        node_id ids[active + 1];
        std::size_t node = 0;
        for (std::size_t i = 0; i < inputs; ++i)
            if (is_active[i])
                ids[node++] = operands[i].id;
        const new_call<T> call(kind, sizeof(payload_type), results, ids, active);
        auto& payload = *reinterpret_cast<payload_type*>(call.payload);
        std::size_t number = 0;
        for (std::size_t i = 0; i < inputs; ++i)
            if (!is_active[i])
                payload.numbers[number++] = x[i];
        std::copy(y.begin() + results, y.end(), payload.jacobian);
        std::copy(ids, ids + active, payload.ids);
        std::array<basic_value<T>, results + 1> values;
        for (std::size_t r = 0; r < results; ++r) {
            const auto id = call.first + static_cast<node_id>(r);
            this_thread<T>.data[id] = y[r];
            values[r] = basic_value<T>::of_node(id);
        }
        return values;
    }
};

template <class Function, class... Args>
auto value_front_end::call(const Args&... args) {
    using T = value_scalar<typename shape<Args>::scalar...>;
    check_call<Function, typename shape<Args>::template with<T>...>();
    using recorded =
        function_call<T, Function,
                      typename shape<Args>::template with<std::conditional_t<
                          symbolic<typename shape<Args>::scalar>, basic_value<T>, T>>...>;
    // The expressions among the arguments may be the only ones to keep their nodes.
    const pin<T> during_the_call;
    std::array<call_operand<T>, recorded::inputs + 1> operands{};
    call_operand<T>* next = operands.data();
    (shape<Args>::write(args, next), ...);
    const auto values = recorded::record(operands);
    const basic_value<T>* first = values.data();
    return shape<typename recorded::formula::traced_result>::read(first);
}

} // namespace detail

} // namespace ctgrad
