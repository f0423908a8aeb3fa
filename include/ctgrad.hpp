// SPDX-License-Identifier: BSL-1.0
//
// ctgrad: compile-time gradients. This header is the static side: typed expressions, traced
// functions, their gradients, their text and their pictures.
#pragma once

// First what errors are about: compilers tell the way from here to the header, which is short so.
#include <cmath>

#include <ctgrad/primitives.hpp>
#include <ctgrad/program.hpp>

#include <ctgrad/backward.hpp>
#include <ctgrad/derivative.hpp>
#include <ctgrad/derived_expression.hpp>
#include <ctgrad/function.hpp>
#include <ctgrad/gradient.hpp>
#include <ctgrad/hessian.hpp>
#include <ctgrad/jacobian.hpp>
#include <ctgrad/jvp.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/render.hpp>
#include <ctgrad/to_dot.hpp>
#include <ctgrad/to_string.hpp>
