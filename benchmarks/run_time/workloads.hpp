// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of what is measured.

#include "../formulas.hpp"
#include "bare_tape.hpp"
#include "by_networks.hpp"
#include "by_packs.hpp"
#include "by_value.hpp"
#include "formulas.hpp"
#include "hand_written.hpp"
#include "inputs.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace run_time {

/// Writes the value, then the derivatives with respect to the workload's parameters.
using kernel = void (*)(double* out);

struct workload {
    std::string_view name;
    inputs::vector& parameters;
    double (*alone)(); // the value for these parameters
    kernel hand;
    kernel tape;
};

/// One more way to compute a workload's gradient; the table has a line for each.
struct variant {
    std::string_view workload;
    std::string_view name;
    kernel run;     // where `read` is given, it writes what `run` left behind, untimed
    double at_most; // to reach: its time over the hand-written one's; 0 where nothing is promised
    kernel read = nullptr;
};

// The formulas on the workloads' data, for any scalar type.

template <class T>
T statement(const T* p) {
    return formulas::statement(p, inputs::statements);
}
template <class T>
T small_mlp(const T* p) {
    return formulas::small_mlp(p, inputs::small_mlp_data);
}
template <class T>
T mixture(const T* p) {
    return formulas::mixture(p, inputs::mixture_data);
}
template <class T>
T layers(const T* p) {
    return formulas::layers(p, inputs::layers_data);
}
template <class T>
T moons(const T* p) {
    return formulas::moons(p, inputs::moons_data);
}
template <class T>
T calls(const T* p) {
    return formulas::calls(p, inputs::calls_data, ::formulas::reprojection);
}

template <double (*Formula)(const double*), inputs::vector& Parameters>
double alone() {
    return Formula(Parameters.data());
}

template <bare_tape::scalar (*Formula)(const bare_tape::scalar*), inputs::vector& Parameters>
void by_tape(double* out) {
    static std::vector<bare_tape::scalar> variables(Parameters.size());
    bare_tape::value_and_gradient(Parameters.data(), variables.size(), variables.data(), Formula,
                                  out);
}

/// Arrays that the hand-written gradients keep between calls.
namespace scratch {
inline std::vector<by_hand::statement_record> statement(inputs::statements);
inline by_hand::mixture_points mixture{inputs::mixture_data};
inline by_packs::mixture_points mixture_packs{inputs::mixture_data};
inline std::vector<by_hand::call_record> calls(formulas::calls_data::count);
} // namespace scratch

inline const std::array workloads{
    workload{"statement", inputs::statement, alone<statement<double>, inputs::statement>,
             [](double* out) {
                 by_hand::statement(inputs::statement.data(), inputs::statements,
                                    scratch::statement.data(), out);
             },
             by_tape<statement<bare_tape::scalar>, inputs::statement>},
    workload{"small_mlp", inputs::small_mlp, alone<small_mlp<double>, inputs::small_mlp>,
             [](double* out) {
                 by_hand::small_mlp(inputs::small_mlp.data(), inputs::small_mlp_data, out);
             },
             by_tape<small_mlp<bare_tape::scalar>, inputs::small_mlp>},
    workload{"mixture", inputs::mixture, alone<mixture<double>, inputs::mixture>,
             [](double* out) { by_hand::mixture(inputs::mixture.data(), scratch::mixture, out); },
             by_tape<mixture<bare_tape::scalar>, inputs::mixture>},
    workload{"layers", inputs::layers, alone<layers<double>, inputs::layers>,
             [](double* out) { by_hand::layers(inputs::layers.data(), inputs::layers_data, out); },
             by_tape<layers<bare_tape::scalar>, inputs::layers>},
    workload{"moons", inputs::moons, alone<moons<double>, inputs::moons>,
             [](double* out) { by_hand::moons(inputs::moons.data(), inputs::moons_data, out); },
             by_tape<moons<bare_tape::scalar>, inputs::moons>},
    workload{"calls", inputs::calls, alone<calls<double>, inputs::calls>,
             [](double* out) {
                 by_hand::calls(inputs::calls.data(), inputs::calls_data, scratch::calls.data(),
                                out);
             },
             by_tape<calls<bare_tape::scalar>, inputs::calls>},
};

/// ctgrad's ways, one line each: {"layers", "dense", by_ctgrad::dense_layers, 1.2}; then other
/// ways by hand, which promise nothing.
inline const std::vector<variant> variants{
    {"statement", "Value", by_value::loops<statement<ctgrad::Value>, inputs::statement>, 1.15},
    {"small_mlp", "Value", by_value::loops<small_mlp<ctgrad::Value>, inputs::small_mlp>, 2},
    {"mixture", "Value", by_value::loops<mixture<ctgrad::Value>, inputs::mixture>, 15},
    {"layers", "Value", by_value::loops<layers<ctgrad::Value>, inputs::layers>, 14},
    {"moons", "Value", by_value::loops<moons<ctgrad::Value>, inputs::moons>, 0},

    {"small_mlp", "MLP", by_networks::small_mlp_by_mlp, 2, by_networks::read_small_mlp_by_mlp},
    {"small_mlp", "static_mlp", by_networks::small_mlp_by_static_mlp, 1.1},
    {"layers", "MLP", by_networks::dense_layers, 1.5, by_networks::read_dense_layers},
    {"moons", "MLP", by_networks::moons_by_mlp, 2, by_networks::read_moons_by_mlp},
    {"moons", "static_mlp", by_networks::moons_by_static_mlp, 1.1},
    {"calls", "function", by_value::loops<by_networks::calls_of_values, inputs::calls>, 1.3},

    {"mixture", "packs",
     [](double* out) { by_packs::mixture(inputs::mixture.data(), scratch::mixture_packs, out); },
     0},
    {"layers", "packs",
     [](double* out) { by_packs::layers(inputs::layers.data(), inputs::layers_data, out); }, 0},
    {"moons", "packs",
     [](double* out) { by_packs::moons(inputs::moons.data(), inputs::moons_data, out); }, 0},
    {"calls", "opened",
     [](double* out) { by_hand::calls_opened(inputs::calls.data(), inputs::calls_data, out); }, 0},
};

} // namespace run_time
