// SPDX-License-Identifier: BSL-1.0
//
// Runs a program in a number type that is better than double: values, partials as central
// differences, and bounds of what doubles may be off.
#pragma once

#include "kinks.hpp"

namespace programs {

template <class T>
class evaluation {
public:
    explicit evaluation(const program& of) : of_(of) {}

    std::vector<state<T>> states{};

    /// States of all nodes that have none yet.
    void run() {
        while (states.size() < of_.nodes.size())
            add(of_.nodes[states.size()]);
    }

private:
    void add(const node& n) {
        state<T> s;
        if (n.arity == 0) {
            s.value = n.number;
            s.active = !n.literal;
        } else {
            for (unsigned k = 0; k < n.arity; ++k)
                operands_.at[k] = &states[n.operand[k]];
            for (unsigned k = 0; k < n.arity; ++k) {
                operands_.x[k] = operands_.at[k]->value;
                s.active = s.active || operands_.at[k]->active;
            }
            if (n.arity == 4)
                choose(n, s);
            else
                compute(n, s);
        }
        states.push_back(s);
    }

    void choose(const node& n, state<T>& s) const {
        const auto o = operands_.compare(n, 0, 1);
        s.unknown = operands_.at[0]->unknown || operands_.at[1]->unknown || o == order::undecided;
        if (s.unknown)
            return;
        const bool first = n.name == "select_less"         ? o == order::less
                           : n.name == "select_less_equal" ? o != order::greater
                                                           : o == order::equal;
        const state<T>& chosen = *operands_.at[first ? 2 : 3];
        s.unknown = chosen.unknown;
        s.value = chosen.value;
        s.error = chosen.error;
        s.partial[first ? 2 : 3] = 1;
    }

    void compute(const node& n, state<T>& s) {
        for (unsigned k = 0; k < n.arity; ++k)
            s.unknown = s.unknown || operands_.at[k]->unknown;
        const auto e = s.unknown ? edge::outside : operands_.classify(n, s);
        s.unknown = e == edge::outside;
        if (s.unknown)
            return;
        const auto f = find_function<T>(n.name)->value;
        s.value = f(operands_.x);
        if (e == edge::none)
            differentiate(n, f, s);
        double exact_error = 0;
        double magnitude = size_of(s.value);
        for (unsigned k = 0; k < n.arity; ++k) {
            exact_error += size_of(s.partial[k]) * operands_.at[k]->error;
            magnitude += size_of(s.partial[k]) * size_of(operands_.x[k]);
        }
        const bool nothing_is_rounded =
            is_choice(n.name) ||
            (is_exact(n.name) && exact_error == 0 && T(static_cast<double>(s.value)) == s.value);
        s.error = nothing_is_rounded ? exact_error : exact_error + 4 * unit * magnitude;
        // Doubles end somewhere, these numbers do not.
        const double size = size_of(s.value);
        s.unknown = !(s.error < 1e290 && size < 1e290) || (s.value != 0 && size < 1e-290);
    }

    // Central differences; the second ones say how the partials depend on errors of the operands.
    void differentiate(const node& n, T (*f)(const T*), state<T>& s) {
        T after[3] = {}, step[3] = {};
        for (unsigned k = 0; k < n.arity; ++k) {
            if (is_number_of(n.name, k))
                continue;
            const double scale = size_of(operands_.x[k]);
            step[k] = T(relative_step()) * (scale > 1e-8 ? scale : 1e-8);
            const T x = operands_.x[k];
            operands_.x[k] = x + step[k];
            after[k] = f(operands_.x);
            operands_.x[k] = x - step[k];
            const T before = f(operands_.x);
            operands_.x[k] = x;
            s.partial[k] = (after[k] - before) / (2 * step[k]);
            const T second = (after[k] - 2 * s.value + before) / (step[k] * step[k]);
            s.partial_error[k] += size_of(second) * moved(k);
        }
        for (unsigned k = 0; k < n.arity; ++k)
            for (unsigned j = 0; j < k; ++j) {
                if (is_number_of(n.name, k) || is_number_of(n.name, j))
                    continue;
                const T x = operands_.x[k], y = operands_.x[j];
                operands_.x[k] = x + step[k];
                operands_.x[j] = y + step[j];
                const T mixed =
                    (f(operands_.x) - after[k] - after[j] + s.value) / (step[k] * step[j]);
                operands_.x[k] = x;
                operands_.x[j] = y;
                s.partial_error[k] += size_of(mixed) * moved(j);
                s.partial_error[j] += size_of(mixed) * moved(k);
            }
        // 1 - y*y and y*(1 - y) have lost digits where the function is flat.
        const double flat = n.name == "tanh" || n.name == "sigmoid" ? 4 * unit : 0;
        // Of what is flatter than that 50 digits show no slope.
        const double unseen = is_exact(n.name) || is_choice(n.name) ? 0 : 1e-26;
        for (unsigned k = 0; k < n.arity; ++k)
            s.partial_error[k] += 8 * unit * size_of(s.partial[k]) + flat + unseen;
    }
    [[nodiscard]] double moved(unsigned k) const {
        return operands_.at[k]->error + 8 * unit * size_of(operands_.x[k]);
    }
    static double relative_step() { return std::numeric_limits<T>::digits10 > 30 ? 1e-20 : 1e-6; }

    const program& of_;
    operands_of<T> operands_{};
};

} // namespace programs
