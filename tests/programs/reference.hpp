// SPDX-License-Identifier: BSL-1.0
//
// What a program's value and gradient are, in 50 digits rounded to doubles, and how far doubles may
// be off: a bound of the rounding errors, carried along every path of the program. So a program
// that loses digits raises no alarm, and a wrong sign, factor or term does.
#pragma once

#include "evaluation.hpp"

namespace programs {

struct expected {
    bool known = false; // false: an edge is too close to tell, or an infinite slope matters
    /// An infinite slope meets an adjoint that is exactly 0. That is 0; but forward mode multiplies
    /// in the other order and comes by infinity times 0.
    bool vertical = false;
    double value = 0, value_tolerance = 0;
    std::vector<double> gradient{}, gradient_tolerance{};
};

/// The exact sum over all paths, in the number type T.
template <class T>
expected evaluate(const program& p) {
    evaluation<T> all(p);
    all.run();
    const std::size_t size = p.nodes.size(), inputs = p.inputs();
    const state<T>& result = all.states.back();
    expected out;
    if (result.unknown)
        return out;
    std::vector<T> adjoint(size);
    std::vector<double> weight(size), error(size); // the sum of magnitudes; what rounding adds
    adjoint.back() = 1;
    weight.back() = 1;
    for (std::size_t i = size; i-- > inputs;) {
        const node& n = p.nodes[i];
        const state<T>& s = all.states[i];
        for (unsigned k = 0; k < n.arity; ++k) {
            const std::size_t to = n.operand[k];
            if (!all.states[to].active)
                continue;
            out.vertical = out.vertical || s.vertical[k];
            // An adjoint that is exactly 0 passes nothing on, whatever the partial.
            if (weight[i] == 0 && error[i] == 0)
                continue;
            if (s.vertical[k])
                return out;
            const double partial = std::fabs(static_cast<double>(s.partial[k]));
            adjoint[to] += adjoint[i] * s.partial[k];
            weight[to] += weight[i] * partial;
            error[to] += error[i] * partial + weight[i] * (s.partial_error[k] + 4 * unit * partial);
        }
    }
    out.known = true;
    out.value = static_cast<double>(result.value);
    out.value_tolerance = result.error + unit * std::fabs(out.value);
    for (std::size_t i = 0; i < inputs; ++i) {
        out.gradient.push_back(static_cast<double>(adjoint[i]));
        out.gradient_tolerance.push_back(error[i] + 1e-280);
    }
    return out;
}

/// The same in 50 digits: compiled once, in `reference.cpp`, as it takes long.
expected reference(const program& p);

} // namespace programs
