// SPDX-License-Identifier: BSL-1.0
//
// All primitives that come with the library.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>
#include <ctgrad/primitives/distribution.hpp>
#include <ctgrad/primitives/error_function.hpp>
#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/primitives/half_turn.hpp>
#include <ctgrad/primitives/hyperbolic.hpp>
#include <ctgrad/primitives/inverse_trigonometric.hpp>
#include <ctgrad/primitives/logarithm.hpp>
#include <ctgrad/primitives/logsumexp.hpp>
#include <ctgrad/primitives/piecewise.hpp>
#include <ctgrad/primitives/power.hpp>
#include <ctgrad/primitives/rounding.hpp>
#include <ctgrad/primitives/trigonometric.hpp>

namespace ctgrad {

using primitives = concatenate<arithmetic, powers, exponentials, logarithms, trigonometric,
                               half_turns, inverse_trigonometric, hyperbolic, error_functions,
                               distributions, piecewise, roundings>::type;

} // namespace ctgrad
