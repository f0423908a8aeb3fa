// SPDX-License-Identifier: BSL-1.0
//
// All primitives that come with the library.
#pragma once

#include <ctgrad/primitives/arithmetic.hpp>
#include <ctgrad/primitives/error_function.hpp>
#include <ctgrad/primitives/exponential.hpp>
#include <ctgrad/primitives/piecewise.hpp>
#include <ctgrad/primitives/power.hpp>
#include <ctgrad/primitives/trigonometric.hpp>

namespace ctgrad {

using primitives =
    concatenate<arithmetic, powers, exponentials, trigonometric, error_functions, piecewise>::type;

} // namespace ctgrad
