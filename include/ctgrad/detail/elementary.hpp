// SPDX-License-Identifier: BSL-1.0
//
// The elementary functions under constant evaluation, where std:: has none before C++26. Each was
// found within 0.507 units in the last place over all doubles, logaddexp near its zeros aside
// (tests/elementary.test.cpp and elementary_more.test.cpp measure them against 50 digits), and has
// the special values of C99, Annex F. They are made for few steps of the compiler's evaluator: at
// run time std:: is faster.
#pragma once

#include <ctgrad/detail/elementary/arc_tangent.hpp>
#include <ctgrad/detail/elementary/error_function.hpp>
#include <ctgrad/detail/elementary/exponential.hpp>
#include <ctgrad/detail/elementary/hyperbolic.hpp>
#include <ctgrad/detail/elementary/logarithm.hpp>
#include <ctgrad/detail/elementary/logistic.hpp>
#include <ctgrad/detail/elementary/normal_distribution.hpp>
#include <ctgrad/detail/elementary/power.hpp>
#include <ctgrad/detail/elementary/rounding.hpp>
#include <ctgrad/detail/elementary/square_root.hpp>
#include <ctgrad/detail/elementary/trigonometric.hpp>
