// SPDX-License-Identifier: BSL-1.0
//
// Values of several types in one formula: each type has its own tape. A float that meets a double
// becomes a leaf of the tape of doubles, and after a sweep there what the leaf received is swept on
// the tape of floats. The way is always from wide to narrow, so one sweep of each tape is enough.
#pragma once

#include <ctgrad/value/basic_value.hpp>

#include <memory>
#include <utility>

namespace ctgrad {

namespace detail {

template <class T, class Narrower>
struct link_to final : link<T> {
    basic_value<Narrower> value;

    explicit link_to(basic_value<Narrower> linked) : value(std::move(linked)) {}
    void pass(T adjoint) override {
        tape<Narrower>::here().passed_on.push_back({value.node(), static_cast<Narrower>(adjoint)});
    }
};

template <class Narrower, class T>
void sweep_narrower() {
    if constexpr (sizeof(Narrower) < sizeof(T)) {
        if (this_thread<Narrower>.owner == nullptr)
            return;
        auto& t = tape<Narrower>::here();
        const auto seeds = std::exchange(t.passed_on, {});
        if (!seeds.empty())
            sweep(t, seeds.data(), seeds.size());
    }
}

template <class T>
void pass_on(tape<T>& t) {
    for (const auto& [leaf, to] : t.links)
        if (T& adjoint = this_thread<T>.grad[leaf]; adjoint != 0) {
            to->pass(adjoint);
            adjoint = 0;
        }
    sweep_narrower<double, T>(); // which may pass on to the floats, too
    sweep_narrower<float, T>();
}

} // namespace detail

template <class T>
template <class X>
    requires detail::narrower_operand<X, T> basic_value<T>::basic_value(const X& narrower)
        : basic_value() {
        using scalar = typename detail::scalar_of_operand<X>::type;
        basic_value<scalar> linked(narrower);
        name_number(static_cast<T>(linked.data()));
        if (linked.is_number())
            return;
        auto& tape = detail::tape<T>::here();
        tape.links[node()] = std::make_unique<detail::link_to<T, scalar>>(std::move(linked));
        tape.pass_on = &detail::pass_on<T>;
    }

} // namespace ctgrad
