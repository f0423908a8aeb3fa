// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <cstddef>

namespace run_time::by_hand {

/// The same number, of which the compiler does not know that it is the same.
[[gnu::always_inline]] inline double apart(double x) {
    asm("" : "+m"(x));
    return x;
}

/// What one statement leaves for the reverse loop: one stream forward, one stream backward.
struct statement_record {
    double v, sine, slope;
};

/// Each statement waits for the one before, forward for sin and backward for one product; cos,
/// storing, loading and the two sums fit into that wait. So sin is not made part of sincos, whose
/// sine comes later: 6 % faster. Within 5 %: three arrays in place of one, and forward mode with
/// three tangents, which stores nothing. Slower: cos in the reverse loop.
[[gnu::noinline]] inline void statement(const double* p, std::size_t count,
                                        statement_record* __restrict records,
                                        double* __restrict out) {
    const double a = p[0], b = p[1];
    double v = p[2];
    for (std::size_t i = 0; i < count; ++i) {
        const double sine = std::sin(v), cosine = std::cos(apart(v));
        records[i] = {v, sine, a + cosine * b};
        v = v * a + sine * b;
    }
    out[0] = v;
    double bar = 1, a_bar = 0, b_bar = 0;
    for (std::size_t i = count; i-- > 0;) {
        const auto& [v_i, sine, slope] = records[i];
        a_bar += bar * v_i;
        b_bar += bar * sine;
        bar *= slope;
    }
    out[1] = a_bar;
    out[2] = b_bar;
    out[3] = bar;
}

} // namespace run_time::by_hand
