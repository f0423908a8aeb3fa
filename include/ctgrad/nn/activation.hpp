// SPDX-License-Identifier: BSL-1.0
//
// What a neuron does with its weighted sum. As a type, for networks whose shape the compiler knows:
// value and slope are those of the library's primitives. As a word, for networks that are described
// at run time: `activation_kind`, its name, and the way back to the type.
#pragma once

#include <ctgrad/primitives.hpp>
#include <ctgrad/run_time_error.hpp>

#include <array>
#include <string>
#include <string_view>

namespace ctgrad::nn {

enum class activation_kind { tanh, relu, sigmoid, linear };

inline constexpr std::array activation_kinds{activation_kind::tanh, activation_kind::relu,
                                             activation_kind::sigmoid, activation_kind::linear};

/// "tanh", "relu", "sigmoid", "linear".
constexpr std::string_view name_of(activation_kind kind) {
    constexpr std::array<std::string_view, activation_kinds.size()> names{"tanh", "relu", "sigmoid",
                                                                          "linear"};
    return names[static_cast<std::size_t>(kind)];
}

/// The activation of that name. Errors: `data_error` if there is none.
constexpr activation_kind parse_activation(std::string_view name) {
    for (const activation_kind kind : activation_kinds)
        if (name_of(kind) == name)
            return kind;
    throw data_error("ctgrad: an activation is tanh, relu, sigmoid or linear, \"" +
                     std::string(name) + "\" is none of them");
}

/// Activations as types: `value(x)`, and `slope(result)`, the derivative where that is the value.
/// So a network keeps results only, no sums.
namespace activation {

template <activation_kind Kind, class Primitive>
struct of_primitive {
    using primitive = Primitive;
    static constexpr activation_kind kind = Kind;
    /// Whether `value` only compares and selects, which packs of numbers can do. `slope` always
    /// takes packs.
    static constexpr bool takes_packs = false;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return static_cast<T>(Primitive::value(x));
    }
    template <class T>
    [[gnu::always_inline]] static constexpr T slope(const T& result) {
        return static_cast<T>(Primitive::dx(result, result));
    }
};

/// 1 - result*result.
struct tanh : of_primitive<activation_kind::tanh, op::hyperbolic_tangent> {};
/// result*(1 - result).
struct sigmoid : of_primitive<activation_kind::sigmoid, op::sigmoid> {};
/// relu is 0 or positive where its argument is, so its derivative is the same at either.
struct relu : of_primitive<activation_kind::relu, op::relu> {
    static constexpr bool takes_packs = true;
};
struct linear {
    static constexpr activation_kind kind = activation_kind::linear;
    static constexpr bool takes_packs = true;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return x;
    }
    template <class T>
    [[gnu::always_inline]] static constexpr T slope(const T&) {
        return T(1);
    }
};

} // namespace activation

/// `use(activation::relu())` and so on, whichever the kind is: one decision outside a loop instead
/// of one for each neuron.
template <class Use>
constexpr decltype(auto) with_activation(activation_kind kind, Use&& use) {
    switch (kind) {
    case activation_kind::relu:
        return use(activation::relu());
    case activation_kind::sigmoid:
        return use(activation::sigmoid());
    case activation_kind::linear:
        return use(activation::linear());
    case activation_kind::tanh:
        break;
    }
    return use(activation::tanh());
}

} // namespace ctgrad::nn
