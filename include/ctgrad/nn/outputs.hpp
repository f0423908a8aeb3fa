// SPDX-License-Identifier: BSL-1.0
//
// What a layer or a network returns: a row of Values. If it is a single one, it is also that Value:
// `net(x) - y` and `net(x).backward()` need no index.
#pragma once

#include <ctgrad/run_time_error.hpp>
#include <ctgrad/value.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad {

// A base in this namespace, whose operators and functions are so found by their arguments.
struct outputs_base {};

} // namespace ctgrad

namespace ctgrad::nn {

/// Values in a row. One alone takes part in operations, of more or none that is a size_error.
template <class T>
class basic_outputs : private outputs_base {
public:
    using front_end = ctgrad::detail::value_front_end;
    using value_type = basic_value<T>;
    using const_iterator = typename std::vector<basic_value<T>>::const_iterator;

    basic_outputs() = default;
    explicit basic_outputs(std::vector<basic_value<T>> values) : values_(std::move(values)) {}

    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
    [[nodiscard]] const_iterator begin() const noexcept { return values_.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return values_.end(); }
    /// Errors: size_error when there is no output i.
    [[nodiscard]] const basic_value<T>& operator[](std::size_t i) const& { return checked(i); }
    [[nodiscard]] basic_value<T> operator[](std::size_t i) && { return checked(i); }

    /// The single output.
    operator basic_value<T>() const { return single(); }
    [[nodiscard]] T data() const { return single().data(); }
    [[nodiscard]] T grad() const { return single().grad(); }
    void backward(T seed = 1) const { single().backward(seed); }

    // ---- for the library's own use: this as an operand, see basic_value ----
    [[nodiscard]] auto node() const { return single().node(); }
    [[nodiscard]] auto as_operand() const { return single().as_operand(); }
    [[nodiscard]] auto as_last_operand() const { return single().as_last_operand(); }

private:
    [[nodiscard]] const basic_value<T>& single() const {
        if (size() != 1)
            throw size_error("ctgrad: one output is required where outputs are used as a Value, "
                             "found " +
                             std::to_string(size()) +
                             ": choose one by its index, or give the last layer one neuron; see "
                             "docs/reference/nn/outputs.md");
        return values_[0];
    }
    [[nodiscard]] const basic_value<T>& checked(std::size_t i) const {
        if (i >= size())
            throw size_error("ctgrad: outputs[i] requires i < " + std::to_string(size()) +
                             ", the number of outputs, found i = " + std::to_string(i) +
                             ": outputs are counted from 0; see docs/reference/nn/outputs.md");
        return values_[i];
    }

    std::vector<basic_value<T>> values_;
};

using Outputs = basic_outputs<double>;

} // namespace ctgrad::nn

namespace ctgrad {

template <class T>
inline constexpr bool is_basic_value<nn::basic_outputs<T>> = true;
template <class T>
struct detail::scalar_of_operand<nn::basic_outputs<T>> {
    using type = T;
};

} // namespace ctgrad
