// SPDX-License-Identifier: BSL-1.0
#pragma once

// What a training needs to know. What is not given depends on the task: the two moons are learned
// as in micrograd's demo, a file of one's own with what mostly works.

#include <ctgrad/nn/activation.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace train {

struct options {
    bool help = false;
    std::string file; // none: the two moons
    std::string target;
    char delimiter = ',';
    bool classification = false;
    double test_fraction = 0.2;

    std::vector<std::size_t> hidden{16, 16};
    ctgrad::nn::activation_kind activation = ctgrad::nn::activation_kind::relu;
    std::string loss = "cross-entropy"; // of two classes, or "hinge"
    double decay = 0;

    std::string optimizer = "adam";
    std::size_t steps = 1000;
    double rate = 0.01; // of the first step; of the last one a tenth
    double momentum = 0;
    std::size_t batch = 0; // 0: all rows
    std::uint64_t seed = 1;

    std::filesystem::path load, save;
    std::filesystem::path output = ".";
};

/// cases.md 8: 100 steps downhill with a rate of 1 - 0.9*k/100.
inline options moons_defaults() {
    options result;
    result.test_fraction = 0;
    result.loss = "hinge";
    result.decay = 1e-4;
    result.optimizer = "sgd";
    result.steps = 100;
    result.rate = 1;
    return result;
}

} // namespace train
