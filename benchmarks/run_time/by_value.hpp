// SPDX-License-Identifier: BSL-1.0
#pragma once

// The formulas with ctgrad's Value: the same scalar loops, on parameters that live as long as the
// program, as in a training loop.

#include "inputs.hpp"

#include <ctgrad/value/basic_value.hpp>

#include <cstddef>
#include <vector>

namespace run_time::by_value {

template <ctgrad::Value (*Formula)(const ctgrad::Value*), inputs::vector& Parameters>
void loops(double* out) {
    static std::vector<ctgrad::Value> p(Parameters.begin(), Parameters.end());
    for (std::size_t i = 0; i < p.size(); ++i) {
        p[i].data() = Parameters[i];
        p[i].grad() = 0;
    }
    const ctgrad::Value y = Formula(p.data());
    y.backward();
    *out++ = y.data();
    for (const auto& x : p)
        *out++ = x.grad();
}

} // namespace run_time::by_value
