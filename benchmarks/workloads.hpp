// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of what is measured: three functions with one signature each, and inputs for them.

#include "by_ctgrad.hpp"
#include "hand_written.hpp"

#include <array>
#include <cstddef>
#include <random>
#include <string_view>
#include <vector>

namespace workloads {

using kernel = void (*)(const double*, double*);

/// `count` inputs, uniform between `least` and `most`.
struct range {
    std::size_t count;
    double least;
    double most;
};

struct workload {
    std::string_view name;
    double most_ratio; // to reach: ctgrad's time over the hand-written one's
    kernel alone;
    kernel hand;
    kernel ctgrad;
    std::size_t outputs;
    std::vector<range> ranges;

    std::vector<double> sample(std::mt19937_64& random) const {
        std::vector<double> inputs;
        for (const auto& [count, least, most] : ranges) {
            std::uniform_real_distribution uniform{least, most};
            for (std::size_t i = 0; i < count; ++i)
                inputs.push_back(uniform(random));
        }
        return inputs;
    }
};

inline const std::array all{
    workload{"neuron", 1.05, alone::neuron, by_hand::neuron, by_ctgrad::neuron, 6, {{5, -1, 1}}},
    workload{"black_scholes",
             1.05,
             alone::black_scholes,
             by_hand::black_scholes,
             by_ctgrad::black_scholes,
             6,
             {{2, 80, 120}, {1, 0.01, 0.08}, {1, 0.1, 0.4}, {1, 0.25, 2}}},
    workload{"reprojection",
             1.05,
             alone::reprojection,
             by_hand::reprojection,
             by_ctgrad::reprojection,
             26,
             {{3, -1, 1},
              {2, -0.5, 0.5},
              {1, -6, -5},
              {1, 400, 600},
              {1, -0.1, 0.1},
              {1, -0.01, 0.01},
              {3, -1, 1}}},
    workload{"rosenbrock",
             1.05,
             alone::rosenbrock,
             by_hand::rosenbrock,
             by_ctgrad::rosenbrock,
             11,
             {{10, -1.5, 1.5}}},
    workload{"mixture",
             1.05,
             alone::mixture,
             by_hand::mixture,
             by_ctgrad::mixture,
             10,
             {{1, -2, 2}, {3, 0.2, 1}, {3, -2, 2}, {3, 0.5, 1.5}}},
    workload{"rosenbrock_hessian",
             1.1,
             alone::rosenbrock,
             by_hand::rosenbrock_hessian,
             by_ctgrad::rosenbrock_hessian,
             111,
             {{10, -1.5, 1.5}}},
    workload{"black_scholes_hessian",
             1.1,
             alone::black_scholes,
             by_hand::black_scholes_hessian,
             by_ctgrad::black_scholes_hessian,
             31,
             {{2, 80, 120}, {1, 0.01, 0.08}, {1, 0.1, 0.4}, {1, 0.25, 2}}},
    workload{"sum", 1.1, alone::sum, by_hand::sum, by_ctgrad::sum, 66, {{65, 0, 2}}},
};

} // namespace workloads
