// SPDX-License-Identifier: BSL-1.0
#pragma once

// The gradients of formulas.hpp as an expert writes them for speed in plain loops over arrays:
// reverse mode, no vector types, no intrinsics, no option that lets the compiler reorder sums. What
// makes them good:
//  - every value that the reverse loop needs is kept, in the order in which it is read back;
//    nothing is allocated, sizes are constants, outputs are written once;
//  - layouts in which the innermost long loop carries no sum, or eight of them (`sum_of`), so that
//    both compilers use vector registers; a short sum inside that loop is unrolled by a pragma;
//  - the derivatives of tanh and exp come from their values. The elementary functions are the
//    standard library's, as in every other column.
// by_packs.hpp shows what vector types would still gain.

#include "hand_written/calls.hpp"
#include "hand_written/layers.hpp"
#include "hand_written/mixture.hpp"
#include "hand_written/moons.hpp"
#include "hand_written/small_mlp.hpp"
#include "hand_written/statement.hpp"
