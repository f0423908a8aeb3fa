// SPDX-License-Identifier: BSL-1.0
//
// What PyTorch computes in double precision.
// Written by scripts/compare-with-pytorch.sh --update.
// Computed by PyTorch 1.13.0a0.
#pragma once

#include <array>
#include <cstddef>
#include <limits>

namespace pytorch {

/// A function at a point: its value there and the partial derivative by each input.
template <std::size_t Inputs>
struct example {
    std::array<double, Inputs> point;
    double value;
    std::array<double, Inputs> gradient;
};
/// A node inside a function, at each of its points.
struct node {
    double data, grad;
};

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// clang-format off
inline constexpr example<5> neuron_tanh[] = {
    {{2, 0, -3, 1, 6.8813735870195432},
     0.70710678118654757,
     {-1.4999999999999998, 0.49999999999999994, 0.99999999999999989, 0, 0.49999999999999994}},
    {{2, 0, -3, 1, 6.7000000000000002},
     0.60436777711716361,
     {-1.9042187699473754, 0.6347395899824585, 1.269479179964917, 0, 0.6347395899824585}},
};
inline constexpr node neuron_tanh_n[] = {
    {0.88137358701954316, 0.49999999999999994},
    {0.70000000000000018, 0.6347395899824585},
};
inline constexpr example<5> neuron_composite[] = {
    {{2, 0, -3, 1, 6.8813735870195432}, 0.70710678118654757, {-1.5, 0.5, 1, 0, 0.5}},
    {{2, 0, -3, 1, 6.7000000000000002},
     0.60436777711716361,
     {-1.9042187699473758, 0.63473958998245861, 1.2694791799649172, 0, 0.63473958998245861}},
};
inline constexpr node neuron_composite_n[] = {
    {0.88137358701954316, 0.5},
    {0.70000000000000018, 0.63473958998245861},
};
inline constexpr node neuron_composite_e[] = {
    {5.8284271247461916, 0.042893218813452469},
    {4.0551999668446763, 0.078262427891607173},
};
inline constexpr example<2> micrograd_readme[] = {
    {{-4, 2}, 24.704081632653061, {138.83381924198252, 645.57725947521863}},
};
inline constexpr example<1> micrograd_test[] = {
    {{-4}, -20, {46}},
};
inline constexpr example<1> abs[] = {
    {{-2}, 2, {-1}},
    {{0}, 0, {0}},
    {{-0.0}, 0, {0}},
    {{2}, 2, {1}},
};
inline constexpr example<1> relu[] = {
    {{-inf}, 0, {0}},
    {{-1}, 0, {0}},
    {{0}, 0, {0}},
    {{1}, 1, {1}},
};
inline constexpr example<2> max[] = {
    {{2, 3}, 3, {0, 1}},
    {{3, 2}, 3, {1, 0}},
    {{3, 3}, 3, {0.5, 0.5}},
    {{inf, inf}, inf, {0.5, 0.5}},
};
inline constexpr example<2> min[] = {
    {{2, 3}, 2, {1, 0}},
    {{3, 2}, 2, {0, 1}},
    {{3, 3}, 3, {0.5, 0.5}},
    {{inf, inf}, inf, {0.5, 0.5}},
};
inline constexpr example<1> sqrt[] = {
    {{0}, 0, {inf}},
    {{2}, 1.4142135623730951, {0.35355339059327373}},
    {{-1}, nan, {nan}},
};
inline constexpr example<2> scaled_sqrt[] = {
    {{0, 1}, 0, {inf, 0}},
    {{0, -2}, -0.0, {-inf, 0}},
    {{3, 0}, 0, {0, 1.7320508075688772}},
};
inline constexpr example<1> log[] = {
    {{0}, -inf, {inf}},
    {{3}, 1.0986122886681098, {0.33333333333333331}},
};
inline constexpr example<1> pow_0[] = {
    {{0}, 1, {0}},
    {{-3}, 1, {0}},
};
inline constexpr example<1> pow_1[] = {
    {{0}, 0, {1}},
    {{-3}, -3, {1}},
};
inline constexpr example<1> pow_2[] = {
    {{0}, 0, {0}},
    {{-3}, 9, {-6}},
};
inline constexpr example<1> pow_3[] = {
    {{0}, 0, {0}},
    {{-3}, -27, {27}},
};
inline constexpr example<1> pow_minus_1[] = {
    {{0}, inf, {-inf}},
    {{-3}, -0.33333333333333331, {-0.1111111111111111}},
};
inline constexpr example<1> pow_one_half[] = {
    {{0}, 0, {inf}},
    {{3}, 1.7320508075688772, {0.28867513459481292}},
    {{-3}, nan, {nan}},
};
inline constexpr example<1> pow_three_halves[] = {
    {{0}, 0, {0}},
    {{3}, 5.196152422706632, {2.598076211353316}},
    {{-3}, nan, {nan}},
};
inline constexpr example<2> pow[] = {
    {{2, 3}, 8, {12, 5.5451774444795623}},
    {{0, 2}, 0, {0, 0}},
    {{0, 1}, 0, {1, 0}},
    {{0, 0.5}, 0, {inf, 0}},
    {{0, 0}, 1, {0, 0}},
    {{2, 0}, 1, {0, 0.69314718055994529}},
    {{-2, 3}, -8, {12, nan}},
    {{-2, 0}, 1, {0, nan}},
    {{-2, 0.5}, nan, {nan, nan}},
};
inline constexpr example<2> atan2[] = {
    {{0, 0}, 0, {nan, nan}},
    {{1, -2}, 2.677945044588987, {-0.40000000000000002, -0.20000000000000001}},
};
inline constexpr example<1> select_log[] = {
    {{-1}, -2, {2}},
    {{4}, 1.3862943611198906, {0.25}},
};
inline constexpr example<1> tanh[] = {
    {{0.29999999999999999}, 0.2913126124515909, {0.91513696182662918}},
    {{1000}, 1, {0}},
    {{-1000}, -1, {0}},
};
inline constexpr example<1> sigmoid[] = {
    {{0.29999999999999999}, 0.57444251681165903, {0.24445831169074586}},
    {{1000}, 1, {0}},
    {{-1000}, 0, {0}},
};
inline constexpr example<1> softplus[] = {
    {{0.29999999999999999}, 0.85435524446852718, {0.57444251681165903}},
    {{1000}, 1000, {1}},
    {{-1000}, 0, {0}},
};
inline constexpr example<1> small_adjoint[] = {
    {{1}, 9.9999999999999995e-21, {1.9999999999999999e-20}},
};
// clang-format on

} // namespace pytorch
