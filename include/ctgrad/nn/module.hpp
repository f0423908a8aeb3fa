// SPDX-License-Identifier: BSL-1.0
//
// What neurons, layers and networks have in common: parameters. They are leaves of the run-time
// graph that lie side by side, so that they are two things at once: Values by name for graphs, and
// arrays of numbers for optimizers, which nothing is copied for.
#pragma once

#include <ctgrad/run_time_error.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/run.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad::nn {

/// A holder of parameters. Copies name the same parameters, as copies of a Value name the same
/// node; `clone()` of a neuron, a layer or a network gives one of its own. Used in the thread that
/// made it, like a Value.
template <class T>
class basic_module {
public:
    /// `count` parameters, all 0.
    explicit basic_module(std::size_t count) : parameters_(make_values<T>(count)) {}
    /// Parameters that exist already: of `make_values`, or a part of those of another module.
    /// Errors: size_error unless they are neighbours.
    explicit basic_module(std::span<const basic_value<T>> parameters)
        : parameters_(parameters.begin(), parameters.end()) {
        for (std::size_t i = 1; i < parameters_.size(); ++i)
            if (parameters_[i].node() != parameters_[0].node() + i)
                throw size_error("ctgrad: a module requires parameters that lie side by side, "
                                 "parameter " +
                                 std::to_string(i) +
                                 " does not follow the one before: take them from one "
                                 "make_values(count); see docs/reference/nn/module.md");
    }

    /// Names of the parameters: `for (auto& p : net.parameters()) p.data() -= 0.1 * p.grad();`.
    /// Per neuron its weights, then its bias.
    [[nodiscard]] std::vector<basic_value<T>> parameters() const { return parameters_; }
    [[nodiscard]] std::size_t parameter_count() const noexcept { return parameters_.size(); }

    /// All data, in the order of the parameters, to be read and written. No copy: valid until the
    /// next operation on Values. Cost: none.
    [[nodiscard]] std::span<T> data() { return in(ctgrad::detail::this_thread<T>.data); }
    [[nodiscard]] std::span<const T> data() const {
        return in(ctgrad::detail::this_thread<T>.data);
    }
    /// All grads, likewise. They add up over backward passes until they are zeroed.
    [[nodiscard]] std::span<T> grad() { return in(ctgrad::detail::this_thread<T>.grad); }
    [[nodiscard]] std::span<const T> grad() const {
        return in(ctgrad::detail::this_thread<T>.grad);
    }

    /// Sets all data. Errors: size_error unless there is one number for each parameter.
    void set_data(std::span<const T> numbers) {
        if (numbers.size() != parameter_count())
            throw size_error(
                "ctgrad: set_data(numbers) requires " + std::to_string(parameter_count()) +
                " numbers, one for each parameter, found " + std::to_string(numbers.size()) +
                ": are they those of another network? see "
                "docs/reference/nn/module.md");
        std::copy(numbers.begin(), numbers.end(), data().begin());
    }
    /// Before each backward pass, or gradients add up.
    void zero_grad() {
        const std::span<T> grads = grad();
        std::fill(grads.begin(), grads.end(), T(0));
    }

protected:
    [[nodiscard]] std::span<const basic_value<T>> block() const noexcept { return parameters_; }

private:
    // `node()` refuses another thread, whose arrays have something else at this place.
    [[nodiscard]] std::span<T> in(T* all) const {
        if (parameters_.empty())
            return {};
        return {all + parameters_[0].node(), parameters_.size()};
    }

    std::vector<basic_value<T>> parameters_;
};

using Module = basic_module<double>;

// Slips: `for (auto& p : net.parameters)`, a loop over a function that was not called.
template <class Row, class Holder>
typename Row::value_type* begin(Row (Holder::*)() const) {
    constexpr bool is_row = std::is_void_v<Holder>;
    static_assert(is_row, "ctgrad: a loop goes over the Values that a function returns, here over "
                          "the function: write for (auto& p : net.parameters()) for "
                          "for (auto& p : net.parameters); see docs/reference/nn/module.md");
    return nullptr;
}
template <class Row, class Holder>
typename Row::value_type* end(Row (Holder::*)() const) {
    return nullptr;
}

/// One step of an optimizer along the module's gradient. Errors: those of `optimizer.step`.
template <class T, class Optimizer>
void step(basic_module<T>& module, Optimizer& optimizer) {
    optimizer.step(module.data(), std::span<const T>(module.grad()));
}

} // namespace ctgrad::nn
