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

    explicit link_to(basic_value<Narrower> linked) : value(std::move(linked)) {
        // Room for what this one will pass on, so that a sweep need not allocate any.
        auto& t = tape<Narrower>::here();
        if (t.passed_on.capacity() == t.links_here)
            t.passed_on.reserve(2 * t.links_here + 8);
        ++t.links_here;
    }
    link_to(const link_to&) = delete;
    link_to& operator=(const link_to&) = delete;
    ~link_to() override {
        if (auto* const t = this_thread<Narrower>.owner; t != nullptr) // else the thread is ending
            --t->links_here;
    }
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
        if (!t.passed_on.empty())
            sweep(t, t.passed_on.data(), t.passed_on.size());
        t.passed_on.clear();
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
    requires detail::narrower_operand<X, T> basic_value<T>::basic_value(const X& narrower) {
        using scalar = typename detail::scalar_of_operand<X>::type;
        basic_value<scalar> linked(narrower);
        name_.name_number(static_cast<T>(linked.data()));
        if (linked.is_number())
            return;
        auto& tape = detail::tape<T>::here();
        tape.links[node()] = std::make_unique<detail::link_to<T, scalar>>(std::move(linked));
        tape.pass_on = &detail::pass_on<T>;
    }

} // namespace ctgrad
