// SPDX-License-Identifier: BSL-1.0
//
// Calls one kernel a given number of times, for scripts/count-instructions.sh, which counts under
// valgrind what happens inside the kernel. Without arguments it prints the names of the workloads.

#include "workloads.hpp"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>
#include <vector>

int main(int count, char** arguments) {
    if (count == 1) {
        for (const auto& w : workloads::all)
            std::puts(w.name.data());
        return 0;
    }
    if (count != 4) {
        std::fprintf(stderr, "usage: %s [WORKLOAD alone|hand|ctgrad CALLS]\n", arguments[0]);
        return 2;
    }
    const std::string_view name = arguments[1], side = arguments[2];
    const int calls = std::atoi(arguments[3]);
    for (const auto& w : workloads::all) {
        if (w.name != name)
            continue;
        const auto f = side == "alone" ? w.alone : side == "hand" ? w.hand : w.ctgrad;
        std::mt19937_64 random{20250101};
        std::vector<double> output(w.outputs);
        for (int i = 0; i < calls; ++i)
            f(w.sample(random).data(), output.data());
        return 0;
    }
    std::fprintf(stderr, "there is no workload %s\n", arguments[1]);
    return 2;
}
